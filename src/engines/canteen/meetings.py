"""Meals of meetings: what would hinder one, and what becomes of it when its meeting is moved or not held."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings import BOOKING, booking_by_id
from engines.canteen.booking import bookable_meal
from engines.canteen.canteens import canteen_for
from engines.canteen.falling import let_fall, tell_diner
from engines.canteen.meals import check_portions, meal_by_id
from engines.canteen.models import MealBooking
from engines.lifecycles import follows
from kit import clock
from kit.database import Unit
from kit.errors import Pointer, Problem
from kit.outbox import Job

_NOT_HELD = ("cancelled", "refused", "released")


def hindrances_to_meal(
    subject: Subject, unit: Unit, canteen_id: uuid.UUID, day: date, meal: str, portions: int
) -> Sequence[Pointer]:
    """Return why an officer could not book a meal of a day now; nothing if they could. It takes nothing.

    Errors: :class:`CanteenNotFound`.
    """
    canteen = canteen_for(subject, unit, canteen_id)
    try:
        check_portions(bookable_meal(subject, unit, canteen, day, meal), portions)
    except Problem as refusal:
        sentences = (refusal.sentence("zh"), refusal.sentence("en"))
        return refusal.pointers or (Pointer("/meal", refusal.code, *sentences),)
    return ()


@follows(BOOKING.code)
def _meeting_turned(job: Job, event: Row[Any]) -> None:
    """Cancel the meal of a meeting that is not held; tell its diner where that is too late, or the day is another."""
    moved = "from" in event.detail
    if event.to_state not in _NOT_HELD and not moved:
        return
    own = (MealBooking.meeting_id == event.record_id, MealBooking.state == "booked")
    meal_booking = job.unit.first(select(*MealBooking.__table__.c).where(*own))
    if meal_booking is None:
        return
    meal = meal_by_id(job.unit, meal_booking.meal_id)
    if event.to_state in _NOT_HELD and clock.now() < meal.books_until:
        let_fall(job.unit, "会议取消", MealBooking.id == meal_booking.id)
    elif event.to_state in _NOT_HELD:
        tell_diner(job.unit, meal_booking, "会议不再举行，但订餐已过截止时间，仍按已订供餐")
    elif clock.local(booking_by_id(job.unit, event.record_id).starts_at).date() != meal_booking.day:
        tell_diner(job.unit, meal_booking, "会议已改期，请改订或取消原订餐")
