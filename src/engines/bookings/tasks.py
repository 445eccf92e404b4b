"""Tasks of bookings in the inbox: what waits for a keeper, and what the organiser has to know."""

from typing import Any

from sqlalchemy import Row

from engines.bookings.lifecycle import BOOK, MANAGE
from engines.inbox import open_task
from kit import clock
from kit.database import Unit


def ask_keeper(unit: Unit, row: Row[Any]) -> None:
    """Put a booking before those who approve it, by the day on which it begins."""
    _ask(unit, row, "approve_booking", "待审批", row.keeper_code, MANAGE, None)


def tell_organiser(unit: Unit, row: Row[Any], what: str) -> None:
    """Let the organiser know what happened to a booking."""
    _ask(unit, row, "booking_news", what, row.department_code, BOOK, row.organiser_id)


def _ask(unit: Unit, row: Row[Any], kind: str, what: str, department: str, permission: str, assignee_id: Any) -> None:
    open_task(
        unit,
        record_kind="booking",
        record_id=row.id,
        kind=kind,
        title=f"{row.title}（{clock.local(row.starts_at):%m月%d日%H:%M}）：{what}",
        reference=row.number,
        department_code=department,
        permission=permission,
        due_on=clock.local(row.starts_at).date(),
        limit_days=1,
        assignee_id=assignee_id,
    )
