"""Finding documents by what they and their attachments say, within what the reader may see."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, or_, select

from auth import Subject, department_names
from engines.documents.access import visible_documents, visible_receipts
from engines.documents.extracting import text_of
from engines.documents.kinds import KINDS
from engines.documents.models import DocumentAttachment, DocumentReceipt, DocumentText, OfficialDocument
from engines.files import open_file
from engines.lifecycles import follows
from kit import clock
from kit.database import Unit
from kit.outbox import Job, enqueue_once, handles
from kit.words import has_term, parts_of, terms_of

LARGEST_COUNT = 1000
#: Characters of an excerpt before and after what was sought.
AROUND = 40
#: Turns after which a document says something else.
TELLING = ("begin", "save", "submit", "sign", "number", "dispatch")


@dataclass(frozen=True)
class DocumentSought:
    """What is sought: words, and what narrows them."""

    terms: tuple[str, ...]
    kind: str | None = None
    sender: str | None = None
    signed_from: date | None = None
    signed_to: date | None = None


@dataclass(frozen=True)
class Excerpt:
    """Where in a document a word stands, and what stands around it."""

    source: str
    text: str


def sought(words: str, **narrowed: Any) -> DocumentSought:
    """Return what a query asks for; one without any word finds nothing."""
    return DocumentSought(tuple(terms_of(words)), **narrowed)


def find_documents(
    unit: Unit, subject: Subject, wanted: DocumentSought, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return up to ``rows`` documents that hold every term and that the subject may see, newest first."""
    if not wanted.terms:
        return []
    statement = select(*OfficialDocument.__table__.c).where(*_conditions(unit, subject, wanted))
    if after is not None:
        statement = statement.where(OfficialDocument.id < after)
    return unit.rows(statement.order_by(OfficialDocument.id.desc()).limit(rows))


def count_found(unit: Unit, subject: Subject, wanted: DocumentSought) -> int:
    """Return how many documents there are, counted up to :data:`LARGEST_COUNT` and no further."""
    if not wanted.terms:
        return 0
    inner = select(OfficialDocument.id).where(*_conditions(unit, subject, wanted)).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(inner)))


def seen_as(
    unit: Unit, subject: Subject, document_ids: Sequence[uuid.UUID]
) -> tuple[set[uuid.UUID], dict[uuid.UUID, uuid.UUID]]:
    """Return which of some documents the subject sees as their sender's, and by which receipt as a receiver's."""
    own = unit.rows(
        select(OfficialDocument.id).where(OfficialDocument.id.in_(document_ids), visible_documents(subject))
    )
    received = unit.rows(
        select(DocumentReceipt.document_id, DocumentReceipt.id, DocumentReceipt.department_code)
        .where(DocumentReceipt.document_id.in_(document_ids), visible_receipts(subject))
        # Of many receipts that somebody sees from above, the one of their own organ leads.
        .order_by(DocumentReceipt.department_code != (subject.department_code or ""), DocumentReceipt.id)
    )
    first: dict[uuid.UUID, uuid.UUID] = {}
    for row in received:
        first.setdefault(row.document_id, row.id)
    return {row.id for row in own}, first


def excerpts_of(unit: Unit, document_ids: Sequence[uuid.UUID], terms: Sequence[str]) -> dict[uuid.UUID, Excerpt]:
    """Return for each document where the first term stands, the first place of each."""
    text = DocumentText
    wanted = select(text.document_id, text.source, text.text).where(
        text.document_id.in_(document_ids), has_term(text.words, terms[0], unit.dialect)
    )
    found: dict[uuid.UUID, Excerpt] = {}
    for row in unit.rows(wanted.order_by(text.document_id, text.part)):
        found.setdefault(row.document_id, Excerpt(row.source, _around(row.text, terms[0])))
    return found


def _around(text: str, term: str) -> str:
    place = max(text.lower().find(term.lower()), 0)
    begin, end = max(place - AROUND, 0), place + len(term) + AROUND
    shown = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{shown}{'…' if end < len(text) else ''}"


def _conditions(unit: Unit, subject: Subject, wanted: DocumentSought) -> Iterator[ColumnElement[bool]]:
    document = OfficialDocument
    for term in wanted.terms:
        yield exists().where(DocumentText.document_id == document.id, has_term(DocumentText.words, term, unit.dialect))
    received = exists().where(DocumentReceipt.document_id == document.id, visible_receipts(subject))
    yield or_(visible_documents(subject), received)
    if wanted.kind is not None:
        yield document.kind == wanted.kind
    if wanted.sender is not None:
        yield document.department_code == wanted.sender
    if wanted.signed_from is not None:
        yield document.issued_on >= wanted.signed_from
    if wanted.signed_to is not None:
        yield document.issued_on <= wanted.signed_to


@follows("document")
def _index_after_a_turn(job: Job, event: Row[Any]) -> None:
    """Have a document read anew when it says something else."""
    if event.transition in TELLING:
        key = f"index:{event.record_id}:{event.id}"
        enqueue_once(job.unit, "documents.index", {"document_id": str(event.record_id)}, key=key)


@handles("documents.index")
def index_document(job: Job) -> None:
    """Write down by which words a document is found; a second time says the same."""
    document_id = uuid.UUID(job.payload["document_id"])
    row = job.unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == document_id))
    if row is None:
        return
    attachments = job.unit.rows(
        select(*DocumentAttachment.__table__.c)
        .where(DocumentAttachment.document_id == document_id)
        .order_by(DocumentAttachment.position)
    )
    told = [("题录", _metadata(job.unit, row)), ("正文", row.body)]
    told += [
        (f"附件 {item.title}", f"{item.title}\n{text_of(item.file_name, open_file(job.context, item.file_id))}")
        for item in attachments
    ]
    parts = [(source, part) for source, text in told for part in parts_of(text)]
    job.unit.write(delete(DocumentText).where(DocumentText.document_id == document_id))
    for number, (source, part) in enumerate(parts):
        job.unit.add(DocumentText, document_id=document_id, part=number, source=source, text=part, words=part)


def _metadata(unit: Unit, row: Row[Any]) -> str:
    """Return what a document says of itself beside its body."""
    names = department_names(unit)
    organs = [row.department_code, *row.joint_departments]
    recipients = [item["name"] for item in (*row.main_recipients, *row.copies)]
    said = [row.title, row.number or "", KINDS[row.kind], *(names.get(code, code) for code in organs)]
    day = row.issued_on
    said += [*recipients, *row.cited, row.note, row.signed_by_name or "", row.author_name]
    return "\n".join([*said, f"{day.year}年{day.month}月{day.day}日" if day else f"{clock.local(row.saved_at):%Y}年"])
