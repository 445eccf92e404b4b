"""What a piece of work costs."""

from collections.abc import Iterable, Mapping
from typing import Any


def cost_of_parts(parts: Iterable[Mapping[str, Any]]) -> int:
    """Return what parts cost together, in whole fen; each has a ``quantity`` and the ``price_fen`` of one."""
    return sum(part["quantity"] * part["price_fen"] for part in parts)
