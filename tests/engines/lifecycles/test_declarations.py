"""What a lifecycle's data must be, shown on the one that every case follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.cases import CASE
from engines.cases.lifecycle import CLOSED as CLOSED_STATES
from engines.cases.lifecycle import SUBMIT, SUBMIT_UNSIGNED
from engines.lifecycles import Lifecycle, State, Transition

ZHEJIANG_CODES = {"02", "05", "06", "07", "10", "11", "12", "13"}  # 办件状态
OPEN = State("open", "已登记", "open", "office")
CLOSED = State("closed", "已办结", "closed", "nobody", final=True)
OFFICERS = {"department", "seat", "consulted"}
codes = [state.code for state in CASE.states]


def reachable(start: str) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += [turn.leads_to(state) for turn in CASE.leaving(state) if turn.leads_to(state) not in reached]
    return reached


@given(st.lists(st.sampled_from([turn.name for turn in CASE.transitions]), max_size=30))
def test_no_walk_leaves_the_declared_states_or_goes_on_after_the_end(names: list[str]) -> None:
    state = SUBMIT.leads_to("")
    for name in names:
        turn = CASE.transition(name)
        if turn in CASE.leaving(state):
            assert not CASE.state(state).final
            state = turn.leads_to(state)
        assert state in codes


@pytest.mark.parametrize("state", CASE.states, ids=codes)
def test_exactly_the_final_states_have_no_way_out(state: State) -> None:
    assert state.final == (CASE.leaving(state.code) == [])


@pytest.mark.parametrize("code", [state.code for state in CASE.states if not state.final])
def test_every_case_can_come_to_an_end(code: str) -> None:
    assert any(CASE.state(reached).final for reached in reachable(code))


def test_every_state_is_reached_from_the_filing() -> None:
    assert reachable(SUBMIT_UNSIGNED.leads_to("")) == set(codes)


def test_the_exchange_codes_are_zhejiangs_and_no_two_states_share_one() -> None:
    exchanged = [state.exchange_code for state in CASE.states if state.exchange_code is not None]
    assert set(exchanged) <= ZHEJIANG_CODES
    assert len(set(exchanged)) == len(exchanged)
    assert {state.code for state in CASE.states if state.exchange_code is None} == {
        "signing",
        "delivered",
        "withdrawn",
        "archived",
    }


def test_the_ball_lies_with_nobody_exactly_where_a_case_rests() -> None:
    assert {state.code for state in CASE.states if state.holder == "nobody"} == {*CLOSED_STATES, "archived"}


def test_names_are_unique_and_officers_turns_name_a_permission() -> None:
    names = [turn.name for turn in CASE.transitions]
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)
    assert all((turn.permission is not None) == (turn.relation in OFFICERS) for turn in CASE.transitions)


def test_only_turns_of_the_system_and_of_signers_cannot_be_asked_for_under_the_case() -> None:
    assert all((turn.resource is None) == (turn.relation in {"system", "signer"}) for turn in CASE.transitions)


def test_a_lifecycle_that_names_an_unknown_state_does_not_start() -> None:
    astray = Transition("lose", ("open",), "lost", "department", "丢失", "lose")
    with pytest.raises(ValueError, match="lose names unknown state lost"):
        Lifecycle("sample", (OPEN, CLOSED), (astray,))


def test_a_lifecycle_whose_end_has_a_way_out_does_not_start() -> None:
    reopen = Transition("reopen", ("closed",), "open", "department", "重启", "reopen")
    with pytest.raises(ValueError, match="final state closed has a way out"):
        Lifecycle("sample", (OPEN, CLOSED), (reopen,))


def test_the_diagram_draws_every_turn_that_leads_elsewhere() -> None:
    lines = CASE.diagram().splitlines()
    drawn = [line.strip() for line in lines if " --> " in line]
    assert lines[0] == "stateDiagram-v2"
    assert "    received : 已收件 02" in lines
    assert "received --> accepted : 受理 / 逾期未告知视为受理" in drawn
    named = sorted(name for line in drawn for name in line.partition(" : ")[2].split(" / "))
    moving = [(turn, source) for turn in CASE.transitions for source in turn.sources if turn.leads_to(source) != source]
    assert named == sorted(turn.zh for turn, _ in moving)
