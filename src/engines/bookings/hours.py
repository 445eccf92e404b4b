"""When a resource is open, on the city's clock and by the calendar of working days, and what is left of that."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from engines.bookings.line import Span, minute_of, moment_of
from engines.workdays import Calendar
from kit.clock import BEIJING, local

ONE_DAY = timedelta(days=1)
MIDNIGHT = "24:00"


def open_spans(resource: Any, within: Span, calendar: Calendar) -> Sequence[Span]:
    """Return when a resource is open within a span; what goes on over midnight is one."""
    return _open(resource.open_days, resource.opens, resource.closes, within, calendar)


@lru_cache(maxsize=1000)
def _open(open_days: str, opens: str, closes: str, within: Span, calendar: Calendar) -> Sequence[Span]:
    """Compute it once for all resources with the same hours."""
    found: list[Span] = []
    for day in days_of(within):
        if open_days == "working" and not calendar.is_workday(day):
            continue
        begin, end = max(_minute(day, opens), within[0]), min(_minute(day, closes), within[1])
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        elif begin < end:
            found.append((begin, end))
    return found


def days_of(within: Span) -> Iterator[date]:
    """Yield the city's days that a span touches."""
    day, last = local(moment_of(within[0])).date(), local(moment_of(within[1])).date()
    while day <= last:
        yield day
        day += ONE_DAY


def _minute(day: date, written: str) -> int:
    if written == MIDNIGHT:
        return minute_at(day + ONE_DAY, time())
    return minute_at(day, time.fromisoformat(written))


def minute_at(day: date, at: time) -> int:
    """Return the minute of a time of the city's day."""
    return minute_of(datetime.combine(day, at, BEIJING))


def is_open(resource: Any, wanted: Span, calendar: Calendar) -> bool:
    """Tell whether a resource is open throughout a span."""
    return [*open_spans(resource, wanted, calendar)] == [wanted]


def without(spans: Iterable[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of spans beside what is taken; both are in order, and neither overlaps itself."""
    place = 0
    for begin, end in spans:
        while place < len(taken) and taken[place][1] <= begin:
            place += 1
        free_from, at = begin, place
        while at < len(taken) and taken[at][0] < end:
            if taken[at][0] > free_from:
                yield free_from, taken[at][0]
            free_from = taken[at][1]
            at += 1
        if free_from < end:
            yield free_from, end
