"""The table of changes."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class MatterChange(Model):
    """One change of a matter on its way: a new revision, or its withdrawal."""

    __tablename__ = "matter_changes"
    __table_args__ = (Index("ix_matter_changes_department", "department_code", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    matter_code: Mapped[str]
    matter_name: Mapped[str]
    department_code: Mapped[str]
    #: The revision that it is made from; None for a matter that is not there yet.
    base_revision_id: Mapped[uuid.UUID | None]
    #: The matter in the pack's shape, whatever state it is in; empty for a withdrawal.
    content: Mapped[dict[str, Any]]
    reason: Mapped[str]
    #: The joint matters that are known to lose this part.
    joint_matters: Mapped[list[str]]
    state: Mapped[str]
    version: Mapped[int]
    author_name: Mapped[str]
    #: Everybody who wrote of it; none of them approves it.
    written_by: Mapped[list[str]]
    saved_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    publish_on: Mapped[date | None]
    #: The revision that came of it.
    revision_id: Mapped[uuid.UUID | None]
