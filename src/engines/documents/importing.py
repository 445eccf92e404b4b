"""Documents from units on another system: a package that an officer brings, or that the organ's own system sends.

Both are one file in the same form (:mod:`engines.documents.parcels`), and stand here as every document does: digests,
layout files and attachments as they came, found by their text. A package says of itself whose it is; whether a key of
ours signed it is shown wherever it is.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import Subject, department_names
from engines.documents.addressing import addressed
from engines.documents.dispatching import send_receipts
from engines.documents.drafting import keep_attachment
from engines.documents.handover import record_handover
from engines.documents.lifecycle import DISPATCH, DOCUMENT, ENTER, IMPORT, INCOMING, RECEIVE
from engines.documents.models import DocumentPackage, DocumentReceipt, OfficialDocument
from engines.documents.parcels import Parcel
from engines.documents.queries import RECEIPT_COLUMNS, document_by_id, receipt_by_id
from engines.documents.refusals import NobodyToSendTo, NumberTaken, OrganOutOfScope, UnknownOrgan
from engines.documents.rendering import keep_file
from engines.documents.tasks import ask_to_sign
from engines.lifecycles import Record, write_event
from engines.typesetting import blocks_from_json, text_of
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id
from kit.outbox import enqueue_once


def import_parcel(subject: Subject, unit: Unit, context: Context, parcel: Parcel) -> tuple[Row[Any], bool]:
    """Put the package of a unit on another system before the subject's organ, and return its receipt, and if it is new.

    The same package again finds the receipt that is there. Errors: 403 for who may not receive.
    """
    receiver = subject.department_code or ""
    if not subject.holds(RECEIVE, receiver):
        raise OrganOutOfScope
    known = unit.first(
        select(*RECEIPT_COLUMNS)
        .join(OfficialDocument, OfficialDocument.id == DocumentReceipt.document_id)
        .where(OfficialDocument.sha256 == parcel.sha256, DocumentReceipt.department_code == receiver)
    )
    if known is not None:
        return known, False
    document_id = _keep_document(subject, unit, context, parcel, "imported", receiver)
    receipt_id, moment = new_id(), clock.now()
    unit.add(
        DocumentReceipt,
        id=receipt_id,
        document_id=document_id,
        department_code=receiver,
        role="main",
        state="awaiting",
        version=1,
        sender_code=parcel.sender["code"],
        sender_name=parcel.sender["name"],
        title=parcel.manifest["metadata"]["title"],
        kind=parcel.kind,
        number=parcel.manifest["metadata"]["number"],
        urgency=parcel.urgency,
        restricted=parcel.restricted,
        sent_at=moment,
        arrived_at=moment,
    )
    unit.flush()
    receipt = receipt_by_id(unit, receipt_id)
    record_handover(subject, unit, context, receipt, "imported")
    record = Record(INCOMING, DocumentReceipt, receipt_id, "", 0, receiver, None)
    write_event(subject, unit, record, IMPORT, detail={"signature_verified": parcel.verified})
    ask_to_sign(unit, parcel.urgency, [receipt])
    return receipt, True


def send_parcel(
    subject: Subject, unit: Unit, context: Context, parcel: Parcel, main: Sequence[str], copies: Sequence[str]
) -> tuple[Row[Any], bool]:
    """Send a document that an organ's own system made to organs here, and return it, and if it is new.

    The same document again is answered as it is. Errors: 403 for another's organ, :class:`UnknownOrgan`,
    :class:`NumberTaken`, :class:`NobodyToSendTo`.
    """
    sender = parcel.sender["code"]
    if not subject.holds(DISPATCH, sender):
        raise OrganOutOfScope
    number = parcel.manifest["metadata"]["number"]
    own = (OfficialDocument.department_code == sender, OfficialDocument.number == number)
    known = unit.first(
        select(*OfficialDocument.__table__.c).where(*own, OfficialDocument.imported_by.is_(None)).limit(1)
    )
    if known is not None and known.sha256 != parcel.sha256:
        raise NumberTaken(number=number)
    if known is not None:
        return known, False
    named = _named(unit, main, copies)
    organs = addressed(unit, sender, named)
    if not organs:
        raise NobodyToSendTo
    document_id = _keep_document(subject, unit, context, parcel, "exchange", None, named, len(organs))
    record = Record(DOCUMENT, OfficialDocument, document_id, "", 0, sender, None)
    write_event(subject, unit, record, ENTER, detail={"recipients": len(organs)})
    unit.flush()
    row = document_by_id(unit, document_id)
    send_receipts(unit, row, organs, clock.now())
    return row, True


def _named(unit: Unit, main: Sequence[str], copies: Sequence[str]) -> dict[str, str]:
    """Return the organs that a sender names by their roles. Errors: :class:`UnknownOrgan`."""
    names = department_names(unit)
    lost = [
        Pointer(f"/{field}/{place}", "unknown", f"没有代码为{code}的单位。", f"There is no organ {code}.")
        for field, codes in (("main_recipients", main), ("copies", copies))
        for place, code in enumerate(codes)
        if code not in names
    ]
    if lost:
        raise UnknownOrgan(pointers=lost)
    return dict.fromkeys(copies, "copy") | dict.fromkeys(main, "main")


def _keep_document(
    subject: Subject,
    unit: Unit,
    context: Context,
    parcel: Parcel,
    origin: str,
    imported_by: str | None,
    named: dict[str, str] | None = None,
    recipients: int = 0,
) -> uuid.UUID:
    """Write a document as its package says it, with its files; it is as its organ numbered it, and stands still."""
    document_id, moment = new_id(), clock.now()
    metadata, names = parcel.manifest["metadata"], department_names(unit)
    year, sequence = parcel.year_and_sequence
    unit.add(
        OfficialDocument,
        id=document_id,
        state="dispatched",
        version=1,
        origin=origin,
        imported_by=imported_by,
        signature_verified=parcel.verified,
        department_code=parcel.sender["code"],
        drafting_department=parcel.sender["code"],
        author_id=None,
        author_name="",
        written_by=[],
        kind=parcel.kind,
        title=metadata["title"],
        number=metadata["number"],
        number_year=year,
        number_sequence=sequence,
        urgency=parcel.urgency,
        joint_departments=[],
        main_recipients=_recipients(names, named, "main", metadata["main_recipients"]),
        copies=_recipients(names, named, "copy", metadata["copies"]),
        organ_lists=[],
        body=text_of(blocks_from_json(parcel.manifest["body"])),
        note=metadata["note"] or "",
        attendance=parcel.manifest["attendance"],
        publication=parcel.publication,
        restricted=parcel.restricted,
        cited=[],
        answer_due_on=parcel.answer_due_on,
        saved_at=moment,
        signed_by_name=metadata["signer"],
        issued_on=parcel.issued_on,
        sealed=True,
        sha256=parcel.sha256,
        sm3=parcel.sm3,
        dispatched_at=moment,
        recipients=recipients,
        remarks=[],
    )
    unit.add(DocumentPackage, document_id=document_id, manifest=dict(parcel.manifest))
    for place, (title, name, content) in enumerate(parcel.attachments, start=1):
        keep_attachment(subject, unit, context, document_id, place, content, name, title)
    for format_, layout in (("pdf", parcel.pdf), ("ofd", parcel.ofd)):
        if layout is not None:
            keep_file(context, document_id, parcel.sha256, format_, layout)
    enqueue_once(unit, "documents.index", {"document_id": str(document_id)}, key=f"index:{document_id}:brought")
    return document_id


def _recipients(
    names: dict[str, str], named: dict[str, str] | None, role: str, told: Sequence[str]
) -> list[dict[str, str]]:
    """Return the recipients as they were named for sending, or as the package names them, without codes."""
    if named is None:
        return [{"code": "", "name": name} for name in told]
    return [{"code": code, "name": names[code]} for code, taken in named.items() if taken == role]
