"""Reading booked meals, one by one and in lists, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from auth import Subject
from engines.canteen.access import booking_seen
from engines.canteen.models import Canteen, CanteenMeal, MealBooking
from engines.canteen.refusals import MealBookingNotFound
from engines.lifecycles import TIMELINE
from kit.database import Unit
from kit.fixed import Fixed, Together

_LISTED = (
    *MealBooking.__table__.c,
    Canteen.name.label("canteen_name"),
    CanteenMeal.begins_at,
    CanteenMeal.ends_at,
    CanteenMeal.books_until,
)
_place = Fixed(
    select(Canteen.name.label("canteen_name"), CanteenMeal.begins_at, CanteenMeal.ends_at, CanteenMeal.books_until)
    .join(CanteenMeal, CanteenMeal.canteen_id == Canteen.id)
    .where(CanteenMeal.id == bindparam("meal_id"))
)
_whole = Together(_place, TIMELINE)


@dataclass(frozen=True)
class MealFilter:
    """Which bookings are asked for; ``mine`` are those that the reader made."""

    state: str | None = None
    canteen_id: uuid.UUID | None = None
    day: date | None = None
    meal: str | None = None
    mine: bool | None = None


def meal_booking_of(unit: Unit, subject: Subject, booking_id: uuid.UUID) -> Row[Any]:
    """Return a booking that an officer sees. Errors: :class:`MealBookingNotFound`."""
    wanted = select(*MealBooking.__table__.c).where(MealBooking.id == booking_id, booking_seen(subject))
    row = unit.first(wanted)
    if row is None:
        raise MealBookingNotFound
    return row


def parts_of_meal_booking(unit: Unit, row: Row[Any]) -> Sequence[Sequence[Row[Any]]]:
    """Return where and when it is eaten, and the booking's events."""
    return unit.together(_whole, {"meal_id": row.meal_id, "record_id": row.id})


def list_meal_bookings(
    unit: Unit, subject: Subject, wanted: MealFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return bookings that an officer sees, the newest made first."""
    statement = (
        select(*_LISTED)
        .join(CanteenMeal, CanteenMeal.id == MealBooking.meal_id)
        .join(Canteen, Canteen.id == MealBooking.canteen_id)
        .where(booking_seen(subject))
    )
    for name in (item.name for item in fields(wanted) if item.name != "mine"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(getattr(MealBooking, name) == value)
    if wanted.mine is not None:
        own = MealBooking.diner_id == subject.id
        statement = statement.where(own if wanted.mine else ~own)
    if after is not None:
        statement = statement.where(MealBooking.id < after)
    return unit.rows(statement.order_by(MealBooking.id.desc()).limit(rows))
