"""What a keeper does that nobody asked for: bring in, hand to another warehouse, write off, set a minimum."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.audit import record_act
from engines.numbering import next_number
from engines.stock.catalogue import asked_warehouse, check_keeper
from engines.stock.lines import items_named
from engines.stock.models import StockItem, StockWarehouse
from engines.stock.moving import Move, Moved, Source, move_stock
from engines.stock.moving import set_minimum as write_minimum
from engines.stock.refusals import SuppliesUnfit
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


def receive_stock(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> list[Moved]:
    """Bring goods into a warehouse: ``warehouse_id``, ``lines`` (``{item_id, quantity}`` each), ``reason``.

    Errors: :class:`SuppliesUnfit`, :class:`NotYourSupplies`.
    """
    warehouse = asked_warehouse(unit, subject, given["warehouse_id"], "/warehouse_id")
    check_keeper(subject, warehouse)
    source = _numbered(unit, "stock_receipt", "RK")
    moves = [
        Move("received", warehouse.id, item.id, line["quantity"], item.price_fen, given["reason"], source)
        for item, line in items_named(unit, given["lines"])
    ]
    return _done(subject, unit, source, move_stock(subject, unit, moves))


def transfer_stock(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> list[Moved]:
    """Hand goods from one warehouse to another: two moves of each line, both or none.

    ``given``: ``warehouse_id``, ``to_warehouse_id``, ``lines``, ``reason``. Errors: :class:`SuppliesUnfit`,
    :class:`NotYourSupplies` unless the officer keeps both, :class:`StockShort`.
    """
    giver = asked_warehouse(unit, subject, given["warehouse_id"], "/warehouse_id")
    taker = asked_warehouse(unit, subject, given["to_warehouse_id"], "/to_warehouse_id")
    for warehouse in (giver, taker):
        check_keeper(subject, warehouse)
    if giver.id == taker.id:
        sentence = ("调入仓库应与调出仓库不同。", "Goods go to another warehouse.")
        raise SuppliesUnfit(pointers=[Pointer("/to_warehouse_id", "same", *sentence)])
    source, reason = _numbered(unit, "stock_transfer", "DB"), given["reason"]
    moves: list[Move] = []
    for item, line in items_named(unit, given["lines"]):
        much, price = line["quantity"], item.price_fen
        moves += [
            Move("transferred_out", giver.id, item.id, -much, price, reason, source),
            Move("transferred_in", taker.id, item.id, much, price, reason, source),
        ]
    return _done(subject, unit, source, move_stock(subject, unit, moves))


def write_off_stock(subject: Subject, unit: Unit, level: Row[Any], quantity: int, reason: str) -> Moved:
    """Write off what is broken or past its date. Errors: :class:`NotYourSupplies`, :class:`StockShort`."""
    warehouse, item = _of_level(unit, level)
    check_keeper(subject, warehouse)
    source = _numbered(unit, "stock_write_off", "BS")
    move = Move("written_off", warehouse.id, item.id, -quantity, item.price_fen, reason, source)
    return _done(subject, unit, source, move_stock(subject, unit, [move]))[0]


def set_minimum(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> uuid.UUID:
    """Set the ``minimum`` of an item (``item_id``) in a warehouse (``warehouse_id``), and return the level's id.

    Errors: :class:`SuppliesUnfit`, :class:`NotYourSupplies`.
    """
    warehouse = asked_warehouse(unit, subject, given["warehouse_id"], "/warehouse_id")
    check_keeper(subject, warehouse)
    if unit.scalar(select(StockItem.id).where(StockItem.id == given["item_id"])) is None:
        raise SuppliesUnfit(pointers=[Pointer("/item_id", "unknown", "没有该物品。", "There is no such item.")])
    level_id = write_minimum(subject, unit, warehouse.id, given["item_id"], given["minimum"])
    record_act(subject, unit, "stock_level.set_minimum", "stock_level", level_id)
    return level_id


def _of_level(unit: Unit, level: Row[Any]) -> Sequence[Row[Any]]:
    warehouse = unit.rows(select(*StockWarehouse.__table__.c).where(StockWarehouse.id == level.warehouse_id))[0]
    return warehouse, unit.rows(select(*StockItem.__table__.c).where(StockItem.id == level.item_id))[0]


def _numbered(unit: Unit, kind: str, letters: str) -> Source:
    """Return what several moves that belong together are of."""
    year = clock.today().year
    return Source(kind, new_id(), f"{letters}{year}{next_number(unit, f'{kind}:{year}'):06d}")


def _done(subject: Subject, unit: Unit, source: Source, moved: list[Moved]) -> list[Moved]:
    record_act(subject, unit, f"{source.kind}.record", source.kind, source.id)
    return moved
