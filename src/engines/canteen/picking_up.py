"""Picking up by code, as the reader at the counter sends it, wholly or in part."""

import uuid
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.canteen.canteens import MEALS, kept_canteen
from engines.canteen.codes import hash_of
from engines.canteen.lifecycle import meal_record
from engines.canteen.meals import meals_between
from engines.canteen.models import MealBooking
from engines.canteen.refusals import MealCodeUnknown, MealNotServed, MealPickedUp, PortionsLeft
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit


def pick_up_meal(
    subject: Subject, unit: Unit, context: Context, canteen_id: uuid.UUID, code: str, portions: int | None
) -> Row[Any]:
    """Hand out so many portions of what was booked under a code (all that are left where no number is said).

    Errors: :class:`MealCodeUnknown`, :class:`MealPickedUp`, :class:`MealNotServed`, :class:`PortionsLeft`, not theirs.
    """
    canteen, today, now = kept_canteen(subject, unit, canteen_id), clock.today(), clock.now()
    meals = {hash_of(context.vault, meal.id, code): meal for meal in meals_between(unit, canteen.id, today, today)}
    row = _held(unit, [*meals])
    meal, left = meals[row.code_hash], row.portions - row.picked_up
    if left == 0:
        raise MealPickedUp(portions=row.portions, first=f"{clock.local(row.first_picked_up_at):%Y-%m-%d %H:%M:%S}")
    if not meal.begins_at <= now < meal.ends_at:
        begins, ends = (f"{clock.local(moment):%H:%M}" for moment in (meal.begins_at, meal.ends_at))
        raise MealNotServed(meal=meal.meal, meal_zh=MEALS[meal.meal], serves_from=begins, serves_until=ends)
    going = portions or left
    check_transition(subject, meal_record(row), "pick_up")
    if going > left:
        raise PortionsLeft(available=left, wanted=going)
    changes = {"picked_up": row.picked_up + going, "first_picked_up_at": row.first_picked_up_at or now}
    turn = "pick_up" if going == left else "pick_up_part"
    return apply_transition(subject, unit, meal_record(row), turn, changes=changes, detail={"portions": going})


def _held(unit: Unit, hashes: list[str]) -> Row[Any]:
    """Return the booking of a code, held until the unit ends: of two readers the second sees what the first did."""
    unit.begin()
    wanted = select(*MealBooking.__table__.c).where(MealBooking.code_hash.in_(hashes))
    row = unit.first(wanted.order_by(MealBooking.booked_at).limit(1).with_for_update())
    if row is None:
        raise MealCodeUnknown
    return row
