"""Reading documents and receipts, one by one."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from auth import Subject
from engines.documents.access import visible_documents, visible_receipts
from engines.documents.lifecycle import DOCUMENT, INCOMING, READ
from engines.documents.list_statements import sent_to
from engines.documents.models import (
    DocumentAttachment,
    DocumentHandler,
    DocumentPackage,
    DocumentReader,
    DocumentReceipt,
    DocumentStep,
    HandoverEvent,
    OfficialDocument,
)
from engines.documents.refusals import AttachmentNotFound, DocumentNotFound, ReceiptNotFound
from engines.lifecycles import TIMELINE, Record
from kit.database import Unit
from kit.fixed import Fixed, Together

#: States in which a document still waits for the organ that received it.
OPEN = tuple(state.code for state in INCOMING.states if state.holder == "office")
#: What a row of a receipt is made of, for whoever reads them.
RECEIPT_COLUMNS = tuple(DocumentReceipt.__table__.c)

_document = Fixed(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == bindparam("document_id")))
_receipt = Fixed(select(*RECEIPT_COLUMNS).where(DocumentReceipt.id == bindparam("receipt_id")))
_steps = Fixed(
    select(*DocumentStep.__table__.c)
    .where(DocumentStep.document_id == bindparam("document_id"))
    .order_by(DocumentStep.round, DocumentStep.position)
)
_attachments = Fixed(
    select(*DocumentAttachment.__table__.c)
    .where(DocumentAttachment.document_id == bindparam("document_id"))
    .order_by(DocumentAttachment.position)
)
_counts = Fixed(
    select(DocumentReceipt.state, func.count().label("number"))
    .where(DocumentReceipt.document_id == bindparam("document_id"))
    .group_by(DocumentReceipt.state)
)
_handlers = Fixed(
    select(*DocumentHandler.__table__.c)
    .where(DocumentHandler.receipt_id == bindparam("receipt_id"))
    .order_by(DocumentHandler.id)
)
_readers = Fixed(
    select(*DocumentReader.__table__.c)
    .where(DocumentReader.receipt_id == bindparam("receipt_id"))
    .order_by(DocumentReader.position)
)
_handover = Fixed(
    select(HandoverEvent.event, HandoverEvent.department_code, HandoverEvent.actor_name, HandoverEvent.at)
    .where(HandoverEvent.receipt_id == bindparam("receipt_id"))
    .order_by(HandoverEvent.sequence)
)
_document_parts = Together(_steps, _attachments, _counts, TIMELINE)
_receipt_parts = Together(_document, _attachments, _handlers, _readers, _handover, TIMELINE)


def document_of(unit: Unit, subject: Subject, document_id: uuid.UUID) -> Row[Any]:
    """Return a document that an officer sees as its sender's. Errors: :class:`DocumentNotFound`."""
    row = document_by_id(unit, document_id)
    # Of what came from outside its organ is not known by the row alone.
    if row.origin == "own" and _is_of_their_organ(subject, row):
        return row
    seen = select(OfficialDocument.id).where(OfficialDocument.id == document_id, visible_documents(subject))
    if unit.first(seen) is None:
        raise DocumentNotFound
    return row


def document_by_id(unit: Unit, document_id: uuid.UUID) -> Row[Any]:
    """Return a document whoever asks (jobs, and those who see it by a receipt). Errors: :class:`DocumentNotFound`."""
    row = unit.first(_document, {"document_id": document_id})
    if row is None:
        raise DocumentNotFound
    return row


def receipt_of(unit: Unit, subject: Subject, receipt_id: uuid.UUID) -> Row[Any]:
    """Return a received document that an officer sees. Errors: :class:`ReceiptNotFound`."""
    row = receipt_by_id(unit, receipt_id)
    if _is_of_their_organ(subject, row):
        return row
    seen = select(DocumentReceipt.id).where(DocumentReceipt.id == receipt_id, visible_receipts(subject))
    if unit.first(seen) is None:
        raise ReceiptNotFound
    return row


def receipt_by_id(unit: Unit, receipt_id: uuid.UUID) -> Row[Any]:
    """Return a received document for a job. Errors: :class:`ReceiptNotFound`."""
    row = unit.first(_receipt, {"receipt_id": receipt_id})
    if row is None:
        raise ReceiptNotFound
    return row


def receipt_in(unit: Unit, document_id: uuid.UUID, receipt_id: uuid.UUID) -> Row[Any]:
    """Return a receipt of a document, for its sender. Errors: :class:`ReceiptNotFound`."""
    row = receipt_by_id(unit, receipt_id)
    if row.document_id != document_id:
        raise ReceiptNotFound
    return row


def steps_of(unit: Unit, document_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a document's steps of review, all rounds, in order."""
    return unit.rows(_steps, {"document_id": document_id})


def attachments_of(unit: Unit, document_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a document's attachments in their order."""
    return unit.rows(_attachments, {"document_id": document_id})


def attachment_of(unit: Unit, document_id: uuid.UUID, attachment_id: uuid.UUID) -> Row[Any]:
    """Return one attachment of a document. Errors: :class:`AttachmentNotFound`."""
    found = next((item for item in attachments_of(unit, document_id) if item.id == attachment_id), None)
    if found is None:
        raise AttachmentNotFound
    return found


def receipts_of(
    unit: Unit, document_id: uuid.UUID, after: str | None, rows: int, *, state: str | None, role: str | None
) -> Sequence[Row[Any]]:
    """Return up to ``rows`` receipts of a document by the codes of the organs, after one of them."""
    asked = {"state": state, "role": role, "after": after}
    values = {name: value for name, value in asked.items() if value is not None}
    return unit.rows(sent_to(tuple(values)), {**values, "document_id": document_id, "rows": rows})


def handlers_of(unit: Unit, receipt_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return everybody who handles or handled a document, in the order of their assignment."""
    return unit.rows(_handlers, {"receipt_id": receipt_id})


def readers_of(unit: Unit, receipt_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return before whom a document was circulated, in order."""
    return unit.rows(_readers, {"receipt_id": receipt_id})


def document_parts(unit: Unit, document_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return at once a document's steps, its attachments, its receipts' number by ``state``, and its timeline."""
    return unit.together(_document_parts, {"document_id": document_id, "record_id": document_id})


def receipt_parts(unit: Unit, row: Row[Any]) -> Sequence[Sequence[Row[Any]]]:
    """Return at once what concerns a received document.

    The document itself (one row), its attachments, its handlers, its readers, how it was handed over, its timeline.
    """
    asked = {"document_id": row.document_id, "receipt_id": row.id, "record_id": row.id}
    return unit.together(_receipt_parts, asked)


def waiting_step(steps: Sequence[Row[Any]]) -> Row[Any] | None:
    """Return the step whose turn it is, of the last round."""
    last = max((step.round for step in steps), default=0)
    return next((step for step in steps if step.round == last and step.outcome is None), None)


def record_of(row: Row[Any], steps: Sequence[Row[Any]] = ()) -> Record:
    """Return what the lifecycle machine needs of a document; its seat is that of the step whose turn it is."""
    step = waiting_step(steps)
    seats = () if step is None else (step.department_code,)
    return Record(DOCUMENT, OfficialDocument, row.id, row.state, row.version, row.department_code, None, seats=seats)


def receipt_record(row: Row[Any], seats: Sequence[str] = (), readers: Sequence[uuid.UUID] = ()) -> Record:
    """Return what the lifecycle machine needs of a receipt: the handling departments, and who has still to read it.

    While nobody has signed for it, the sender has a seat too: it may recall.
    """
    own = (row.sender_code,) if row.state == "awaiting" else tuple(seats)
    return Record(
        INCOMING,
        DocumentReceipt,
        row.id,
        row.state,
        row.version,
        row.department_code,
        None,
        seats=own,
        signers=tuple(readers),
    )


def _is_of_their_organ(subject: Subject, row: Row[Any]) -> bool:
    """Tell of a row what the conditions on organs say: most readers see it by that, at no statement."""
    own = row.department_code == subject.department_code
    return subject.holds(READ, row.department_code) and (own or not row.restricted)


def stored_manifest(unit: Unit, document_id: uuid.UUID) -> dict[str, Any]:
    """Return the manifest that was fixed at numbering; names of organs may have changed since."""
    found = unit.scalar(select(DocumentPackage.manifest).where(DocumentPackage.document_id == document_id))
    return dict(found or {})
