"""The monthly summary that is public within the offices: receptions, guests and costs by department."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from engines.receptions.models import Reception
from kit.database import Unit

_SUMS = {"guests": "guest_count", "accompanying": "accompanying_count", "cost_fen": "cost_fen"}


def summary_of(unit: Unit, month: date) -> dict[str, Any]:
    """Return receptions, guests, who accompanied them, and costs in fen, of what was settled in a month.

    ``month`` is its first day. Nobody is named. A month that is over does not change any more.
    """
    return {
        "month": f"{month:%Y-%m}",
        "total": _figures(unit, month, whole=True)[0],
        "departments": _figures(unit, month, whole=False),
    }


def _figures(unit: Unit, month: date, *, whole: bool) -> list[dict[str, Any]]:
    keys = [] if whole else [Reception.department_code]
    sums = [
        cast(func.coalesce(func.sum(getattr(Reception, column)), 0), BigInteger).label(name)
        for name, column in _SUMS.items()
    ]
    names = [*(key.key for key in keys), "receptions", *_SUMS]
    counted = select(*keys, func.count().label("receptions"), *sums).where(Reception.month == month)
    rows = unit.rows(counted.group_by(*keys).order_by(*keys))
    return [{name: getattr(row, name) for name in names} for row in rows]
