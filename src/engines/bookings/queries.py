"""Reading bookings, one by one and in lists, in the reader's scope."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select, union

from auth import Subject
from engines.bookings.access import sees_whole, ways_to_see
from engines.bookings.models import Booking, BookingAttendee, BookingDocument, BookingTake, Resource
from engines.bookings.refusals import BookingNotFound
from engines.lifecycles import TIMELINE, count_by_state
from kit.database import Unit
from kit.fixed import Fixed, Together

#: A count goes this far and says so.
MOST_COUNTED = 10_000
BOOKING_COLUMNS = tuple(Booking.__table__.c)

_takes = Fixed(
    select(BookingTake.slot_begin, BookingTake.slot_end, BookingTake.active, *Resource.__table__.c)
    .join(Resource, Resource.id == BookingTake.resource_id)
    .where(BookingTake.booking_id == bindparam("booking_id"))
    .order_by(Resource.number)
)
_attendees = Fixed(
    select(*BookingAttendee.__table__.c)
    .where(BookingAttendee.booking_id == bindparam("booking_id"))
    .order_by(BookingAttendee.id)
)
_documents = Fixed(
    select(*BookingDocument.__table__.c)
    .where(BookingDocument.booking_id == bindparam("booking_id"))
    .order_by(BookingDocument.id)
)
_whole = Together(_takes, _attendees, _documents, TIMELINE)


@dataclass(frozen=True)
class BookingFilter:
    """What part of the bookings is asked for."""

    state: str | None = None
    mine: bool | None = None
    resource: str | None = None
    series_id: uuid.UUID | None = None
    bundle_id: uuid.UUID | None = None
    starts_before: datetime | None = None
    ends_after: datetime | None = None


def booking_by_id(unit: Unit, booking_id: uuid.UUID) -> Row[Any]:
    """Return a booking whoever asks, for jobs. Errors: :class:`BookingNotFound`."""
    row = unit.first(select(*BOOKING_COLUMNS).where(Booking.id == booking_id))
    if row is None:
        raise BookingNotFound
    return row


def booking_of(unit: Unit, subject: Subject, booking_id: uuid.UUID) -> Row[Any]:
    """Return a booking that an officer sees. Errors: :class:`BookingNotFound`."""
    row = booking_by_id(unit, booking_id)
    if sees_whole(subject, row):
        return row
    if unit.first(select(Booking.id).where(Booking.id == booking_id, or_(*ways_to_see(subject)))) is None:
        raise BookingNotFound
    return row


def parts_of_booking(unit: Unit, booking_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return what a booking takes (with the resources), who is asked to come, its documents, and its events."""
    return unit.together(_whole, {"booking_id": booking_id, "record_id": booking_id})


def resources_of(unit: Unit, booking_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the resources that a booking takes or waits for."""
    return unit.rows(_takes, {"booking_id": booking_id})


def attendees_among(unit: Unit, booking_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """Return who is asked to come, by booking."""
    wanted = select(*BookingAttendee.__table__.c).where(BookingAttendee.booking_id.in_(booking_ids))
    found: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in unit.rows(wanted.order_by(BookingAttendee.id)):
        found.setdefault(row.booking_id, []).append(row)
    return found


def place_of(unit: Unit, booking_id: uuid.UUID) -> str:
    """Return where a booking takes place: the name of its room, or of what else it takes first."""
    resources = resources_of(unit, booking_id)
    return str(next((row.name for row in resources if row.kind == "room"), resources[0].name))


def list_bookings(
    unit: Unit, subject: Subject, wanted: BookingFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return bookings that an officer sees, the newest made first."""
    chosen = [*_chosen(wanted), *([Booking.id < after] if after is not None else [])]
    return newest_of(unit, ways_to_see(subject, mine=bool(wanted.mine)), chosen, Booking.id.desc(), rows)


def _chosen(wanted: BookingFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("state", "series_id", "bundle_id"):
        value = getattr(wanted, name)
        if value is not None:
            yield getattr(Booking, name) == value
    if wanted.resource is not None:
        yield Booking.id.in_(
            select(BookingTake.booking_id)
            .join(Resource, Resource.id == BookingTake.resource_id)
            .where(Resource.code == wanted.resource)
        )
    if wanted.starts_before is not None:
        yield Booking.starts_at < wanted.starts_before
    if wanted.ends_after is not None:
        yield Booking.ends_at > wanted.ends_after


def newest_of(
    unit: Unit, ways: Sequence[ColumnElement[bool]], chosen: Sequence[ColumnElement[bool]], order: Any, rows: int
) -> Sequence[Row[Any]]:
    """Return the first bookings in some order that are found in one way or another."""
    return unit.rows(_newest(ways, chosen, order, rows, *BOOKING_COLUMNS))


def count_bookings(unit: Unit, subject: Subject, wanted: BookingFilter) -> dict[str, Any]:
    """Count bookings that an officer sees by state, among the newest :data:`MOST_COUNTED`."""
    ways, order = ways_to_see(subject, mine=bool(wanted.mine)), Booking.id.desc()
    newest = _newest(ways, [*_chosen(wanted)], order, MOST_COUNTED, Booking.state)
    return count_by_state(unit, newest, MOST_COUNTED)


def _newest(
    ways: Sequence[ColumnElement[bool]], chosen: Sequence[ColumnElement[bool]], order: Any, rows: int, *columns: Any
) -> Select[Any]:
    """Return the statement of the first bookings that are found in one way or another, each looked through by itself.

    One condition that has an index or another would be asked of every booking of the city.
    """
    found = [select(Booking.id).where(way, *chosen).order_by(order).limit(rows).subquery() for way in ways]
    ids = union(*(select(part.c.id) for part in found)) if len(found) > 1 else select(found[0].c.id)
    return select(*columns).where(Booking.id.in_(ids)).order_by(order).limit(rows)
