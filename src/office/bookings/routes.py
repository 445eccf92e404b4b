"""Bookings over HTTP."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names, require
from engines import bookings as engine
from engines.bookings import BOOK, BookingFilter
from engines.files import open_file
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.bookings import schemas as shapes
from office.bookings.actions import create_bundle

door = Door(
    "bookings",
    audience="office",
    url_prefix="/office/v1/bookings",
    description="会议与资源预订: book, change, check in; no double booking, ever.",
)
LISTING = "bookings"
FILTERS = ("state", "mine", "resource", "series_id", "bundle_id", "starts_before", "ends_after")


@door.route("")
@door.arguments(shapes.BookingListArgs(), location="query")
@door.response(200, shapes.BookingPageOut())
def list_bookings(arguments: dict[str, Any]) -> Response:
    """List the bookings that I see, the newest made first: mine, those I am asked to, those I keep or read."""
    require(subject(), BOOK)
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_bookings(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_booking(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.BookingFilterArgs(), location="query")
@door.response(200, shapes.BookingCountsOut())
def count_bookings(arguments: dict[str, Any]) -> Response:
    """Count the bookings that I see by state; the newest 10,000 at most."""
    require(subject(), BOOK)
    return door.answer(engine.count_bookings(unit(), subject(), _filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.BookingIn())
@door.response(201, shapes.BookingsMadeOut())
@door.problems(404, 409)
@idempotent
def create_booking(arguments: dict[str, Any]) -> Response:
    """Book resources of one keeper, once or repeatedly; all or nothing. Needs `bookings.book`.

    What is taken is refused with who stands in the way and what would do instead (409); `wait` waits for it, `hold`
    keeps it for a quarter of an hour. What a keeper approves is taken while they decide.
    """
    return _made(engine.create_booking(subject(), unit(), context(), arguments))


@door.route("/bundles", methods=["POST"])
@door.arguments(shapes.BookingBundleIn())
@door.response(201, shapes.BookingBundleOut())
@door.problems(404, 409)
@idempotent
def create_booking_bundle(arguments: dict[str, Any]) -> Response:
    """Book several things for the same hours, a meal of that day and visitors' passes in one request, or nothing of it.

    Of each kind the smallest that does. Refused with every reason at the place of the request that it concerns, and the
    next times at which nothing stands in the way (409). Meal and visits fall with the first booking; visits move too.
    """
    bundle_id, rows, companions = create_bundle(subject(), unit(), context(), arguments)
    return door.answer({"bundle_id": str(bundle_id), "companions": companions, **_listed(rows)}, 201)


@door.route("/<uuid:booking_id>")
@door.response(200, shapes.BookingOut())
@door.problems(404)
def get_booking(booking_id: uuid.UUID) -> Response:
    """Read a booking that I see, with its resources, who is asked to come, and every step."""
    return _answer(engine.booking_of(unit(), subject(), booking_id))


@door.route("/<uuid:booking_id>/changes", methods=["POST"])
@door.arguments(shapes.BookingChangeIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def change_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Change what a booking of mine says, its time or its resources, before it begins; this one or those after too.

    What a keeper approved and now moves waits for approval again.
    """
    row, scope = _asked(booking_id), arguments.pop("scope")
    return _answer(engine.change_booking(subject(), unit(), context(), row, arguments, scope))


@door.route("/<uuid:booking_id>/cancellation", methods=["POST"])
@door.arguments(shapes.BookingCancellationIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def cancel_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Cancel a booking of mine before it begins, or it and the later ones of its series; who waits may get the time."""
    row = _asked(booking_id)
    return _answer(engine.cancel_booking(subject(), unit(), row, arguments["reason"], arguments["scope"]))


@door.route("/<uuid:booking_id>/answers", methods=["POST"])
@door.arguments(shapes.BookingAnswerIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def answer_invitation(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Say whether I come to what I am asked to, or who comes for my department, until it begins; the last word counts.

    A department answers by its officers with `bookings.book`. When the time moves, everybody is asked anew. The
    organiser reads all answers, and is told at once of those who do not come.
    """
    row, scope = _asked(booking_id), arguments.pop("scope")
    return _answer(engine.answer_invitation(subject(), unit(), row, arguments, scope))


@door.route("/<uuid:booking_id>/confirmation", methods=["POST"])
@door.arguments(shapes.BookingNothingIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def confirm_booking(_arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Book what I hold; it is asked for where a keeper approves."""
    return _answer(engine.confirm_booking(subject(), unit(), _asked(booking_id)))


@door.route("/<uuid:booking_id>/approval", methods=["POST"])
@door.arguments(shapes.BookingDecisionIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def decide_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Approve a booking of resources that I keep, or refuse it with the reason. Needs `bookings.manage`."""
    row = _asked(booking_id)
    return _answer(engine.decide_booking(subject(), unit(), row, **arguments))


@door.route("/<uuid:booking_id>/revocation", methods=["POST"])
@door.arguments(shapes.BookingRevocationIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def revoke_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Take a booking back as the keeper of its resources, with the reason, which the organiser is told."""
    return _answer(engine.revoke_booking(subject(), unit(), _asked(booking_id), arguments["reason"]))


@door.route("/<uuid:booking_id>/check_in", methods=["POST"])
@door.arguments(shapes.BookingNothingIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def check_in_booking(_arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Say that we came (签到), from a quarter of an hour before the beginning on; else it may be released."""
    return _answer(engine.check_in_booking(subject(), unit(), _asked(booking_id)))


@door.route("/<uuid:booking_id>/extensions", methods=["POST"])
@door.arguments(shapes.BookingExtensionIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def extend_booking(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Let what is in use go on until later, if it is free."""
    return _answer(engine.extend_booking(subject(), unit(), _asked(booking_id), arguments["ends_at"]))


@door.route("/<uuid:booking_id>/ending", methods=["POST"])
@door.arguments(shapes.BookingNothingIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def end_booking(_arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """End what is in use before its time; the rest is free again."""
    return _answer(engine.end_booking(subject(), unit(), _asked(booking_id)))


@door.route("/<uuid:booking_id>/minutes", methods=["POST"])
@door.arguments(shapes.BookingMinutesIn())
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def record_booking_minutes(arguments: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Write down what was agreed (会议纪要), for everybody who was asked to come; proposeMatters reads it."""
    return _answer(engine.record_minutes(subject(), unit(), _asked(booking_id), arguments["minutes"]))


@door.route("/<uuid:booking_id>/documents", methods=["POST"])
@door.arguments(shapes.BookingDocumentIn(), location="files")
@door.arguments(shapes.BookingDocumentForm(), location="form")
@door.response(201, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def add_booking_document(files: dict[str, Any], form: dict[str, Any], booking_id: uuid.UUID) -> Response:
    """Add a document to a meeting of mine (会议材料), to this one or those after too; twenty at most.

    PDF, JPG, PNG, DOCX, XLSX, OFD or TXT; the content must be what the name says (422). Who is asked to come reads it.
    """
    row, given = _asked(booking_id), files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    name = given.filename or ""
    return _answer(engine.add_document(subject(), unit(), context(), row, content, name, form["scope"]), 201)


@door.route("/<uuid:booking_id>/documents/<uuid:document_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_booking_document(booking_id: uuid.UUID, document_id: uuid.UUID) -> Response:
    """Download a document of a meeting that I organise or to which I or my department are asked."""
    row = engine.booking_of(unit(), subject(), booking_id)
    item = engine.document_for(unit(), subject(), row, document_id)
    return attachment(open_file(context(), item.file_id), item.media_type, item.name)


@door.route("/<uuid:booking_id>/documents/<uuid:document_id>", methods=["DELETE"])
@door.arguments(shapes.BookingScopeArgs(), location="query")
@door.response(200, shapes.BookingOut())
@door.problems(404, 409, 412, 428)
def remove_booking_document(arguments: dict[str, Any], booking_id: uuid.UUID, document_id: uuid.UUID) -> Response:
    """Take a document off a meeting of mine, and off those after too that have it."""
    row, scope = _asked(booking_id), arguments["scope"]
    return _answer(engine.remove_document(subject(), unit(), context(), row, document_id, scope))


def _filter(arguments: dict[str, Any]) -> BookingFilter:
    return BookingFilter(**{name: arguments[name] for name in FILTERS})


def _asked(booking_id: uuid.UUID) -> Row[Any]:
    row = engine.booking_of(unit(), subject(), booking_id)
    require_version(row.version, if_match())
    return row


def _listed(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    names = department_names(unit())
    return {"items": [engine.listed_booking(row, names) for row in rows]}


def _made(rows: Sequence[Row[Any]]) -> Response:
    return door.answer(_listed(rows), 201)


def _answer(row: Row[Any], status: int = 200) -> Response:
    unit().flush()
    return versioned(engine.booking_answer(subject(), unit(), row), row.version, status)
