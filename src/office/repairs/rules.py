"""What a piece of work costs, and which months can be asked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kit import clock
from kit.errors import Pointer, Unprocessable

#: So many months are counted at a time.
MOST_MONTHS = 24


class RepairMonthsUnfit(Unprocessable):
    """The months are in the wrong order, or too many."""

    code = "months-unfit"
    zh = "起止月份须先后有序，且一次不超过二十四个月。"
    en = "The first month comes before the last, and at most twenty-four are counted at a time."


def cost_of_parts(parts: Iterable[Mapping[str, Any]]) -> int:
    """Return what parts cost together, in whole fen; each has a ``quantity`` and the ``price_fen`` of one."""
    return sum(part["quantity"] * part["price_fen"] for part in parts)


def month_of(month: str) -> date:
    """Return the first day of a month ``2026-11``."""
    return date.fromisoformat(f"{month}-01")


def months_between(first: str | None, last: str | None) -> tuple[date, date]:
    """Return the first days of the first and the last month asked for; of the present one where none is named.

    Errors: :class:`RepairMonthsUnfit`.
    """
    end = month_of(last) if last else clock.today().replace(day=1)
    start = month_of(first) if first else end
    if not start <= end < clock.months_after(start, MOST_MONTHS):
        detail = ("请选择至多二十四个月。", "At most twenty-four months, in their order.")
        raise RepairMonthsUnfit(pointers=[Pointer("/query/first_month", "range", *detail)])
    return start, end
