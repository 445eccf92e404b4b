"""Goods that work uses up, such as the parts of a repair: out of the warehouse of who works, at the price of now.

What they are worth is told as a cost by the record of the work, once; here they only leave the warehouse.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from auth import Subject
from engines.stock.lifecycle import KEEP
from engines.stock.lines import TWICE, refuse
from engines.stock.models import StockItem, StockWarehouse
from engines.stock.moving import Move, Moved, Source, move_stock
from kit.database import Unit
from kit.errors import Pointer

NO_ITEM = ("没有该物品编码。", "No item has this code.")
NO_WAREHOUSE = ("不是作业单位的仓库。", "It is no warehouse of the department that does the work.")


@dataclass(frozen=True)
class Wanted:
    """Of which item (its code) how many are taken out of which warehouse; ``pointer`` is where that was said."""

    pointer: str
    item: str
    warehouse_id: uuid.UUID
    quantity: int


@dataclass(frozen=True)
class Goods:
    """What is taken: the item and the warehouse as they are called, and the whole fen of one unit today."""

    item_id: uuid.UUID
    warehouse_id: uuid.UUID
    item: str
    name: str
    unit: str
    warehouse_name: str
    quantity: int
    price_fen: int


def goods_for(subject: Subject, unit: Unit, department: str, wanted: Sequence[Wanted]) -> list[Goods]:
    """Return what a department's work may take: out of its own warehouses, or of those that the officer keeps.

    Goods that nobody can ask for any more are used up. Errors: :class:`SuppliesUnfit`.
    """
    if not wanted:
        return []
    items = unit.rows(select(*StockItem.__table__.c).where(StockItem.code.in_([line.item for line in wanted])))
    named = [line.warehouse_id for line in wanted]
    houses = unit.rows(select(*StockWarehouse.__table__.c).where(StockWarehouse.id.in_(named)))
    item_of = {row.code: row for row in items}
    house_of = {
        row.id: row for row in houses if row.department_code == department or subject.holds(KEEP, row.department_code)
    }
    lost = [Pointer(f"{line.pointer}/item", "unknown", *NO_ITEM) for line in wanted if line.item not in item_of]
    lost += [
        Pointer(f"{line.pointer}/warehouse_id", "unknown", *NO_WAREHOUSE)
        for line in wanted
        if line.warehouse_id not in house_of
    ]
    taken = [(line.item, line.warehouse_id) for line in wanted]
    lost += [
        Pointer(f"{line.pointer}/item", "twice", *TWICE)
        for place, line in enumerate(wanted)
        if taken[place] in taken[:place]
    ]
    refuse(lost)
    return [
        Goods(
            item_id=item_of[line.item].id,
            warehouse_id=line.warehouse_id,
            item=line.item,
            name=item_of[line.item].name,
            unit=item_of[line.item].unit,
            warehouse_name=house_of[line.warehouse_id].name,
            quantity=line.quantity,
            price_fen=item_of[line.item].price_fen,
        )
        for line in wanted
    ]


def use_goods(subject: Subject, unit: Unit, source: Source, goods: Sequence[Goods], reason: str) -> list[Moved]:
    """Take goods out for the work of a record, all of them or none. Errors: :class:`StockShort`, with what is there."""
    moves = [
        Move("used", item.warehouse_id, item.item_id, -item.quantity, item.price_fen, reason, source) for item in goods
    ]
    return move_stock(subject, unit, moves)
