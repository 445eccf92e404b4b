"""The table of exports."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

RUNNING = "state = 'running'"
UNCLEARED = "cleared_at IS NULL"


class Export(Model):
    """One export: what was asked for, why, and how far it has come.

    ``of`` is the listing's code. ``after_id`` is the last row read and ``parts`` are the files written so far, both
    moved in one transaction.
    """

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_owner", "owner_id", "id"),
        Index(
            "ix_exports_running",
            "owner_id",
            unique=True,
            postgresql_where=text(RUNNING),
            sqlite_where=text(RUNNING),
        ),
        Index(
            "ix_exports_uncleared",
            "moved_at",
            postgresql_where=text(UNCLEARED),
            sqlite_where=text(UNCLEARED),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID]
    owner_name: Mapped[str]
    department_code: Mapped[str]
    of: Mapped[str]
    format: Mapped[str]
    columns: Mapped[list[str]]
    filters: Mapped[dict[str, Any]]
    reason: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: Rows read so far, rows that there were when it began, and rows put into a workbook.
    rows_done: Mapped[int]
    rows_estimated: Mapped[int | None]
    rows_written: Mapped[int]
    after_id: Mapped[uuid.UUID | None]
    parts: Mapped[list[str]]
    size: Mapped[int] = mapped_column(BigInteger)
    failure: Mapped[str | None]
    requested_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: When its files were deleted.
    cleared_at: Mapped[datetime | None]
