"""Mandates over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import Certificate, is_in_force, mandate_of
from auth import list_mandates as mandates_of
from engines.lifecycles import available_actions, events_of
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.mandates import actions
from services.mandates.manifest import MANDATE
from services.mandates.rules import GUARDIAN
from services.mandates.schemas import (
    EmptyIn,
    GuardianshipIn,
    MandateIn,
    MandateListArgs,
    MandateOut,
    MandatePageOut,
    ReasonIn,
)

door = Door(
    "mandates", audience="services", url_prefix="/services/v1/mandates", description="委托代办: give, accept, revoke."
)
LISTING = "mandates"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(MandateIn())
@door.response(201, MandateOut())
@door.problems(409)
def create_mandate(arguments: dict[str, Any]) -> Response:
    """Let somebody act for me.

    The agent is named by certificate and accepts under their own sign-in. What they file is mine: with my licences
    and records, in my list of cases; my ledger of data use names them. I can revoke it at any time (民法典
    第一百七十三条).
    """
    return _made(actions.offer_mandate(subject(), unit(), context(), arguments))


@door.route("/guardianships", methods=["POST"])
@idempotent
@door.arguments(GuardianshipIn())
@door.response(201, MandateOut())
@door.problems(404, 409, 502, 503)
def claim_guardianship(arguments: dict[str, Any]) -> Response:
    """Act for my child under 18.

    The state's record proves it (民法典 第二十七条、第三十四条); nothing need be brought. The reading is a line in the
    child's ledger of data use. It ends on the 18th birthday.
    """
    ward = arguments["ward"]
    named = Certificate(ward["certificate_kind"], ward["number"], ward["name"])
    return _made(actions.claim_guardianship(subject(), unit(), context(), named))


@door.route("")
@door.arguments(MandateListArgs(), location="query")
@door.response(200, MandatePageOut())
def list_mandates(arguments: dict[str, Any]) -> Response:
    """List the mandates that I gave, or received, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: mandates_of(
            unit(), subject(), arguments["side"], state=arguments["state"], after=after, rows=rows
        ),
        _listed,
    )
    return door.answer(page)


@door.route("/<uuid:mandate_id>")
@door.response(200, MandateOut())
@door.problems(404)
def get_mandate(mandate_id: uuid.UUID) -> Response:
    """Read a mandate that I gave or received."""
    return _answer(mandate_id)


@door.route("/<uuid:mandate_id>/acceptance", methods=["POST"])
@door.arguments(EmptyIn())
@door.response(200, MandateOut())
@door.problems(404, 409, 412, 428)
def accept_mandate(_arguments: dict[str, Any], mandate_id: uuid.UUID) -> Response:
    """Accept a mandate; from its first day on I may act for the principal."""
    actions.accept_mandate(subject(), unit(), context(), _asked(mandate_id))
    return _answer(mandate_id)


@door.route("/<uuid:mandate_id>/refusal", methods=["POST"])
@door.arguments(ReasonIn())
@door.response(200, MandateOut())
@door.problems(404, 409, 412, 428)
def refuse_mandate(arguments: dict[str, Any], mandate_id: uuid.UUID) -> Response:
    """Refuse a mandate."""
    actions.refuse_mandate(subject(), unit(), _asked(mandate_id), arguments["reason"])
    return _answer(mandate_id)


@door.route("/<uuid:mandate_id>/revocation", methods=["POST"])
@door.arguments(ReasonIn())
@door.response(200, MandateOut())
@door.problems(404, 409, 412, 428)
def revoke_mandate(arguments: dict[str, Any], mandate_id: uuid.UUID) -> Response:
    """Revoke a mandate that I gave; the agent can do nothing more and no longer sees my cases."""
    actions.revoke_mandate(subject(), unit(), _asked(mandate_id), arguments["reason"])
    return _answer(mandate_id)


@door.route("/<uuid:mandate_id>/resignation", methods=["POST"])
@door.arguments(ReasonIn())
@door.response(200, MandateOut())
@door.problems(404, 409, 412, 428)
def resign_mandate(arguments: dict[str, Any], mandate_id: uuid.UUID) -> Response:
    """Lay down a mandate that I received."""
    actions.resign_mandate(subject(), unit(), _asked(mandate_id), arguments["reason"])
    return _answer(mandate_id)


def _asked(mandate_id: uuid.UUID) -> Row[Any]:
    row = mandate_of(unit(), subject(), mandate_id)
    require_version(row.version, if_match())
    return row


def _made(mandate_id: uuid.UUID) -> Response:
    return _answer(mandate_id, 201, Location=f"/services/v1/mandates/{mandate_id}")


def _answer(mandate_id: uuid.UUID, status: int = 200, **headers: str) -> Response:
    unit().flush()
    row = mandate_of(unit(), subject(), mandate_id)
    base = f"/services/v1/mandates/{mandate_id}"
    answer = {
        **_listed(row),
        "timeline": [_event(event) for event in events_of(unit(), mandate_id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject(), actions.record_of(unit(), subject(), row))
            if not (action["action"] == "revoke" and row.kind == GUARDIAN)
        ],
    }
    return versioned(answer, row.version, status, **headers)


def _event(row: Row[Any]) -> dict[str, Any]:
    return {
        "turn": row.transition,
        "from_state": row.from_state or None,
        "state": row.to_state,
        "actor_name": row.actor_name,
        "opinion": row.opinion,
        "at": beijing(row.at),
    }


def _listed(row: Row[Any]) -> dict[str, Any]:
    vault = context().vault
    return {
        "id": str(row.id),
        "kind": row.kind,
        "state": row.state,
        "state_name": MANDATE.state(row.state).zh,
        "in_force": is_in_force(row),
        "principal": {"kind": row.principal_kind, "name": vault.open(row.principal_name_sealed)},
        "agent": {"kind": "person", "name": vault.open(row.agent_name_sealed)},
        "matters": row.matters,
        "topics": row.topics,
        "everything": not row.matters and not row.topics,
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "made_at": beijing(row.made_at),
        "version": row.version,
    }
