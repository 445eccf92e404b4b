"""The lines of what is asked for, brought or taken back: items with quantities, checked against the catalogue."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from engines.stock.models import StockItem
from engines.stock.refusals import SuppliesUnfit
from kit.database import Unit
from kit.errors import Pointer

#: Nobody moves more of one thing at once; what is more is a slip of the pen.
MOST = 100_000
UNKNOWN = ("没有该物品，或该物品已停用。", "There is no such item, or it is no longer to be had.")
NOT_ASKED = ("该请领单没有此物品。", "The request has no such item.")
TWICE = ("该物品重复，请合并数量。", "This item stands here twice. Add the quantities up.")


def items_named(
    unit: Unit, lines: Sequence[Mapping[str, Any]], *, active: bool = False
) -> list[tuple[Row[Any], Mapping[str, Any]]]:
    """Return the catalogue's row of each line, with the line. Errors: :class:`SuppliesUnfit`."""
    named = [line["item_id"] for line in lines]
    known = {row.id: row for row in unit.rows(select(*StockItem.__table__.c).where(StockItem.id.in_(named)))}
    usable = {item_id for item_id, row in known.items() if row.active or not active}
    refuse(findings(named, usable, UNKNOWN))
    return [(known[line["item_id"]], line) for line in lines]


def findings(named: Sequence[uuid.UUID], known: set[uuid.UUID], missing: tuple[str, str]) -> list[Pointer]:
    """Return which lines name an item that is not among the known ones, and which name one again."""
    lost: list[Pointer] = []
    for place, item_id in enumerate(named):
        pointer = f"/lines/{place}/item_id"
        if item_id not in known:
            lost.append(Pointer(pointer, "unknown", *missing))
        elif item_id in named[:place]:
            lost.append(Pointer(pointer, "twice", *TWICE))
    return lost


def too_many(place: int, most: int) -> Pointer:
    """Return that a line has more than it can."""
    sentence = (f"数量不能超过{most}。", f"The quantity is at most {most}.")
    return Pointer(f"/lines/{place}/quantity", "too-many", *sentence)


def refuse(lost: Sequence[Pointer]) -> None:
    """Refuse what has findings. Errors: :class:`SuppliesUnfit`."""
    if lost:
        raise SuppliesUnfit(pointers=lost)
