"""Changes of matters over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.lifecycles import available_actions, events_of
from engines.matters import revision
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.matter_changes import actions
from office.matter_changes.manifest import MATTER_CHANGE, OPEN
from office.matter_changes.queries import (
    ChangeFilter,
    change_for_officer,
    differences_of,
    findings_of,
    list_changes,
    outdated,
    record_of,
)
from office.matter_changes.schemas import (
    ChangeApprovalIn,
    ChangeContentIn,
    ChangeDisposalIn,
    ChangeIn,
    ChangeListArgs,
    ChangeOut,
    ChangePageOut,
    ChangeRebaseIn,
    ChangeReturnIn,
    ChangeValidationIn,
)

door = Door(
    "matter_changes",
    audience="office",
    url_prefix="/office/v1/matter_changes",
    description="事项变更: draft, validate, approve, publish, withdraw.",
)
LISTING = "matter_changes"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(ChangeIn())
@door.response(201, ChangeOut())
@door.problems(404, 409)
def begin_matter_change(arguments: dict[str, Any]) -> Response:
    """Begin a change of a matter: a new revision, a new matter, or a withdrawal.

    Needs `matters.edit` over the matter's department. A matter that is a part of joint matters is withdrawn only when
    they are named.
    """
    change_id = actions.begin_change(subject(), unit(), arguments)
    row = change_for_officer(unit(), subject(), change_id)
    return versioned(_shown(row), row.version, 201, Location=f"/office/v1/matter_changes/{change_id}")


@door.route("")
@door.arguments(ChangeListArgs(), location="query")
@door.response(200, ChangePageOut())
def list_matter_changes(arguments: dict[str, Any]) -> Response:
    """List the changes in my scope, newest first."""
    wanted = ChangeFilter(arguments["state"], arguments["matter_code"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_changes(unit(), subject(), wanted, after, rows),
        _listed,
    )
    return door.answer(page)


@door.route("/<uuid:change_id>")
@door.response(200, ChangeOut())
@door.problems(404)
def get_matter_change(change_id: uuid.UUID) -> Response:
    """Read a change: what it says, what differs from the revision in force, what it still lacks."""
    row = change_for_officer(unit(), subject(), change_id)
    return versioned(_shown(row), row.version)


@door.route("/<uuid:change_id>", methods=["PUT"])
@door.arguments(ChangeContentIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def save_matter_change(arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Save what has been written, whatever it is; one that waited for approval is a draft again."""
    return _answer(actions.save_change(subject(), unit(), _asked(change_id), arguments))


@door.route("/<uuid:change_id>/rebase", methods=["POST"])
@door.arguments(ChangeRebaseIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def rebase_matter_change(_arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Go on from the revision in force; what was written stays, and the differences are shown against it."""
    return _answer(actions.rebase_change(subject(), unit(), _asked(change_id)))


@door.route("/<uuid:change_id>/validation", methods=["POST"])
@door.arguments(ChangeValidationIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def validate_matter_change(_arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Check a change against every rule of the catalogue and put it before those who approve it.

    The rules are those that a city's pack is held to; each one that is broken is pointed at (422).
    """
    return _answer(actions.validate_change(subject(), unit(), _asked(change_id)))


@door.route("/<uuid:change_id>/approval", methods=["POST"])
@door.arguments(ChangeApprovalIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def approve_matter_change(arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Approve a change, which is published at once or on its day; nobody approves what they wrote.

    Needs `matters.approve` over the matter's department. Running cases keep the revision they were filed under.
    """
    row = _asked(change_id)
    return _answer(actions.approve_change(subject(), unit(), row, arguments["opinion"], arguments["publish_on"]))


@door.route("/<uuid:change_id>/return", methods=["POST"])
@door.arguments(ChangeReturnIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def return_matter_change(arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Send a change back to those who write it, also one that waits for its day."""
    return _answer(actions.return_change(subject(), unit(), _asked(change_id), arguments["opinion"]))


@door.route("/<uuid:change_id>/disposal", methods=["POST"])
@door.arguments(ChangeDisposalIn())
@door.response(200, ChangeOut())
@door.problems(404, 409, 412, 428)
def discard_matter_change(arguments: dict[str, Any], change_id: uuid.UUID) -> Response:
    """Give a change up; it stays readable."""
    return _answer(actions.discard_change(subject(), unit(), _asked(change_id), arguments["reason"]))


def _asked(change_id: uuid.UUID) -> Row[Any]:
    row = change_for_officer(unit(), subject(), change_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(_shown(row), row.version)


def _shown(row: Row[Any]) -> dict[str, Any]:
    base = f"/office/v1/matter_changes/{row.id}"
    written = row.state in OPEN
    return {
        **_listed(row),
        "content": row.content,
        "joint_matters": row.joint_matters,
        "base_revision": _number(row.base_revision_id),
        "outdated": written and outdated(unit(), row),
        "revision": _number(row.revision_id),
        "differences": differences_of(unit(), row),
        "findings": [
            {"pointer": item.pointer, "code": item.code, "detail": item.zh, "detail_en": item.en}
            for item in (findings_of(unit(), row) if written else [])
        ],
        "timeline": [_event(event) for event in events_of(unit(), row.id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject(), record_of(row))
            if action["action"] != "approve" or str(subject().id) not in row.written_by
        ],
    }


def _number(revision_id: uuid.UUID | None) -> int | None:
    return None if revision_id is None else revision(unit(), revision_id).revision


def _event(event: Row[Any]) -> dict[str, Any]:
    return {
        "turn": event.transition,
        "state": event.to_state,
        "state_name": MATTER_CHANGE.state(event.to_state).zh,
        "actor_name": event.actor_name,
        "opinion": event.opinion,
        "detail": event.detail,
        "at": beijing(event.at),
    }


def _listed(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "matter_code": row.matter_code,
        "matter_name": row.matter_name,
        "department_code": row.department_code,
        "state": row.state,
        "state_name": MATTER_CHANGE.state(row.state).zh,
        "reason": row.reason,
        "author_name": row.author_name,
        "approved_by": row.approved_by,
        "publish_on": row.publish_on.isoformat() if row.publish_on else None,
        "version": row.version,
        "saved_at": beijing(row.saved_at),
    }
