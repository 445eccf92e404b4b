"""The tables of notices: what is made known, to whom it is addressed, and who was asked to read it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Notice(Model):
    """One notice of a department."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_notices_listed", "state", "pinned", "published_at", "id"),
        Index("ix_notices_department", "department_code", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    department_code: Mapped[str]
    author_id: Mapped[uuid.UUID]
    author_name: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    category: Mapped[str]
    importance: Mapped[str]
    pinned: Mapped[bool]
    #: ``{everybody, departments: [{code, below}], officers: [id]}``.
    audience: Mapped[dict[str, Any]]
    #: ``{id, name, media_type, size, sha256}`` each.
    attachments: Mapped[list[Any]]
    must_confirm: Mapped[bool]
    #: By when, as its author said; None is the usual number of working days.
    confirm_by: Mapped[date | None]
    #: By when, as it was published.
    confirm_due_on: Mapped[date | None]
    #: The last day on which it is shown.
    visible_until: Mapped[date | None]
    #: The notice that this one corrects, and the one by which it was corrected.
    replaces_id: Mapped[uuid.UUID | None]
    replaced_by_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]
    #: When it is to be published, if not at once.
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    #: How many were addressed, and since when all of them are written down.
    addressed: Mapped[int | None]
    addressed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


class NoticeAudience(Model):
    """To whom a published notice is addressed, also who joins later: see :func:`office.notices.rules.audience_keys`."""

    __tablename__ = "notice_audiences"
    __table_args__ = (UniqueConstraint("notice_id", "key"), Index("ix_notice_audiences_key", "key", "notice_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[uuid.UUID]
    key: Mapped[str]


class NoticeReader(Model):
    """One officer to whom a notice was addressed at its publication, or who came later and read it."""

    __tablename__ = "notice_readers"
    __table_args__ = (
        UniqueConstraint("notice_id", "officer_id"),
        Index("ix_notice_readers_notice", "notice_id", "id"),
        Index("ix_notice_readers_officer", "officer_id", "notice_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[uuid.UUID]
    officer_id: Mapped[uuid.UUID]
    #: Their department as of publication.
    department_code: Mapped[str]
    #: Whether they are to confirm.
    asked: Mapped[bool]
    #: What stands in their inbox of it.
    task_id: Mapped[uuid.UUID | None]
    read_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
