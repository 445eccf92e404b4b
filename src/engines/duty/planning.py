"""The shifts of a month, pure: which day needs which shift, and what kind of day it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from engines.workdays import Calendar
from kit import clock

ONE_DAY = timedelta(days=1)
MINUTE_SECONDS = 60
DAY_KINDS = {"working": "工作日", "rest": "休息日", "holiday": "节假日"}
#: On which days a shift is wanted; days of rest are all those that are no working days.
DAYS = ("working", "rest", "every")
#: What a department wishes that says nothing: every night, and days of rest by day too.
USUAL: tuple[dict[str, Any], ...] = (
    {"name": "白班", "days": "rest", "begins": "08:30", "ends": "17:30", "officers": 1},
    {"name": "夜班", "days": "every", "begins": "17:30", "ends": "08:30", "officers": 1},
)


@dataclass(frozen=True)
class PlannedShift:
    """One shift that is to be filled."""

    day: date
    place: int
    name: str
    day_kind: str
    begins_at: datetime
    ends_at: datetime
    officers: int


def kind_of_day(calendar: Calendar, day: date) -> str:
    """Return whether a day is ``working``, of ``rest`` or a noticed ``holiday``."""
    if calendar.is_workday(day):
        return "working"
    return "holiday" if calendar.rule(day).kind == "holiday" else "rest"


def shifts_of_month(calendar: Calendar, month: date, patterns: Sequence[Mapping[str, Any]]) -> list[PlannedShift]:
    """Return the shifts of a month in their order; one that ends no later than it begins ends the day after."""
    return sorted(_shifts(calendar, month, patterns), key=lambda shift: (shift.begins_at, shift.place))


def _shifts(calendar: Calendar, month: date, patterns: Sequence[Mapping[str, Any]]) -> Iterator[PlannedShift]:
    day, following = month, clock.months_after(month, 1)
    while day < following:
        kind = kind_of_day(calendar, day)
        for place, pattern in enumerate(patterns):
            if pattern["days"] == "every" or (pattern["days"] == "working") == (kind == "working"):
                begins, ends = _times(day, pattern)
                yield PlannedShift(day, place, pattern["name"], kind, begins, ends, pattern["officers"])
        day += ONE_DAY


def _times(day: date, pattern: Mapping[str, Any]) -> tuple[datetime, datetime]:
    begins, ends = (time.fromisoformat(pattern[name]) for name in ("begins", "ends"))
    last = day if ends > begins else day + ONE_DAY
    return datetime.combine(day, begins, clock.BEIJING), datetime.combine(last, ends, clock.BEIJING)


def minute_of(moment: datetime) -> int:
    """Return the minute since 1970 in which a moment lies."""
    return int(moment.timestamp()) // MINUTE_SECONDS


def minutes_of_days(first: date, last: date) -> tuple[int, int]:
    """Return the minutes from the beginning of one day to the end of another."""
    return minute_of(clock.start_of(first)), minute_of(clock.start_of(last + ONE_DAY))


def said_moment(moment: datetime) -> str:
    """Return a moment as refusals say it, on the city's clock."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
