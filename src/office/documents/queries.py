"""Reading documents: those of the officer's organs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from auth import Subject, require
from engines.documents import READ, OfficialDocument, own_documents
from kit.database import Unit

LISTED = (
    OfficialDocument.id,
    OfficialDocument.state,
    OfficialDocument.version,
    OfficialDocument.department_code,
    OfficialDocument.author_name,
    OfficialDocument.kind,
    OfficialDocument.title,
    OfficialDocument.number,
    OfficialDocument.urgency,
    OfficialDocument.restricted,
    OfficialDocument.saved_at,
    OfficialDocument.issued_on,
    OfficialDocument.dispatched_at,
    OfficialDocument.recipients,
)


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents are asked for."""

    state: str | None = None
    kind: str | None = None
    urgency: str | None = None


def list_documents(
    unit: Unit, subject: Subject, wanted: DocumentFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return up to ``rows`` documents of an officer's organs, newest first."""
    require(subject, READ)
    statement = select(*LISTED).where(own_documents(subject))
    for name in ("state", "kind", "urgency"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(getattr(OfficialDocument, name) == value)
    if after is not None:
        statement = statement.where(OfficialDocument.id < after)
    return unit.rows(statement.order_by(OfficialDocument.id.desc()).limit(rows))
