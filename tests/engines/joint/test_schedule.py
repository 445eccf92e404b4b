"""What holds for every schedule of parts that wait for each other."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.deadlines import Limit
from engines.joint.definitions import JointCycle, Part, order_of
from engines.joint.schedule import Planned, Stand, plan
from engines.workdays import Calendar
from engines.workdays.calendar import DayRule

ONE_DAY = timedelta(days=1)
CALENDAR = Calendar(
    {date(2026, 10, day): DayRule("holiday", "国庆节放假", "public holiday") for day in range(1, 8)},
    frozenset({2026}),
)
starts = st.dates(date(2026, 1, 1), date(2026, 12, 1))
limits = st.builds(Limit, st.integers(0, 20), st.sampled_from(["working_day", "calendar_day"]))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Stand], date]:
    """Draw up to seven parts that wait, each for any of those before it, with the first plan's dates."""
    filed_on = draw(starts)
    stands: list[Stand] = []
    for number in range(draw(st.integers(1, 7))):
        before = [stand.code for stand in stands]
        depends_on = tuple(draw(st.lists(st.sampled_from(before), unique=True))) if before else ()
        stands.append(Stand(f"part{number}", f"环节{number}", depends_on, draw(limits)))
    first = planned(stands, filed_on, filed_on)
    return [replace(stand, first_due_on=first[stand.code].end_on) for stand in stands], filed_on


def planned(stands: list[Stand], filed_on: date, today: date) -> dict[str, Planned]:
    return {item.code: item for item in plan(stands, filed_on, today, CALENDAR)}


def downstream(stands: list[Stand], code: str) -> set[str]:
    """Return a part and all that wait for it, directly or not."""
    reached = {code}
    for stand in stands:
        if reached & set(stand.depends_on):
            reached.add(stand.code)
    return reached


@given(graphs())
def test_a_part_begins_when_the_last_one_it_waits_for_ends(drawn: tuple[list[Stand], date]) -> None:
    stands, filed_on = drawn
    found = planned(stands, filed_on, filed_on)
    for stand in stands:
        span = found[stand.code]
        assert span.start_on == max([filed_on, *(found[code].end_on for code in stand.depends_on)])
        assert span.end_on >= span.start_on
        assert CALENDAR.is_workday(span.end_on)


@given(graphs())
def test_nothing_is_late_on_the_day_of_filing(drawn: tuple[list[Stand], date]) -> None:
    stands, filed_on = drawn
    assert not any(item.late_because for item in planned(stands, filed_on, filed_on).values())


@given(graphs())
def test_the_critical_path_is_a_chain_from_a_first_part_to_the_last_end(drawn: tuple[list[Stand], date]) -> None:
    stands, filed_on = drawn
    found = planned(stands, filed_on, filed_on)
    path = [stand for stand in stands if found[stand.code].critical]
    assert path[0].depends_on == ()
    assert found[path[-1].code].end_on == max(item.end_on for item in found.values())
    for before, after in pairwise(path):
        assert before.code in after.depends_on
        assert found[before.code].end_on == found[after.code].start_on


@given(graphs(), st.data())
def test_a_part_that_pauses_moves_what_waits_for_it_and_nothing_else(
    drawn: tuple[list[Stand], date], data: st.DataObject
) -> None:
    stands, filed_on = drawn
    before = planned(stands, filed_on, filed_on)
    code = data.draw(st.sampled_from([stand.code for stand in stands]))
    due_on = before[code].end_on + data.draw(st.integers(1, 60)) * ONE_DAY
    paused = [
        replace(stand, started_on=before[code].start_on, due_on=due_on, reason="特别程序")
        if stand.code == code
        else stand
        for stand in stands
    ]
    after = planned(paused, filed_on, filed_on)
    assert after[code].late_because == "特别程序"
    for stand in stands:
        moved = after[stand.code].end_on - before[stand.code].end_on
        assert moved >= timedelta()
        if stand.code not in downstream(stands, code):
            assert after[stand.code] == replace(before[stand.code], critical=after[stand.code].critical)
        assert bool(after[stand.code].late_because) == (moved > timedelta())
        if moved and stand.code != code:
            assert after[stand.code].late_because.startswith("因“环节")
            assert after[stand.code].late_because.endswith("”顺延：特别程序")


@given(graphs(), st.integers(0, 90))
def test_nothing_that_is_still_to_be_done_ends_before_today(drawn: tuple[list[Stand], date], days: int) -> None:
    stands, filed_on = drawn
    today = filed_on + days * ONE_DAY
    found = planned(stands, filed_on, today)
    assert all(item.end_on >= today for item in found.values())
    first = planned(stands, filed_on, filed_on)
    assert all(found[code].end_on >= first[code].end_on for code in found)


@given(graphs(), st.integers(0, 30))
def test_what_is_done_stays_as_it_was(drawn: tuple[list[Stand], date], days: int) -> None:
    stands, filed_on = drawn
    done = [replace(stand, started_on=filed_on, ended_on=filed_on) for stand in stands]
    found = planned(done, filed_on, filed_on + days * ONE_DAY)
    assert all((item.start_on, item.end_on, item.late_because) == (filed_on, filed_on, "") for item in found.values())


def test_an_answer_that_is_awaited_comes_before_the_term() -> None:
    friday, wednesday = date(2026, 11, 20), date(2026, 11, 25)
    stand = Stand("one", "环节", (), Limit(2), started_on=friday, not_before=wednesday, first_due_on=wednesday)
    (found,) = plan([replace(stand, reason="等待补正")], friday, friday, CALENDAR)
    assert (found.start_on, found.end_on, found.late_because) == (friday, date(2026, 11, 27), "等待补正")


def parts(**waits: tuple[str, ...]) -> list[Part]:
    return [Part(code, "", depends_on, {}, {}) for code, depends_on in waits.items()]


def test_parts_are_put_into_the_order_of_their_dependencies() -> None:
    ordered = order_of(parts(last=("middle", "first"), middle=("first",), first=()))
    assert [part.code for part in ordered] == ["first", "middle", "last"]


def test_parts_that_wait_in_a_circle_are_named() -> None:
    with pytest.raises(JointCycle, match="two → three"):
        order_of(parts(one=(), two=("one", "three"), three=("two",)))
