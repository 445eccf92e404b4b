"""Reading requests for supplies: one with its lines, lists and counts in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from auth import Subject
from engines.lifecycles import TIMELINE
from engines.stock.access import request_seen
from engines.stock.levels import MOST_COUNTED
from engines.stock.models import StockItem, StockWarehouse, SupplyRequest, SupplyRequestLine
from engines.stock.refusals import SupplyRequestNotFound
from kit.database import Unit
from kit.fixed import Fixed, Together

_REQUEST = SupplyRequest.__table__.c
_LISTED = (*_REQUEST, StockWarehouse.name.label("warehouse_name"))
_lines = Fixed(
    select(
        *SupplyRequestLine.__table__.c,
        StockItem.code.label("item_code"),
        StockItem.name.label("item_name"),
        StockItem.unit,
    )
    .join(StockItem, StockItem.id == SupplyRequestLine.item_id)
    .where(SupplyRequestLine.request_id == bindparam("request_id"))
    .order_by(SupplyRequestLine.position)
)
_warehouse = Fixed(
    select(StockWarehouse.name)
    .join(SupplyRequest, SupplyRequest.warehouse_id == StockWarehouse.id)
    .where(SupplyRequest.id == bindparam("request_id"))
)
_whole = Together(_lines, _warehouse, TIMELINE)


@dataclass(frozen=True)
class RequestFilter:
    """Which requests are asked for; ``mine`` are those that the reader made."""

    state: str | None = None
    department: str | None = None
    warehouse_id: uuid.UUID | None = None
    mine: bool | None = None


def request_of(unit: Unit, subject: Subject, request_id: uuid.UUID) -> Row[Any]:
    """Return a request that an officer sees. Errors: :class:`SupplyRequestNotFound`."""
    row = unit.first(select(*_REQUEST).where(SupplyRequest.id == request_id, request_seen(subject)))
    if row is None:
        raise SupplyRequestNotFound
    return row


def lines_of(unit: Unit, request_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the lines of a request in order, each with its item."""
    return unit.rows(_lines, {"request_id": request_id})


def parts_of_request(unit: Unit, request_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return lines, the warehouse's name, and events."""
    return unit.together(_whole, {"request_id": request_id, "record_id": request_id})


def list_requests(
    unit: Unit, subject: Subject, wanted: RequestFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return requests that an officer sees, newest first."""
    statement = _wanted(subject, wanted, *_LISTED).join(StockWarehouse, StockWarehouse.id == SupplyRequest.warehouse_id)
    if after is not None:
        statement = statement.where(SupplyRequest.id < after)
    return unit.rows(statement.order_by(SupplyRequest.id.desc()).limit(rows))


def count_requests(unit: Unit, subject: Subject, wanted: RequestFilter) -> dict[str, Any]:
    """Count requests that an officer sees by state, and what they cost, of the newest that are counted."""
    newest = (
        _wanted(subject, wanted, SupplyRequest.state, SupplyRequest.cost_fen)
        .order_by(SupplyRequest.id.desc())
        .limit(MOST_COUNTED)
        .subquery()
    )
    sums = (func.count().label("number"), func.sum(newest.c.cost_fen).label("cost_fen"))
    found = unit.rows(select(newest.c.state, *sums).group_by(newest.c.state))
    total = sum(row.number for row in found)
    return {
        "states": {row.state: row.number for row in found},
        "cost_fen": sum(int(row.cost_fen) for row in found),
        "total": total,
        "complete": total < MOST_COUNTED,
    }


def _wanted(subject: Subject, wanted: RequestFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(SupplyRequest).where(request_seen(subject))
    asked = {"state": wanted.state, "department_code": wanted.department, "warehouse_id": wanted.warehouse_id}
    for name, value in asked.items():
        if value is not None:
            statement = statement.where(getattr(SupplyRequest, name) == value)
    if wanted.mine is not None:
        mine = SupplyRequest.requester_id == subject.id
        statement = statement.where(mine if wanted.mine else ~mine)
    return statement
