"""Reading exports: only one's own."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from auth import Subject
from engines.exports.models import Export
from kit.database import Unit
from kit.errors import NotFound


class ExportNotFound(NotFound):
    """No such export, or another officer's."""

    code = "export-not-found"
    zh = "没有找到该导出任务。"
    en = "There is no such export."


_columns: tuple[Any, ...] = tuple(Export.__table__.c)
_by_id = select(*_columns).where(Export.id == bindparam("id"))


def export_by_id(unit: Unit, export_id: uuid.UUID) -> Row[Any] | None:
    """Return an export for a job, or None."""
    return unit.first(_by_id, {"id": export_id})


def own_export(unit: Unit, subject: Subject, export_id: uuid.UUID) -> Row[Any]:
    """Return an export of the subject's own. Errors: :class:`ExportNotFound`."""
    row = export_by_id(unit, export_id)
    if row is None or row.owner_id != subject.id:
        raise ExportNotFound
    return row


def list_own_exports(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's exports, newest first."""
    statement = select(*_columns).where(Export.owner_id == subject.id)
    if state is not None:
        statement = statement.where(Export.state == state)
    if after is not None:
        statement = statement.where(Export.id < after)
    return unit.rows(statement.order_by(Export.id.desc()).limit(rows))


def running_export(unit: Unit, subject: Subject) -> uuid.UUID | None:
    """Return the export of a subject that is being made, or None."""
    found: uuid.UUID | None = unit.scalar(
        select(Export.id).where(Export.owner_id == subject.id, Export.state == "running")
    )
    return found
