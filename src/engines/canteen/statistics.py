"""What a canteen cooks, hands out, settles and throws away, in numbers."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select

from auth import Subject
from engines.canteen.access import sees_numbers
from engines.canteen.canteens import MEALS, canteen_for
from engines.canteen.models import Canteen, CanteenMeal, MealBooking
from engines.canteen.refusals import NotYourCanteen
from kit.database import Unit

_BOOKING = MealBooking
_SUMS = (
    func.count().label("portions"),
    func.sum(case((_BOOKING.picked_up == 0, 1), else_=0)).label("missed"),
    func.sum(_BOOKING.price_fen).label("amount_fen"),
    func.sum(_BOOKING.guests).label("guests"),
    func.sum(_BOOKING.guests * _BOOKING.guest_price_fen).label("guests_fen"),
)
SUMS = tuple(column.name for column in _SUMS)


def counted_canteen(subject: Subject, unit: Unit, canteen_id: uuid.UUID) -> Row[Any]:
    """Return a canteen whose numbers an officer sees. Errors: :class:`CanteenNotFound`, :class:`NotYourCanteen`."""
    row = canteen_for(subject, unit, canteen_id)
    if not sees_numbers(subject, row.department_code):
        raise NotYourCanteen
    return row


def portions_to_cook(unit: Unit, canteen_id: uuid.UUID, first: date, last: date) -> list[dict[str, Any]]:
    """Return how many portions are booked by day and meal, and how many of them guests eat and are taken away."""
    booking, meal = MealBooking, CanteenMeal
    rows = unit.rows(
        select(
            meal.day,
            meal.meal,
            func.sum(booking.portions).label("portions"),
            func.count().label("staff"),
            func.sum(booking.guests).label("guests"),
            func.sum(case((booking.take_away, booking.portions), else_=0)).label("take_away"),
        )
        .join(meal, meal.id == booking.meal_id)
        .where(meal.canteen_id == canteen_id, meal.day.between(first, last), booking.state != "cancelled")
        .group_by(meal.day, meal.meal, meal.begins_at)
        .order_by(meal.begins_at)
    )
    numbers = ("portions", "staff", "guests", "take_away")
    return [
        {**_meal(row.day.isoformat(), row.meal), **{name: int(getattr(row, name)) for name in numbers}} for row in rows
    ]


def waste_statistics(unit: Unit, canteen_id: uuid.UUID, first: date, before: date, by: str) -> list[dict[str, Any]]:
    """Return by day or month and meal what was booked, picked up, left over and thrown away, of settled meals.

    ``before`` is the day after the last one; ``by`` is ``day`` or ``month``. Waste that nobody
    weighed counts nothing.
    """
    meal = CanteenMeal
    rows = unit.rows(
        select(meal.day, meal.meal, meal.booked, meal.picked_up, meal.bookings, meal.missed, meal.waste_grams)
        .where(meal.canteen_id == canteen_id, meal.day >= first, meal.day < before, meal.settled_at.is_not(None))
        .order_by(meal.day, meal.begins_at)
    )
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        key = (row.day.isoformat() if by == "day" else f"{row.day:%Y-%m}", row.meal)
        found = sums.setdefault(key, dict.fromkeys(("booked", "picked_up", "bookings", "missed", "waste_grams"), 0))
        for name in found:
            found[name] += getattr(row, name) or 0
    return [{**_meal(period, name), **shares_of(found)} for (period, name), found in sums.items()]


def shares_of(found: dict[str, int]) -> dict[str, Any]:
    """Return what was left over, the share of bookings of which nobody came (percent), and the waste in kg."""
    missed, bookings = found["missed"], found["bookings"]
    return {
        **{name: found[name] for name in ("booked", "picked_up", "bookings", "missed")},
        "left_over": found["booked"] - found["picked_up"],
        "missed_percent": f"{100 * missed / bookings:.1f}" if bookings else None,
        "waste_kg": in_kg(found["waste_grams"]),
    }


def in_kg(grams: int) -> str:
    """Return whole grams as kilograms with three decimals."""
    return f"{grams // 1000}.{grams % 1000:03}"


def settled_by_person(
    unit: Unit, canteen_id: uuid.UUID, month: date, department: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return what each diner ate in a month (``id`` is theirs), a page of it."""
    booking = MealBooking
    wanted = select(
        booking.diner_id.label("id"),
        func.max(booking.diner_name).label("diner_name"),
        func.max(booking.department_code).label("department_code"),
        *_SUMS,
    ).where(*_settled(canteen_id, month, department))
    if after is not None:
        wanted = wanted.where(booking.diner_id < after)
    return unit.rows(wanted.group_by(booking.diner_id).order_by(booking.diner_id.desc()).limit(rows))


def settled_in_all(unit: Unit, canteen_id: uuid.UUID, month: date, department: str | None) -> dict[str, int]:
    """Return what all diners of :func:`settled_by_person` together ate, and how many they are."""
    people = func.count(MealBooking.diner_id.distinct()).label("people")
    row = unit.rows(select(people, *_SUMS).where(*_settled(canteen_id, month, department)))[0]
    return {name: int(getattr(row, name) or 0) for name in ("people", *SUMS)}


def settled_of(unit: Unit, subject: Subject, first: date, last: date) -> list[dict[str, Any]]:
    """Return what an officer ate themselves by month and canteen; ``first`` and ``last`` are first days of months."""
    booking = MealBooking
    rows = unit.rows(
        select(booking.month, booking.canteen_id, Canteen.name, *_SUMS)
        .join(Canteen, Canteen.id == booking.canteen_id)
        .where(booking.diner_id == subject.id, booking.month.between(first, last), booking.settled_at.is_not(None))
        .group_by(booking.month, booking.canteen_id, Canteen.name)
        .order_by(booking.month, Canteen.name)
    )
    return [
        {
            "month": f"{row.month:%Y-%m}",
            "canteen_id": str(row.canteen_id),
            "canteen_name": row.name,
            **sums_of(row),
        }
        for row in rows
    ]


def sums_of(row: Row[Any]) -> dict[str, int]:
    """Return the sums of a settled row as whole numbers."""
    return {name: int(getattr(row, name)) for name in SUMS}


def _settled(canteen_id: uuid.UUID, month: date, department: str | None) -> list[ColumnElement[bool]]:
    booking = MealBooking
    found = [booking.canteen_id == canteen_id, booking.month == month, booking.settled_at.is_not(None)]
    return found if department is None else [*found, booking.department_code == department]


def _meal(period: str, meal: str) -> dict[str, str]:
    return {"period": period, "meal": meal, "meal_name": MEALS[meal]}
