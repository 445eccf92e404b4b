"""Booking a meal, changing and cancelling it, all of it until the cut-off."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import ALL_DEPARTMENTS, Subject, require
from engines.canteen.canteens import canteen_for
from engines.canteen.codes import draw_code
from engines.canteen.lifecycle import BEGIN, BOOK, MEAL_BOOKING, meal_record
from engines.canteen.meals import check_open, meal_by_id, meal_on, take_portions, words_of
from engines.canteen.models import MealBooking
from engines.canteen.refusals import MealBookedAlready, MealUnfit
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id

MOST_GUESTS = 20


def book_meal(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> uuid.UUID:
    """Book a meal of a day for oneself and so many guests, and return the booking's id.

    ``given``: ``canteen_id``, ``day``, ``meal``, ``guests``, ``reason``, ``take_away``, and with a meeting the
    ``meeting_id`` of its booking.
    Errors: :class:`CanteenNotFound`, :class:`MealUnfit`, closed, booked already, :class:`PortionsShort`.
    """
    require(subject, BOOK)
    canteen = canteen_for(subject, unit, given["canteen_id"])
    _check_guests(subject, given["guests"], given["reason"])
    meal = bookable_meal(subject, unit, canteen, given["day"], given["meal"])
    take_portions(unit, meal.id, 1 + given["guests"])
    booking_id = _write(subject, unit, context, given, meal)
    try:
        unit.flush()
    except DuplicateRow:  # They booked twice at the same moment.
        raise MealBookedAlready(**words_of(meal)) from None
    return booking_id


def bookable_meal(subject: Subject, unit: Unit, canteen: Row[Any], day: date, meal: str) -> Row[Any]:
    """Return a meal that is open to an officer. Errors: :class:`MealUnfit`, :class:`MealClosed`, booked already."""
    row = meal_on(unit, canteen, day, meal)
    check_open(row)
    own = (MealBooking.diner_id == subject.id, MealBooking.day == day, MealBooking.meal == meal)
    if unit.first(select(MealBooking.id).where(*own, MealBooking.state != "cancelled")) is not None:
        raise MealBookedAlready(**words_of(row))
    return row


def _write(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any], meal: Row[Any]) -> uuid.UUID:
    booking_id, moment, year = new_id(), clock.now(), clock.today().year
    said = {name: given[name] for name in ("guests", "reason", "take_away")}
    same = ("canteen_id", "keeper_code", "day", "meal", "price_fen", "guest_price_fen")
    unit.add(
        MealBooking,
        id=booking_id,
        number=f"JC{year}{next_number(unit, f'meal_bookings:{year}'):06d}",
        state="booked",
        version=1,
        meal_id=meal.id,
        month=meal.day.replace(day=1),
        diner_id=subject.id,
        diner_name=subject.name,
        department_code=subject.department_code or "",
        portions=1 + given["guests"],
        picked_up=0,
        first_picked_up_at=None,
        booked_at=moment,
        changed_at=moment,
        settled_at=None,
        meeting_id=given.get("meeting_id"),
        **said,
        **{name: getattr(meal, name) for name in same},
        **draw_code(unit, context.vault, meal.id),
    )
    record = Record(MEAL_BOOKING, MealBooking, booking_id, "", 0, meal.keeper_code, subject.id)
    write_event(subject, unit, record, BEGIN, opinion=given["reason"] or None, detail={"guests": given["guests"]})
    return booking_id


def change_meal(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change guests, reason or take-away, as far as ``given`` has them. Errors: as :func:`book_meal`, 409, 412."""
    check_transition(subject, meal_record(row), "change")
    check_open(meal_by_id(unit, row.meal_id))
    said = {name: given.get(name, getattr(row, name)) for name in ("guests", "reason", "take_away")}
    _check_guests(subject, said["guests"], said["reason"])
    if said["guests"] != row.guests:
        take_portions(unit, row.meal_id, said["guests"] - row.guests)
    detail = {name: value for name, value in said.items() if value != getattr(row, name)}
    changes = {**said, "portions": 1 + said["guests"], "changed_at": clock.now()}
    return apply_transition(subject, unit, meal_record(row), "change", changes=changes, detail=detail)


def cancel_meal(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Cancel a booking; its portions are there again. Errors: :class:`MealClosed`, 403, 409, 412."""
    check_transition(subject, meal_record(row), "cancel")
    check_open(meal_by_id(unit, row.meal_id))
    take_portions(unit, row.meal_id, -row.portions)
    return apply_transition(subject, unit, meal_record(row), "cancel", changes={"changed_at": clock.now()})


def _check_guests(subject: Subject, guests: int, reason: str) -> None:
    lost = []
    if guests and not reason:
        lost.append(Pointer("/reason", "missing", "有客人用餐时，请填写接待事由。", "Say why guests come."))
    if guests and subject.department_code in (None, ALL_DEPARTMENTS):
        sentence = ("您没有所在单位，不能带客人用餐。", "Guests are a cost of your department, and you have none.")
        lost.append(Pointer("/guests", "no-department", *sentence))
    if lost:
        raise MealUnfit(pointers=lost)
