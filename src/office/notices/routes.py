"""Notices over HTTP."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names, officer_names
from engines.files import FileNotFound, open_file
from engines.lifecycles import available_actions, event_answer, events_of
from kit import clock
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first, page_of
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.notices import actions, queries
from office.notices import schemas as shapes
from office.notices.manifest import BEGIN, NOTICE
from office.notices.queries import NoticeFilter
from office.notices.rules import CATEGORIES, IMPORTANCES

door = Door(
    "notices",
    audience="office",
    url_prefix="/office/v1/notices",
    description="通知公告: published to departments and officers, read and confirmed.",
)
LISTING, MANAGED, READERS = "notices", "managed_notices", "notice_readers"
_SAME = ("category", "importance", "words")
_NUMBERS = ("addressed", "read", "confirmed", "unconfirmed")


@door.route("")
@door.arguments(shapes.NoticeListArgs(), location="query")
@door.response(200, shapes.OfficeNoticePageOut())
def list_addressed_notices(arguments: dict[str, Any]) -> Response:
    """List the notices that stand and are addressed to me: those on top first, then the newest."""
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    wanted = NoticeFilter(**{name: arguments[name] for name in (*_SAME, "unread", "unconfirmed")})
    after: Any = signer.decode(LISTING, cursor, (int, datetime, uuid.UUID)) if cursor else None
    rows = queries.list_notices(unit(), subject(), wanted, after, limit + 1)
    items, following = page_of(
        rows, limit, lambda row: signer.encode(LISTING, int(row.pinned), row.published_at, row.id)
    )
    names = department_names(unit())
    return door.answer({"items": [_listed(row, names) for row in items], "next_cursor": following})


@door.route("/managed")
@door.arguments(shapes.ManagedNoticeListArgs(), location="query")
@door.response(200, shapes.OfficeNoticePageOut())
def list_managed_notices(arguments: dict[str, Any]) -> Response:
    """List what my departments publish, drafts too, newest first.

    Needs `notices.publish`; with `notices.read` what was published already.
    """
    names = department_names(unit())
    wanted = NoticeFilter(**{name: arguments[name] for name in (*_SAME, "state")})
    page = newest_first(
        context().cursors,
        MANAGED,
        arguments,
        lambda after, rows: queries.list_managed(unit(), subject(), wanted, after, rows),
        lambda row: _listed(row, names),
    )
    return door.answer(page)


@door.route("/files", methods=["POST"])
@door.arguments(shapes.NoticeFileIn(), location="files")
@door.response(201, shapes.NoticeStoredFileOut())
def upload_notice_file(files: dict[str, Any]) -> Response:
    """Upload a file; its id goes into a draft. Needs `notices.publish`."""
    given = files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    file = actions.store_notice_file(subject(), unit(), context(), content, given.filename or "")
    return door.answer({"id": str(file.id), "name": file.name, "media_type": file.media_type, "size": file.size}, 201)


@door.route("", methods=["POST"])
@door.arguments(shapes.NoticeIn())
@door.response(201, shapes.OfficeNoticeOut())
@door.problems(404, 409)
@idempotent
def draft_notice(arguments: dict[str, Any]) -> Response:
    """Draft a notice of my department, also one that corrects and replaces another. Needs `notices.publish`."""
    notice_id = actions.draft_notice(subject(), unit(), context(), arguments)
    unit().flush()
    return _answer(notice_id, 201, Location=f"{door.url_prefix}/{notice_id}")


@door.route("/<uuid:notice_id>")
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404)
def read_notice(notice_id: uuid.UUID) -> Response:
    """Read a notice that is addressed to me, or that my department publishes.

    That I have read it is kept with the time of the first time; to confirm is another thing (confirmNotice).
    """
    row = queries.notice_for(unit(), subject(), notice_id)
    actions.note_reading(subject(), unit(), row)
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/files/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_notice_file(notice_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Download a file of a notice."""
    row = queries.notice_for(unit(), subject(), notice_id)
    found = {item["id"]: item for item in row.attachments if _shows(row)}.get(str(file_id))
    if found is None:
        raise FileNotFound
    return attachment(open_file(context(), file_id), found["media_type"], found["name"])


@door.route("/<uuid:notice_id>/changes", methods=["POST"])
@door.arguments(shapes.NoticeChangesIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def change_notice(arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Change a draft of my department. Needs `notices.publish`."""
    actions.change_notice(subject(), unit(), context(), _asked(notice_id), arguments)
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/disposal", methods=["POST"])
@door.arguments(shapes.NoticeNothingIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def discard_notice(_arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Discard a draft of my department (作废). Needs `notices.publish`."""
    actions.discard_notice(subject(), unit(), _asked(notice_id))
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/publication", methods=["POST"])
@door.arguments(shapes.NoticePublicationIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def publish_notice(arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Publish a draft now, or at a moment to come (发布). Needs `notices.publish`.

    Beyond my department and those below it `notices.publish_everywhere` is needed (403 says who has it). Who works
    there at that time is addressed, and asked where reading must be confirmed; who joins later reads it and is not
    asked. A notice that it corrects is replaced by it.
    """
    actions.publish_notice(subject(), unit(), _asked(notice_id), arguments["publish_at"])
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/taking_back", methods=["POST"])
@door.arguments(shapes.NoticeNothingIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def take_back_notice(_arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Make a draft again of a notice that is to be published later. Needs `notices.publish`."""
    actions.take_back(subject(), unit(), _asked(notice_id))
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/withdrawal", methods=["POST"])
@door.arguments(shapes.NoticeReasonIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def withdraw_notice(arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Withdraw a published notice (撤回); its readers are told why and asked no more. Needs `notices.publish`."""
    actions.withdraw_notice(subject(), unit(), _asked(notice_id), arguments["reason"])
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/reminders", methods=["POST"])
@door.arguments(shapes.NoticeNoteIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409, 412, 428)
def remind_readers(arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Put a notice anew before all who have not confirmed it (催阅), once in four hours. Needs `notices.publish`.

    On the day after confirmations were due this happens by itself.
    """
    actions.remind_readers(subject(), unit(), _asked(notice_id), arguments["note"])
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/confirmation", methods=["POST"])
@door.arguments(shapes.NoticeNothingIn())
@door.response(200, shapes.OfficeNoticeOut())
@door.problems(404, 409)
def confirm_notice(_arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """Confirm that I have read a notice (确认已阅); once, and sending it again changes nothing."""
    actions.confirm_notice(subject(), unit(), queries.notice_for(unit(), subject(), notice_id))
    return _answer(notice_id)


@door.route("/<uuid:notice_id>/confirmations")
@door.response(200, shapes.NoticeConfirmationsOut())
@door.problems(404)
def count_notice_confirmations(notice_id: uuid.UUID) -> Response:
    """Count who was addressed, has read, has confirmed and has not, by department.

    Needs `notices.publish` or `notices.read`.
    """
    row = queries.managed_notice(unit(), subject(), notice_id)
    names, counted = department_names(unit()), queries.count_by_department(unit(), row.id)
    called = [{**item, "department_name": names.get(code := item["department_code"], code)} for item in counted]
    total = {name: sum(item[name] for item in counted) for name in _NUMBERS}
    return door.answer({**total, "departments": called})


@door.route("/<uuid:notice_id>/readers")
@door.arguments(shapes.NoticeReaderArgs(), location="query")
@door.response(200, shapes.NoticeReaderPageOut())
@door.problems(404)
def list_notice_readers(arguments: dict[str, Any], notice_id: uuid.UUID) -> Response:
    """List who was asked to confirm, and when they did; `confirmed=false` are those who have not.

    Needs `notices.publish` or `notices.read`.
    """
    row = queries.managed_notice(unit(), subject(), notice_id)
    which = {name: arguments[name] for name in ("confirmed", "department_code")}
    page = newest_first(
        context().cursors,
        READERS,
        arguments,
        lambda after, rows: queries.list_readers(unit(), row.id, **which, after=after, rows=rows),
        lambda reader: reader,
    )
    people = officer_names(unit(), context().vault, [reader.officer_id for reader in page["items"]])
    names = department_names(unit())
    items = [_reader(row, reader, people, names) for reader in page["items"]]
    return door.answer({**page, "items": items})


def _asked(notice_id: uuid.UUID) -> Row[Any]:
    row = queries.managed_notice(unit(), subject(), notice_id)
    require_version(row.version, if_match())
    return row


def _shows(row: Row[Any]) -> bool:
    """Tell whether the content is shown: what was withdrawn is there for its publishers only."""
    return row.state != "withdrawn" or queries.manages(subject(), row)


def _listed(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    plain = ("number", "state", "version", "title", "category", "importance", "pinned", "department_code")
    return {
        "id": str(row.id),
        "href": f"{door.url_prefix}/{row.id}",
        **{name: getattr(row, name) for name in (*plain, "author_name", "must_confirm")},
        "state_name": NOTICE.state(row.state).zh,
        "category_name": CATEGORIES[row.category],
        "importance_name": IMPORTANCES[row.importance],
        "department_name": names.get(row.department_code, row.department_code),
        **{name: _iso(getattr(row, name)) for name in ("confirm_due_on", "visible_until")},
        **{name: beijing(getattr(row, name)) for name in ("publish_at", "published_at")},
        "reading": {
            "asked": bool(row.asked),
            "read_at": beijing(row.read_at),
            "confirmed_at": beijing(row.confirmed_at),
        },
    }


def _answer(notice_id: uuid.UUID, status: int = 200, **headers: str) -> Response:
    unit().flush()
    row, names = queries.notice_for(unit(), subject(), notice_id), department_names(unit())
    manages, shows = queries.manages(subject(), row), _shows(row)
    events = events_of(unit(), row.id) if manages else []
    body = {
        **_listed(row, names),
        "body": row.body if shows else None,
        "audience": _audience(row.audience, names),
        "attachments": [
            {**item, "href": f"{door.url_prefix}/{row.id}/files/{item['id']}"} for item in row.attachments if shows
        ],
        "confirm_by": _iso(row.confirm_by),
        **{name: str(found) if (found := getattr(row, name)) else None for name in ("replaces_id", "replaced_by_id")},
        "withdrawn_reason": row.withdrawn_reason,
        "reminded_at": beijing(row.reminded_at),
        "addressed": row.addressed,
        "timeline": [event_answer(NOTICE, BEGIN, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject(), queries.record_of(row)),
    }
    return versioned(body, row.version, status, **headers)


def _audience(audience: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    named = [uuid.UUID(item) for item in audience["officers"]]
    people = officer_names(unit(), context().vault, named)
    return {
        "everybody": audience["everybody"],
        "departments": [{**item, "name": names.get(item["code"], item["code"])} for item in audience["departments"]],
        "officers": [{"id": str(item), "name": people.get(item, "")} for item in named],
    }


def _reader(
    row: Row[Any], reader: Row[Any], people: Mapping[uuid.UUID, str], names: Mapping[str, str]
) -> dict[str, Any]:
    answered = clock.local(reader.confirmed_at or clock.now()).date()
    return {
        "officer_id": str(reader.officer_id),
        "name": people.get(reader.officer_id, ""),
        "department_code": reader.department_code,
        "department_name": names.get(reader.department_code, reader.department_code),
        "read_at": beijing(reader.read_at),
        "confirmed_at": beijing(reader.confirmed_at),
        "late": answered > row.confirm_due_on,
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
