"""Menus, published by those who keep the canteen, and the waste that they weigh (《反食品浪费法》第七条、第八条)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.audit import record_act
from engines.canteen.meals import MEAL_COLUMNS, meal_on
from engines.canteen.models import CanteenMeal
from engines.canteen.refusals import MealNotBegun, MealOver, MenuPublished
from engines.inbox import close_tasks
from kit import clock
from kit.database import Unit
from kit.errors import PreconditionFailed

Dishes = Sequence[Mapping[str, Any]]
#: What dishes are to name (GB 7718-2011, 4.4.3).
ALLERGENS = {
    "gluten": "含有麸质的谷物",
    "crustaceans": "甲壳纲类动物",
    "fish": "鱼类",
    "eggs": "蛋类",
    "peanuts": "花生",
    "soybeans": "大豆",
    "milk": "乳",
    "nuts": "坚果",
}


def publish_menu(subject: Subject, unit: Unit, canteen: Row[Any], day: date, meal: str, dishes: Dishes) -> Row[Any]:
    """Publish the menu of a meal, ``{name, allergens}`` each. Errors: :class:`MealUnfit`, over, published already."""
    row = meal_on(unit, canteen, day, meal)
    if row.published_at is not None:
        raise MenuPublished
    return change_menu(subject, unit, row, dishes)


def change_menu(subject: Subject, unit: Unit, row: Row[Any], dishes: Dishes) -> Row[Any]:
    """Put another menu in the place of one. Errors: :class:`MealOver`, 412."""
    if clock.now() >= row.ends_at:
        raise MealOver
    after = _change(unit, row, dishes=[dict(dish) for dish in dishes], published_at=clock.now())
    record_act(subject, unit, "canteen.publish_menu", "canteen_meal", row.id, dishes=len(dishes))
    return after


def weigh_waste(subject: Subject, unit: Unit, row: Row[Any], grams: int) -> Row[Any]:
    """Say how much of a meal was thrown away, again where it was weighed wrongly. Errors: not begun, 412."""
    if clock.now() < row.begins_at:
        raise MealNotBegun
    after = _change(unit, row, waste_grams=grams, weighed_at=clock.now())
    record_act(subject, unit, "canteen.weigh_waste", "canteen_meal", row.id, before=row.waste_grams, grams=grams)
    close_tasks(subject, unit, row.id)
    return after


def _change(unit: Unit, row: Row[Any], **changes: Any) -> Row[Any]:
    own = (CanteenMeal.id == row.id, CanteenMeal.version == row.version)
    after = unit.write(
        update(CanteenMeal).where(*own).values(version=row.version + 1, **changes).returning(*MEAL_COLUMNS)
    ).first()
    if after is None:
        raise PreconditionFailed
    return after
