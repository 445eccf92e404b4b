"""The timeline of every record: one row per turn, never changed."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Row, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, Unit
from kit.fixed import Fixed


class LifecycleEvent(Model):
    """One turn that a record took."""

    __tablename__ = "lifecycle_events"
    __table_args__ = (Index("ix_lifecycle_events_record", "record_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    transition: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    actor_id: Mapped[uuid.UUID | None]
    actor_kind: Mapped[str]
    actor_name: Mapped[str]
    opinion: Mapped[str | None]
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]


#: A record's timeline, oldest first, by the parameter ``record_id``.
TIMELINE = Fixed(
    select(
        LifecycleEvent.id,
        LifecycleEvent.transition,
        LifecycleEvent.from_state,
        LifecycleEvent.to_state,
        LifecycleEvent.actor_id,
        LifecycleEvent.actor_kind,
        LifecycleEvent.actor_name,
        LifecycleEvent.opinion,
        LifecycleEvent.detail,
        LifecycleEvent.at,
    )
    .where(LifecycleEvent.record_id == bindparam("record_id"))
    .order_by(LifecycleEvent.id)
)


def events_of(unit: Unit, record_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a record's timeline, oldest first."""
    return unit.rows(TIMELINE, {"record_id": record_id})
