"""Rules of repetition: wall time across days of daylight saving, days of rest, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engines.bookings.refusals import RuleUnfit
from engines.bookings.repeating import MOST_OCCURRENCES, occurrences
from engines.workdays import Calendar
from engines.workdays.calendar import DayRule
from kit.clock import BEIJING

CALENDAR = Calendar()
FAR = datetime(2028, 1, 1, tzinfo=UTC)


def times(rule: str, start: datetime, **more: object) -> list[datetime]:
    """Return when hours begin that repeat by a rule."""
    given: dict[str, object] = {
        "zone": "Asia/Shanghai",
        "rest_days": "keep",
        "calendar": CALENDAR,
        "until": FAR,
        **more,
    }
    return [begin for begin, _ in occurrences(start, start + timedelta(hours=1), rule, **given)]  # type: ignore[arg-type]


def test_a_weekly_meeting_keeps_its_hour_abroad_and_moves_at_home() -> None:
    start = datetime(2027, 3, 15, 17, 0, tzinfo=BEIJING)  # ten in the morning in Berlin, before summer time
    found = times("FREQ=WEEKLY;COUNT=4", start, zone="Europe/Berlin")
    assert [(day.month, day.day, day.hour) for day in found] == [(3, 15, 17), (3, 22, 17), (3, 29, 16), (4, 5, 16)]
    assert all(begin.tzinfo is not None for begin in found)


def test_days_of_rest_are_kept_skipped_or_moved() -> None:
    start = datetime(2027, 3, 5, 9, 0, tzinfo=BEIJING)  # a Friday
    days = {
        rest: [day.day for day in times("FREQ=DAILY;COUNT=4", start, rest_days=rest)]
        for rest in ("keep", "skip", "move")
    }
    # Moved, the weekend falls on Monday, which is booked once.
    assert days == {"keep": [5, 6, 7, 8], "skip": [5, 8], "move": [5, 8]}


def test_a_make_up_day_is_a_working_day() -> None:
    saturday = date(2027, 3, 6)
    calendar = Calendar(noticed={saturday: DayRule("makeup_workday", "调休上班", "make-up day")})
    start = datetime(2027, 3, 5, 9, 0, tzinfo=BEIJING)
    found = times("FREQ=DAILY;COUNT=3", start, rest_days="skip", calendar=calendar)
    assert [day.day for day in found] == [5, 6]


def test_a_month_without_its_thirty_first_is_passed_over() -> None:
    start = datetime(2027, 1, 31, 9, 0, tzinfo=BEIJING)
    assert [day.month for day in times("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4", start)] == [1, 3, 5, 7]
    assert [day.day for day in times("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", start)] == [31, 28, 31]


def test_it_goes_as_far_as_can_be_booked() -> None:
    start = datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING)
    until = start + timedelta(days=15)
    assert len(times("FREQ=WEEKLY", start, until=until)) == 3
    with pytest.raises(RuleUnfit):
        times("FREQ=DAILY", start, until=start + timedelta(days=MOST_OCCURRENCES + 1))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;COUNT=2;UNTIL=20270401",
        "FREQ=DAILY;COUNT=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY\nFREQ=DAILY",
        "FREQ=DAILY;COUNT=5\n",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1",
        "COUNT=5",
        "",
    ],
)
def test_what_is_not_understood_or_never_ends_is_refused(rule: str) -> None:
    with pytest.raises(RuleUnfit):
        times(rule, datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING))


def test_a_rule_whose_occurrences_overlap_is_refused() -> None:
    start = datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING)
    asked = {"zone": "Asia/Shanghai", "rest_days": "keep", "calendar": CALENDAR, "until": FAR}
    with pytest.raises(RuleUnfit):
        occurrences(start, start + timedelta(hours=30), "FREQ=DAILY;COUNT=3", **asked)  # type: ignore[arg-type]


def test_a_rule_whose_days_are_all_days_of_rest_is_refused() -> None:
    with pytest.raises(RuleUnfit):
        times("FREQ=WEEKLY;BYDAY=SU;COUNT=3", datetime(2027, 3, 7, 9, 0, tzinfo=BEIJING), rest_days="skip")
