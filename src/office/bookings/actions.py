"""What a meeting takes at once: resources of one calendar, and what other engines give for the same hours."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines import bookings, canteen
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer


def create_bundle(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]
) -> tuple[uuid.UUID, list[Row[Any]], list[dict[str, str]]]:
    """Book resources, and a meal where one is asked for, or nothing at all.

    Returns the bundle's id, its bookings, and what was booked beside them (``{record_kind, id, href}``), which falls
    with the first booking. Errors: :class:`engines.bookings.BundleImpossible`, and those of each engine.
    """

    @cache
    def hindrances(day: date) -> Sequence[Pointer]:
        return _hindrances_to_meal(subject, unit, given["meal"], day)

    bundle_id, rows = bookings.create_bundle(
        subject, unit, context, given, lambda times: hindrances(clock.local(times[0]).date())
    )
    return bundle_id, rows, [*_book_meal(subject, unit, context, given, rows[0])]


def _hindrances_to_meal(subject: Subject, unit: Unit, meal: Mapping[str, Any] | None, day: date) -> Sequence[Pointer]:
    if meal is None:
        return ()
    return canteen.hindrances_to_meal(subject, unit, meal["canteen_id"], day, meal["meal"], 1 + meal["guests"])


def _book_meal(
    subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any], booking: Row[Any]
) -> Sequence[dict[str, str]]:
    if given["meal"] is None:
        return ()
    day = clock.local(booking.starts_at).date()
    asked = {**given["meal"], "day": day, "reason": given["title"], "take_away": False, "meeting_id": booking.id}
    return (_companion("meal_booking", canteen.book_meal(subject, unit, context, asked)),)


def _companion(record_kind: str, record_id: uuid.UUID) -> dict[str, str]:
    return {"record_kind": record_kind, "id": str(record_id), "href": f"/office/v1/{record_kind}s/{record_id}"}
