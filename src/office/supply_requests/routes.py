"""Requests for supplies over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import stock as engine
from engines.stock import RequestFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.supply_requests import schemas as shapes

door = Door(
    "supply_requests",
    audience="office",
    url_prefix="/office/v1/supply_requests",
    description="办公用品请领: from the wish to the confirmed receipt.",
)
LISTING = "supply_requests"


@door.route("")
@door.arguments(shapes.SupplyRequestListArgs(), location="query")
@door.response(200, shapes.SupplyRequestPageOut())
def list_supply_requests(arguments: dict[str, Any]) -> Response:
    """List my requests, those of my organ, and those that my organ's warehouses are to issue, newest first."""
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_requests(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_request(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.SupplyRequestFilterArgs(), location="query")
@door.response(200, shapes.SupplyRequestCountsOut())
def count_supply_requests(arguments: dict[str, Any]) -> Response:
    """Count the requests that I see by state, and what they cost; the newest 10,000 at most."""
    return door.answer(engine.count_requests(unit(), subject(), _filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.SupplyRequestIn())
@door.response(201, shapes.SupplyRequestOut())
@idempotent
def request_supplies(arguments: dict[str, Any]) -> Response:
    """Ask a warehouse for supplies, for my organ (请领). Needs `supplies.request`."""
    row = engine.request_of(unit(), subject(), engine.request_supplies(subject(), unit(), arguments))
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:request_id>")
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404)
def get_supply_request(request_id: uuid.UUID) -> Response:
    """Read a request with its lines and every step."""
    return _answer(engine.request_of(unit(), subject(), request_id))


@door.route("/<uuid:request_id>/approval", methods=["POST"])
@door.arguments(shapes.SupplyApprovalIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def approve_supply_request(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Approve a request of my organ, of some items fewer than asked for; not one's own. Needs `supplies.approve`."""
    row, lines = _asked(request_id), arguments["lines"]
    return _answer(engine.approve_request(subject(), unit(), row, lines, arguments["note"]))


@door.route("/<uuid:request_id>/refusal", methods=["POST"])
@door.arguments(shapes.SupplyReasonIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def refuse_supply_request(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Refuse a request of my organ, with the reason."""
    return _answer(engine.refuse_request(subject(), unit(), _asked(request_id), arguments["reason"]))


@door.route("/<uuid:request_id>/cancellation", methods=["POST"])
@door.arguments(shapes.SupplyReasonIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def cancel_supply_request(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Take back my own request before anything was issued."""
    return _answer(engine.cancel_request(subject(), unit(), _asked(request_id), arguments["reason"]))


@door.route("/<uuid:request_id>/issues", methods=["POST"])
@door.arguments(shapes.SupplyIssueIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def issue_supplies(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Issue what was approved (发放), all that is left without lines, and never more than there is.

    Needs `supplies.keep` over the organ of the warehouse. What is issued is a cost of the requester's organ.
    """
    row, lines = _asked(request_id), arguments["lines"]
    return _answer(engine.issue_supplies(subject(), unit(), row, lines, arguments["note"]))


@door.route("/<uuid:request_id>/turning_down", methods=["POST"])
@door.arguments(shapes.SupplyReasonIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def turn_down_supply_request(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Give an approved request back, as who keeps the warehouse, when nothing of it can be had."""
    return _answer(engine.turn_down(subject(), unit(), _asked(request_id), arguments["reason"]))


@door.route("/<uuid:request_id>/ending", methods=["POST"])
@door.arguments(shapes.SupplyReasonIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def end_issuing_supplies(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Issue no more of a request that was issued in part, with the reason."""
    return _answer(engine.end_issuing(subject(), unit(), _asked(request_id), arguments["reason"]))


@door.route("/<uuid:request_id>/receipt", methods=["POST"])
@door.arguments(shapes.SupplyNoteIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def confirm_supplies(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Confirm receipt (签收), as who asked; that closes the request."""
    return _answer(engine.receive_supplies(subject(), unit(), _asked(request_id), arguments["note"]))


@door.route("/<uuid:request_id>/returns", methods=["POST"])
@door.arguments(shapes.SupplyReturnIn())
@door.response(200, shapes.SupplyRequestOut())
@door.problems(404, 409, 412, 428)
def return_supplies(arguments: dict[str, Any], request_id: uuid.UUID) -> Response:
    """Take issued goods back into the warehouse (退库); their cost is given back."""
    return _answer(engine.take_back(subject(), unit(), _asked(request_id), **arguments))


def _filter(arguments: dict[str, Any]) -> RequestFilter:
    return RequestFilter(**{name: arguments[name] for name in ("state", "department", "warehouse_id", "mine")})


def _asked(request_id: uuid.UUID) -> Row[Any]:
    row = engine.request_of(unit(), subject(), request_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.request_answer(subject(), unit(), row), row.version, status, **headers)
