"""What a meeting takes at once: resources of one calendar, and what other engines give for the same hours."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines import bookings, canteen, visitors
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

Hindrances = Callable[[datetime, datetime], Sequence[Pointer]]


def create_bundle(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]
) -> tuple[uuid.UUID, list[Row[Any]], list[dict[str, str]]]:
    """Book resources, a meal and visitors where they are asked for, or nothing at all.

    Returns the bundle's id, its bookings, and what was arranged beside them (``{record_kind, id, href}``). That goes
    with the first booking, which is the room's: visits move with it, a meal and visits fall with it.
    Errors: :class:`engines.bookings.BundleImpossible`, and those of each engine.
    """
    meal, guests = _meal_hindrances(subject, unit, given), _visitor_hindrances(subject, unit, context, given)
    bundle_id, rows = bookings.create_bundle(
        subject, unit, context, given, lambda times: [*meal(*times), *guests(*times)]
    )
    unit.flush()
    return bundle_id, rows, [*_companions(subject, unit, context, given, rows[0])]


def _none(_begin: datetime, _end: datetime) -> Sequence[Pointer]:
    return ()


def _meal_hindrances(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Hindrances:
    meal = given["meal"]
    if meal is None:
        return _none

    @cache
    def on(day: date) -> Sequence[Pointer]:
        return canteen.hindrances_to_meal(subject, unit, meal["canteen_id"], day, meal["meal"], 1 + meal["guests"])

    return lambda begin, _end: on(clock.local(begin).date())


def _visitor_hindrances(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Hindrances:
    if not given["visitors"]:
        return _none
    return visitors.hindrances_to_visits(subject, unit, context, given["visitor_building"], given["visitors"])


def _companions(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any], booking: Row[Any]
) -> Iterator[dict[str, str]]:
    """Arrange what comes with a booking, at its time."""
    if given["meal"] is not None:
        day = {"day": clock.local(booking.starts_at).date(), "meeting_id": booking.id}
        # What the meeting is about is the kitchen's to know where guests come and cost something, and not otherwise.
        reason = booking.title if given["meal"]["guests"] else ""
        asked = {**given["meal"], **day, "reason": reason, "take_away": False}
        yield _companion("meal_booking", canteen.book_meal(subject, unit, context, asked))
    if given["visitors"]:
        asked = {
            "visitors": given["visitors"],
            "building": given["visitor_building"],
            "place": bookings.place_of(unit, booking.id),
            "purpose": "meeting",
            "note": booking.title,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "booking_id": booking.id,
        }
        for visit in visitors.invite_visitors(subject, unit, context, asked):
            yield _companion("visit", visit.id)


def _companion(record_kind: str, record_id: uuid.UUID) -> dict[str, str]:
    return {"record_kind": record_kind, "id": str(record_id), "href": f"/office/v1/{record_kind}s/{record_id}"}
