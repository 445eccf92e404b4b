"""Reading drafts: only one's own."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from auth import Subject
from kit.database import Unit
from services.drafts.models import Draft
from services.drafts.rules import DraftNotFound

_columns = tuple(Draft.__table__.c)


def own_draft(unit: Unit, subject: Subject, draft_id: uuid.UUID) -> Row[Any]:
    """Return a draft of the subject's own. Errors: :class:`DraftNotFound`."""
    row = unit.first(select(*_columns).where(Draft.id == draft_id, Draft.owner_id == subject.id))
    if row is None:
        raise DraftNotFound
    return row


def list_own_drafts(
    unit: Unit, subject: Subject, *, matter_code: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's drafts, newest first."""
    statement = select(*_columns).where(Draft.owner_id == subject.id)
    if matter_code is not None:
        statement = statement.where(Draft.matter_code == matter_code)
    if after is not None:
        statement = statement.where(Draft.id < after)
    return unit.rows(statement.order_by(Draft.id.desc()).limit(rows))


def count_own_drafts(unit: Unit, subject: Subject) -> int:
    """Return how many drafts a subject has."""
    return int(unit.scalar(select(func.count()).select_from(Draft).where(Draft.owner_id == subject.id)))
