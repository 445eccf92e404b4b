"""Tasks of supplies in the inbox: requests, stocktakings, and what is to be filled up."""

import uuid
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.inbox import close_tasks, open_task
from engines.stock.lifecycle import APPROVE, KEEP, REQUEST
from engines.stock.models import StockItem, StockLevel, StockWarehouse
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Working days within which each step is done, and within which what is short is filled up.
STEP_DAYS, REFILL_DAYS = 3, 10
ASK, ISSUE, RECEIVE = "approve_supplies", "issue_supplies", "receive_supplies"
COUNT, CONFIRM, REFILL = "count_stock", "confirm_stocktaking", "refill_stock"


def ask_approver(unit: Unit, request_id: uuid.UUID, number: str, organ: str, purpose: str) -> None:
    """Put a new request before who approves for the requester's organ."""
    _ask(unit, "supply_request", request_id, ASK, f"请领审批：{purpose}", number, organ, APPROVE)


def ask_keeper(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Put an approved request before the keepers of the warehouse."""
    close_tasks(subject, unit, row.id)
    _ask(unit, "supply_request", row.id, ISSUE, f"物品发放：{row.purpose}", row.number, row.keeper_code, KEEP)


def ask_requester(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Put what was issued before the one who asked for it."""
    close_tasks(subject, unit, row.id)
    title, whom = f"物品签收：{row.purpose}", row.requester_id
    _ask(unit, "supply_request", row.id, RECEIVE, title, row.number, row.department_code, REQUEST, assignee_id=whom)


def ask_counters(subject: Subject, unit: Unit, row: Row[Any], warehouse: str) -> None:
    """Put a stocktaking before the keepers of the warehouse."""
    close_tasks(subject, unit, row.id)
    _ask(unit, "stocktaking", row.id, COUNT, f"盘点：{warehouse}", row.number, row.department_code, KEEP)


def ask_second_person(subject: Subject, unit: Unit, row: Row[Any], warehouse: str) -> None:
    """Put a stocktaking before who confirms it."""
    close_tasks(subject, unit, row.id)
    _ask(unit, "stocktaking", row.id, CONFIRM, f"盘点复核：{warehouse}", row.number, row.department_code, APPROVE)


def tell_level(subject: Subject, unit: Unit, level: Row[Any]) -> None:
    """Open a task when a level falls under its minimum, one until it is filled up, and close it then.

    ``level`` is the row as its own statement left it, so nobody else changes it before this transaction ends.
    """
    short = level.quantity < level.minimum
    if short == level.alerted:
        return
    unit.write(update(StockLevel).where(StockLevel.id == level.id).values(alerted=short))
    if not short:
        close_tasks(subject, unit, level.id)
        return
    item = unit.rows(select(StockItem.code, StockItem.name).where(StockItem.id == level.item_id))[0]
    house = unit.rows(select(StockWarehouse.__table__).where(StockWarehouse.id == level.warehouse_id))[0]
    title = f"{house.name}：“{item.name}”低于最低库存{level.minimum}"
    _ask(unit, "stock_level", level.id, REFILL, title, item.code, house.department_code, KEEP)


def _ask(
    unit: Unit,
    record_kind: str,
    record_id: uuid.UUID,
    kind: str,
    title: str,
    reference: str,
    department: str,
    permission: str,
    *,
    assignee_id: uuid.UUID | None = None,
) -> None:
    days = REFILL_DAYS if kind == REFILL else STEP_DAYS
    open_task(
        unit,
        record_kind=record_kind,
        record_id=record_id,
        kind=kind,
        title=title[:200],
        reference=reference,
        department_code=department,
        permission=permission,
        due_on=load_calendar(unit).add_working_days(clock.today(), days),
        limit_days=days,
        assignee_id=assignee_id,
    )
