"""Meals of a day over HTTP."""

import uuid
from decimal import Decimal
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines import canteen as engine
from kit.idempotency import idempotent
from kit.web import Door, if_match, require_version, subject, unit, versioned
from office.canteen_meals import schemas as shapes
from office.canteen_meals.rules import days_between

door = Door(
    "canteen_meals",
    audience="office",
    url_prefix="/office/v1/canteen_meals",
    description="餐次与菜单: what is cooked on a day, for how many, and what was left.",
)
GRAMS_OF_A_KILOGRAM = 1000


@door.route("")
@door.arguments(shapes.CanteenDaysArgs(), location="query")
@door.response(200, shapes.OfferedMealsOut())
@door.problems(404)
def list_canteen_meals(arguments: dict[str, Any]) -> Response:
    """Read what a canteen cooks on some days, fourteen at most: menus, prices, cut-offs, portions that are left.

    A meal whose menu is not published yet is booked like any other.
    """
    canteen = engine.canteen_for(subject(), unit(), arguments["canteen_id"])
    days = days_between(arguments["first_day"], arguments["last_day"])
    return door.answer({"items": [engine.offered_meal(item) for item in engine.meals_offered(unit(), canteen, *days)]})


@door.route("/portions")
@door.arguments(shapes.CanteenDaysArgs(), location="query")
@door.response(200, shapes.KitchenOut())
@door.problems(404)
def count_portions(arguments: dict[str, Any]) -> Response:
    """Count what the kitchen is to cook on some days by meal: all portions, guests and take-away apart.

    Needs `canteen.keep` or `canteen.read` over the canteen's department.
    """
    canteen = engine.counted_canteen(subject(), unit(), arguments["canteen_id"])
    days = days_between(arguments["first_day"], arguments["last_day"])
    return door.answer({"items": engine.portions_to_cook(unit(), canteen.id, *days)})


@door.route("", methods=["POST"])
@door.arguments(shapes.MenuIn())
@door.response(201, shapes.CanteenMealOut())
@door.problems(404, 409)
@idempotent
def publish_menu(arguments: dict[str, Any]) -> Response:
    """Publish the menu of a meal, each dish with its allergens. Needs `canteen.keep` over the canteen's department."""
    canteen = engine.kept_canteen(subject(), unit(), arguments.pop("canteen_id"))
    row = engine.publish_menu(subject(), unit(), canteen, **arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:meal_id>")
@door.response(200, shapes.CanteenMealOut())
@door.problems(404)
def get_canteen_meal(meal_id: uuid.UUID) -> Response:
    """Read a meal with its menu, and what became of it as who keeps or reads the canteen."""
    return _answer(engine.meal_for(subject(), unit(), meal_id))


@door.route("/<uuid:meal_id>/menu", methods=["POST"])
@door.arguments(shapes.MenuDishesIn())
@door.response(200, shapes.CanteenMealOut())
@door.problems(404, 409, 412, 428)
def change_menu(arguments: dict[str, Any], meal_id: uuid.UUID) -> Response:
    """Put another menu in the place of one, until the meal is over. Needs `canteen.keep`."""
    return _answer(engine.change_menu(subject(), unit(), _asked(meal_id), arguments["dishes"]))


@door.route("/<uuid:meal_id>/waste", methods=["POST"])
@door.arguments(shapes.WasteIn())
@door.response(200, shapes.CanteenMealOut())
@door.problems(404, 409, 412, 428)
def weigh_waste(arguments: dict[str, Any], meal_id: uuid.UUID) -> Response:
    """Say how many kilograms of a meal were thrown away, once it is served. Needs `canteen.keep`."""
    grams = int(Decimal(arguments["waste_kg"]) * GRAMS_OF_A_KILOGRAM)
    return _answer(engine.weigh_waste(subject(), unit(), _asked(meal_id), grams))


def _asked(meal_id: uuid.UUID) -> Row[Any]:
    row = engine.kept_meal(subject(), unit(), meal_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.meal_answer(subject(), row), row.version, status, **headers)
