"""The table of counter sessions."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class WindowSession(Model):
    """One person at one counter, from the check of their certificate until they leave."""

    __tablename__ = "window_sessions"
    __table_args__ = (
        # A clerk serves one person at a time; the database itself says so.
        Index(
            "uq_window_sessions_open",
            "clerk_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    clerk_id: Mapped[uuid.UUID]
    place: Mapped[str]
    client_id: Mapped[uuid.UUID]
    client_kind: Mapped[str]
    client_name_sealed: Mapped[str]
    certificate_kind: Mapped[str]
    number_masked: Mapped[str]
    acting_person_id: Mapped[uuid.UUID | None]
    shown: Mapped[list[str]]
    purpose: Mapped[str]
    opened_at: Mapped[datetime]
    used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
