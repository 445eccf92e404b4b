"""The table of files."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class StoredFile(Model):
    """One file of one owner; ``material`` names it in the owner's locker, None keeps it out."""

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_owner", "owner_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    material: Mapped[str | None]
    expires_on: Mapped[date | None]
    #: The record of which it is a part, and with which it stays.
    record_id: Mapped[uuid.UUID | None]
    stored_at: Mapped[datetime]
