from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.deadlines import Limit, compute_deadline, light, yellow_from
from engines.workdays import Calendar

DUE = date(2026, 5, 27)
BRIGHTNESS = ["green", "yellow", "red"]


@pytest.mark.parametrize(
    ("limit", "today", "colour"),
    [
        (20, date(2026, 5, 20), "green"),
        (20, date(2026, 5, 21), "yellow"),
        (5, date(2026, 5, 21), "green"),
        (5, date(2026, 5, 22), "yellow"),
        (2, date(2026, 5, 25), "green"),
        (2, date(2026, 5, 26), "yellow"),
        (1, date(2026, 5, 26), "green"),
        (1, DUE, "yellow"),
        (0, DUE, "yellow"),
        (20, DUE + timedelta(days=1), "red"),
        (0, DUE + timedelta(days=1), "red"),
    ],
)
def test_yellow_is_a_fifth_of_the_term_or_three_working_days(
    calendar: Calendar, limit: int, today: date, colour: str
) -> None:
    assert light(DUE, today, calendar, limit) == colour


def test_three_working_days_reach_over_the_may_holiday(calendar: Calendar) -> None:
    due = date(2026, 5, 6)
    assert light(due, date(2026, 4, 28), calendar, 5) == "yellow"
    assert light(due, date(2026, 4, 27), calendar, 5) == "green"


def test_the_saturday_after_a_friday_is_late_although_nobody_works(calendar: Calendar) -> None:
    assert light(date(2026, 5, 22), date(2026, 5, 23), calendar, 5) == "red"


@given(st.integers(1, 60), st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(0, 90))
def test_a_light_begins_green_and_never_improves(calendar: Calendar, limit: int, start: date, days: int) -> None:
    due = compute_deadline(Limit(limit), start, calendar).due_on
    one, two = start + timedelta(days=days), start + timedelta(days=days + 1)
    assert light(due, start, calendar, limit) == "green"
    assert BRIGHTNESS.index(light(due, one, calendar, limit)) <= BRIGHTNESS.index(light(due, two, calendar, limit))
    assert (light(due, one, calendar, limit) == "red") == (one > due)


@given(st.integers(0, 60), st.dates(date(2025, 1, 1), date(2026, 6, 30)))
def test_the_first_yellow_day_is_where_the_light_changes(calendar: Calendar, limit: int, due: date) -> None:
    first = yellow_from(due, calendar, limit)
    assert first <= due
    assert light(due, first, calendar, limit) == "yellow"
    assert light(due, first - timedelta(days=1), calendar, limit) == "green"
