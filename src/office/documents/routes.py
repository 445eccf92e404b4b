"""Outgoing documents over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines import documents as engine
from engines.files import open_file
from kit.idempotency import idempotent
from kit.pages import newest_first, page_of
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.documents import schemas as shapes
from office.documents.queries import DocumentFilter, list_documents

door = Door(
    "office_documents",
    audience="office",
    url_prefix="/office/v1/documents",
    description="发文: draft, review, sign, number, send, follow.",
)
LISTING, RECEIPTS = "documents", "document_receipts"


@door.route("")
@door.arguments(shapes.DocumentListArgs(), location="query")
@door.response(200, shapes.DocumentPageOut())
def list_outgoing_documents(arguments: dict[str, Any]) -> Response:
    """List the documents of my organ, newest first, whatever their state.

    Needs `documents.read`. Restricted ones are listed to officers of the very organ only.
    """
    wanted = DocumentFilter(arguments["state"], arguments["kind"], arguments["urgency"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_documents(unit(), subject(), wanted, after, rows),
        engine.listed_document,
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@idempotent
@door.arguments(shapes.DocumentBeginIn())
@door.response(201, shapes.DocumentOut())
def create_document(arguments: dict[str, Any]) -> Response:
    """Draft a document (拟稿); whatever it still lacks, it is kept.

    Needs `documents.draft` over the organ. Classified documents are refused (422): this network is not for them.
    """
    document_id = engine.begin_document(subject(), unit(), arguments, department=arguments["department_code"])
    row = engine.document_of(unit(), subject(), document_id)
    return versioned(_shown(row), row.version, 201, Location=f"/office/v1/documents/{document_id}")


@door.route("/<uuid:document_id>")
@door.response(200, shapes.DocumentOut())
@door.problems(404)
def get_document(document_id: uuid.UUID) -> Response:
    """Read a document: what it says, its review with every opinion, and how far its receivers are.

    The reading of a restricted document is kept in the audit trail.
    """
    row = engine.document_of(unit(), subject(), document_id)
    engine.note_reading(subject(), unit(), "document", row)
    return versioned(_shown(row), row.version)


@door.route("/<uuid:document_id>", methods=["PUT"])
@door.arguments(shapes.DocumentIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def update_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Save a draft as it is now."""
    return _answer(engine.save_document(subject(), unit(), _asked(document_id), arguments))


@door.route("/<uuid:document_id>/attachments", methods=["POST"])
@door.arguments(shapes.DocumentFileIn(), location="files")
@door.arguments(shapes.DocumentFileForm(), location="form")
@door.response(201, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def add_document_attachment(files: dict[str, Any], form: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Add an attachment to a draft; it is found by its text too.

    PDF, JPG, PNG, DOCX, XLSX, OFD (GB/T 33190) or TXT (UTF-8 or GB 18030), at most twenty; the content must be what the
    name says (422), other kinds are not taken, nor are archives with macros, encrypted or damaged ones and empty texts.
    """
    row, given = _asked(document_id), files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    name = given.filename or ""
    row = engine.add_attachment(subject(), unit(), context(), row, content, name, form["title"])
    return versioned(_shown(row), row.version, 201)


@door.route("/<uuid:document_id>/attachments/<uuid:attachment_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_document_attachment(document_id: uuid.UUID, attachment_id: uuid.UUID) -> Response:
    """Download an attachment as it was attached."""
    row = engine.document_of(unit(), subject(), document_id)
    engine.note_reading(subject(), unit(), "document", row)
    item = engine.attachment_of(unit(), row.id, attachment_id)
    return attachment(open_file(context(), item.file_id), item.media_type, item.file_name)


@door.route("/<uuid:document_id>/attachments/<uuid:attachment_id>", methods=["DELETE"])
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def remove_document_attachment(document_id: uuid.UUID, attachment_id: uuid.UUID) -> Response:
    """Take an attachment off a draft."""
    return _answer(engine.remove_attachment(subject(), unit(), context(), _asked(document_id), attachment_id))


@door.route("/<uuid:document_id>/check")
@door.response(200, shapes.DocumentCheckOut())
@door.problems(404)
def check_document(document_id: uuid.UUID) -> Response:
    """Check the form of a document: title, recipients, headings, register, words of the organ's list, citations.

    Each finding says where it is and what to do (党政机关公文处理工作条例 第十五条 to 第十九条, GB/T 9704-2012).
    """
    found = engine.check_document(unit(), engine.document_of(unit(), subject(), document_id))
    findings = [
        {
            "pointer": item.pointer,
            "code": item.code,
            "severity": item.severity,
            "detail": item.zh,
            "detail_en": item.en,
        }
        for item in found
    ]
    return door.answer({"fit": all(item.severity != "error" for item in found), "findings": findings})


@door.route("/<uuid:document_id>/submission", methods=["POST"])
@door.arguments(shapes.DocumentSubmissionIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def submit_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Put a draft before those who review it, one after the other (审核, 会签).

    Refused with every error of the check of form (422).
    """
    row, steps = _asked(document_id), arguments["steps"]
    return _answer(engine.submit_document(subject(), unit(), context(), row, steps, arguments["opinion"]))


@door.route("/<uuid:document_id>/reviews", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def review_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Approve the step whose turn it is; after the last one the document waits to be signed.

    Needs `documents.review` over the organ of the step, and to be the officer whom it names.
    """
    return _answer(engine.review_document(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/return", methods=["POST"])
@door.arguments(engine.DocumentReasonIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def return_draft(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Send a document back to its drafter: from review, from signing, or from proofreading.

    What was signed is signed anew after a change (条例 第二十五条).
    """
    return _answer(engine.return_draft(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/taking_back", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def take_back_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Take a document back that is not signed yet, to change it."""
    return _answer(engine.take_back_document(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/disposal", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def discard_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Give a draft up; it stays readable."""
    return _answer(engine.discard_document(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/signature", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def sign_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Sign a document (签发); its date (成文日期) is today. Nobody signs what they wrote.

    Needs `documents.sign` over the issuing organ.
    """
    return _answer(engine.sign_document(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/numbering", methods=["POST"])
@door.arguments(shapes.DocumentNumberingIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def number_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Proofread, number and seal a signed document (复核, 编号, 用印); from now on its text stands still.

    The number is the next of its register (`舟政办发〔2026〕12号`); the digests of the whole package are fixed.
    """
    row, sealed = _asked(document_id), arguments["sealed"]
    return _answer(engine.number_document(subject(), unit(), row, arguments["opinion"], sealed=sealed))


@door.route("/<uuid:document_id>/voiding", methods=["POST"])
@door.arguments(engine.DocumentReasonIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def void_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Void a numbered document that was not sent; its number stays used and the register says so."""
    return _answer(engine.void_document(subject(), unit(), _asked(document_id), arguments["opinion"]))


@door.route("/<uuid:document_id>/dispatch", methods=["POST"])
@door.arguments(shapes.DocumentDispatchIn())
@door.response(200, shapes.ListedDocumentOut())
@door.problems(404, 409, 412, 428)
def dispatch_document(_arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Send a document to all its organs at once (发出), each once, however many they are.

    Its arrival at each is stated by a signed event a moment later. Read the document for how far they are.
    """
    row = engine.dispatch_document(subject(), unit(), _asked(document_id))
    return versioned(engine.listed_document(row), row.version)


@door.route("/<uuid:document_id>/supplements", methods=["POST"])
@door.arguments(shapes.DocumentSupplementIn())
@door.response(200, shapes.ListedDocumentOut())
@door.problems(404, 409, 412, 428)
def supplement_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Send a document to further organs (补发); those that have it are passed over."""
    row, main, copies = _asked(document_id), arguments["main_recipients"], arguments["copies"]
    row = engine.supplement_document(subject(), unit(), row, main, copies)
    return versioned(engine.listed_document(row), row.version)


@door.route("/<uuid:document_id>/recalls", methods=["POST"])
@door.arguments(shapes.DocumentRecallIn())
@door.response(200, shapes.DocumentRecallOut())
@door.problems(404, 409, 412, 428)
def recall_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Recall a document from organs that have not signed for it (撤回), with the reason.

    Those that have signed for it are named in `not_recalled`; send them a correction.
    """
    row, organs = _asked(document_id), arguments["organs"]
    row, left = engine.recall_document(subject(), unit(), row, organs, arguments["opinion"])
    unit().flush()
    return versioned({**_shown(row), "not_recalled": engine.receipt_answers(unit(), left[:100])}, row.version)


@door.route("/<uuid:document_id>/reminders", methods=["POST"])
@door.arguments(shapes.DocumentReminderIn())
@door.response(200, shapes.DocumentReminderOut())
@door.problems(404, 409, 412, 428)
def urge_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Urge organs that have not signed for a document or not closed it (催办), each once a day at most."""
    row, organs = _asked(document_id), arguments["organs"]
    row, number = engine.urge_document(subject(), unit(), row, organs, arguments["opinion"])
    return versioned({**engine.listed_document(row), "urged": number}, row.version)


@door.route("/<uuid:document_id>/corrections", methods=["POST"])
@door.arguments(shapes.DocumentDispatchIn())
@door.response(200, shapes.DocumentCorrectionOut())
@door.problems(404, 409, 412, 428)
def correct_document(_arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Draft a correction (更正) of a document that was sent, to the same organs; both name each other."""
    row, correction_id = engine.correct_document(subject(), unit(), _asked(document_id))
    unit().flush()
    return versioned({**_shown(row), "correction": f"/office/v1/documents/{correction_id}"}, row.version)


@door.route("/<uuid:document_id>/archive", methods=["POST"])
@door.arguments(shapes.DocumentArchiveIn())
@door.response(200, shapes.DocumentOut())
@door.problems(404, 409, 412, 428)
def archive_document(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Archive a document that every organ has signed for or returned (归档), for a retention term.

    Needs `documents.archive` over the organ. A job makes the four checks (真实, 完整, 可用, 安全) and the package; what
    does not pass comes back as it was, with its report (`/office/v1/document_archive`).
    """
    row, term = _asked(document_id), arguments["retention"]
    return _answer(engine.archive_document(subject(), unit(), row, term, arguments["opinion"]))


@door.route("/<uuid:document_id>/receipts")
@door.arguments(shapes.DocumentReceiptArgs(), location="query")
@door.response(200, shapes.DocumentReceiptPageOut())
@door.problems(404)
def list_receipts(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """List who has a document and how far they are: arrived, signed for by whom and when; by the organs' codes."""
    row = engine.document_of(unit(), subject(), document_id)
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(RECEIPTS, cursor, (str,))[0] if cursor else None
    wanted = {"state": arguments["state"], "role": arguments["role"]}
    rows = engine.receipts_of(unit(), row.id, after, limit + 1, **wanted)
    items, following = page_of(rows, limit, lambda item: signer.encode(RECEIPTS, item.department_code))
    return door.answer({"items": engine.receipt_answers(unit(), items), "next_cursor": following})


@door.route("/<uuid:document_id>/receipts/<uuid:receipt_id>/proof")
@door.response(200, engine.HandoverProof())
@door.problems(404)
def get_sent_handover_proof(document_id: uuid.UUID, receipt_id: uuid.UUID) -> Response:
    """Take the proof of what happened with one organ's receipt, as its sender; it verifies without us."""
    row = engine.document_of(unit(), subject(), document_id)
    return door.answer(engine.handover_proof(unit(), context(), engine.receipt_in(unit(), row.id, receipt_id)))


@door.route("/<uuid:document_id>/file")
@door.arguments(engine.DocumentFileArgs(), location="query")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_document_file(arguments: dict[str, Any], document_id: uuid.UUID) -> Response:
    """Read a document as a file in the national layout (GB/T 9704-2012): PDF/A, DOCX or OFD (GB/T 33190).

    Who takes it away is laid over it (name, unit, time), and the reading of a restricted one is kept.
    """
    row, format_ = engine.document_of(unit(), subject(), document_id), arguments["format"]
    engine.note_reading(subject(), unit(), "document", row)
    content = engine.taken_away(unit(), subject(), engine.document_file(unit(), context(), row, format_))
    return attachment(content, engine.MEDIA_TYPES[format_], f"{row.title}.{format_}")


@door.route("/<uuid:document_id>/package")
@door.response(200, content_type="application/zip")
@door.problems(404, 409)
def export_document_package(document_id: uuid.UUID) -> Response:
    """Take a document as one file, for units on another system: metadata, text, layout files, attachments, signature.

    Needs `documents.dispatch` over the organ. The file's form is told in docs/handover.md; `sha256sum -c` verifies
    it, and importDocumentPackage takes it.
    """
    row = engine.document_of(unit(), subject(), document_id)
    content = engine.export_parcel(subject(), unit(), context(), row)
    return attachment(content, "application/zip", f"{row.number}.zip")


def _asked(document_id: uuid.UUID) -> Row[Any]:
    row = engine.document_of(unit(), subject(), document_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(_shown(row), row.version)


def _shown(row: Row[Any]) -> dict[str, Any]:
    return engine.document_answer(subject(), unit(), row)
