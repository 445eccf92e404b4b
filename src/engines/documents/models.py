"""The tables of official documents: what is sent, what each organ received, and who did what with it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from kit.words import Words


class OfficialDocument(Model):
    """One document of an organ; also one that came as a package from a system outside (``origin``)."""

    __tablename__ = "official_documents"
    __table_args__ = (
        Index("ix_official_documents_department", "department_code", "id"),
        Index("ix_official_documents_state", "department_code", "state", "id"),
        # A package that somebody brought says of itself whose it is: it takes no number from its organ.
        Index(
            "ix_official_documents_number",
            "department_code",
            "number",
            unique=True,
            postgresql_where=text("imported_by IS NULL"),
            sqlite_where=text("imported_by IS NULL"),
        ),
        Index(
            "ix_official_documents_imported",
            "imported_by",
            "sha256",
            unique=True,
            postgresql_where=text("imported_by IS NOT NULL"),
            sqlite_where=text("imported_by IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    #: ``own``; ``exchange`` where its organ's own system sent it; ``imported`` from a package by the organ below.
    origin: Mapped[str]
    imported_by: Mapped[str | None]
    #: Whether a package is signed by a key of ours, None where it was drafted here.
    signature_verified: Mapped[bool | None]
    #: The issuing organ, and the department in it that drafts.
    department_code: Mapped[str]
    drafting_department: Mapped[str]
    author_id: Mapped[uuid.UUID | None]
    author_name: Mapped[str]
    written_by: Mapped[list[str]]
    kind: Mapped[str]
    title: Mapped[str]
    register_code: Mapped[str | None]
    #: 发文字号, once numbered; its year and its sequence in the register.
    number: Mapped[str | None]
    number_year: Mapped[int | None]
    number_sequence: Mapped[int | None]
    urgency: Mapped[str | None]
    #: Codes of further issuing organs of a joint document.
    joint_departments: Mapped[list[str]]
    #: Organs as ``{code, name}``, and codes of organ lists; ``copies`` are informed only.
    main_recipients: Mapped[list[Any]]
    copies: Mapped[list[Any]]
    organ_lists: Mapped[list[str]]
    body: Mapped[str]
    note: Mapped[str]
    attendance: Mapped[str]
    publication: Mapped[str]
    restricted: Mapped[bool]
    #: 发文字号 of documents that the body rests on.
    cited: Mapped[list[str]]
    #: By when an answer is expected.
    answer_due_on: Mapped[date | None]
    #: The receipt that this answers, and the document that this corrects.
    replies_to_id: Mapped[uuid.UUID | None]
    corrects_id: Mapped[uuid.UUID | None]
    retention: Mapped[str | None]
    saved_at: Mapped[datetime]
    signed_by: Mapped[uuid.UUID | None]
    signed_by_name: Mapped[str | None]
    #: 成文日期: the day of signing.
    issued_on: Mapped[date | None]
    sealed: Mapped[bool]
    #: SHA-256 and SM3 over the package's manifest, since numbering.
    sha256: Mapped[str | None]
    sm3: Mapped[str | None]
    dispatched_at: Mapped[datetime | None]
    recipients: Mapped[int]
    #: What was found while drawing it, as faces that were replaced.
    remarks: Mapped[list[Any]]
    archived_at: Mapped[datetime | None]


class DocumentStep(Model):
    """One seat of review or countersigning; ``round`` counts submissions."""

    __tablename__ = "document_steps"
    __table_args__ = (Index("ix_document_steps_document", "document_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID]
    round: Mapped[int]
    position: Mapped[int]
    #: ``review`` within the organ, ``countersign`` by another one.
    kind: Mapped[str]
    department_code: Mapped[str]
    officer_id: Mapped[uuid.UUID | None]
    officer_name: Mapped[str | None]
    outcome: Mapped[str | None]
    opinion: Mapped[str | None]
    done_by_name: Mapped[str | None]
    done_at: Mapped[datetime | None]


class DocumentAttachment(Model):
    """One attachment of a document; its digest is part of the package."""

    __tablename__ = "document_attachments"
    __table_args__ = (Index("ix_document_attachments_document", "document_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID]
    position: Mapped[int]
    title: Mapped[str]
    file_id: Mapped[uuid.UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]


class DocumentReceipt(Model):
    """A document at one organ that received it: its incoming document, from arrival to archive.

    What lists show of the document stands here too, since an organ's list can be a million long.
    """

    __tablename__ = "document_receipts"
    __table_args__ = (
        UniqueConstraint("document_id", "department_code"),
        Index("ix_document_receipts_department", "department_code", "id"),
        Index("ix_document_receipts_state", "department_code", "state", "id"),
        Index(
            "ix_document_receipts_due",
            "department_code",
            "due_on",
            "id",
            postgresql_where=text("due_on IS NOT NULL AND closed_at IS NULL"),
            sqlite_where=text("due_on IS NOT NULL AND closed_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    #: As the document names whom the organ signs for; None where it names the organ alone.
    addressed_to: Mapped[str | None]
    #: ``main`` or ``copy``.
    role: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    sender_code: Mapped[str]
    sender_name: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    urgency: Mapped[str | None]
    restricted: Mapped[bool]
    sent_at: Mapped[datetime]
    #: When it was put before the organ, which is when its time to sign for it begins.
    arrived_at: Mapped[datetime | None]
    signed_for_at: Mapped[datetime | None]
    signed_for_by_name: Mapped[str | None]
    #: 收文编号, the kind of handling (``handle`` or ``read``), and the retention, all from registration.
    register_number: Mapped[str | None]
    purpose: Mapped[str | None]
    retention: Mapped[str | None]
    handling_department: Mapped[str | None]
    due_on: Mapped[date | None]
    limit_days: Mapped[int | None]
    reason: Mapped[str | None]
    #: The last day on which the sender urged it.
    urged_on: Mapped[date | None]
    #: The document that answers it.
    reply_id: Mapped[uuid.UUID | None]
    closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]


class DocumentHandler(Model):
    """A department (or one officer of it) that handles a received document, as lead or beside the lead."""

    __tablename__ = "document_handlers"
    __table_args__ = (Index("ix_document_handlers_receipt", "receipt_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[uuid.UUID]
    role: Mapped[str]
    department_code: Mapped[str]
    officer_id: Mapped[uuid.UUID | None]
    officer_name: Mapped[str | None]
    due_on: Mapped[date]
    assigned_by_name: Mapped[str]
    assigned_at: Mapped[datetime]
    result: Mapped[str | None]
    done_by_name: Mapped[str | None]
    done_at: Mapped[datetime | None]
    #: Handed on to somebody else since.
    released_at: Mapped[datetime | None]


class DocumentReader(Model):
    """An officer before whom a received document is circulated; in series one after the other."""

    __tablename__ = "document_readers"
    __table_args__ = (
        UniqueConstraint("receipt_id", "officer_id"),
        Index("ix_document_readers_officer", "officer_id", "read_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[uuid.UUID]
    officer_id: Mapped[uuid.UUID]
    officer_name: Mapped[str]
    department_code: Mapped[str]
    #: ``serial`` or ``parallel``; in series the position says who comes next.
    mode: Mapped[str]
    position: Mapped[int]
    added_by_name: Mapped[str]
    added_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    urged_at: Mapped[datetime | None]
    opinion: Mapped[str | None]
    read_at: Mapped[datetime | None]


class DocumentPackage(Model):
    """What a document hands over, as it was at numbering: its digests are about this, whatever is renamed later."""

    __tablename__ = "document_packages"

    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    manifest: Mapped[dict[str, Any]]


class DocumentArchive(Model):
    """A document that was archived by its sender or by one that received it, with the package that is kept of it."""

    __tablename__ = "document_archives"
    __table_args__ = (
        UniqueConstraint("record_kind", "record_id"),
        Index("ix_document_archives_department", "department_code", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    document_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    #: ``checking``, ``kept``, or ``refused`` where a check did not hold.
    state: Mapped[str]
    #: 档号, once kept.
    archive_number: Mapped[str | None]
    title: Mapped[str]
    number: Mapped[str]
    #: 责任者: the issuing organ.
    responsible: Mapped[str]
    issued_on: Mapped[date | None]
    restricted: Mapped[bool]
    year: Mapped[int]
    retention: Mapped[str]
    #: The last day of its term; None for ever.
    kept_until: Mapped[date | None]
    archived_by_name: Mapped[str]
    archived_at: Mapped[datetime]
    sha256: Mapped[str | None]
    size: Mapped[int | None]


class DocumentArchiveReport(Model):
    """The four checks (真实 完整 可用 安全) of an archived document at one moment; reports are kept."""

    __tablename__ = "document_archive_reports"
    __table_args__ = (Index("ix_document_archive_reports_archive", "archive_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    archive_id: Mapped[uuid.UUID]
    #: ``archiving`` or ``preservation``.
    stage: Mapped[str]
    passed: Mapped[bool]
    findings: Mapped[list[Any]]
    made_at: Mapped[datetime]


class HandoverEvent(Model):
    """One signed event of the hand-over of a document to one organ; each names the digest of the one before."""

    __tablename__ = "handover_events"
    __table_args__ = (UniqueConstraint("receipt_id", "sequence"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID]
    receipt_id: Mapped[uuid.UUID]
    sequence: Mapped[int]
    event: Mapped[str]
    department_code: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]
    #: The signed statement (JWS, RFC 7515) and its SHA-256.
    statement: Mapped[str]
    digest: Mapped[str]


class DocumentText(Model):
    """A part of what a document or an attachment says, by its words; ``source`` is where it stands."""

    __tablename__ = "document_texts"
    __table_args__ = (Index("ix_document_texts_words", "words", postgresql_using="gin"),)

    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    text: Mapped[str]
    words: Mapped[str] = mapped_column(Words())


class DocumentRegister(Model):
    """A register of numbers of an organ by its organ code (机关代字), and the head of what is numbered in it."""

    __tablename__ = "document_registers"

    code: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str]
    #: 发文机关标志, without 文件. Who issues may have another organ keep its register: 市政府 its office.
    mark: Mapped[str]
    #: ``document``, ``letter``, ``order`` or ``minutes``.
    form: Mapped[str]
    kinds: Mapped[list[str]]
    gapless: Mapped[bool]


class OrganList(Model):
    """A list of organs to which documents are sent together."""

    __tablename__ = "organ_lists"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: Whose list it is; ``*`` is everybody's.
    department: Mapped[str]
    members: Mapped[list[str]]


class ForbiddenWord(Model):
    """A word that an organ's documents do not use (``*``: nobody's), and what to write instead."""

    __tablename__ = "forbidden_words"

    department: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    advice: Mapped[str]
