from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.workdays import Calendar

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_every_day_of_the_noticed_years_is_what_the_state_council_says(calendar: Calendar) -> None:
    year = [date(2025, 1, 1) + timedelta(days=offset) for offset in range(365 * 2)]
    assert year[-1] == date(2026, 12, 31)
    assert [day for day in year if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 4, 30), "workday"),
        (date(2026, 5, 1), "holiday"),
        (date(2026, 5, 5), "holiday"),
        (date(2026, 5, 9), "makeup_workday"),
        (date(2026, 5, 10), "weekend"),
    ],
)
def test_a_day_says_what_it_is(calendar: Calendar, day: date, kind: str) -> None:
    assert calendar.rule(day).kind == kind


def test_a_rule_names_its_festival_to_people(calendar: Calendar) -> None:
    assert calendar.rule(date(2026, 5, 1)).zh == "劳动节放假"
    assert calendar.rule(date(2026, 5, 9)).zh == "劳动节调休上班"


def test_a_year_without_a_notice_is_guessed_and_says_so(calendar: Calendar) -> None:
    national_day = date(2027, 10, 1)
    assert calendar.provisional(national_day)
    assert calendar.is_workday(national_day)
    assert not calendar.is_workday(date(2027, 10, 2))
    assert not calendar.provisional(date(2026, 12, 31))


@given(days, st.integers(1, 60))
def test_so_many_days_ahead_is_a_working_day_and_that_many_days_away(calendar: Calendar, day: date, count: int) -> None:
    ahead = calendar.add_working_days(day, count)
    assert calendar.is_workday(ahead)
    assert calendar.working_days_between(day, ahead) == count
    assert calendar.working_days_between(day, ahead - timedelta(days=1)) == count - 1


@given(days, days, days)
def test_stretches_of_days_add_up(calendar: Calendar, one: date, two: date, three: date) -> None:
    one, two, three = sorted((one, two, three))
    whole = calendar.working_days_between(one, three)
    assert whole == calendar.working_days_between(one, two) + calendar.working_days_between(two, three)
    assert calendar.working_days_between(three, one) == -whole


@given(days)
def test_no_days_ahead_is_the_day_itself(calendar: Calendar, day: date) -> None:
    assert calendar.add_working_days(day, 0) == day
