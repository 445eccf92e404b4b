"""Official cars over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import vehicles as engine
from engines.vehicles import READ
from kit import clock
from kit.idempotency import idempotent
from kit.months import month_of
from kit.pages import page_of
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.vehicles import schemas as shapes

door = Door(
    "vehicles",
    audience="office",
    url_prefix="/office/v1/vehicles",
    description="公务用车车辆: the cards of official cars, what falls due, the monthly summary.",
)
LISTING = "vehicles"


@door.route("")
@door.arguments(shapes.VehicleListArgs(), location="query")
@door.response(200, shapes.VehiclePageOut())
def list_vehicles(arguments: dict[str, Any]) -> Response:
    """List the official cars that I keep or read, by code, with what falls due of each."""
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(LISTING, cursor, (str,))[0] if cursor else None
    rows = engine.list_cards(unit(), subject(), after, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(LISTING, row.code))
    names = department_names(unit())
    return door.answer({"items": [engine.card_answer(row, names) for row in items], "next_cursor": following})


@door.route("/summary")
@door.arguments(shapes.VehicleSummaryArgs(), location="query")
@door.response(200, shapes.VehicleSummaryOut())
def get_vehicle_summary(arguments: dict[str, Any]) -> Response:
    """Read how much official cars were used in a month by all departments, and what they cost; nobody is named.

    Needs `vehicles.read`. A trip counts in the month in which the car came back.
    """
    subject().reach(READ)
    month = arguments["month"]
    first = month_of(month) if month else clock.today().replace(day=1)
    found, names = engine.summary_of(unit(), first), department_names(unit())
    departments = [
        {**line, "department_name": names.get(line["department_code"], line["department_code"])}
        for line in found["departments"]
    ]
    return door.answer({**found, "departments": departments})


@door.route("", methods=["POST"])
@door.arguments(shapes.VehicleIn())
@door.response(201, shapes.VehicleOut())
@door.problems(409)
@idempotent
def add_vehicle(arguments: dict[str, Any]) -> Response:
    """Write the card of a car that my department keeps as a resource. Needs `vehicles.dispatch`."""
    row = engine.add_card(subject(), unit(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:vehicle_id>")
@door.response(200, shapes.VehicleOut())
@door.problems(404)
def get_vehicle(vehicle_id: uuid.UUID) -> Response:
    """Read the card of a car that I keep or read."""
    return _answer(engine.card_of(unit(), subject(), vehicle_id))


@door.route("/<uuid:vehicle_id>/amendments", methods=["POST"])
@door.arguments(shapes.VehicleAmendmentIn())
@door.response(200, shapes.VehicleOut())
@door.problems(404, 409, 412, 428)
def amend_vehicle(arguments: dict[str, Any], vehicle_id: uuid.UUID) -> Response:
    """Say anew what a car's card says: renewed inspection or insurance, a maintenance. Needs `vehicles.dispatch`."""
    row = engine.card_of(unit(), subject(), vehicle_id)
    require_version(row.version, if_match())
    return _answer(engine.amend_card(subject(), unit(), row, arguments))


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    return versioned(engine.card_answer(row, department_names(unit())), row.version, status, **headers)
