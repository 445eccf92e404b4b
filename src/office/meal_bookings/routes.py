"""Booked meals over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import canteen as engine
from engines.canteen import MealFilter
from kit.idempotency import idempotent
from kit.months import MonthsArgs, months_between
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.meal_bookings import schemas as shapes

door = Door(
    "meal_bookings",
    audience="office",
    url_prefix="/office/v1/meal_bookings",
    description="订餐: booked, changed and cancelled until the cut-off.",
)
LISTING = "meal_bookings"
FILTERS = ("state", "canteen_id", "day", "meal", "mine")
MOST_MONTHS = 12


@door.route("")
@door.arguments(shapes.MealBookingListArgs(), location="query")
@door.response(200, shapes.MealBookingPageOut())
def list_meal_bookings(arguments: dict[str, Any]) -> Response:
    """List my bookings, those of the canteens that I keep, and those that I read, newest first; codes are masked."""
    names, wanted = department_names(unit()), MealFilter(**{name: arguments[name] for name in FILTERS})
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_meal_bookings(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_meal_booking(context(), row, names),
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@door.arguments(shapes.MealBookingIn())
@door.response(201, shapes.MealBookingOut())
@door.problems(404, 409)
@idempotent
def book_meal(arguments: dict[str, Any]) -> Response:
    """Book a meal of a day (订餐) for me and up to ten guests, before its cut-off. Needs `canteen.book`.

    One meal of a day is booked once. No more portions are given than there are (409). The answer has the pick-up code.
    """
    booking_id = engine.book_meal(subject(), unit(), context(), arguments)
    return _answer(
        engine.meal_booking_of(unit(), subject(), booking_id), 201, Location=f"{door.url_prefix}/{booking_id}"
    )


@door.route("/settlements")
@door.arguments(MonthsArgs(), location="query")
@door.response(200, shapes.OwnSettlementsOut())
def list_own_meal_settlements(arguments: dict[str, Any]) -> Response:
    """Read what I ate by month and canteen, and what it costs me; twelve months at most."""
    months = months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS)
    items = engine.settled_of(unit(), subject(), *months)
    return door.answer({"items": items, "total_fen": sum(item["amount_fen"] for item in items)})


@door.route("/<uuid:booking_id>")
@door.response(200, shapes.MealBookingOut())
@door.problems(404)
def get_meal_booking(booking_id: uuid.UUID) -> Response:
    """Read a booking that I see, with its code if it is mine, and every step."""
    return _answer(engine.meal_booking_of(unit(), subject(), booking_id))


@door.route("/<uuid:booking_id>/changes", methods=["POST"])
@door.arguments(shapes.MealChangeIn())
@door.response(200, shapes.MealBookingOut())
@door.problems(404, 409, 412, 428)
def change_meal_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Change guests, their reason or take-away of a booking of mine, until its cut-off."""
    return _answer(engine.change_meal(subject(), unit(), _asked(booking_id), arguments))


@door.route("/<uuid:booking_id>/cancellation", methods=["POST"])
@door.arguments(shapes.MealNothingIn())
@door.response(200, shapes.MealBookingOut())
@door.problems(404, 409, 412, 428)
def cancel_meal_booking(_arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Cancel a booking of mine, until its cut-off; its portions are there again."""
    return _answer(engine.cancel_meal(subject(), unit(), _asked(booking_id)))


def _asked(booking_id: uuid.UUID) -> Row[Any]:
    row = engine.meal_booking_of(unit(), subject(), booking_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    body = engine.meal_booking_answer(subject(), unit(), context(), row)
    return versioned(body, row.version, status, **headers)
