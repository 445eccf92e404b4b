"""The meals of a day: found, made when somebody first plans or books them, and never more portions than there are.

Portions are taken by one statement that has the condition in its WHERE: of two who want the last one, the second waits
for the row (PostgreSQL) or for the database (SQLite) and then finds that it is gone.
"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from auth import Subject
from engines.canteen.access import sees_canteens
from engines.canteen.canteens import MEALS, cooks_on, planned_meal, said_of
from engines.canteen.lifecycle import KEEP
from engines.canteen.models import CanteenMeal
from engines.canteen.refusals import CanteenMealNotFound, MealClosed, NotYourCanteen, PortionsShort
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import new_id

MEAL_COLUMNS = tuple(CanteenMeal.__table__.c)
_NOTHING_YET = {"version": 1, "booked": 0, "dishes": [], "bookings": 0, "missed": 0, "picked_up": 0}


def meal_on(unit: Unit, canteen: Row[Any], day: date, meal: str) -> Row[Any]:
    """Return a meal of a day that lies ahead, made as the canteen plans it unless it is there already.

    Errors: :class:`MealUnfit`.
    """
    own = (CanteenMeal.canteen_id == canteen.id, CanteenMeal.day == day, CanteenMeal.meal == meal)
    said = planned_meal(canteen, day, meal, load_calendar(unit))
    found = unit.first(select(*MEAL_COLUMNS).where(*own))
    if found is not None:
        return found
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    unit.write(
        make(CanteenMeal)
        .values(
            id=new_id(),
            canteen_id=canteen.id,
            keeper_code=canteen.department_code,
            day=day,
            meal=meal,
            **said,
            **_NOTHING_YET,
        )
        .on_conflict_do_nothing(index_elements=["canteen_id", "day", "meal"])
    )
    return unit.rows(select(*MEAL_COLUMNS).where(*own))[0]


def take_portions(unit: Unit, meal_id: uuid.UUID, number: int) -> None:
    """Take so many portions of a meal, or give them back (a negative number). Errors: :class:`PortionsShort`."""
    wanted = CanteenMeal.booked + number
    taken = unit.write(
        update(CanteenMeal)
        .where(CanteenMeal.id == meal_id, or_(CanteenMeal.most.is_(None), wanted <= CanteenMeal.most))
        .values(booked=wanted)
    )
    if taken.rowcount == 0:
        check_portions(meal_by_id(unit, meal_id), number)


def check_portions(meal: Row[Any], number: int) -> None:
    """Refuse more portions than are left now. Errors: :class:`PortionsShort`."""
    if meal.most is not None and meal.booked + number > meal.most:
        raise PortionsShort(available=meal.most - meal.booked, wanted=number)


def check_open(meal: Row[Any]) -> None:
    """Refuse what comes after the cut-off. Errors: :class:`MealClosed`, which says until when it went."""
    if clock.now() >= meal.books_until:
        raise MealClosed(until=f"{clock.local(meal.books_until):%Y-%m-%d %H:%M}", **words_of(meal))


def words_of(meal: Row[Any]) -> dict[str, Any]:
    """Return day and meal as sentences have them."""
    return {"day": meal.day.isoformat(), "meal": meal.meal, "meal_zh": MEALS[meal.meal]}


def meal_by_id(unit: Unit, meal_id: uuid.UUID) -> Row[Any]:
    """Return a meal whoever asks. Errors: :class:`CanteenMealNotFound`."""
    row = unit.first(select(*MEAL_COLUMNS).where(CanteenMeal.id == meal_id))
    if row is None:
        raise CanteenMealNotFound
    return row


def meal_for(subject: Subject, unit: Unit, meal_id: uuid.UUID) -> Row[Any]:
    """Return a meal that an officer sees. Errors: :class:`CanteenMealNotFound`."""
    if not sees_canteens(subject):
        raise CanteenMealNotFound
    return meal_by_id(unit, meal_id)


def kept_meal(subject: Subject, unit: Unit, meal_id: uuid.UUID) -> Row[Any]:
    """Return a meal of a canteen that an officer keeps. Errors: :class:`CanteenMealNotFound`, not theirs."""
    row = meal_for(subject, unit, meal_id)
    if not subject.holds(KEEP, row.keeper_code):
        raise NotYourCanteen
    return row


def meals_between(unit: Unit, canteen_id: uuid.UUID, first: date, last: date) -> Sequence[Row[Any]]:
    """Return the meals of some days that somebody planned or booked."""
    own = (CanteenMeal.canteen_id == canteen_id, CanteenMeal.day.between(first, last))
    return unit.rows(select(*MEAL_COLUMNS).where(*own).order_by(CanteenMeal.day, CanteenMeal.begins_at))


def meals_offered(unit: Unit, canteen: Row[Any], first: date, last: date) -> list[dict[str, Any]]:
    """Return what a canteen cooks on some days: times, prices, portions and menus, by day and time."""
    calendar = load_calendar(unit)
    # What was planned for a day that became a day of rest is shown no more, unless somebody comes all the same.
    made = {
        (row.day, row.meal): row._asdict()
        for row in meals_between(unit, canteen.id, first, last)
        if row.booked or cooks_on(canteen, row.day, calendar)
    }
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    planned = {
        (day, plan["meal"]): {
            "id": None,
            "day": day,
            "meal": plan["meal"],
            "dishes": [],
            "published_at": None,
            "booked": 0,
            **said_of(plan, day),
        }
        for day in days
        if canteen.open and cooks_on(canteen, day, calendar)
        for plan in canteen.meals
    }
    return sorted({**planned, **made}.values(), key=lambda item: item["begins_at"])
