"""Free time of many resources at once: what is open without what is taken, by one statement over the line."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select

from auth import Subject
from engines.bookings.hours import ONE_DAY, Span, open_spans, without
from engines.bookings.line import STRETCH, moment_on_line, place_on_line
from engines.bookings.models import BookingTake, Resource
from engines.bookings.resources import RESOURCE_COLUMNS, fitting
from engines.workdays import load_calendar
from kit import clock
from kit.clock import BEIJING
from kit.database import Unit

#: So many resources are searched in one request, and so many days.
MOST_RESOURCES, MOST_DAYS = 200, 14


@dataclass(frozen=True)
class FreeSearch:
    """What is looked for: which resources, on which days, between which times of the day, for how long at least."""

    kind: str
    first_day: date
    last_day: date
    minutes: int
    building: str | None = None
    capacity: int | None = None
    features: tuple[str, ...] = ()
    not_before: time = time(0)
    not_after: time = time(23, 59)


def search_free(unit: Unit, subject: Subject, wanted: FreeSearch) -> list[tuple[Row[Any], list[Span]]]:
    """Return resources that fit, the smallest first, each with the times at which it is free long enough.

    Times that have passed, and those beyond the days ahead for which it can be booked, are not free.
    """
    rows = unit.rows(
        select(*RESOURCE_COLUMNS)
        .where(
            Resource.state == "open",
            *fitting(
                subject,
                kind=wanted.kind,
                building=wanted.building,
                capacity=wanted.capacity,
                features=wanted.features,
            ),
        )
        .order_by(Resource.capacity, Resource.code)
        .limit(MOST_RESOURCES)
    )
    first = max(clock.start_of(wanted.first_day), clock.now())
    last = clock.start_of(wanted.last_day + ONE_DAY)
    if first >= last or not rows:
        return [(row, []) for row in rows]
    taken, calendar = taken_times(unit, rows, first, last), load_calendar(unit)
    found = []
    for row in rows:
        until = min(last, clock.now() + timedelta(days=row.ahead_days))
        free = without(open_spans(row, first, until, calendar), taken.get(row.number, []))
        spans = [span for piece in free for span in _in_hours(piece, wanted)]
        found.append((row, [span for span in spans if span[1] - span[0] >= timedelta(minutes=wanted.minutes)]))
    return found


def _in_hours(span: Span, wanted: FreeSearch) -> Iterable[Span]:
    """Cut a span to the times of the day that were asked for."""
    if wanted.not_before == time(0) and wanted.not_after == time(23, 59):
        yield span
        return
    day, last = clock.local(span[0]).date(), clock.local(span[1]).date()
    while day <= last:
        begin = max(span[0], datetime.combine(day, wanted.not_before, BEIJING))
        end = min(span[1], datetime.combine(day, wanted.not_after, BEIJING))
        if begin < end:
            yield begin, end
        day += ONE_DAY


def taken_times(
    unit: Unit, rows: Sequence[Row[Any]], first: datetime, last: datetime, *, beside: Collection[uuid.UUID] = ()
) -> dict[int, list[Span]]:
    """Return what is taken of resources between two moments by their numbers, in order, ``beside`` some bookings."""
    take = BookingTake
    pieces = [
        and_(
            # What began before may reach in, but not from further back than the longest booking.
            take.slot_begin >= place_on_line(row.number, first) - row.longest_minutes,
            take.slot_begin < place_on_line(row.number, last),
            take.slot_end > place_on_line(row.number, first),
        )
        for row in rows
    ]
    wanted = select(take.slot_begin, take.slot_end).where(take.active, or_(*pieces)).order_by(take.slot_begin)
    if beside:
        wanted = wanted.where(take.booking_id.not_in(beside))
    found: dict[int, list[Span]] = {}
    for row in unit.rows(wanted):
        span = (moment_on_line(row.slot_begin), moment_on_line(row.slot_end))
        found.setdefault(row.slot_begin // STRETCH, []).append(span)
    return found
