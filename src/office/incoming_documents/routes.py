"""Received documents over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines import documents as engine
from engines.documents import READ
from engines.files import open_file
from engines.workdays import load_calendar
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.incoming_documents import schemas as shapes

door = Door(
    "incoming_documents",
    audience="office",
    url_prefix="/office/v1/incoming_documents",
    description="收文: sign for, register, instruct, handle, circulate, answer, close.",
)
LISTING = "incoming_documents"
FILTERS = ("state", "kind", "urgency", "sender", "role", "purpose", "due_before")


@door.route("")
@door.arguments(shapes.IncomingListArgs(), location="query")
@door.response(200, shapes.IncomingPageOut())
def list_incoming_documents(arguments: dict[str, Any]) -> Response:
    """List what my organ received, newest first.

    Needs `documents.read`. Restricted documents are listed within the very organ only.
    """
    require(subject(), READ)
    wanted = engine.ReceivedFilter(**{name: arguments[name] for name in FILTERS})
    calendar = load_calendar(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_received(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_receipt(row, calendar),
    )
    return door.answer(page)


@door.route("/counts")
@door.response(200, shapes.IncomingCountsOut())
def count_incoming_documents() -> Response:
    """Count what still waits at my organ, by state; what is over is not counted."""
    require(subject(), READ)
    return door.answer({"counts": engine.count_received(unit(), subject())})


@door.route("/packages", methods=["POST"], most_bytes=engine.MOST_PACKAGE_BYTES)
@door.arguments(shapes.IncomingPackageIn(), location="files")
@door.response(201, shapes.IncomingOut())
@door.response(200, shapes.IncomingOut())
def import_document_package(files: dict[str, Any]) -> Response:
    """Put the package of a unit on another system before my organ, to be signed for like every document.

    Needs `documents.receive`. The same package again is answered by the receipt that is there (200). A package that
    was altered, holds unknown members or is classified is refused (422) and nothing is kept of it;
    `signature_verified` says whether a key of this system signed it. Up to 256 MB.
    """
    parcel = engine.open_parcel(unit(), files["file"].stream.read())
    row, new = engine.import_parcel(subject(), unit(), context(), parcel)
    unit().flush()
    location = {"Location": f"{door.url_prefix}/{row.id}"} if new else {}
    return versioned(_shown(row), row.version, 201 if new else 200, **location)


@door.route("/<uuid:receipt_id>")
@door.response(200, shapes.IncomingOut())
@door.problems(404)
def get_incoming_document(receipt_id: uuid.UUID) -> Response:
    """Read a received document; also for those before whom it is circulated and who handle it.

    The reading of a restricted document is kept in the audit trail.
    """
    row = engine.receipt_of(unit(), subject(), receipt_id)
    engine.note_reading(subject(), unit(), "incoming_document", row)
    return versioned(_shown(row), row.version)


@door.route("/<uuid:receipt_id>/file")
@door.arguments(engine.DocumentFileArgs(), location="query")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_incoming_file(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Read a received document as a file, with who takes it away laid over it."""
    row, format_ = engine.receipt_of(unit(), subject(), receipt_id), arguments["format"]
    engine.note_reading(subject(), unit(), "incoming_document", row)
    document = engine.document_by_id(unit(), row.document_id)
    content = engine.taken_away(unit(), subject(), engine.document_file(unit(), context(), document, format_))
    return attachment(content, engine.MEDIA_TYPES[format_], f"{row.title}.{format_}")


@door.route("/<uuid:receipt_id>/attachments/<uuid:attachment_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_incoming_attachment(receipt_id: uuid.UUID, attachment_id: uuid.UUID) -> Response:
    """Download an attachment of a received document."""
    row = engine.receipt_of(unit(), subject(), receipt_id)
    engine.note_reading(subject(), unit(), "incoming_document", row)
    item = engine.attachment_of(unit(), row.document_id, attachment_id)
    return attachment(open_file(context(), item.file_id), item.media_type, item.file_name)


@door.route("/<uuid:receipt_id>/proof")
@door.response(200, engine.HandoverProof())
@door.problems(404)
def get_handover_proof(receipt_id: uuid.UUID) -> Response:
    """Take the proof of what happened with a received document; it verifies without us (docs/handover.md)."""
    return door.answer(engine.handover_proof(unit(), context(), engine.receipt_of(unit(), subject(), receipt_id)))


@door.route("/<uuid:receipt_id>/receipt", methods=["POST"])
@door.arguments(shapes.IncomingSignIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def sign_for_document(_arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Sign for a document (签收): a signed statement says when and by whom, and its sender recalls it no more."""
    return _answer(engine.sign_for_document(subject(), unit(), context(), _asked(receipt_id)))


@door.route("/<uuid:receipt_id>/return", methods=["POST"])
@door.arguments(engine.DocumentReasonIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def return_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Return a document that is not compliant to its sender (退回), with the reason, until it is being handled."""
    return _answer(engine.return_document(subject(), unit(), context(), _asked(receipt_id), arguments["opinion"]))


@door.route("/<uuid:receipt_id>/registration", methods=["POST"])
@door.arguments(shapes.IncomingRegistrationIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def register_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Register a document that passed the first check (登记, 初审); it gets its number here and its day."""
    return _answer(engine.register_document(subject(), unit(), _asked(receipt_id), arguments))


@door.route("/<uuid:receipt_id>/proposal", methods=["POST"])
@door.arguments(shapes.IncomingProposalIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def propose_handling(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Propose what is to be done (拟办)."""
    row, opinion = _asked(receipt_id), arguments["opinion"]
    return _answer(engine.propose_handling(subject(), unit(), row, opinion, arguments["instructor_id"]))


@door.route("/<uuid:receipt_id>/instructions", methods=["POST"])
@door.arguments(engine.DocumentReasonIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def instruct_handling(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Instruct what is to be done (批办), or add to it; those who handle the document are told at once."""
    return _answer(engine.instruct_handling(subject(), unit(), _asked(receipt_id), arguments["opinion"]))


@door.route("/<uuid:receipt_id>/supervision", methods=["POST"])
@door.arguments(shapes.IncomingSupervisionIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def supervise_handling(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Have an instruction supervised (转为督查事项): the event says what, by when, and who leads."""
    row, due_on = _asked(receipt_id), arguments["due_on"]
    return _answer(engine.supervise_handling(subject(), unit(), row, arguments["opinion"], due_on))


@door.route("/<uuid:receipt_id>/assignment", methods=["POST"])
@door.arguments(shapes.IncomingAssignmentIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def assign_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Assign a document to one lead and those beside it (主办, 协办); an earlier assignment stays readable."""
    row, handlers, opinion = _asked(receipt_id), arguments["handlers"], arguments["opinion"]
    return _answer(engine.assign_document(subject(), unit(), context(), row, handlers, opinion))


@door.route("/<uuid:receipt_id>/results", methods=["POST"])
@door.arguments(shapes.IncomingResultIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def report_document_result(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Report what came of a document, as its lead or beside it."""
    return _answer(engine.report_result(subject(), unit(), _asked(receipt_id), arguments["result"]))


@door.route("/<uuid:receipt_id>/circulation", methods=["POST"])
@door.arguments(shapes.IncomingCirculationIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def circulate_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Circulate a document before officers (传阅), all at once or one after the other; more can be added later."""
    row, officers, mode = _asked(receipt_id), arguments["officers"], arguments["mode"]
    after = engine.circulate_document(subject(), unit(), context(), row, officers, mode, arguments["opinion"])
    return _answer(after)


@door.route("/<uuid:receipt_id>/readings", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def confirm_reading(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Confirm that I have read a document, with an opinion or without; of a series the next is told then."""
    return _answer(engine.confirm_reading(subject(), unit(), _asked(receipt_id), arguments["opinion"]))


@door.route("/<uuid:receipt_id>/reminders", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.IncomingReminderOut())
@door.problems(404, 409, 412, 428)
def urge_handling(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Urge those who handle or read a document and have not answered (催办), once a day."""
    row, urged = engine.urge_handling(subject(), unit(), _asked(receipt_id), arguments["opinion"])
    unit().flush()
    return versioned({**_shown(row), "urged": urged}, row.version)


@door.route("/<uuid:receipt_id>/replies", methods=["POST"])
@idempotent
@door.arguments(shapes.IncomingSignIn())
@door.response(200, shapes.IncomingReplyOut())
@door.problems(404, 409, 412, 428)
def reply_to_document(_arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Begin the document that answers this one (复文): a reply to a request, a letter to all else.

    The draft goes the way of every document; once it is sent, both sides see the answer, and both proofs say so.
    """
    row, draft_id = engine.reply_to_document(subject(), unit(), _asked(receipt_id))
    unit().flush()
    return versioned({**_shown(row), "draft": f"/office/v1/documents/{draft_id}"}, row.version)


@door.route("/<uuid:receipt_id>/closure", methods=["POST"])
@door.arguments(engine.DocumentOpinionIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def close_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Close a document (办结); while something is owed (`owed`), only with a reason."""
    return _answer(engine.close_document(subject(), unit(), _asked(receipt_id), arguments["opinion"]))


@door.route("/<uuid:receipt_id>/reopening", methods=["POST"])
@door.arguments(engine.DocumentReasonIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def reopen_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Take a closed document up again, with the reason."""
    return _answer(engine.reopen_document(subject(), unit(), _asked(receipt_id), arguments["opinion"]))


@door.route("/<uuid:receipt_id>/archive", methods=["POST"])
@door.arguments(shapes.IncomingArchiveIn())
@door.response(200, shapes.IncomingOut())
@door.problems(404, 409, 412, 428)
def archive_incoming_document(arguments: dict[str, Any], receipt_id: uuid.UUID) -> Response:
    """Archive a closed document (归档), for the term of its registration unless another is said.

    Needs `documents.archive`. A job makes the four checks and the package; what does not pass comes back.
    """
    row, term = _asked(receipt_id), arguments["retention"]
    return _answer(engine.archive_received(subject(), unit(), row, term, arguments["opinion"]))


def _asked(receipt_id: uuid.UUID) -> Row[Any]:
    row = engine.receipt_of(unit(), subject(), receipt_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(_shown(row), row.version)


def _shown(row: Row[Any]) -> dict[str, Any]:
    return engine.receipt_answer(subject(), unit(), row)
