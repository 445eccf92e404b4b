"""Stock and its moves over HTTP."""

import uuid
from typing import Any

from flask import Response

from auth import department_names
from engines import stock as engine
from engines.stock import MoveFilter, StockFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.stock_levels import schemas as shapes

door = Door(
    "stock_levels",
    audience="office",
    url_prefix="/office/v1/stock_levels",
    description="库存: what lies where, and how it came and went.",
)
LISTING, MOVES = "stock_levels", "stock_moves"


@door.route("")
@door.arguments(shapes.StockListArgs(), location="query")
@door.response(200, shapes.StockPageOut())
def list_stock(arguments: dict[str, Any]) -> Response:
    """List what lies in the warehouses that I can ask from, or that are my organ's. Needs `supplies.read`."""
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_levels(unit(), subject(), wanted, after, rows),
        lambda row: engine.level_answer(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.StockFilterArgs(), location="query")
@door.response(200, shapes.StockCountsOut())
def count_stock(arguments: dict[str, Any]) -> Response:
    """Count kinds of goods that I see, those under their minimum, and what all are worth; 10,000 at most."""
    return door.answer(engine.count_levels(unit(), subject(), _filter(arguments)))


@door.route("/<uuid:level_id>")
@door.response(200, shapes.StockLevelOut())
@door.problems(404)
def get_stock_level(level_id: uuid.UUID) -> Response:
    """Read how much of one item one warehouse has."""
    row = engine.level_of(unit(), subject(), level_id)
    return door.answer(engine.level_answer(row, department_names(unit())))


@door.route("/moves")
@door.arguments(shapes.StockMoveListArgs(), location="query")
@door.response(200, shapes.StockMovePageOut())
def list_stock_moves(arguments: dict[str, Any]) -> Response:
    """List the moves of my organ's warehouses, newest first; they add up to what lies there."""
    names = department_names(unit())
    asked = ("level_id", "warehouse_id", "item_id", "record_id", "kind")
    wanted = MoveFilter(**{name: arguments[name] for name in asked})
    page = newest_first(
        context().cursors,
        MOVES,
        arguments,
        lambda after, rows: engine.list_moves(unit(), subject(), wanted, after, rows),
        lambda row: engine.move_answer(row, names),
    )
    return door.answer(page)


@door.route("/receipts", methods=["POST"])
@door.arguments(shapes.StockReceiptIn())
@door.response(201, shapes.StockChangedOut())
@idempotent
def receive_stock(arguments: dict[str, Any]) -> Response:
    """Bring goods into a warehouse (入库). Needs `supplies.keep` over its organ."""
    return _changed([made.level_id for made in engine.receive_stock(subject(), unit(), arguments)])


@door.route("/transfers", methods=["POST"])
@door.arguments(shapes.StockTransferIn())
@door.response(201, shapes.StockChangedOut())
@door.problems(409)
@idempotent
def transfer_stock(arguments: dict[str, Any]) -> Response:
    """Hand goods from one warehouse to another (调拨). Needs `supplies.keep` over both."""
    return _changed([made.level_id for made in engine.transfer_stock(subject(), unit(), arguments)])


@door.route("/minimums", methods=["POST"])
@door.arguments(shapes.StockMinimumIn())
@door.response(201, shapes.StockChangedOut())
@idempotent
def set_stock_minimum(arguments: dict[str, Any]) -> Response:
    """Say below how many of an item a warehouse is to be filled up; its keepers find that in their inbox."""
    return _changed([engine.set_minimum(subject(), unit(), arguments)])


@door.route("/<uuid:level_id>/write_offs", methods=["POST"])
@door.arguments(shapes.StockWriteOffIn())
@door.response(201, shapes.StockChangedOut())
@door.problems(404, 409)
@idempotent
def write_off_stock(arguments: dict[str, Any], level_id: uuid.UUID) -> Response:
    """Write off what is broken or past its date (报损), with the reason. Needs `supplies.keep`."""
    level = engine.level_of(unit(), subject(), level_id)
    return _changed([engine.write_off_stock(subject(), unit(), level, **arguments).level_id])


def _filter(arguments: dict[str, Any]) -> StockFilter:
    asked = ("warehouse_id", "item_id", "department", "category", "low", "words")
    return StockFilter(**{name: arguments[name] for name in asked})


def _changed(level_ids: list[uuid.UUID]) -> Response:
    unit().flush()
    names = department_names(unit())
    return door.answer(
        {"items": [engine.level_answer(row, names) for row in engine.levels_by_ids(unit(), level_ids)]}, 201
    )
