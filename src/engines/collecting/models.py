"""The table of batches."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class CollectionBatch(Model):
    """One batch: the events after ``from_id`` up to ``to_id``; made by whoever holds it until ``held_until``."""

    __tablename__ = "collection_batches"

    number: Mapped[str] = mapped_column(primary_key=True)
    from_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    to_id: Mapped[uuid.UUID]
    begun_at: Mapped[datetime]
    held_until: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    #: Rows by table.
    counts: Mapped[dict[str, Any] | None]
