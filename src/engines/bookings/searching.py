"""Free time of many resources at once: what is open without what is taken, by one statement over the line."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Row, Select, and_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from auth import Subject
from engines.bookings.hours import ONE_DAY, days_of, minute_at, open_spans, without
from engines.bookings.line import STRETCH, Span, minute_of, place_on_line
from engines.bookings.models import BookingTake, Resource
from engines.bookings.resources import RESOURCE_COLUMNS, fitting
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: So many resources are searched in one request, and so many days.
MOST_RESOURCES, MOST_DAYS = 200, 14
WHOLE_DAY = (time(0), time(23, 59))
MINUTES_OF_DAY = 1440


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
    not_before: time = WHOLE_DAY[0]
    not_after: time = WHOLE_DAY[1]


def search_free(unit: Unit, subject: Subject, wanted: FreeSearch) -> list[tuple[Row[Any], list[Span]]]:
    """Return resources that fit, the smallest first, each with the times at which it is free long enough.

    Times that have passed, and those beyond the days ahead for which it can be booked, are not free.
    """
    chosen = fitting(
        subject, kind=wanted.kind, building=wanted.building, capacity=wanted.capacity, features=wanted.features
    )
    rows = unit.rows(
        select(*RESOURCE_COLUMNS)
        .where(Resource.state == "open", *chosen)
        .order_by(Resource.capacity, Resource.code)
        .limit(MOST_RESOURCES)
    )
    now = minute_of(clock.now())
    within = (max(minute_at(wanted.first_day, time()), now), minute_at(wanted.last_day + ONE_DAY, time()))
    if within[0] >= within[1] or not rows:
        return [(row, []) for row in rows]
    taken, calendar = taken_times(unit, rows, within), load_calendar(unit)
    found = []
    for row in rows:
        until = min(within[1], now + row.ahead_days * MINUTES_OF_DAY)
        free = without(open_spans(row, (within[0], until), calendar), taken.get(row.number, ()))
        if (wanted.not_before, wanted.not_after) != WHOLE_DAY:
            free = _in_hours(free, wanted)
        found.append((row, [span for span in free if span[1] - span[0] >= wanted.minutes]))
    return found


def _in_hours(spans: Iterable[Span], wanted: FreeSearch) -> Iterator[Span]:
    """Cut spans to the times of the day that were asked for."""
    for span in spans:
        for day in days_of(span):
            begin = max(span[0], minute_at(day, wanted.not_before))
            end = min(span[1], minute_at(day, wanted.not_after))
            if begin < end:
                yield begin, end


def taken_times(
    unit: Unit, rows: Sequence[Row[Any]], within: Span, *, beside: Collection[uuid.UUID] = ()
) -> dict[int, list[Span]]:
    """Return what is taken of resources within a span by their numbers, in order, ``beside`` some bookings."""
    take = BookingTake
    # What began before may reach in, but not from further back than the longest booking.
    begins = [place_on_line(row.number, within[0]) - row.longest_minutes for row in rows]
    ends = [place_on_line(row.number, within[1]) for row in rows]
    pieces, parameters = pieces_of_line(unit, begins, ends)
    inside = [take.active, take.slot_begin >= pieces.c.first, take.slot_begin < pieces.c.last]
    if beside:
        inside.append(take.booking_id.not_in(beside))
    wanted = takes_within(unit, pieces, inside, take.slot_begin, take.slot_end)
    rows_of = (row for row in unit.rows(wanted, parameters) if row.slot_begin is not None)
    found: dict[int, list[Span]] = {}
    for begin, end in sorted((row.slot_begin, row.slot_end) for row in rows_of):
        number, first = divmod(begin, STRETCH)
        last = end - number * STRETCH
        if last > within[0]:
            found.setdefault(number, []).append((first, last))
    return found


def takes_within(unit: Unit, pieces: Any, inside: Sequence[ColumnElement[bool]], *columns: Any) -> Select[Any]:
    """Return the statement of the takes inside pieces of the line; in SQLite a piece without any is a row of nothing.

    Each piece is looked up in the index by itself, whatever the planner thinks of inequalities: a lateral join, and in
    SQLite, which has none, an outer join, whose order it keeps.
    """
    if unit.dialect == "sqlite":
        return select(*columns).select_from(pieces).outerjoin(BookingTake, and_(*inside))
    each = select(*columns).where(*inside).correlate(pieces).lateral()
    return select(*each.c).select_from(pieces).join(each, true())


def pieces_of_line(unit: Unit, begins: list[int], ends: list[int]) -> tuple[Any, dict[str, Any]]:
    """Return the pieces of the line that are looked at, as a table of ``first`` and ``last``, and its parameters."""
    if unit.dialect == "sqlite":
        pairs = func.json_each(bindparam("pieces")).table_valued("value")
        parts = [func.json_extract(pairs.c.value, f"$[{place}]") for place in (0, 1)]
        read = select(parts[0].label("first"), parts[1].label("last")).subquery("pieces")
        return read, {"pieces": orjson.dumps([*zip(begins, ends, strict=True)]).decode()}
    arrays = (bindparam(name, type_=ARRAY(BigInteger)) for name in ("begins", "ends"))
    table = func.unnest(*arrays).table_valued("first", "last", name="pieces").render_derived()
    return table, {"begins": begins, "ends": ends}
