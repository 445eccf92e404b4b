"""Bundles: a room for twelve, a projector and a car for the same hours, in one request, or what stands in the way."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings.alternatives import MOST, STEP, last_minute, shown_alternative
from engines.bookings.checking import check_span
from engines.bookings.hours import is_open
from engines.bookings.line import Span, Times, hits, minute_of, moment_of, span_of
from engines.bookings.models import Resource
from engines.bookings.refusals import BundleImpossible
from engines.bookings.resources import KINDS, RESOURCE_COLUMNS, fitting, lock_resources
from engines.bookings.searching import MINUTES_OF_DAY, MOST_RESOURCES, taken_times
from engines.bookings.taking import create_booking
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: What hinders the rest of a bundle (its meal, its visitors) at a time, and where the request says it.
Hindrances = Callable[[Times], Sequence[Pointer]]


def create_bundle(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any], hindrances: Hindrances
) -> tuple[uuid.UUID, list[Row[Any]]]:
    """Book one resource for each thing that is wanted, the smallest that does, all for the same time or none.

    ``given`` is as for :func:`create_booking`, with ``wants`` (``{kind, capacity, features, building}`` each) in the
    place of ``resources``. Returns the bundle's id and its bookings, one for each keeper, first the room's.
    Who is asked to come is asked to the first one.
    Errors: :class:`BookingUnfit`, :class:`BundleImpossible` with what stands in the way and the next times at which
    nothing does.
    """
    check_span((given["starts_at"], given["ends_at"]))
    wanted = span_of((given["starts_at"], given["ends_at"]))
    candidates = [_candidates(subject, unit, want) for want in given["wants"]]
    last = last_minute(wanted)
    every = {row.number: row for rows in candidates for row in rows}
    taken = taken_times(unit, list(every.values()), (wanted[0], last))
    calendar = load_calendar(unit)
    chosen = _choose(candidates, wanted, taken, calendar)
    missing = [
        _missing(place, want, candidates[place])
        for place, (want, row) in enumerate(zip(given["wants"], chosen, strict=True))
        if row is None
    ]
    missing += hindrances(_times(wanted))
    if missing:
        would_do = _next_times(candidates, wanted, last, taken, calendar, hindrances)
        alternatives = [shown_alternative(*found) for found in islice(would_do, MOST)]
        raise BundleImpossible(pointers=missing, alternatives=alternatives)
    bundle_id, rows = new_id(), [row for row in chosen if row is not None]
    # All at once and in everybody's order: two bundles that want the same things of two keepers do not wait crosswise.
    lock_resources(unit, [row.id for row in rows])
    booked: list[Row[Any]] = []
    for keeper in dict.fromkeys(row.department_code for row in sorted(rows, key=lambda row: row.kind != "room")):
        codes = [row.code for row in rows if row.department_code == keeper]
        asked = {**given, "resources": codes, "hold": False, "wait": False, "repeat": None}
        asked |= {"attendees": [] if booked else given["attendees"]}
        booked += create_booking(subject, unit, context, asked, bundle_id=bundle_id)
    return bundle_id, booked


def _times(span: Span) -> Times:
    return moment_of(span[0]), moment_of(span[1])


def _missing(place: int, want: Mapping[str, Any], candidates: Sequence[Row[Any]]) -> Pointer:
    """Say of a want whether nothing fits it at any time, or what fits is taken or closed at this one."""
    kind = KINDS[want["kind"]]
    if candidates:
        sentence = (f"该时间没有符合要求的{kind}可用。", f"Nothing of kind {want['kind']} that fits is free then.")
        return Pointer(f"/wants/{place}", "none-free", *sentence)
    sentence = (
        f"没有符合要求的{kind}，请放宽人数、设备或楼宇条件。",
        f"Nothing of kind {want['kind']} fits. Ask for less capacity, fewer features or any building.",
    )
    return Pointer(f"/wants/{place}", "none-fits", *sentence)


def _candidates(subject: Subject, unit: Unit, want: Mapping[str, Any]) -> Sequence[Row[Any]]:
    conditions = fitting(subject, **{name: want[name] for name in ("kind", "capacity", "features", "building")})
    return unit.rows(
        select(*RESOURCE_COLUMNS)
        .where(Resource.state == "open", *conditions)
        .order_by(Resource.capacity, Resource.code)
        .limit(MOST_RESOURCES)
    )


def _choose(
    candidates: Sequence[Sequence[Row[Any]]], wanted: Span, taken: Mapping[int, list[Span]], calendar: Calendar
) -> list[Row[Any] | None]:
    """Return for each want the first resource that is free and not chosen yet, None where there is none.

    What has fewest candidates chooses first, so that two rooms do not miss each other.
    """
    chosen: dict[int, Row[Any] | None] = {}
    used: set[int] = set()
    for place in sorted(range(len(candidates)), key=lambda place: len(candidates[place])):
        found = next(
            (row for row in candidates[place] if row.number not in used and is_free(row, wanted, taken, calendar)),
            None,
        )
        chosen[place] = found
        if found is not None:
            used.add(found.number)
    return [chosen[place] for place in range(len(candidates))]


def is_free(row: Row[Any], wanted: Span, taken: Mapping[int, list[Span]], calendar: Calendar) -> bool:
    """Tell whether a resource is open and not taken throughout a span, and is booked for so long and so far ahead."""
    hindered = next(hits(taken.get(row.number, ()), wanted), None) is not None
    within = wanted[1] - wanted[0] <= row.longest_minutes
    ahead = wanted[0] <= minute_of(clock.now()) + row.ahead_days * MINUTES_OF_DAY
    return not hindered and within and ahead and is_open(row, wanted, calendar)


def _next_times(
    candidates: Sequence[Sequence[Row[Any]]],
    wanted: Span,
    last: int,
    taken: Mapping[int, list[Span]],
    calendar: Calendar,
    hindrances: Hindrances,
) -> Iterator[tuple[list[Row[Any]], Span]]:
    """Yield the next times at which nothing hinders, in steps of a quarter of an hour, with what would do."""
    length, begin = wanted[1] - wanted[0], wanted[0] + STEP - wanted[0] % STEP
    while begin + length <= last:
        span = (begin, begin + length)
        chosen = _choose(candidates, span, taken, calendar)
        if all(row is not None for row in chosen) and not hindrances(_times(span)):
            yield [row for row in chosen if row is not None], span
            begin += length
        else:
            begin += STEP
