"""What a case puts into inboxes."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Row

from engines.inbox import open_task
from kit.database import Unit


def open_case_task(
    unit: Unit,
    case: Row[Any],
    kind: str,
    title: str,
    permission: str,
    *,
    limit_days: int,
    due_on: date | None = None,
    department_code: str | None = None,
    assignee_id: uuid.UUID | None = None,
) -> None:
    """Put a task about a case before its department, or another one; due with the case unless it says when."""
    open_task(
        unit,
        record_kind="case",
        record_id=case.id,
        kind=kind,
        title=f"{case.matter_name}：{title}",
        reference=case.number,
        department_code=department_code or case.department_code,
        permission=permission,
        due_on=due_on or case.due_on,
        limit_days=limit_days,
        assignee_id=assignee_id,
    )
