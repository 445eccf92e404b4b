"""Tasks of documents in the inbox, which say how urgent a document is."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from engines.documents.kinds import URGENCIES
from engines.documents.lifecycle import RECEIVE
from engines.inbox import open_task
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Working days for a step inside an organ; an urgent document is due the same day.
STEP_DAYS = 2


def urgent_title(urgency: str | None, title: str, what: str) -> str:
    """Return a task's title: how urgent, which document, what is to be done."""
    mark = f"【{URGENCIES[urgency]}】" if urgency else ""
    return f"{mark}{title}：{what}"


def ask(
    unit: Unit,
    row: Row[Any],
    kind: str,
    what: str,
    permission: str,
    *,
    department: str | None = None,
    assignee_id: uuid.UUID | None = None,
) -> None:
    """Put a step of an outgoing document before whoever makes it."""
    days = 0 if row.urgency == "extra_urgent" else 1 if row.urgency else STEP_DAYS
    open_task(
        unit,
        record_kind="document",
        record_id=row.id,
        kind=kind,
        title=urgent_title(row.urgency, row.title, what),
        reference=row.number or row.register_code or row.kind,
        department_code=department or row.department_code,
        permission=permission,
        due_on=due_after(unit, days),
        limit_days=max(days, 1),
        assignee_id=assignee_id,
    )


def sign_days(unit: Unit, urgency: str | None) -> int:
    """Return within how many working days a document is signed for."""
    days = policy(unit)
    if urgency == "extra_urgent":
        return days.document_sign_days_extra_urgent
    return days.document_sign_days_urgent if urgency else days.document_sign_days


def due_after(unit: Unit, days: int) -> date:
    """Return the day that lies so many working days after today; today itself for none."""
    return load_calendar(unit).add_working_days(clock.today(), days) if days else clock.today()


def ask_receiver(
    unit: Unit,
    row: Row[Any],
    kind: str,
    what: str,
    permission: str,
    *,
    department: str | None = None,
    assignee_id: uuid.UUID | None = None,
    due_on: date | None = None,
    limit_days: int | None = None,
) -> None:
    """Put a step of a received document before whoever makes it, by its own day or within the days of a step."""
    days = 0 if row.urgency == "extra_urgent" else 1 if row.urgency else STEP_DAYS
    open_task(
        unit,
        record_kind="incoming_document",
        record_id=row.id,
        kind=kind,
        title=urgent_title(row.urgency, row.title, what),
        reference=row.register_number or row.number,
        department_code=department or row.department_code,
        permission=permission,
        due_on=due_on or due_after(unit, days),
        limit_days=limit_days or max(days, 1),
        assignee_id=assignee_id,
    )


def ask_to_sign(unit: Unit, urgency: str | None, receipts: Sequence[Row[Any]]) -> None:
    """Put receipts of a document before those who sign for them, by the day that its urgency gives."""
    days = sign_days(unit, urgency)
    due_on = due_after(unit, days)
    for receipt in receipts:
        ask_receiver(unit, receipt, "sign_for_document", "待签收", RECEIVE, due_on=due_on, limit_days=max(days, 1))
