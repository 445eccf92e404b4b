"""Drafts over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import ReceiptOut
from engines.forms import form_findings
from engines.matters import revision, revision_in_force
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.drafts import actions
from services.drafts.queries import list_own_drafts, own_draft
from services.drafts.schemas import DraftContentIn, DraftIn, DraftListArgs, DraftOut, DraftPageOut

door = Door(
    "drafts", audience="services", url_prefix="/services/v1/drafts", description="申请草稿: save, resume, file."
)
LISTING = "drafts"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(DraftIn())
@door.response(201, DraftOut())
@door.problems(404, 409)
def create_draft(arguments: dict[str, Any]) -> Response:
    """Begin a draft, empty or with the answers of an earlier case of mine."""
    dropped: list[str] = []
    if arguments["from_case_id"] is not None:
        draft_id, dropped = actions.begin_from_case(subject(), unit(), context(), arguments["from_case_id"])
    else:
        draft_id = actions.begin_draft(subject(), unit(), context(), arguments["matter_code"], arguments["content"])
    row = own_draft(unit(), subject(), draft_id)
    answer = {**_shown(row), "dropped": dropped}
    return versioned(answer, row.version, 201, Location=f"/services/v1/drafts/{draft_id}")


@door.route("")
@door.arguments(DraftListArgs(), location="query")
@door.response(200, DraftPageOut())
def list_drafts(arguments: dict[str, Any]) -> Response:
    """List my drafts, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_drafts(
            unit(), subject(), matter_code=arguments["matter_code"], after=after, rows=rows
        ),
        _listed,
    )
    return door.answer(page)


@door.route("/<uuid:draft_id>")
@door.response(200, DraftOut())
@door.problems(404)
def get_draft(draft_id: uuid.UUID) -> Response:
    """Read a draft, and what the form still lacks."""
    row = own_draft(unit(), subject(), draft_id)
    return versioned(_shown(row), row.version)


@door.route("/<uuid:draft_id>", methods=["PUT"])
@door.arguments(DraftContentIn())
@door.response(200, DraftOut())
@door.problems(404, 409, 412, 428)
def save_draft(arguments: dict[str, Any], draft_id: uuid.UUID) -> Response:
    """Save what has been typed so far; another device that saved meanwhile is not overwritten."""
    actions.save_draft(subject(), unit(), context(), _asked(draft_id), arguments)
    row = own_draft(unit(), subject(), draft_id)
    return versioned(_shown(row), row.version)


@door.route("/<uuid:draft_id>", methods=["DELETE"])
@door.response(204)
@door.problems(404)
def delete_draft(draft_id: uuid.UUID) -> tuple[str, int]:
    """Throw a draft away."""
    actions.delete_draft(unit(), own_draft(unit(), subject(), draft_id))
    return "", 204


@door.route("/<uuid:draft_id>/filing", methods=["POST"])
@idempotent
@door.response(201, ReceiptOut())
@door.problems(404, 409, 412, 422, 428, 502, 503)
def file_draft(draft_id: uuid.UUID) -> Response:
    """File a draft; it is gone when the case is there, and stays when filing is refused."""
    filed = actions.file_draft(subject(), unit(), context(), _asked(draft_id))
    return versioned(filed, filed["version"], 201, Location=f"/services/v1/cases/{filed['id']}")


def _asked(draft_id: uuid.UUID) -> Row[Any]:
    row = own_draft(unit(), subject(), draft_id)
    require_version(row.version, if_match())
    return row


def _shown(row: Row[Any]) -> dict[str, Any]:
    content = context().vault.open_json(row.content_sealed)
    saved = revision(unit(), row.matter_revision_id)
    present = revision_in_force(unit(), row.matter_code)
    guide = present or saved
    return {
        **_listed(row),
        "content": content,
        "withdrawn": present is None,
        "form_changed": saved.content.form != guide.content.form,
        "findings": [
            {"pointer": item.pointer, "code": item.code, "detail": item.zh, "detail_en": item.en}
            for item in form_findings(str(guide.id), guide.content.form, content["form"])
        ],
    }


def _listed(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "matter_code": row.matter_code,
        "matter_name": row.matter_name,
        "version": row.version,
        "saved_at": beijing(row.saved_at),
    }
