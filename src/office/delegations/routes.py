"""Delegations over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import colleagues_of, delegation_of
from auth import list_delegations as delegations_of
from engines.lifecycles import available_actions, events_of
from kit import clock
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.delegations import actions
from office.delegations.manifest import DELEGATION
from office.delegations.rules import lendable
from office.delegations.schemas import (
    ColleagueArgs,
    ColleagueListOut,
    DelegationIn,
    DelegationListArgs,
    DelegationOut,
    DelegationPageOut,
    EndIn,
)

door = Door(
    "delegations", audience="office", url_prefix="/office/v1/delegations", description="请假代办: lend, take back."
)
LISTING = "delegations"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(DelegationIn())
@door.response(201, DelegationOut())
@door.problems(404, 409)
def create_delegation(arguments: dict[str, Any]) -> Response:
    """Lend powers to a colleague for days of leave.

    Chosen powers over cases that one holds by one's own posts, to a colleague of the same department or one below it.
    What is in the lender's hands appears in the colleague's inbox, and every turn they make with it says for whom.
    Who assigns work (`cases.assign`) may lend the powers of a colleague who fell ill, not to themselves. It begins and
    ends with its days, without anybody signing in anew.
    """
    delegation_id = actions.lend_powers(subject(), unit(), context(), arguments)
    return _answer(delegation_id, 201, Location=f"/office/v1/delegations/{delegation_id}")


@door.route("/colleagues")
@door.arguments(ColleagueArgs(), location="query")
@door.response(200, ColleagueListOut())
@door.problems(404)
def list_colleagues(arguments: dict[str, Any]) -> Response:
    """List what can be lent and to whom: officers of the department who have signed in at least once."""
    lender = actions.lender_of(subject(), unit(), context(), arguments["lender_id"])
    found = [item for item in colleagues_of(unit(), context().vault, lender) if item.id != subject().id]
    items = [{"id": str(item.id), "name": item.name, "department_code": item.department} for item in found]
    return door.answer({"lendable": lendable(lender.permissions), "items": items})


@door.route("")
@door.arguments(DelegationListArgs(), location="query")
@door.response(200, DelegationPageOut())
def list_delegations(arguments: dict[str, Any]) -> Response:
    """List delegations, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: delegations_of(
            unit(), subject(), arguments["side"], state=arguments["state"], after=after, rows=rows
        ),
        _listed,
    )
    return door.answer(page)


@door.route("/<uuid:delegation_id>")
@door.response(200, DelegationOut())
@door.problems(404)
def get_delegation(delegation_id: uuid.UUID) -> Response:
    """Read a delegation that concerns me."""
    return _answer(delegation_id)


@door.route("/<uuid:delegation_id>/revocation", methods=["POST"])
@door.arguments(EndIn())
@door.response(200, DelegationOut())
@door.problems(404, 409, 412, 428)
def revoke_delegation(arguments: dict[str, Any], delegation_id: uuid.UUID) -> Response:
    """Take back what I lent; the colleague's very next request is without it."""
    return _ended(delegation_id, "revoke", arguments["reason"])


@door.route("/<uuid:delegation_id>/withdrawal", methods=["POST"])
@door.arguments(EndIn())
@door.response(200, DelegationOut())
@door.problems(404, 409, 412, 428)
def withdraw_delegation(arguments: dict[str, Any], delegation_id: uuid.UUID) -> Response:
    """End a delegation of an officer whose work I assign."""
    return _ended(delegation_id, "withdraw", arguments["reason"])


@door.route("/<uuid:delegation_id>/refusal", methods=["POST"])
@door.arguments(EndIn())
@door.response(200, DelegationOut())
@door.problems(404, 409, 412, 428)
def give_back_delegation(arguments: dict[str, Any], delegation_id: uuid.UUID) -> Response:
    """Give back what was lent to me."""
    return _ended(delegation_id, "give_back", arguments["reason"])


def _ended(delegation_id: uuid.UUID, turn: str, reason: str) -> Response:
    row = delegation_of(unit(), subject(), delegation_id)
    require_version(row.version, if_match())
    actions.end_delegation(subject(), unit(), row, turn, reason)
    return _answer(delegation_id)


def _answer(delegation_id: uuid.UUID, status: int = 200, **headers: str) -> Response:
    unit().flush()
    row = delegation_of(unit(), subject(), delegation_id)
    base = f"/office/v1/delegations/{delegation_id}"
    answer = {
        **_listed(row),
        "timeline": [_event(event) for event in events_of(unit(), delegation_id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject(), actions.record_of(row))
        ],
    }
    return versioned(answer, row.version, status, **headers)


def _event(row: Row[Any]) -> dict[str, Any]:
    return {
        "turn": row.transition,
        "state": row.to_state,
        "actor_name": row.actor_name,
        "opinion": row.opinion,
        "detail": row.detail,
        "at": beijing(row.at),
    }


def _listed(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "state": row.state,
        "state_name": DELEGATION.state(row.state).zh,
        "in_force": row.state == "standing" and row.from_on <= clock.today() <= row.until_on,
        "lender_id": str(row.lender_id),
        "lender_name": row.lender_name,
        "deputy_id": str(row.deputy_id),
        "deputy_name": row.deputy_name,
        "permissions": row.permissions,
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "reason": row.reason,
        "made_by_name": row.made_by_name,
        "made_at": beijing(row.made_at),
        "version": row.version,
    }
