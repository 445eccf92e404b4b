"""The catalogue of supplies and the warehouses over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import stock as engine
from engines.stock import ItemFilter
from kit.idempotency import idempotent
from kit.pages import PageArgs, newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.supplies import schemas as shapes

door = Door(
    "supplies",
    audience="office",
    url_prefix="/office/v1/supplies",
    description="办公用品目录与仓库: what there is to have, and where it lies.",
)
ITEMS, WAREHOUSES = "stock_items", "warehouses"


@door.route("/items")
@door.arguments(shapes.StockItemListArgs(), location="query")
@door.response(200, shapes.StockItemPageOut())
def list_stock_items(arguments: dict[str, Any]) -> Response:
    """List the catalogue of supplies (办公用品目录), newest first. Needs `supplies.read`."""
    names = department_names(unit())
    wanted = ItemFilter(**{name: arguments[name] for name in ("category", "active", "words")})
    page = newest_first(
        context().cursors,
        ITEMS,
        arguments,
        lambda after, rows: engine.list_items(unit(), subject(), wanted, after, rows),
        lambda row: engine.item_answer(row, names),
    )
    return door.answer(page)


@door.route("/items", methods=["POST"])
@door.arguments(shapes.StockItemIn())
@door.response(201, shapes.StockItemOut())
@door.problems(409)
@idempotent
def create_stock_item(arguments: dict[str, Any]) -> Response:
    """Enter an item into the catalogue. Needs `supplies.keep` over the organ that keeps the entry."""
    item_id = engine.create_item(subject(), unit(), arguments)
    row = engine.item_of(unit(), subject(), item_id)
    return _item(row, 201, Location=f"{door.url_prefix}/items/{item_id}")


@door.route("/items/<uuid:item_id>")
@door.response(200, shapes.StockItemOut())
@door.problems(404)
def get_stock_item(item_id: uuid.UUID) -> Response:
    """Read an item of the catalogue."""
    return _item(engine.item_of(unit(), subject(), item_id))


@door.route("/items/<uuid:item_id>/amendments", methods=["POST"])
@door.arguments(shapes.StockItemAmendmentIn())
@door.response(200, shapes.StockItemOut())
@door.problems(404, 412, 428)
def amend_stock_item(arguments: dict[str, Any], item_id: uuid.UUID) -> Response:
    """Change an item, whole but for its code; what was asked for keeps its price."""
    row = engine.item_of(unit(), subject(), item_id)
    require_version(row.version, if_match())
    return _item(engine.amend_item(subject(), unit(), row, arguments))


@door.route("/warehouses")
@door.arguments(PageArgs(), location="query")
@door.response(200, shapes.WarehousePageOut())
def list_warehouses(arguments: dict[str, Any]) -> Response:
    """List the warehouses that I can ask from: my organ's and shared ones, newest first. Needs `supplies.read`."""
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        WAREHOUSES,
        arguments,
        lambda after, rows: engine.list_warehouses(unit(), subject(), after, rows),
        lambda row: engine.warehouse_answer(row, names),
    )
    return door.answer(page)


@door.route("/warehouses", methods=["POST"])
@door.arguments(shapes.WarehouseIn())
@door.response(201, shapes.WarehouseOut())
@door.problems(409)
@idempotent
def create_warehouse(arguments: dict[str, Any]) -> Response:
    """Open a warehouse of an organ; a shared one serves every organ. Needs `supplies.keep` over the organ."""
    warehouse_id = engine.create_warehouse(subject(), unit(), arguments)
    row = engine.warehouse_of(unit(), subject(), warehouse_id)
    return _warehouse(row, 201, Location=f"{door.url_prefix}/warehouses/{warehouse_id}")


@door.route("/warehouses/<uuid:warehouse_id>")
@door.response(200, shapes.WarehouseOut())
@door.problems(404)
def get_warehouse(warehouse_id: uuid.UUID) -> Response:
    """Read a warehouse."""
    return _warehouse(engine.warehouse_of(unit(), subject(), warehouse_id))


@door.route("/warehouses/<uuid:warehouse_id>/amendments", methods=["POST"])
@door.arguments(shapes.WarehouseAmendmentIn())
@door.response(200, shapes.WarehouseOut())
@door.problems(404, 409, 412, 428)
def amend_warehouse(arguments: dict[str, Any], warehouse_id: uuid.UUID) -> Response:
    """Change a warehouse's name, place, or whether it is shared."""
    row = engine.warehouse_of(unit(), subject(), warehouse_id)
    require_version(row.version, if_match())
    return _warehouse(engine.amend_warehouse(subject(), unit(), row, arguments))


def _item(row: Row[Any], status: int = 200, **headers: str) -> Response:
    return versioned(engine.item_answer(row, department_names(unit())), row.version, status, **headers)


def _warehouse(row: Row[Any], status: int = 200, **headers: str) -> Response:
    return versioned(engine.warehouse_answer(row, department_names(unit())), row.version, status, **headers)
