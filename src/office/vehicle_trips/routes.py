"""Trips of official cars over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import vehicles as engine
from engines.vehicles import TripFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.vehicle_trips import schemas as shapes

door = Door(
    "vehicle_trips",
    audience="office",
    url_prefix="/office/v1/vehicle_trips",
    description="公务用车: cars asked for, approved, dispatched, handed out and returned.",
)
LISTING = "vehicle_trips"
_FILTERS = (
    "state",
    "purpose",
    "department_code",
    "fleet_code",
    "vehicle_code",
    "driver_code",
    "mine",
    "starts_before",
    "ends_after",
)


@door.route("")
@door.arguments(shapes.VehicleTripListArgs(), location="query")
@door.response(200, shapes.VehicleTripPageOut())
def list_vehicle_trips(arguments: dict[str, Any]) -> Response:
    """List the trips that I see, newest first: my own, those I approve, those of the cars I keep, those I read."""
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_trips(unit(), subject(), _filter(arguments), after, rows),
        lambda row: engine.listed_trip(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.VehicleTripFilterArgs(), location="query")
@door.response(200, shapes.VehicleTripCountsOut())
def count_vehicle_trips(arguments: dict[str, Any]) -> Response:
    """Count the trips that I see by state; the newest 10,000 at most."""
    return door.answer(engine.count_trips(unit(), subject(), _filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.VehicleRequestIn())
@door.response(201, shapes.VehicleTripOut())
@idempotent
def request_vehicle(arguments: dict[str, Any]) -> Response:
    """Ask for an official car (申请用车); my department approves, then the fleet dispatches. Needs `vehicles.request`.

    Outside office hours the approver sees a remark, and it needs a note that says why unless it is an emergency
    (应急保障).
    """
    row = engine.request_vehicle(subject(), unit(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:trip_id>")
@door.response(200, shapes.VehicleTripOut())
@door.problems(404)
def get_vehicle_trip(trip_id: uuid.UUID) -> Response:
    """Read a trip that I see: what was asked for, car and driver, kilometres and costs, every step."""
    return _answer(engine.trip_of(unit(), subject(), trip_id))


@door.route("/<uuid:trip_id>/approval", methods=["POST"])
@door.arguments(shapes.VehicleDecisionIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def decide_vehicle_request(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Approve a request of my department, or refuse it with the reason; not my own. Needs `vehicles.approve`."""
    return _answer(engine.decide_request(subject(), unit(), _asked(trip_id), **arguments))


@door.route("/<uuid:trip_id>/candidates")
@door.response(200, shapes.VehicleCandidatesOut())
@door.problems(404)
def list_vehicle_candidates(trip_id: uuid.UUID) -> Response:
    """List the cars with enough seats, and the drivers, that are free for all of a trip. Needs `vehicles.dispatch`."""
    row = engine.trip_of(unit(), subject(), trip_id)
    return door.answer(engine.candidates_for(subject(), unit(), row))


@door.route("/<uuid:trip_id>/dispatches", methods=["POST"])
@door.arguments(shapes.VehicleDispatchIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def dispatch_vehicle(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Dispatch a car and a driver (派车) for all of a trip, or others before it leaves. Needs `vehicles.dispatch`.

    Refused with what stands in the way and which cars and drivers are free then (409): taken, too few seats, an
    inspection or insurance that ends before the trip does. Without a driver the requester drives, where they asked to
    and the car's card allows it.
    """
    return _answer(engine.dispatch_vehicle(subject(), unit(), _asked(trip_id), **arguments))


@door.route("/<uuid:trip_id>/declining", methods=["POST"])
@door.arguments(shapes.VehicleTripReasonIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def decline_vehicle_request(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Decline an approved request (不予派车), with the reason, which its requester is told.

    Needs `vehicles.dispatch`.
    """
    return _answer(engine.decline_trip(subject(), unit(), _asked(trip_id), arguments["reason"]))


@door.route("/<uuid:trip_id>/cancellation", methods=["POST"])
@door.arguments(shapes.VehicleCancellationIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def cancel_vehicle_trip(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Cancel a trip of mine before it leaves; car and driver are free again."""
    return _answer(engine.cancel_trip(subject(), unit(), _asked(trip_id), arguments["reason"]))


@door.route("/<uuid:trip_id>/hand_out", methods=["POST"])
@door.arguments(shapes.VehicleHandOutIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def hand_out_vehicle(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Hand the car out (出车) with its odometer and fuel, from a quarter of an hour before the beginning on.

    What left before the fleet was there is entered afterwards, with `at`, while the trip's time lasts.
    Needs `vehicles.dispatch`.
    """
    return _answer(engine.hand_out_vehicle(subject(), unit(), _asked(trip_id), arguments))


@door.route("/<uuid:trip_id>/return", methods=["POST"])
@door.arguments(shapes.VehicleReturnIn())
@door.response(200, shapes.VehicleTripOut())
@door.problems(404, 409, 412, 428)
def return_vehicle(arguments: dict[str, Any], trip_id: uuid.UUID) -> Response:
    """Take the car back (还车) with its odometer, fuel, costs and damage. Needs `vehicles.dispatch`.

    Kilometres and minutes are computed; the costs become the requester's department's, once.
    """
    return _answer(engine.return_vehicle(subject(), unit(), _asked(trip_id), arguments))


def _filter(arguments: dict[str, Any]) -> TripFilter:
    return TripFilter(**{name: arguments[name] for name in _FILTERS})


def _asked(trip_id: uuid.UUID) -> Row[Any]:
    row = engine.trip_of(unit(), subject(), trip_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.trip_answer(subject(), unit(), row), row.version, status, **headers)
