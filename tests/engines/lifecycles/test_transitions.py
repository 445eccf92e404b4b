"""Who may make which turn from where, and what a turn writes."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from auth import SYSTEM, Subject
from engines.audit import AuditEntry
from engines.cases import CASE
from engines.lifecycles import (
    TransitionForbidden,
    apply_transition,
    available_actions,
    check_transition,
    events_of,
)
from engines.lifecycles.transitions import NotYourTurn
from kit.database import Database
from kit.errors import PreconditionFailed
from tests.engines.lifecycles.case_rows import (
    HEALTH_COMMISSION,
    SIGNER_ID,
    TAX_BUREAU,
    put_case,
    record_in,
    standing,
    traces,
)
from tests.engines.subjects import officer, somebody
from tests.engines.zhoushan import TRAFFIC_POLICE

EVERYTHING = (
    "cases.accept",
    "cases.review",
    "cases.decide",
    "cases.suspend",
    "cases.extend",
    "cases.assign",
    "cases.deliver",
    "cases.reopen",
)
HERE = (TRAFFIC_POLICE,)
APPLICANT = somebody()
SIGNER = replace(somebody(), id=SIGNER_ID)

HANDLED = {"assign", "review", "ask_opinion", "give_opinion", "suspend", "request_extension", "decide_extension"} | {
    "decide",
    "lapse",
    "recompute",
    "supplement",
    "withdraw",
}
DECIDED = {"amend_decision", "reopen", "check_commitment"}
LEADS_ON = {
    "signing": {"sign", "refuse_signature", "return_unanswered", "recompute", "withdraw"},
    "received": {
        "accept",
        "deem_accepted",
        "decide_by_rules",
        "refuse_acceptance",
        "request_correction",
        "supplement",
        "assign",
        "recompute",
        "withdraw",
    },
    "correction": {"correct", "return_unanswered", "recompute", "withdraw"},
    "accepted": HANDLED,
    "in_handling": HANDLED,
    "suspended": {"resume", "give_opinion", "decide_extension", "supplement", "assign", "recompute", "withdraw"},
    "done": DECIDED | {"request_human_review", "deliver", "dispatch", "post", "arrive", "hand_over", "confirm_receipt"},
    "delivered": DECIDED | {"request_human_review", "archive"},
    "not_accepted": {"archive"},
    "returned": {"archive"},
    "withdrawn": {"archive"},
    "archived": set(),
}
ALL_TURNS = set().union(*LEADS_ON.values())
BY_ITSELF = {"deem_accepted", "decide_by_rules", "return_unanswered", "recompute", "lapse", "deliver", "archive"} | {
    "post",
    "arrive",
}
OWN = {"correct", "supplement", "request_human_review", "confirm_receipt", "withdraw"}
SIGNING = {"sign", "refuse_signature"}
OFFICE = ALL_TURNS - BY_ITSELF - OWN - SIGNING
INTAKE = {"accept", "refuse_acceptance", "request_correction"}
SUBJECTS: dict[str, tuple[Subject, Iterable[str]]] = {
    "applicant": (APPLICANT, OWN),
    "signer": (SIGNER, SIGNING),
    "stranger": (somebody(), ()),
    "organisation": (somebody("organisation"), ()),
    "client": (somebody("client"), ()),
    "system": (SYSTEM, BY_ITSELF),
    "officer": (officer(*EVERYTHING, departments=HERE), OFFICE - {"give_opinion"}),
    "officer of the whole city": (officer(*EVERYTHING, everywhere=True), OFFICE),
    "acceptor": (officer("cases.accept", departments=HERE), INTAKE),
    "head": (
        officer("cases.extend", "cases.reopen", departments=HERE),
        {"decide_extension", "amend_decision", "reopen"},
    ),
    "clerk who delivers": (officer("cases.deliver", departments=HERE), {"dispatch", "hand_over"}),
    "officer with a seat": (officer(*EVERYTHING, departments=(HEALTH_COMMISSION,)), {"review"}),
    "officer who was asked": (officer(*EVERYTHING, departments=(TAX_BUREAU,)), {"give_opinion"}),
    "officer elsewhere": (officer(*EVERYTHING, departments=("11330900002600122L",)), ()),
    "officer without permissions": (officer(departments=HERE), ()),
    "person with an officer's permissions": (replace(officer(*EVERYTHING, everywhere=True), kind="person"), ()),
}


def outcome(subject: Subject, state: str, name: str) -> str:
    try:
        check_transition(subject, record_in(state, APPLICANT), name)
    except TransitionForbidden:
        return "409"
    except NotYourTurn:
        return "403"
    return "yes"


@pytest.mark.parametrize("who", SUBJECTS)
@pytest.mark.parametrize("state", LEADS_ON)
def test_a_turn_asks_first_the_state_then_the_subject(state: str, who: str) -> None:
    subject, allowed = SUBJECTS[who]
    expected = {
        name: "409" if name not in LEADS_ON[state] else "yes" if name in allowed else "403" for name in ALL_TURNS
    }
    assert {name: outcome(subject, state, name) for name in ALL_TURNS} == expected
    assert set(LEADS_ON) == {item.code for item in CASE.states}
    assert {turn.name for turn in CASE.transitions} == ALL_TURNS


@pytest.mark.parametrize("who", SUBJECTS)
@pytest.mark.parametrize("state", LEADS_ON)
def test_what_is_offered_is_what_can_be_done_over_http(state: str, who: str) -> None:
    subject, allowed = SUBJECTS[who]
    offered = {item["action"] for item in available_actions(subject, record_in(state, APPLICANT))}
    assert offered == (LEADS_ON[state] & set(allowed)) - BY_ITSELF - SIGNING


def test_nobody_is_the_applicant_of_a_record_without_one() -> None:
    with pytest.raises(NotYourTurn):
        check_transition(somebody(), record_in("received"), "withdraw")


def test_a_review_is_for_the_seats_and_not_for_the_department_as_such() -> None:
    at_home = officer(*EVERYTHING, departments=HERE)
    for seats in [(HEALTH_COMMISSION,), ()]:
        record = record_in("accepted", APPLICANT, seats=seats)
        with pytest.raises(NotYourTurn):
            check_transition(at_home, record, "review")
        assert check_transition(at_home, record, "decide").target == "done"


def test_the_refusal_says_where_it_stands_and_what_is_possible() -> None:
    with pytest.raises(TransitionForbidden) as caught:
        check_transition(APPLICANT, record_in("correction", APPLICANT), "accept")
    assert caught.value.sentence("zh") == "当前状态为“补齐补正”，不能受理。"
    body = caught.value.body("en")
    assert (body["status"], body["state"], body["available_actions"]) == (409, "correction", ["correct", "withdraw"])


@pytest.mark.parametrize(("state", "name"), [(state, name) for state in LEADS_ON for name in sorted(LEADS_ON[state])])
def test_every_turn_writes_the_state_one_event_and_one_entry(database: Database, state: str, name: str) -> None:
    record = put_case(database, state, APPLICANT)
    subject = next(subject for subject, allowed in SUBJECTS.values() if name in allowed)
    with database.unit() as unit:
        version = apply_transition(subject, unit, record, name, opinion="同意", detail={"a": 1}).version
    with database.unit() as unit:
        target = CASE.transition(name).leads_to(state)
        assert standing(unit, record) == (target, version) == (target, 2)
        (event,) = events_of(unit, record.id)
        assert (event.transition, event.from_state, event.to_state, event.opinion, event.detail) == (
            name,
            state,
            target,
            "同意",
            {"a": 1},
        )
        (entry,) = unit.rows(select(AuditEntry.action, AuditEntry.object_id, AuditEntry.actor_id))
        assert tuple(entry) == (f"case.{name}", record.id, subject.id)


def test_a_timeline_reads_in_the_order_of_its_turns(database: Database) -> None:
    record = put_case(database, "received", APPLICANT)
    clerk = officer(*EVERYTHING, departments=HERE)
    turns = [(clerk, "request_correction"), (APPLICANT, "correct"), (clerk, "accept"), (clerk, "decide")]
    for subject, name in [*turns, (SYSTEM, "deliver")]:
        with database.unit() as unit:
            version = apply_transition(subject, unit, record, name).version
        record = replace(record, state=CASE.transition(name).leads_to(record.state), version=version)
    with database.unit() as unit:
        told = [event.to_state for event in events_of(unit, record.id)]
    assert told == ["correction", "received", "accepted", "done", "delivered"]


def test_further_columns_change_with_the_state(database: Database) -> None:
    record = put_case(database, "received", APPLICANT)
    with database.unit() as unit:
        apply_transition(APPLICANT, unit, record, "withdraw", changes={"decision_reason": "不办了"})
    with database.unit() as unit:
        assert unit.scalar(select(record.table.__table__.c.decision_reason)) == "不办了"


def test_a_stale_version_is_refused_and_writes_nothing(database: Database) -> None:
    record = put_case(database, "received", APPLICANT)
    clerk = officer(*EVERYTHING, departments=HERE)
    with database.unit() as unit:
        apply_transition(clerk, unit, record, "accept")
        before = (standing(unit, record), (1, 1))
    # Even somebody who swallows the refusal and commits leaves no trace.
    with database.unit() as unit, pytest.raises(PreconditionFailed):
        apply_transition(APPLICANT, unit, record, "withdraw", changes={"decision_reason": "不办了"})
    with database.unit() as unit:
        assert (standing(unit, record), traces(unit)) == before
        assert unit.scalar(select(record.table.__table__.c.decision_reason)) is None


@pytest.mark.parametrize("who", ["stranger", "officer elsewhere"])
def test_a_refused_turn_writes_nothing(database: Database, who: str) -> None:
    record = put_case(database, "received", APPLICANT)
    with database.unit() as unit, pytest.raises(NotYourTurn):
        apply_transition(SUBJECTS[who][0], unit, record, "accept")
    with database.unit() as unit:
        assert (standing(unit, record), traces(unit)) == (("received", 1), (0, 0))


def test_of_eight_officers_at_once_one_accepts(database: Database) -> None:
    record = put_case(database, "received", APPLICANT)
    barrier = Barrier(8)

    def accept() -> str:
        barrier.wait()
        try:
            with database.unit() as unit:
                apply_transition(officer(*EVERYTHING, departments=HERE), unit, record, "accept")
        except PreconditionFailed:
            return "late"
        return "accepted"

    with ThreadPoolExecutor(8) as threads:
        outcomes = [future.result() for future in [threads.submit(accept) for _ in range(8)]]
    assert sorted(outcomes) == ["accepted"] + ["late"] * 7
    with database.unit() as unit:
        assert (standing(unit, record), traces(unit)) == (("accepted", 2), (1, 1))
