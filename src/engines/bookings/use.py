"""Use of resources in a month: what was booked and used of their open hours, who did not come, who cancelled late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from auth import DataScope, PermissionMissing, Subject
from engines.bookings.access import scope_of, within
from engines.bookings.hours import minute_at, open_spans
from engines.bookings.lifecycle import MANAGE, READ
from engines.bookings.line import STRETCH, Span, place_on_line
from engines.bookings.models import Booking, BookingTake, Resource
from engines.bookings.resources import RESOURCE_COLUMNS
from engines.bookings.searching import pieces_of_line, takes_within
from engines.lifecycles import LifecycleEvent
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Cancelled later than so long before its beginning, hardly anybody else can use the time.
LATE = timedelta(hours=24)
BOOKED = ("confirmed", "in_use", "assigned", "ended")


@dataclass(frozen=True)
class ResourceUse:
    """Figures of the bookings of a resource that begin in a month, in numbers and minutes."""

    open_minutes: int
    bookings: int
    booked_minutes: int
    used_minutes: int
    not_come: int
    cancelled_late: int


def list_used_resources(
    subject: Subject, unit: Unit, *, kind: str | None, department: str | None, after: str | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the resources whose use an officer counts, by code: of departments for which they keep or read bookings.

    Errors: :class:`PermissionMissing`.
    """
    scopes = [scope_of(subject, permission) for permission in (MANAGE, READ)]
    if all(scope == DataScope() for scope in scopes):
        raise PermissionMissing(permission=READ)
    wanted = select(*RESOURCE_COLUMNS).where(or_(*(within(scope, Resource.department_code) for scope in scopes)))
    if kind is not None:
        wanted = wanted.where(Resource.kind == kind)
    if department is not None:
        wanted = wanted.where(Resource.department_code == department)
    if after is not None:
        wanted = wanted.where(Resource.code > after)
    return unit.rows(wanted.order_by(Resource.code).limit(rows))


def use_of_resources(unit: Unit, resources: Sequence[Row[Any]], month: date) -> list[ResourceUse]:
    """Return the use of each of some resources in the month that begins with a day, in their order.

    Booked is what was not cancelled, also where nobody came; used what somebody checked in to, or what is over where
    nobody need check in. What ended early counts as long as it was.
    """
    span = (minute_at(month, time()), minute_at(clock.months_after(month, 1), time()))
    figures, calendar = _taken(unit, resources, span) + _given_back(unit, resources, span), load_calendar(unit)
    return [_use(row, figures, sum(end - begin for begin, end in open_spans(row, span, calendar))) for row in resources]


#: By the resource's number, what became of a booking (:data:`STOOD`, ``late``), and ``number`` or ``minutes``.
Figures = Counter[tuple[int, str, str]]
STOOD = ("ahead", "came", "over", "released")


def _use(row: Row[Any], figures: Figures, open_minutes: int) -> ResourceUse:
    """Return the figures of one resource; where one has to check in, what is over without that was not used."""
    need = row.check_in_minutes is not None
    return ResourceUse(
        open_minutes=open_minutes,
        bookings=sum(figures[row.number, kind, "number"] for kind in STOOD),
        booked_minutes=sum(figures[row.number, kind, "minutes"] for kind in STOOD),
        used_minutes=sum(figures[row.number, kind, "minutes"] for kind in (("came",) if need else ("came", "over"))),
        not_come=sum(figures[row.number, kind, "number"] for kind in (("released", "over") if need else ("released",))),
        cancelled_late=figures[row.number, "late", "number"],
    )


def _taken(unit: Unit, resources: Sequence[Row[Any]], span: Span) -> Figures:
    takes, parameters = _takes(unit, resources, span, and_(BookingTake.active))
    number = (takes.c.slot_begin // STRETCH).label("resource")
    came, over = Booking.checked_in_at.is_not(None), Booking.state == "ended"
    kind = case((came, "came"), (over, "over"), else_="ahead").label("kind")
    minutes = func.sum(takes.c.slot_end - takes.c.slot_begin).label("minutes")
    rows = unit.rows(
        select(number, kind, func.count().label("number"), minutes)
        .join(Booking, Booking.id == takes.c.booking_id)
        .where(Booking.state.in_(BOOKED))
        .group_by(number, kind),
        parameters,
    )
    found: Figures = Counter()
    for row in rows:
        found[row.resource, row.kind, "number"] += row.number
        found[row.resource, row.kind, "minutes"] += int(row.minutes)
    return found


def _given_back(unit: Unit, resources: Sequence[Row[Any]], span: Span) -> Figures:
    """Count what stood and was released since nobody came, or was cancelled late."""
    takes, parameters = _takes(unit, resources, span, ~BookingTake.active)
    turned = LifecycleEvent
    rows = unit.rows(
        select(takes.c.slot_begin, takes.c.slot_end, Booking.starts_at, turned.transition, turned.at)
        .join(Booking, Booking.id == takes.c.booking_id)
        .join(turned, turned.record_id == Booking.id)
        .where(turned.transition.in_(("release", "cancel")), turned.from_state == "confirmed"),
        parameters,
    )
    found: Figures = Counter()
    for row in rows:
        number, released = row.slot_begin // STRETCH, row.transition == "release"
        if released or row.at > row.starts_at - LATE:
            found[number, "released" if released else "late", "number"] += 1
            found[number, "released" if released else "late", "minutes"] += row.slot_end - row.slot_begin
    return found


def _takes(
    unit: Unit, resources: Sequence[Row[Any]], span: Span, condition: ColumnElement[bool]
) -> tuple[Any, dict[str, Any]]:
    """Return what begins in a span of some resources, as a table, and its parameters."""
    take = BookingTake
    begins, ends = ([place_on_line(row.number, minute) for row in resources] for minute in span)
    pieces, parameters = pieces_of_line(unit, begins, ends)
    inside = [condition, take.slot_begin >= pieces.c.first, take.slot_begin < pieces.c.last]
    columns = (take.slot_begin, take.slot_end, take.booking_id)
    return takes_within(unit, pieces, inside, *columns).subquery("takes"), parameters
