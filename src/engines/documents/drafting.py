"""Drafting a document: what is written is kept whatever it lacks; the check of form tells what that is."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from auth import Subject, department_names
from engines.documents.lifecycle import BEGIN, COMPOSE, DOCUMENT, DRAFT
from engines.documents.models import DocumentAttachment, DocumentRegister, OfficialDocument, OrganList
from engines.documents.queries import attachments_of, document_by_id, record_of
from engines.documents.refusals import AttachmentsFull, ClassifiedDocument, OrganOutOfScope, UnknownOrgan
from engines.documents.tasks import ask
from engines.files import OFFICE_FILES, bind_files, release_file, store_file
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

MOST_ATTACHMENTS = 20
#: What a document says of itself where its drafter says nothing.
BLANK: Mapping[str, Any] = {
    "register_code": None,
    "secrecy": "none",
    "urgency": None,
    "main_recipients": [],
    "copies": [],
    "organ_lists": [],
    "joint_departments": [],
    "note": "",
    "attendance": "",
    "publication": "internal",
    "restricted": False,
    "cited": [],
    "answer_due_on": None,
}
#: What a drafter writes, by the column that keeps it.
WRITTEN = (
    "kind",
    "title",
    "register_code",
    "urgency",
    "joint_departments",
    "organ_lists",
    "body",
    "note",
    "attendance",
    "publication",
    "restricted",
    "cited",
    "answer_due_on",
)


def begin_document(
    subject: Subject, unit: Unit, written: Mapping[str, Any], *, department: str | None = None, **links: uuid.UUID
) -> uuid.UUID:
    """Begin a document of the subject's organ, or of ``department``; ``links`` are what it answers or corrects.

    What a job composes has no author: everybody of its organ who drafts may go on with it.
    Errors: 403 for another's organ, :class:`UnknownOrgan`, :class:`ClassifiedDocument`.
    """
    organ, composed = department or subject.department_code or "", subject.kind == "system"
    if not composed and not subject.holds(DRAFT, organ):
        raise OrganOutOfScope
    document_id = new_id()
    unit.add(
        OfficialDocument,
        id=document_id,
        state="draft",
        version=1,
        origin="own",
        department_code=organ,
        drafting_department=subject.department_code or organ,
        author_id=None if composed else subject.id,
        author_name=subject.name,
        written_by=[] if composed else [str(subject.id)],
        number=None,
        replies_to_id=links.get("replies_to_id"),
        corrects_id=links.get("corrects_id"),
        sealed=False,
        recipients=0,
        remarks=[],
        **_columns(unit, written),
    )
    turn = COMPOSE if composed else BEGIN
    write_event(subject, unit, Record(DOCUMENT, OfficialDocument, document_id, "", 0, organ, None), turn)
    unit.flush()
    if composed:
        ask(unit, document_by_id(unit, document_id), "submit_document", "已自动拟稿，请核对后提交审核", DRAFT)
    return document_id


def save_document(subject: Subject, unit: Unit, row: Row[Any], written: Mapping[str, Any]) -> Row[Any]:
    """Keep what was written of a draft. Errors: as :func:`begin_document`, and 409 for what is no draft any more."""
    by = row.written_by
    if subject.kind != "system" and str(subject.id) not in by:
        by = [*by, str(subject.id)]
    changes = {**_columns(unit, written), "written_by": by}
    return apply_transition(subject, unit, record_of(row), _saving(subject), changes=changes)


def add_attachment(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], content: bytes, name: str, title: str
) -> Row[Any]:
    """Add a file to a draft; it stays with the document. Errors: what :func:`engines.files.store_file` refuses, 409."""
    check_transition(subject, record_of(row), _saving(subject))
    place, number = _places(unit, row.id)
    if number >= MOST_ATTACHMENTS:
        raise AttachmentsFull(most=MOST_ATTACHMENTS)
    keep_attachment(subject, unit, context, row.id, place + 1, content, name, title)
    return apply_transition(subject, unit, record_of(row), _saving(subject), changes={"saved_at": clock.now()})


def keep_attachment(
    subject: Subject,
    unit: Unit,
    context: Context,
    document_id: uuid.UUID,
    place: int,
    content: bytes,
    name: str,
    title: str,
) -> None:
    """Store a file as a document's attachment. Errors: what :func:`engines.files.store_file` refuses."""
    file = store_file(subject, unit, context, content, name, kinds=OFFICE_FILES)
    bind_files(subject, unit, [file.id], document_id)
    unit.add(
        DocumentAttachment,
        id=new_id(),
        document_id=document_id,
        position=place,
        title=title or file.name.rpartition(".")[0],
        file_id=file.id,
        file_name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def remove_attachment(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], attachment_id: uuid.UUID
) -> Row[Any]:
    """Take an attachment off a draft and delete its file; one that is not there is none any more.

    A file that a correction has from the document it corrects is part of that one, and stays with it.
    """
    check_transition(subject, record_of(row), _saving(subject))
    own = (DocumentAttachment.document_id == row.id, DocumentAttachment.id == attachment_id)
    for taken in unit.write(delete(DocumentAttachment).where(*own).returning(DocumentAttachment.file_id)).fetchall():
        release_file(unit, context, taken.file_id, row.id)
    return apply_transition(subject, unit, record_of(row), _saving(subject), changes={"saved_at": clock.now()})


def _saving(subject: Subject) -> str:
    return "renew" if subject.kind == "system" else "save"


def copy_attachments(unit: Unit, source_id: uuid.UUID, target_id: uuid.UUID) -> None:
    """Give a document the attachments of another, which keeps them too: their files stay part of that one."""
    for item in attachments_of(unit, source_id):
        unit.add(DocumentAttachment, **{**item._asdict(), "id": new_id(), "document_id": target_id})


def _places(unit: Unit, document_id: uuid.UUID) -> tuple[int, int]:
    """Return the last place that is taken, and how many are."""
    positions = [item.position for item in attachments_of(unit, document_id)]
    return max(positions, default=0), len(positions)


def _columns(unit: Unit, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of what was written. Errors: :class:`ClassifiedDocument`, :class:`UnknownOrgan`."""
    if written["secrecy"] != "none":
        raise ClassifiedDocument(
            pointers=[Pointer("/secrecy", "classified", ClassifiedDocument.zh, ClassifiedDocument.en)]
        )
    names = department_names(unit)
    lists = {row.code for row in unit.rows(select(OrganList.code))} if written["organ_lists"] else set()
    registers = {row.code for row in unit.rows(select(DocumentRegister.code))} if written["register_code"] else set()
    lost = [
        *_lost("main_recipients", written["main_recipients"], names),
        *_lost("copies", written["copies"], names),
        *_lost("joint_departments", written["joint_departments"], names),
        *_lost("organ_lists", written["organ_lists"], lists),
    ]
    if written["register_code"] and written["register_code"] not in registers:
        lost.append(Pointer("/register_code", "unknown", "没有该机关代字。", "There is no such register."))
    if lost:
        raise UnknownOrgan(pointers=lost)
    return {
        **{name: written[name] for name in WRITTEN},
        "main_recipients": [{"code": code, "name": names[code]} for code in written["main_recipients"]],
        "copies": [{"code": code, "name": names[code]} for code in written["copies"]],
        "saved_at": clock.now(),
    }


def _lost(name: str, codes: Sequence[str], known: Any) -> list[Pointer]:
    return [
        Pointer(f"/{name}/{place}", "unknown", f"没有代码为{code}的单位或名单。", f"There is no organ or list {code}.")
        for place, code in enumerate(codes)
        if code not in known
    ]
