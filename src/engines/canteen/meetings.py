"""Meals of meetings: what would hinder one, and what becomes of it when its meeting is moved or not held."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings import BOOKING, became_of, booking_by_id
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
        # A day that cannot be is one of the meeting's, and so a meal's there.
        return [replace(item, pointer="/meal") for item in refusal.found_at("/meal")]
    return ()


@follows(BOOKING.code)
def _meeting_turned(job: Job, event: Row[Any]) -> None:
    """Cancel the meal of a meeting that is not held; tell its diner where that is too late, or the day is another."""
    became = became_of(event)
    if became is None:
        return
    own = (MealBooking.meeting_id == event.record_id, MealBooking.state == "booked")
    row = job.unit.first(select(*MealBooking.__table__.c).where(*own))
    if row is None:
        return
    if became == "moved":
        if clock.local(booking_by_id(job.unit, event.record_id).starts_at).date() != row.day:
            tell_diner(job.unit, row, "会议已改期，请改订或取消原订餐")
    elif clock.now() < meal_by_id(job.unit, row.meal_id).books_until:
        let_fall(job.unit, "会议取消", MealBooking.id == row.id)
    else:
        tell_diner(job.unit, row, "会议不再举行，但订餐已过截止时间，仍按已订供餐")
