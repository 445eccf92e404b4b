"""Who may see a document: its organ, those who review it, the organs that received it, and those who handle or read it.

A restricted document is not seen from above: only by officers of the very organ, and by those to whom it was given.
Reading one is an act that the audit trail keeps (GB/T 22239-2019, 8.1.4.3).
"""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, or_, true

from auth import DataScope, PermissionMissing, Subject
from engines.audit import record_act
from engines.documents.lifecycle import HANDLE, READ, REVIEW
from engines.documents.models import (
    DocumentArchive,
    DocumentHandler,
    DocumentReader,
    DocumentReceipt,
    DocumentStep,
    OfficialDocument,
)
from kit.database import Unit


def scope_of(subject: Subject, permission: str) -> DataScope:
    """Return the organs over which an officer holds a permission; none where they do not hold it."""
    try:
        return subject.reach(permission)
    except PermissionMissing:
        return DataScope()


def within(column: Any, scope: DataScope) -> ColumnElement[bool]:
    """Return the condition that a department lies in a scope."""
    if scope.all_departments:
        return true()
    return column.in_(sorted(scope.departments)) if scope.departments else false()


def visible_documents(subject: Subject) -> ColumnElement[bool]:
    """Return which documents an officer sees as those of a sender; for lists of one organ ask its department too."""
    seat = exists().where(
        DocumentStep.document_id == OfficialDocument.id,
        or_(
            DocumentStep.officer_id == subject.id,
            and_(DocumentStep.officer_id.is_(None), within(DocumentStep.department_code, scope_of(subject, REVIEW))),
        ),
    )
    return or_(
        # What was brought in a package says of itself whose it is; that organ's officers do not find it among theirs.
        own_documents(subject),
        OfficialDocument.author_id == subject.id,
        OfficialDocument.signed_by == subject.id,
        seat,
    )


def visible_receipts(subject: Subject) -> ColumnElement[bool]:
    """Return which received documents an officer sees."""
    reader = exists().where(DocumentReader.receipt_id == DocumentReceipt.id, DocumentReader.officer_id == subject.id)
    handler = exists().where(
        DocumentHandler.receipt_id == DocumentReceipt.id,
        or_(
            DocumentHandler.officer_id == subject.id,
            and_(
                DocumentHandler.officer_id.is_(None),
                within(DocumentHandler.department_code, scope_of(subject, HANDLE)),
            ),
        ),
    )
    return or_(_of_the_organ(subject, DocumentReceipt), reader, handler)


def own_documents(subject: Subject) -> ColumnElement[bool]:
    """Return which documents are those of an officer's organs: what a list goes through by its index."""
    return and_(_of_the_organ(subject, OfficialDocument), OfficialDocument.imported_by.is_(None))


def own_archives(subject: Subject) -> ColumnElement[bool]:
    """Return which archived documents are those of an officer's organs."""
    return _of_the_organ(subject, DocumentArchive)


def own_receipts(subject: Subject) -> ColumnElement[bool]:
    """Return which received documents are those of an officer's organs: what a list goes through by its index."""
    return _of_the_organ(subject, DocumentReceipt)


def note_reading(subject: Subject, unit: Unit, record_kind: str, row: Row[Any]) -> None:
    """Keep that a restricted document was read, with all its parts or as a file."""
    if row.restricted:
        record_act(subject, unit, "documents.read", record_kind, row.id)


def _of_the_organ(
    subject: Subject, table: type[OfficialDocument | DocumentReceipt | DocumentArchive]
) -> ColumnElement[bool]:
    return and_(
        within(table.department_code, scope_of(subject, READ)),
        or_(table.restricted.is_(False), table.department_code == (subject.department_code or "")),
    )
