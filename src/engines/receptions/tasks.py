"""Tasks of receptions in the inbox: what waits for approvers, settlers and the requester, and what has to be known."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task, tell_news
from engines.receptions.lifecycle import APPROVE, RECEPTION, REQUEST, SETTLE
from engines.receptions.terms import LIST_DAYS
from kit import clock
from kit.database import Unit

#: What waits for a settler waits for so many working days.
SETTLE_DAYS = 5


def ask_approvers(unit: Unit, row: Row[Any]) -> None:
    """Put a request before those of its department who approve."""
    _ask(unit, row, "approve_reception", APPROVE, "待审批", _begins_on(row), 1)


def ask_for_list(unit: Unit, row: Row[Any], what: str) -> None:
    """Ask the requester for the list of what they were approved."""
    _ask(unit, row, "file_reception_list", REQUEST, what, row.list_due_on, LIST_DAYS, row.requester_id)


def ask_settlers(unit: Unit, row: Row[Any], what: str) -> None:
    """Put a list before those who review and settle."""
    _ask(unit, row, "settle_reception", SETTLE, what, clock.today(), SETTLE_DAYS)


def tell_of_late_list(unit: Unit, row: Row[Any]) -> None:
    """Let requester and approvers know that a list was not filed in time."""
    what = f"结束后{LIST_DAYS}个工作日内未填报接待清单"
    _ask(unit, row, "reception_list_late", REQUEST, what, row.list_due_on, LIST_DAYS, row.requester_id)
    _ask(unit, row, "reception_list_late", APPROVE, what, row.list_due_on, LIST_DAYS)


def tell_requester(unit: Unit, row: Row[Any], what: str, *, changing: bool = False) -> None:
    """Let the requester know what happened to a request, or that it waits to be changed."""
    if changing:
        _ask(unit, row, "change_reception", REQUEST, what, _begins_on(row), 1, row.requester_id)
        return
    tell_news(
        unit,
        kind="reception_news",
        department_code=row.department_code,
        permission=REQUEST,
        assignee_id=row.requester_id,
        due_on=clock.today(),
        **_said(row, what),
    )


def _ask(
    unit: Unit,
    row: Row[Any],
    kind: str,
    permission: str,
    what: str,
    due_on: date,
    limit_days: int,
    assignee_id: Any = None,
) -> None:
    open_task(
        unit,
        kind=kind,
        department_code=row.department_code,
        permission=permission,
        due_on=due_on,
        limit_days=limit_days,
        assignee_id=assignee_id,
        **_said(row, what),
    )


def _begins_on(row: Row[Any]) -> date:
    return clock.local(row.starts_at).date()


def _said(row: Row[Any], what: str) -> dict[str, Any]:
    return {
        "record_kind": RECEPTION.code,
        "record_id": row.id,
        "title": f"接待{row.organ}{row.guest_count}人（{clock.local(row.starts_at):%m月%d日}）：{what}",
        "reference": row.number,
    }
