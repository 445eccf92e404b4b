"""What a piece of work took, and what that costs."""

from collections.abc import Iterable, Mapping
from typing import Any

from engines.stock import Goods


def cost_of_parts(parts: Iterable[Mapping[str, Any]]) -> int:
    """Return what parts cost together, in whole fen; each has a ``quantity`` and the ``price_fen`` of one."""
    return sum(part["quantity"] * part["price_fen"] for part in parts)


def part_of(said: Mapping[str, Any], goods: Goods | None) -> dict[str, Any]:
    """Return a part as a piece of work keeps it: as its technician named it, or the goods that left the warehouse."""
    if goods is None:
        return {name: said[name] for name in ("name", "quantity", "price_fen")}
    kept = ("name", "quantity", "price_fen", "item", "unit", "warehouse_name")
    return {**{name: getattr(goods, name) for name in kept}, "warehouse_id": str(goods.warehouse_id)}
