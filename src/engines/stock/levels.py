"""Lists and counts of stock and of its moves, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, Select, case, cast, func, select

from auth import Subject
from engines.stock.access import warehouse_inside, warehouse_seen
from engines.stock.catalogue import item_conditions
from engines.stock.models import StockItem, StockLevel, StockMove, StockWarehouse
from engines.stock.refusals import StockLevelNotFound
from kit.database import Unit

#: A count goes this far and says so.
MOST_COUNTED = 10_000
_ITEM = (
    StockItem.code.label("item_code"),
    StockItem.name.label("item_name"),
    StockItem.unit,
    StockItem.category,
)
_WAREHOUSE = (StockWarehouse.name.label("warehouse_name"), StockWarehouse.department_code)
_LEVEL = (*StockLevel.__table__.c, *_ITEM, StockItem.price_fen, *_WAREHOUSE)
_MOVE = (*StockMove.__table__.c, *_ITEM, *_WAREHOUSE)


@dataclass(frozen=True)
class StockFilter:
    """What part of the stock is asked for; ``low`` is what lies under its minimum."""

    warehouse_id: uuid.UUID | None = None
    item_id: uuid.UUID | None = None
    department: str | None = None
    category: str | None = None
    low: bool | None = None
    words: str | None = None


@dataclass(frozen=True)
class MoveFilter:
    """Which moves are asked for."""

    level_id: uuid.UUID | None = None
    warehouse_id: uuid.UUID | None = None
    item_id: uuid.UUID | None = None
    record_id: uuid.UUID | None = None
    kind: str | None = None


def level_of(unit: Unit, subject: Subject, level_id: uuid.UUID) -> Row[Any]:
    """Return one stock that an officer sees. Errors: :class:`StockLevelNotFound`."""
    row = unit.first(_wanted(subject, StockFilter(), *_LEVEL).where(StockLevel.id == level_id))
    if row is None:
        raise StockLevelNotFound
    return row


def list_levels(
    unit: Unit, subject: Subject, wanted: StockFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return what lies in the warehouses that an officer sees, the newest kinds of goods first."""
    statement = _wanted(subject, wanted, *_LEVEL)
    if after is not None:
        statement = statement.where(StockLevel.id < after)
    return unit.rows(statement.order_by(StockLevel.id.desc()).limit(rows))


def levels_by_ids(unit: Unit, level_ids: Sequence[uuid.UUID]) -> Sequence[Row[Any]]:
    """Return some levels whoever asks."""
    joined = _joined(StockLevel, select(*_LEVEL))
    return unit.rows(joined.where(StockLevel.id.in_(level_ids)).order_by(StockItem.code, StockLevel.id))


def count_levels(unit: Unit, subject: Subject, wanted: StockFilter) -> dict[str, Any]:
    """Count kinds of goods that an officer sees, those that are low, and what all are worth in whole fen."""
    newest = (
        _wanted(subject, wanted, StockLevel.quantity, StockLevel.minimum, StockItem.price_fen)
        .order_by(StockLevel.id.desc())
        .limit(MOST_COUNTED)
        .subquery()
    )
    low = func.coalesce(func.sum(case((newest.c.quantity < newest.c.minimum, 1), else_=0)), 0)
    # A sum of big integers is a decimal on PostgreSQL, of whole fen.
    worth = func.coalesce(func.sum(cast(newest.c.quantity * newest.c.price_fen, BigInteger)), 0)
    sums = (func.count().label("total"), low.label("low"), worth.label("fen"))
    found = unit.rows(select(*sums).select_from(newest))[0]
    complete = found.total < MOST_COUNTED
    return {"total": found.total, "low": int(found.low), "value_fen": int(found.fen), "complete": complete}


def list_moves(
    unit: Unit, subject: Subject, wanted: MoveFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the moves of warehouses in an officer's scope, newest first."""
    statement = _joined(StockMove, select(*_MOVE)).where(warehouse_inside(subject))
    for name, value in wanted.__dict__.items():
        if value is not None:
            statement = statement.where(getattr(StockMove, name) == value)
    if after is not None:
        statement = statement.where(StockMove.id < after)
    return unit.rows(statement.order_by(StockMove.id.desc()).limit(rows))


def _wanted(subject: Subject, wanted: StockFilter, *columns: Any) -> Select[Any]:
    statement = _joined(StockLevel, select(*columns)).where(warehouse_seen(subject))
    statement = statement.where(*item_conditions(wanted.category, wanted.words))
    for column, value in (
        (StockLevel.warehouse_id, wanted.warehouse_id),
        (StockLevel.item_id, wanted.item_id),
        (StockWarehouse.department_code, wanted.department),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.low is not None:
        low = StockLevel.quantity < StockLevel.minimum
        statement = statement.where(low if wanted.low else ~low)
    return statement


def _joined(table: type[StockLevel | StockMove], statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(table)
        .join(StockItem, StockItem.id == table.item_id)
        .join(StockWarehouse, StockWarehouse.id == table.warehouse_id)
    )
