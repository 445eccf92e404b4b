"""Items and warehouses of nobody else, and what their balances and moves say, for tests of stock."""

import uuid
from typing import Any

from sqlalchemy import select

from auth import Subject
from engines.stock import APPROVE, KEEP, READ
from engines.stock.models import StockItem, StockLevel, StockMove, StockWarehouse
from engines.stock.moving import Move, MoveKind, move_stock
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from tests.engines.subjects import officer

ORGAN = "11330900002600114R"
KEEPER = officer(READ, KEEP, departments=(ORGAN,))
#: Keeps the warehouse and may confirm what others counted in it.
SECOND = officer(READ, KEEP, APPROVE, departments=(ORGAN,))


def an_item(unit: Unit, price_fen: int = 25_00) -> uuid.UUID:
    """Enter an item and return its id."""
    item_id = new_id()
    words: dict[str, Any] = {"name": "A4复印纸", "unit": "包", "category": "纸张", "department_code": ORGAN}
    unit.add(
        StockItem,
        id=item_id,
        version=1,
        code=item_id.hex,
        price_fen=price_fen,
        active=True,
        created_at=clock.now(),
        **words,
    )
    unit.flush()
    return item_id


def a_warehouse(unit: Unit) -> uuid.UUID:
    """Open a warehouse and return its id."""
    warehouse_id = new_id()
    unit.add(
        StockWarehouse,
        id=warehouse_id,
        version=1,
        department_code=ORGAN,
        name=warehouse_id.hex,
        place="B102",
        shared=False,
        created_at=clock.now(),
    )
    unit.flush()
    return warehouse_id


def move(
    unit: Unit, kind: MoveKind, warehouse: uuid.UUID, item: uuid.UUID, quantity: int, by: Subject = KEEPER
) -> None:
    """Make one move."""
    move_stock(by, unit, [Move(kind, warehouse, item, quantity, 25_00, "试验")])


def balance(unit: Unit, warehouse: uuid.UUID, item: uuid.UUID) -> int:
    """Return what a warehouse has of an item."""
    level = unit.first(select(StockLevel.quantity).where(*_of(StockLevel, warehouse, item)))
    return level.quantity if level else 0


def check_chain(unit: Unit, warehouse: uuid.UUID, item: uuid.UUID) -> int:
    """Return what the moves of an item add up to, each from the balance before it, and never below nothing."""
    unit.flush()
    rows = unit.rows(select(*StockMove.__table__.c).where(*_of(StockMove, warehouse, item)).order_by(StockMove.place))
    assert [row.place for row in rows] == list(range(1, len(rows) + 1))
    total = 0
    for row in rows:
        total += row.quantity
        assert row.quantity != 0
        assert row.balance == total >= 0
    assert balance(unit, warehouse, item) == total
    return total


def _of(table: type[StockLevel | StockMove], warehouse: uuid.UUID, item: uuid.UUID) -> tuple[Any, Any]:
    return table.warehouse_id == warehouse, table.item_id == item
