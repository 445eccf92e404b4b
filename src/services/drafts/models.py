"""The table of drafts."""

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Draft(Model):
    """One application that is not filed yet; what was typed is sealed."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_owner", "owner_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID]
    matter_code: Mapped[str]
    matter_name: Mapped[str]
    matter_revision_id: Mapped[uuid.UUID]
    content_sealed: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime]
