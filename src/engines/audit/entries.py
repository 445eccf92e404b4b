"""Writing audit entries."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from auth import Subject
from kit import clock
from kit.database import Model, Unit
from kit.ids import new_id


class AuditEntry(Model):
    """One act; never changed, only sealed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_object_id", "object_id"), Index("ix_audit_entries_seal", "seal_id", "id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    actor_kind: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    detail: Mapped[dict[str, Any]]
    seal_id: Mapped[uuid.UUID | None]


def record_act(
    subject: Subject,
    unit: Unit,
    action: str,
    object_kind: str,
    object_id: uuid.UUID,
    **detail: Any,
) -> None:
    """Write that ``subject`` did ``action`` (``cases.accept``) to a record, in the caller's transaction.

    ``detail`` holds plain JSON values and never a certificate number, phone or address.
    """
    unit.add(
        AuditEntry,
        id=new_id(),
        at=clock.now(),
        actor_id=subject.actor.id,
        actor_kind=subject.actor.kind,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        detail=detail,
    )
