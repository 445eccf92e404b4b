"""The table of the inbox."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index

#: The permission of a task that is one officer's own, whatever their posts let them do: nobody does it for them.
PERSONAL = ""
_SHARED_OPEN, _PERSONAL_OPEN = "closed_at IS NULL AND permission <> ''", "closed_at IS NULL AND permission = ''"


class InboxTask(Model):
    """One thing that somebody of a department, holding a permission, is to do; open until ``closed_at``.

    Without permission (:data:`PERSONAL`) it is its assignee's alone.
    """

    __tablename__ = "inbox_tasks"
    __table_args__ = (
        # Apart: a notice puts a task before each of thousands, which no list of a department's is to wade through.
        partial_index("ix_inbox_tasks_shared", "department_code", "due_on", "id", where=_SHARED_OPEN),
        partial_index("ix_inbox_tasks_personal", "assignee_id", "due_on", "id", where=_PERSONAL_OPEN),
        Index("ix_inbox_tasks_record", "record_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    title: Mapped[str]
    reference: Mapped[str]
    department_code: Mapped[str]
    permission: Mapped[str]
    assignee_id: Mapped[uuid.UUID | None]
    due_on: Mapped[date]
    limit_days: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None]


class InboxTodo(Model):
    """What one officer was told of one task: a to-do and a work notification of the office portal.

    ``wanted`` is what the to-do is to be, ``state`` what it is; ``tried_at`` when it first left for the portal. The
    portal's ids are those of its first answer, since it tells them once.
    """

    __tablename__ = "inbox_todos"
    __table_args__ = (
        UniqueConstraint("task_id", "officer_id"),
        Index("ix_inbox_todos_officer", "officer_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    task_id: Mapped[uuid.UUID]
    record_id: Mapped[uuid.UUID]
    officer_id: Mapped[uuid.UUID]
    account_id: Mapped[str]
    wanted: Mapped[str]
    state: Mapped[str]
    round: Mapped[int]
    task_uuid: Mapped[str | None]
    package_uuid: Mapped[str | None]
    tried_at: Mapped[datetime | None]
    notice: Mapped[str]
    told_at: Mapped[datetime]
    version: Mapped[int]


class InboxPreference(Model):
    """When an officer wants work notifications; hours as ``HH:MM`` in Beijing time."""

    __tablename__ = "inbox_preferences"

    officer_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    work_notifications: Mapped[bool]
    quiet_from: Mapped[str | None]
    quiet_until: Mapped[str | None]
    version: Mapped[int]
