"""The days of a matter: which one its light goes by, when that turns yellow, when the next report is due."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from engines.deadlines import yellow_from
from engines.policy import policy
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.database import Unit
from kit.errors import Pointer

ONE_DAY = timedelta(days=1)
#: How far from today a day is planned: what lies further is a slip of the pen.
FARTHEST = timedelta(days=20 * 366)


def yellow_day(unit: Unit, due_on: date, since: date) -> date:
    """Return the first day on which the light of a day is yellow, of a term that began ``since``."""
    calendar = load_calendar(unit)
    limit = max(calendar.working_days_between(since, due_on), 1)
    return max(yellow_from(due_on, calendar, limit, policy(unit).thresholds), since)


def light_of(row: Row[Any], today: date) -> str:
    """Return the light of a matter: ``grey`` when it is over, else by the day that counts."""
    return day_light(counting_day(row), row.yellow_on, today, over=row.closed_at is not None)


def day_light(due_on: date, yellow_on: date, today: date, *, over: bool) -> str:
    """Return the light of a day that turns yellow on another; ``grey`` when it counts no more."""
    if over:
        return "grey"
    if today > due_on:
        return "red"
    return "yellow" if today >= yellow_on else "green"


def counting_day(row: Row[Any]) -> date:
    """Return the day that an owner is held to: the one promised, else the one set."""
    day: date = row.promised_on or row.due_on
    return day


def next_report_day(cadence: str, after: date, calendar: Calendar, milestones: Sequence[Row[Any]]) -> date | None:
    """Return when the next report after a day is due: the last working day of a week or a month, or a milestone's."""
    if cadence == "milestones":
        return min((item.due_on for item in milestones if item.reached_on is None), default=None)
    if cadence == "none":
        return None
    first = after
    while True:
        first, last = _period(cadence, first)
        day = _last_working_day(first, last, calendar)
        if day > after:
            return day
        first = last + ONE_DAY


def _period(cadence: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the week or the month in which a day lies."""
    if cadence == "weekly":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - ONE_DAY


def _last_working_day(first: date, last: date, calendar: Calendar) -> date:
    """Return the last working day of a period; its last day where none is one."""
    day = last
    while day > first and not calendar.is_workday(day):
        day -= ONE_DAY
    return day if calendar.is_workday(day) else last


def days_from_now(unit: Unit, days: int) -> date:
    """Return the day that lies so many working days after today."""
    return load_calendar(unit).add_working_days(clock.today(), days)


def day_too_far(day: date, pointer: str) -> list[Pointer]:
    """Return what is wrong with a planned day that is out of reach."""
    if abs(day - clock.today()) <= FARTHEST:
        return []
    return [
        Pointer(pointer, "far", "日期与今天相距过远，请检查年份。", "The day is too far from today. Check the year.")
    ]
