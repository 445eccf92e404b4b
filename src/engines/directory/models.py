"""The table of syncs."""

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class DirectorySync(Model):
    """One sync with the office portal's directory, from the moment that it was asked for.

    ``cause`` is ``daily``, ``event`` or ``command``; ``employee_codes`` those that are looked up, None for everybody.
    ``state`` is ``queued``, ``done``, or ``stopped`` since too many would have lost their posts.
    """

    __tablename__ = "directory_syncs"
    __table_args__ = (Index("ix_directory_syncs_asked", "asked_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cause: Mapped[str]
    state: Mapped[str]
    employee_codes: Mapped[list[str] | None]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    known: Mapped[int | None]
    joined: Mapped[int | None]
    changed: Mapped[int | None]
    departed: Mapped[int | None]
    withdrawn: Mapped[int | None]
    restored: Mapped[int | None]
