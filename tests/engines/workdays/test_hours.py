"""Office hours: where a limit in hours ends, and what holds of every such moment."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.workdays import OFFICE_HOURS, Calendar, due_moment
from kit import clock

#: 10-01 to 07 are holidays, and 10-10 is a working Saturday.
FRIDAY = date(2026, 11, 27)
STEP = timedelta(minutes=15)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.BEIJING)


#: Minutes of a quarter of a year with a holiday in it.
starts = st.integers(0, 90 * 24 * 60).map(lambda number: at(date(2026, 9, 20), 0) + timedelta(minutes=number))
quarters = st.integers(1, 160).map(lambda number: number / 4)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(FRIDAY, 9), 2, at(FRIDAY, 11)),
        (at(FRIDAY, 11), 1, at(FRIDAY, 12)),
        (at(FRIDAY, 11), 2, at(FRIDAY, 15)),
        (at(FRIDAY, 12, 30), 1, at(FRIDAY, 15)),
        # Over a weekend, from a Friday afternoon and from a Saturday.
        (at(FRIDAY, 17), 1, at(date(2026, 11, 30), 9)),
        (at(date(2026, 11, 28), 20), 7, at(date(2026, 11, 30), 17, 30)),
        # Over a holiday, to a Saturday that is worked.
        (at(date(2026, 9, 30), 17), 14.5, at(date(2026, 10, 9), 17, 30)),
        (at(date(2026, 10, 9), 17), 1, at(date(2026, 10, 10), 9)),
        (at(FRIDAY, 12), 0, at(FRIDAY, 14)),
    ],
)
def test_a_limit_counts_the_hours_of_the_offices(
    calendar: Calendar, start: datetime, hours: float, due: datetime
) -> None:
    assert due_moment(calendar, start, hours) == due


def open_quarters(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count by walking: the quarters of an hour between two moments at whose end an office was open."""
    found, moment = 0, start
    while moment < end:
        moment += STEP
        local = clock.local(moment - STEP / 2)
        worked = calendar.is_workday(local.date())
        found += worked and any(opens <= local.time() < closes for opens, closes in OFFICE_HOURS)
    return found


@given(start=starts, hours=quarters)
def test_as_many_open_hours_lie_between_as_were_asked_for(calendar: Calendar, start: datetime, hours: float) -> None:
    start = start.replace(minute=start.minute // 15 * 15)
    due = due_moment(calendar, start, hours)
    assert open_quarters(calendar, start, due) == hours * 4
    local = clock.local(due)
    assert calendar.is_workday(local.date())
    assert any(opens < local.time() <= closes for opens, closes in OFFICE_HOURS)


@given(start=starts, one=quarters, other=quarters, later=st.integers(0, 10_000))
def test_limits_add_up_and_never_run_backwards(
    calendar: Calendar, start: datetime, one: float, other: float, later: int
) -> None:
    due = due_moment(calendar, start, one)
    assert start < due < due_moment(calendar, start, one + other)
    assert due_moment(calendar, due, other) == due_moment(calendar, start, one + other)
    assert due <= due_moment(calendar, start + timedelta(minutes=later), one)
