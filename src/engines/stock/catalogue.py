"""The catalogue of supplies and the warehouses: made, changed, read."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update

from auth import Subject, department_names
from engines.audit import record_act
from engines.stock.access import reads_supplies, warehouse_seen
from engines.stock.lifecycle import KEEP
from engines.stock.models import StockItem, StockWarehouse
from engines.stock.refusals import (
    ItemCodeTaken,
    NotYourSupplies,
    StockItemNotFound,
    SuppliesUnfit,
    WarehouseNameTaken,
    WarehouseNotFound,
)
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import Conflict, Pointer, PreconditionFailed
from kit.ids import new_id

ITEM, WAREHOUSE = StockItem.__table__.c, StockWarehouse.__table__.c


@dataclass(frozen=True)
class ItemFilter:
    """What part of the catalogue is asked for."""

    category: str | None = None
    active: bool | None = None
    words: str | None = None


def create_item(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> uuid.UUID:
    """Enter an item into the catalogue and return its id.

    ``given``: ``code``, ``name``, ``unit``, ``category``, ``price_fen``, ``active`` and ``department`` (the organ that
    keeps the entry, or None for the officer's own). Errors: :class:`NotYourSupplies`, :class:`ItemCodeTaken`, 422.
    """
    item_id, organ = new_id(), _organ(subject, unit, given["department"])
    values = {name: value for name, value in given.items() if name != "department"}
    unit.add(StockItem, id=item_id, version=1, department_code=organ, created_at=clock.now(), **values)
    _send(unit, ItemCodeTaken(item=given["code"]))
    record_act(subject, unit, "stock_item.create", "stock_item", item_id)
    return item_id


def amend_item(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change an item but its code; what was asked for or moved keeps its price. Errors: 403, 412."""
    after = _amend(subject, unit, StockItem, row, given)
    record_act(subject, unit, "stock_item.amend", "stock_item", row.id)
    return after


def item_of(unit: Unit, subject: Subject, item_id: uuid.UUID) -> Row[Any]:
    """Return an item for who reads supplies. Errors: :class:`StockItemNotFound`."""
    row = unit.first(select(*ITEM).where(StockItem.id == item_id)) if reads_supplies(subject) else None
    if row is None:
        raise StockItemNotFound
    return row


def list_items(
    unit: Unit, subject: Subject, wanted: ItemFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return items, newest first; none for who does not read supplies."""
    if not reads_supplies(subject):
        return ()
    statement = select(*ITEM).where(*item_conditions(wanted.category, wanted.words))
    if wanted.active is not None:
        statement = statement.where(StockItem.active == wanted.active)
    if after is not None:
        statement = statement.where(StockItem.id < after)
    return unit.rows(statement.order_by(StockItem.id.desc()).limit(rows))


def item_conditions(category: str | None, words: str | None) -> list[ColumnElement[bool]]:
    """Return the conditions on an item that lists of several kinds share; ``words`` are its code or of its name."""
    found: list[ColumnElement[bool]] = []
    if category is not None:
        found.append(StockItem.category == category)
    if words:
        plain = words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        found.append(or_(StockItem.code == words, StockItem.name.like(f"%{plain}%", escape="\\")))
    return found


def create_warehouse(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> uuid.UUID:
    """Open a warehouse and return its id: ``name``, ``place``, ``shared``, ``department`` (None for one's own).

    Errors: :class:`NotYourSupplies`, :class:`WarehouseNameTaken`, 422.
    """
    warehouse_id, organ = new_id(), _organ(subject, unit, given["department"])
    values = {name: value for name, value in given.items() if name != "department"}
    unit.add(StockWarehouse, id=warehouse_id, version=1, department_code=organ, created_at=clock.now(), **values)
    _send(unit, WarehouseNameTaken(name=given["name"]))
    record_act(subject, unit, "warehouse.create", "warehouse", warehouse_id)
    return warehouse_id


def amend_warehouse(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change a warehouse. Errors: 403, :class:`WarehouseNameTaken`, 412."""
    try:
        after = _amend(subject, unit, StockWarehouse, row, given)
    except DuplicateRow as error:
        raise WarehouseNameTaken(name=given["name"]) from error
    record_act(subject, unit, "warehouse.amend", "warehouse", row.id)
    return after


def warehouse_of(unit: Unit, subject: Subject, warehouse_id: uuid.UUID) -> Row[Any]:
    """Return a warehouse that an officer sees. Errors: :class:`WarehouseNotFound`."""
    row = unit.first(select(*WAREHOUSE).where(StockWarehouse.id == warehouse_id, warehouse_seen(subject)))
    if row is None:
        raise WarehouseNotFound
    return row


def list_warehouses(unit: Unit, subject: Subject, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the warehouses that an officer sees, newest first."""
    statement = select(*WAREHOUSE).where(warehouse_seen(subject))
    if after is not None:
        statement = statement.where(StockWarehouse.id < after)
    return unit.rows(statement.order_by(StockWarehouse.id.desc()).limit(rows))


def asked_warehouse(unit: Unit, subject: Subject, warehouse_id: uuid.UUID, pointer: str) -> Row[Any]:
    """Return a warehouse that a request names. Errors: :class:`SuppliesUnfit` for one that they do not see."""
    row = unit.first(select(*WAREHOUSE).where(StockWarehouse.id == warehouse_id, warehouse_seen(subject)))
    if row is None:
        raise SuppliesUnfit(pointers=[Pointer(pointer, "unknown", "没有该仓库。", "There is no such warehouse.")])
    return row


def check_keeper(subject: Subject, warehouse: Row[Any]) -> None:
    """Refuse who does not keep a warehouse. Errors: :class:`NotYourSupplies`."""
    if not subject.holds(KEEP, warehouse.department_code):
        raise NotYourSupplies


def _organ(subject: Subject, unit: Unit, asked: str | None) -> str:
    organ = asked or subject.department_code or ""
    if organ not in department_names(unit):
        sentence = ("没有该单位。", "There is no such organ.")
        raise SuppliesUnfit(pointers=[Pointer("/department", "unknown", *sentence)])
    if not subject.holds(KEEP, organ):
        raise NotYourSupplies
    return organ


def _send(unit: Unit, refusal: Conflict) -> None:
    try:
        unit.flush()
    except DuplicateRow as error:
        raise refusal from error


def _amend(
    subject: Subject, unit: Unit, table: type[StockItem | StockWarehouse], row: Row[Any], given: Mapping[str, Any]
) -> Row[Any]:
    if not subject.holds(KEEP, row.department_code):
        raise NotYourSupplies
    after = unit.write(
        update(table)
        .where(table.id == row.id, table.version == row.version)
        .values(**given, version=row.version + 1)
        .returning(*table.__table__.c)
    ).first()
    if after is None:
        raise PreconditionFailed
    return after
