"""Reading the archive: an officer's organs', restricted documents within the very organ only."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from auth import PermissionMissing, Subject, department_names
from engines.documents.access import own_archives
from engines.documents.answers import DOCUMENTS, INCOMING_DOCUMENTS
from engines.documents.kinds import RETENTIONS
from engines.documents.lifecycle import ARCHIVE
from engines.documents.models import DocumentArchive, DocumentArchiveReport
from engines.documents.refusals import ArchiveNotFound, ArchiveNotKept
from kit.database import Unit
from kit.fields import beijing

COLUMNS = tuple(DocumentArchive.__table__.c)
STATES = {"checking": "检测中", "kept": "已归档", "refused": "检测未通过"}
STAGES = {"archiving": "归档检测", "preservation": "长期保存检测"}


@dataclass(frozen=True)
class ArchiveFilter:
    """Which archived documents are asked for."""

    state: str | None = None
    record_kind: str | None = None
    year: int | None = None
    retention: str | None = None
    #: Whose term ends before this day.
    ends_before: date | None = None


def archive_by_id(unit: Unit, archive_id: uuid.UUID) -> Row[Any]:
    """Return an archived document for a job. Errors: :class:`ArchiveNotFound`."""
    return _found(unit.first(select(*COLUMNS).where(DocumentArchive.id == archive_id)))


def archive_of(unit: Unit, subject: Subject, archive_id: uuid.UUID) -> Row[Any]:
    """Return an archived document of an officer's organs. Errors: :class:`ArchiveNotFound`."""
    return _found(unit.first(select(*COLUMNS).where(DocumentArchive.id == archive_id, own_archives(subject))))


def kept_archive_of(unit: Unit, subject: Subject, archive_id: uuid.UUID) -> Row[Any]:
    """Return what is kept of a document, for who archives. Errors: 403, :class:`ArchiveNotKept`."""
    row = archive_of(unit, subject, archive_id)
    if not subject.holds(ARCHIVE, row.department_code):
        raise PermissionMissing(permission=ARCHIVE)
    if row.state != "kept":
        raise ArchiveNotKept
    return row


def list_archived(
    unit: Unit, subject: Subject, wanted: ArchiveFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return up to ``rows`` archived documents of an officer's organs, newest first."""
    statement = select(*COLUMNS).where(own_archives(subject))
    for name in ("state", "record_kind", "year", "retention"):
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(DocumentArchive, name) == getattr(wanted, name))
    if wanted.ends_before is not None:
        statement = statement.where(DocumentArchive.kept_until < wanted.ends_before)
    if after is not None:
        statement = statement.where(DocumentArchive.id < after)
    return unit.rows(statement.order_by(DocumentArchive.id.desc()).limit(rows))


def reports_of(unit: Unit, archive_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return every report about an archived document, the newest first."""
    columns = DocumentArchiveReport.__table__.c
    wanted = select(*columns).where(DocumentArchiveReport.archive_id == archive_id)
    return unit.rows(wanted.order_by(DocumentArchiveReport.id.desc()))


def listed_archive(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return an archived document as lists show it."""
    base = DOCUMENTS if row.record_kind == "document" else INCOMING_DOCUMENTS
    return {
        "id": str(row.id),
        "state": row.state,
        "state_name": STATES[row.state],
        "record_kind": row.record_kind,
        "record": f"{base}/{row.record_id}",
        "department_code": row.department_code,
        "department_name": department_names(unit).get(row.department_code, row.department_code),
        "archive_number": row.archive_number,
        "title": row.title,
        "number": row.number,
        "responsible": row.responsible,
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "restricted": row.restricted,
        "year": row.year,
        "retention": row.retention,
        "retention_name": RETENTIONS[row.retention],
        "kept_until": row.kept_until.isoformat() if row.kept_until else None,
        "archived_by_name": row.archived_by_name,
        "archived_at": beijing(row.archived_at),
        "sha256": row.sha256,
        "size": row.size,
    }


def report_answer(row: Row[Any]) -> dict[str, Any]:
    """Return a report as the API shows it."""
    return {
        "stage": row.stage,
        "stage_name": STAGES[row.stage],
        "passed": row.passed,
        "made_at": beijing(row.made_at),
        "findings": row.findings,
    }


def _found(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise ArchiveNotFound
    return row
