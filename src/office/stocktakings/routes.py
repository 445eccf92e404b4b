"""Stocktaking over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import stock as engine
from engines.stock import StocktakingFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.stocktakings import schemas as shapes

door = Door(
    "stocktakings",
    audience="office",
    url_prefix="/office/v1/stocktakings",
    description="库存盘点: what is there against what the balance says.",
)
LISTING = "stocktakings"


@door.route("")
@door.arguments(shapes.StocktakingListArgs(), location="query")
@door.response(200, shapes.StocktakingPageOut())
def list_stocktakings(arguments: dict[str, Any]) -> Response:
    """List the stocktakings of my organ's warehouses, newest first. Needs `supplies.read`."""
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_stocktakings(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_stocktaking(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.StocktakingFilterArgs(), location="query")
@door.response(200, shapes.StocktakingTallyOut())
def count_stocktakings(arguments: dict[str, Any]) -> Response:
    """Count the stocktakings of my organ's warehouses by state; the newest 10,000 at most."""
    return door.answer(engine.count_stocktakings(unit(), subject(), _filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.StocktakingIn())
@door.response(201, shapes.StocktakingOut())
@door.problems(409)
@idempotent
def begin_stocktaking(arguments: dict[str, Any]) -> Response:
    """Begin to count a warehouse (开始盘点), which nobody else is counting. Needs `supplies.keep`."""
    stocktaking_id = engine.begin_stocktaking(subject(), unit(), **arguments)
    row = engine.stocktaking_of(unit(), subject(), stocktaking_id)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:stocktaking_id>")
@door.response(200, shapes.StocktakingOut())
@door.problems(404)
def get_stocktaking(stocktaking_id: uuid.UUID) -> Response:
    """Read a stocktaking: what was expected, what was counted against which balance, and every step."""
    return _answer(engine.stocktaking_of(unit(), subject(), stocktaking_id))


@door.route("/<uuid:stocktaking_id>/counts", methods=["POST"])
@door.arguments(shapes.StocktakingCountsIn())
@door.response(200, shapes.StocktakingOut())
@door.problems(404, 409, 412, 428)
def record_stocktaking(arguments: dict[str, Any], stocktaking_id: uuid.UUID) -> Response:
    """Enter counts (登记盘点数), each held against the balance of this moment; a difference needs its reason."""
    return _answer(engine.record_counts(subject(), unit(), _asked(stocktaking_id), arguments["lines"]))


@door.route("/<uuid:stocktaking_id>/submission", methods=["POST"])
@door.arguments(shapes.StocktakingNoteIn())
@door.response(200, shapes.StocktakingOut())
@door.problems(404, 409, 412, 428)
def submit_stocktaking(arguments: dict[str, Any], stocktaking_id: uuid.UUID) -> Response:
    """Submit counts to a second person, when everything was counted."""
    return _answer(engine.submit_stocktaking(subject(), unit(), _asked(stocktaking_id), arguments["note"]))


@door.route("/<uuid:stocktaking_id>/confirmation", methods=["POST"])
@door.arguments(shapes.StocktakingNoteIn())
@door.response(200, shapes.StocktakingOut())
@door.problems(404, 409, 412, 428)
def confirm_stocktaking(arguments: dict[str, Any], stocktaking_id: uuid.UUID) -> Response:
    """Confirm counts as a second person (复核); every balance moves by its difference. Needs `supplies.approve`."""
    return _answer(engine.confirm_stocktaking(subject(), unit(), _asked(stocktaking_id), arguments["note"]))


@door.route("/<uuid:stocktaking_id>/return", methods=["POST"])
@door.arguments(shapes.StocktakingReasonIn())
@door.response(200, shapes.StocktakingOut())
@door.problems(404, 409, 412, 428)
def return_stocktaking(arguments: dict[str, Any], stocktaking_id: uuid.UUID) -> Response:
    """Send counts back to be taken again, with the reason."""
    return _answer(engine.send_back_stocktaking(subject(), unit(), _asked(stocktaking_id), arguments["reason"]))


@door.route("/<uuid:stocktaking_id>/cancellation", methods=["POST"])
@door.arguments(shapes.StocktakingReasonIn())
@door.response(200, shapes.StocktakingOut())
@door.problems(404, 409, 412, 428)
def cancel_stocktaking(arguments: dict[str, Any], stocktaking_id: uuid.UUID) -> Response:
    """End a stocktaking without any move, with the reason."""
    return _answer(engine.cancel_stocktaking(subject(), unit(), _asked(stocktaking_id), arguments["reason"]))


def _filter(arguments: dict[str, Any]) -> StocktakingFilter:
    return StocktakingFilter(state=arguments["state"], warehouse_id=arguments["warehouse_id"])


def _asked(stocktaking_id: uuid.UUID) -> Row[Any]:
    row = engine.stocktaking_of(unit(), subject(), stocktaking_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.stocktaking_answer(subject(), unit(), row), row.version, status, **headers)
