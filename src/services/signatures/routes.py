"""Signing over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import (
    list_signatures,
    refuse_signature,
    sign_case,
    signature_answer,
    signature_of,
)
from kit.errors import PreconditionFailed
from kit.fields import beijing
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.signatures.schemas import RefusalIn, SignatureListArgs, SignatureOut, SignaturePageOut, SigningIn

door = Door(
    "signatures", audience="services", url_prefix="/services/v1/signatures", description="待我签署: read, sign, refuse."
)
LISTING = "signatures"


@door.route("")
@door.arguments(SignatureListArgs(), location="query")
@door.response(200, SignaturePageOut())
def list_my_signatures(arguments: dict[str, Any]) -> Response:
    """List the applications that wait for my signature, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_signatures(
            unit(), subject(), waiting_only=arguments["waiting"], after=after, rows=rows
        ),
        _listed,
    )
    return door.answer(page)


@door.route("/<uuid:signature_id>")
@door.response(200, SignatureOut())
@door.problems(404)
def get_signature(signature_id: uuid.UUID) -> Response:
    """Read what I am to sign; the ETag and `form_sha256` are what I sign from."""
    return _answer(signature_of(unit(), subject(), signature_id))


@door.route("/<uuid:signature_id>/confirmation", methods=["POST"])
@door.arguments(SigningIn())
@door.response(200, SignatureOut())
@door.problems(404, 409, 412, 428)
def sign(arguments: dict[str, Any], signature_id: uuid.UUID) -> Response:
    """Sign; the application is received now, and the days to accept it begin."""
    row = _asked(signature_id)
    if arguments["form_sha256"] != row.form_sha256:
        raise PreconditionFailed
    sign_case(subject(), unit(), row)
    return _changed(signature_id)


@door.route("/<uuid:signature_id>/refusal", methods=["POST"])
@door.arguments(RefusalIn())
@door.response(200, SignatureOut())
@door.problems(404, 409, 412, 428)
def refuse(arguments: dict[str, Any], signature_id: uuid.UUID) -> Response:
    """Refuse to sign; the application ends and the applicant reads why."""
    refuse_signature(subject(), unit(), _asked(signature_id), arguments["reason"])
    return _changed(signature_id)


def _asked(signature_id: uuid.UUID) -> Row[Any]:
    row = signature_of(unit(), subject(), signature_id)
    require_version(signature_answer(unit(), context(), row)["version"], if_match())
    return row


def _changed(signature_id: uuid.UUID) -> Response:
    unit().flush()
    return _answer(signature_of(unit(), subject(), signature_id))


def _answer(row: Row[Any]) -> Response:
    answer = signature_answer(unit(), context(), row)
    return versioned(answer, answer["version"])


def _listed(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "role": row.role,
        "outcome": row.outcome,
        "answered_at": beijing(row.answered_at),
        "number": row.number,
        "matter_name": row.matter_name,
        "applicant_name": row.applicant_name,
        "answer_by": row.due_on.isoformat(),
    }
