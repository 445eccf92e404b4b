"""Reading stocktakings: one with its lines, and lists in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from auth import Subject
from engines.lifecycles import TIMELINE, count_by_state
from engines.stock.access import stocktaking_seen
from engines.stock.levels import MOST_COUNTED
from engines.stock.models import StockItem, Stocktaking, StocktakingLine, StockWarehouse
from engines.stock.refusals import StocktakingNotFound
from kit.database import Unit
from kit.fixed import Fixed, Together

_lines = Fixed(
    select(
        *StocktakingLine.__table__.c,
        StockItem.code.label("item_code"),
        StockItem.name.label("item_name"),
        StockItem.unit,
    )
    .join(StockItem, StockItem.id == StocktakingLine.item_id)
    .where(StocktakingLine.stocktaking_id == bindparam("stocktaking_id"))
    .order_by(StockItem.code)
)
_whole = Together(_lines, TIMELINE)
_LISTED = (*Stocktaking.__table__.c, StockWarehouse.name.label("warehouse_name"))


@dataclass(frozen=True)
class StocktakingFilter:
    """Which stocktakings are asked for."""

    state: str | None = None
    warehouse_id: uuid.UUID | None = None


def stocktaking_of(unit: Unit, subject: Subject, stocktaking_id: uuid.UUID) -> Row[Any]:
    """Return a stocktaking that an officer sees. Errors: :class:`StocktakingNotFound`."""
    wanted = select(*Stocktaking.__table__.c).where(Stocktaking.id == stocktaking_id, stocktaking_seen(subject))
    row = unit.first(wanted)
    if row is None:
        raise StocktakingNotFound
    return row


def counted_lines(unit: Unit, stocktaking_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the lines of a stocktaking by item code, each with its item."""
    return unit.rows(_lines, {"stocktaking_id": stocktaking_id})


def parts_of_stocktaking(unit: Unit, stocktaking_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return lines and events."""
    return unit.together(_whole, {"stocktaking_id": stocktaking_id, "record_id": stocktaking_id})


def warehouse_name(unit: Unit, warehouse_id: uuid.UUID) -> str:
    """Return what a warehouse is called."""
    return str(unit.scalar(select(StockWarehouse.name).where(StockWarehouse.id == warehouse_id)))


def list_stocktakings(
    unit: Unit,
    subject: Subject,
    wanted: StocktakingFilter,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return stocktakings that an officer sees, newest first."""
    house = StockWarehouse.id == Stocktaking.warehouse_id
    statement = _wanted(subject, wanted, *_LISTED).join(StockWarehouse, house)
    if after is not None:
        statement = statement.where(Stocktaking.id < after)
    return unit.rows(statement.order_by(Stocktaking.id.desc()).limit(rows))


def count_stocktakings(unit: Unit, subject: Subject, wanted: StocktakingFilter) -> dict[str, Any]:
    """Count stocktakings that an officer sees by state, of the newest that are counted."""
    newest = _wanted(subject, wanted, Stocktaking.state).order_by(Stocktaking.id.desc())
    return count_by_state(unit, newest, MOST_COUNTED)


def _wanted(subject: Subject, wanted: StocktakingFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(Stocktaking).where(stocktaking_seen(subject))
    for name, value in wanted.__dict__.items():
        if value is not None:
            statement = statement.where(getattr(Stocktaking, name) == value)
    return statement
