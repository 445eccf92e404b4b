"""The table of the inbox."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class InboxTask(Model):
    """One thing that somebody of a department, holding a permission, is to do; open until ``closed_at``."""

    __tablename__ = "inbox_tasks"
    __table_args__ = (
        Index(
            "ix_inbox_tasks_open",
            "department_code",
            "due_on",
            "id",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
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
