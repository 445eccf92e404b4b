"""Costs by department, month and kind, and the entries behind a sum."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Row, cast, func, select, true

from auth import DataScope
from engines.costs.models import CostEntry
from kit.database import Unit


def costs_by_month(unit: Unit, scope: DataScope, first: date, last: date) -> Sequence[Row[Any]]:
    """Return ``department_code, month, kind, amount_fen, entries`` of departments in a scope.

    ``first`` and ``last`` are first days of months, both counted in.
    """
    entry = CostEntry
    amount = cast(func.sum(entry.amount_fen), BigInteger).label("amount_fen")
    return unit.rows(
        select(entry.department_code, entry.month, entry.kind, amount, func.count().label("entries"))
        .where(entry.month.between(first, last), _within(scope))
        .group_by(entry.department_code, entry.month, entry.kind)
        .order_by(entry.department_code, entry.month, entry.kind)
    )


def entries_of_costs(
    unit: Unit,
    scope: DataScope,
    month: date,
    *,
    department: str | None,
    kind: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return the costs of a month in a scope, newest first."""
    entry = CostEntry
    wanted = select(*entry.__table__.c).where(entry.month == month, _within(scope))
    if department is not None:
        wanted = wanted.where(entry.department_code == department)
    if kind is not None:
        wanted = wanted.where(entry.kind == kind)
    if after is not None:
        wanted = wanted.where(entry.id < after)
    return unit.rows(wanted.order_by(entry.id.desc()).limit(rows))


def _within(scope: DataScope) -> Any:
    return true() if scope.all_departments else CostEntry.department_code.in_(sorted(scope.departments))
