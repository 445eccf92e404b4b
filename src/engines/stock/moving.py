"""Moving stock: the balance and the move that made it, in one transaction and never below nothing.

A balance is changed by one statement that has the condition in its WHERE: of two that want the last piece, the second
waits for the row (PostgreSQL) or for the database (SQLite) and then finds that it is gone. The same statement counts
the moves of the level, so that each move has its place, and places have no gaps.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from auth import Subject
from engines.stock.models import StockItem, StockLevel, StockMove
from engines.stock.refusals import StockShort
from engines.stock.tasks import tell_level
from kit import clock
from kit.database import Unit
from kit.ids import new_id

MoveKind = Literal[
    "received", "issued", "returned", "transferred_out", "transferred_in", "counted", "written_off", "used"
]
KINDS: dict[MoveKind, str] = {
    "received": "入库",
    "issued": "领用出库",
    "returned": "退库",
    "transferred_out": "调出",
    "transferred_in": "调入",
    "counted": "盘点差异",
    "written_off": "报损",
    "used": "作业耗用",
}


class Source(NamedTuple):
    """The record that a move is of."""

    kind: str
    id: uuid.UUID
    number: str


@dataclass(frozen=True)
class Move:
    """A change of stock that is to be made: ``quantity`` with its sign, ``price_fen`` of one unit."""

    kind: MoveKind
    warehouse_id: uuid.UUID
    item_id: uuid.UUID
    quantity: int
    price_fen: int
    reason: str
    source: Source | None = None


@dataclass(frozen=True)
class Moved:
    """A move that was made, and the level that it changed."""

    id: uuid.UUID
    level_id: uuid.UUID
    move: Move


def move_stock(subject: Subject, unit: Unit, moves: Sequence[Move]) -> list[Moved]:
    """Make some moves, all of them or none (the caller's transaction), and open or close tasks to fill up.

    Levels are always changed in the same order, so that two who move the same items never wait for each other.
    Errors: :class:`StockShort`.
    """
    ordered = sorted(moves, key=lambda item: (item.warehouse_id, item.item_id))
    changed = [(move, _change(unit, move)) for move in ordered]
    moved = [_enter(subject, unit, move, level) for move, level in changed]
    for level in {level.id: level for _, level in changed}.values():
        tell_level(subject, unit, level)
    return moved


def _change(unit: Unit, move: Move) -> Row[Any]:
    """Change a balance, and return its level as it is now and stays until this transaction ends."""
    if move.quantity > 0:
        ensure_level(unit, move.warehouse_id, move.item_id)
    level = unit.write(
        update(StockLevel)
        .where(*_of(move.warehouse_id, move.item_id), StockLevel.quantity + move.quantity >= 0)
        .values(quantity=StockLevel.quantity + move.quantity, moves=StockLevel.moves + 1)
        .returning(*StockLevel.__table__.c)
    ).first()
    if level is None:
        raise _short(unit, move)
    return level


def _enter(subject: Subject, unit: Unit, move: Move, level: Row[Any]) -> Moved:
    move_id, source = new_id(), move.source
    unit.add(
        StockMove,
        id=move_id,
        level_id=level.id,
        warehouse_id=move.warehouse_id,
        item_id=move.item_id,
        place=level.moves,
        kind=move.kind,
        quantity=move.quantity,
        balance=level.quantity,
        price_fen=move.price_fen,
        reason=move.reason,
        record_kind=source.kind if source else None,
        record_id=source.id if source else None,
        record_number=source.number if source else None,
        moved_by=subject.actor.id,
        moved_by_name=subject.actor.name,
        moved_at=clock.now(),
    )
    return Moved(move_id, level.id, move)


def ensure_level(unit: Unit, warehouse_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Let a warehouse have a level of an item, of nothing unless it is there already."""
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    empty = {"quantity": 0, "moves": 0, "minimum": 0, "alerted": False}
    unit.write(
        make(StockLevel)
        .values(id=new_id(), warehouse_id=warehouse_id, item_id=item_id, **empty)
        .on_conflict_do_nothing(index_elements=["warehouse_id", "item_id"])
    )


def set_minimum(subject: Subject, unit: Unit, warehouse_id: uuid.UUID, item_id: uuid.UUID, minimum: int) -> uuid.UUID:
    """Say below how many of an item a warehouse is to be filled up, and return the level's id."""
    ensure_level(unit, warehouse_id, item_id)
    level = unit.write(
        update(StockLevel).where(*_of(warehouse_id, item_id)).values(minimum=minimum).returning(*StockLevel.__table__.c)
    ).one()
    tell_level(subject, unit, level)
    return uuid.UUID(str(level.id))


def balances(unit: Unit, warehouse_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Return how much a warehouse has of each item that it ever had."""
    rows = unit.rows(select(StockLevel.item_id, StockLevel.quantity).where(StockLevel.warehouse_id == warehouse_id))
    return {row.item_id: row.quantity for row in rows}


def _of(warehouse_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Any, Any]:
    return StockLevel.warehouse_id == warehouse_id, StockLevel.item_id == item_id


def _short(unit: Unit, move: Move) -> StockShort:
    item: Row[Any] | None = unit.first(select(StockItem.name, StockItem.unit).where(StockItem.id == move.item_id))
    left = unit.scalar(select(StockLevel.quantity).where(*_of(move.warehouse_id, move.item_id)))
    return StockShort(
        item=item.name if item else "",
        unit=item.unit if item else "",
        item_id=str(move.item_id),
        available=left or 0,
        wanted=-move.quantity,
    )
