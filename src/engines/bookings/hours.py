"""When a resource is open, on the city's clock and by the calendar of working days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from engines.workdays import Calendar
from kit.clock import BEIJING, local

Span = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)
MIDNIGHT = "24:00"


def span_of(resource: Any, day: date, calendar: Calendar) -> Span | None:
    """Return from when to when a resource is open on a day, or None."""
    if resource.open_days == "working" and not calendar.is_workday(day):
        return None
    return _moment(day, resource.opens), _moment(day, resource.closes)


def _moment(day: date, written: str) -> datetime:
    if written == MIDNIGHT:
        return datetime.combine(day + ONE_DAY, time(), BEIJING)
    return datetime.combine(day, time.fromisoformat(written), BEIJING)


def open_spans(resource: Any, starts_at: datetime, ends_at: datetime, calendar: Calendar) -> Iterator[Span]:
    """Yield when a resource is open between two moments; what goes on over midnight is one span."""
    pending: Span | None = None
    day, last = local(starts_at).date(), local(ends_at).date()
    while day <= last:
        found = span_of(resource, day, calendar)
        if found is not None:
            begin, end = max(found[0], starts_at), min(found[1], ends_at)
            if pending is not None and pending[1] == begin:
                pending = (pending[0], end)
            elif begin < end:
                if pending is not None:
                    yield pending
                pending = (begin, end)
        day += ONE_DAY
    if pending is not None:
        yield pending


def is_open(resource: Any, starts_at: datetime, ends_at: datetime, calendar: Calendar) -> bool:
    """Tell whether a resource is open from one moment to another without a break."""
    return next(open_spans(resource, starts_at, ends_at, calendar), None) == (starts_at, ends_at)


def without(spans: Iterator[Span], taken: list[Span]) -> Iterator[Span]:
    """Yield what is left of spans beside what is taken, which is in order and does not overlap."""
    for begin, end in spans:
        free_from = begin
        for taken_from, taken_to in taken:
            if taken_to <= free_from or taken_from >= end:
                continue
            if taken_from > free_from:
                yield free_from, taken_from
            free_from = max(free_from, taken_to)
        if free_from < end:
            yield free_from, end
