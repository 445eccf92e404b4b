"""Repeating bookings: rules of RFC 5545 (section 3.3.10), counted in the zone in which people think of them."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from engines.bookings.refusals import RuleUnfit
from engines.workdays import Calendar
from kit.clock import BEIJING, local

RestDays = Literal["keep", "skip", "move"]
MOST_OCCURRENCES = 200
#: Rules of these parts come to a next day soon; others could be searched through for thousands of years.
_DAY = r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY",
    "INTERVAL": r"[1-9][0-9]?",
    "COUNT": r"[1-9][0-9]{0,2}",
    "UNTIL": r"[0-9]{8}(?:T[0-9]{6}Z)?",
    "BYDAY": rf"{_DAY}(?:,{_DAY})*",
    "BYMONTHDAY": r"(?:-?[1-9]|-?[12][0-9]|-?3[01])",
    "WKST": r"MO|SU",
}


def occurrences(
    starts_at: datetime,
    ends_at: datetime,
    rule: str,
    *,
    zone: str,
    rest_days: RestDays,
    calendar: Calendar,
    until: datetime,
) -> list[tuple[datetime, datetime]]:
    """Return the times of a repeating booking up to a moment, at most :data:`MOST_OCCURRENCES`.

    Each begins at the same time of the zone's clock, whatever its days of daylight saving. ``rest_days``: an occurrence
    on a day of rest of the city is kept, skipped, or moved to the next working day at the same time.
    Errors: :class:`RuleUnfit`.
    """
    _check(rule)
    own, length = ZoneInfo(zone), ends_at - starts_at
    first = starts_at.astimezone(own).replace(tzinfo=None)
    try:
        found = rrulestr(rule.replace("Z", ""), dtstart=first, cache=False)
        last = until.astimezone(own).replace(tzinfo=None)
        days = [*islice(_up_to(iter(found), last), MOST_OCCURRENCES + 1)]
    except (ValueError, OverflowError):
        raise RuleUnfit(why_zh="无法识别", why_en="it is not understood") from None
    if len(days) > MOST_OCCURRENCES:
        raise RuleUnfit(why_zh=f"超过{MOST_OCCURRENCES}次", why_en=f"it has more than {MOST_OCCURRENCES} occurrences")
    times = [day.replace(tzinfo=own) for day in days]
    kept = sorted({moved for moment in times if (moved := _moved(moment, rest_days, calendar)) is not None})
    if not kept:
        raise RuleUnfit(why_zh="没有任何一次落在可预订的日期", why_en="none of its days can be booked")
    if any(later - earlier < length for earlier, later in pairwise(kept)):
        raise RuleUnfit(why_zh="各次时间相互重叠", why_en="its occurrences overlap")
    # Wall time first, then the true length: an hour stays an hour where clocks change within it.
    return [(moment.astimezone(BEIJING), (moment.astimezone(BEIJING) + length)) for moment in kept]


def _up_to(days: Iterator[Any], last: datetime) -> Iterator[Any]:
    for day in days:
        if day > last:
            return
        yield day


def _check(rule: str) -> None:
    seen = set()
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name in seen or name not in _PARTS or not re.fullmatch(_PARTS[name], value):
            raise RuleUnfit(why_zh=f"不支持“{part[:40]}”", why_en=f"“{part[:40]}” is not supported")
        seen.add(name)
    if "FREQ" not in seen or {"COUNT", "UNTIL"} <= seen:
        raise RuleUnfit(why_zh="须有FREQ，COUNT与UNTIL只能有一个", why_en="it has FREQ, and not both COUNT and UNTIL")
    if {"BYDAY", "BYMONTHDAY"} <= seen:
        raise RuleUnfit(why_zh="BYDAY与BYMONTHDAY只能有一个", why_en="it has not both BYDAY and BYMONTHDAY")


def _moved(moment: datetime, rest_days: RestDays, calendar: Calendar) -> datetime | None:
    day = local(moment).date()
    if rest_days == "keep" or calendar.is_workday(day):
        return moment
    if rest_days == "skip":
        return None
    # At the same time of the zone's clock, so many days later.
    return moment + timedelta(days=(calendar.working_day_from(day) - day).days)
