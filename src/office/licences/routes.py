"""Licence administration over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines.licences import (
    Grounds,
    Issued,
    LicenceFilter,
    change_licence,
    count_issued_licences,
    licence_for_officer,
    list_issued_licences,
    listed_licence,
    office_licence_answer,
    reissue_licence,
    resume_licence,
    revoke_licence,
    suspend_licence,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.licences.actions import open_licence
from office.licences.schemas import (
    GroundsIn,
    LicenceChangeIn,
    LicenceReadArgs,
    LicenceSuspensionIn,
    OfficeLicenceListArgs,
    OfficeLicenceOut,
    OfficeLicencePageOut,
    RevocationIn,
)

door = Door(
    "office_licences",
    audience="office",
    url_prefix="/office/v1/licences",
    description="证照管理: suspend, revoke, change.",
)
LISTING = "office_licences"


@door.route("")
@door.arguments(OfficeLicenceListArgs(), location="query")
@door.response(200, OfficeLicencePageOut())
def list_office_licences(arguments: dict[str, Any]) -> Response:
    """List the licences that departments in my scope issued, newest first."""
    require(subject(), "licences.read")
    wanted = LicenceFilter(
        arguments["status"],
        arguments["type_code"],
        arguments["holder"],
        arguments["number"],
        arguments["expiring_before"],
    )
    vault = context().vault
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_issued_licences(unit(), subject(), vault, wanted, after=after, rows=rows),
        listed_licence,
    )
    return door.answer({**page, "count": count_issued_licences(unit(), subject(), vault, wanted)})


@door.route("/<uuid:licence_id>")
@door.arguments(LicenceReadArgs(), location="query")
@door.response(200, OfficeLicenceOut())
@door.problems(404)
def get_office_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Read a licence in my scope.

    Holder and fields are masked; a stated `reason` opens them, is recorded, and is shown to the holder in the
    ledger of data use.
    """
    licence = licence_for_officer(unit(), subject(), licence_id)
    if arguments["reason"] is not None:
        open_licence(subject(), unit(), licence, arguments["reason"])
    return _shown(licence, unmasked=arguments["reason"] is not None)


@door.route("/<uuid:licence_id>/suspensions", methods=["POST"])
@door.arguments(LicenceSuspensionIn())
@door.response(200, OfficeLicenceOut())
@door.problems(404, 409, 412, 428)
def suspend_a_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Suspend a licence until a day, or until it is lifted."""
    return _answer(suspend_licence(subject(), unit(), _asked(licence_id), _grounds(arguments), arguments["until"]))


@door.route("/<uuid:licence_id>/resumption", methods=["POST"])
@door.arguments(GroundsIn())
@door.response(200, OfficeLicenceOut())
@door.problems(404, 409, 412, 428)
def resume_a_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Let a suspended licence hold again."""
    return _answer(resume_licence(subject(), unit(), _asked(licence_id), _grounds(arguments)))


@door.route("/<uuid:licence_id>/revocation", methods=["POST"])
@door.arguments(RevocationIn())
@door.response(200, OfficeLicenceOut())
@door.problems(404, 409, 412, 428)
def revoke_a_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """End a licence: 吊销, 撤销 (行政许可法 第六十九条) or 注销 (第七十条)."""
    return _answer(revoke_licence(subject(), unit(), _asked(licence_id), arguments["kind"], _grounds(arguments)))


@door.route("/<uuid:licence_id>/changes", methods=["POST"])
@idempotent
@door.arguments(LicenceChangeIn())
@door.response(201, OfficeLicenceOut())
@door.problems(404, 409, 412, 428)
def change_a_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Change a licence (行政许可法 第四十九条); the answer is its next edition.

    The edition before says that it is replaced; both verify, each by its own code.
    """
    changed, expires_on = arguments["fields"], arguments["expires_on"]
    licence = _asked(licence_id)
    return _made(change_licence(subject(), unit(), context(), licence, changed, expires_on, _grounds(arguments)))


@door.route("/<uuid:licence_id>/reissues", methods=["POST"])
@idempotent
@door.arguments(GroundsIn())
@door.response(201, OfficeLicenceOut())
@door.problems(404, 409, 412, 428)
def reissue_a_licence(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Issue a licence again after it was lost or damaged; the answer is its next edition, under a new code."""
    return _made(reissue_licence(subject(), unit(), context(), _asked(licence_id), _grounds(arguments)))


def _asked(licence_id: uuid.UUID) -> Row[Any]:
    """Return the licence that a change is asked for, if the caller has read its present version."""
    licence = licence_for_officer(unit(), subject(), licence_id)
    require_version(licence.version, if_match())
    return licence


def _grounds(arguments: dict[str, Any]) -> Grounds:
    return Grounds(arguments["reason"], arguments["statute"])


def _made(issued: Issued) -> Response:
    unit().flush()
    licence = licence_for_officer(unit(), subject(), issued.id)
    return versioned(
        office_licence_answer(subject(), unit(), context(), licence, unmasked=False),
        licence.version,
        201,
        Location=f"/office/v1/licences/{issued.id}",
    )


def _answer(licence: Row[Any]) -> Response:
    """Answer a change with the licence as it is after it."""
    unit().flush()
    return _shown(licence, unmasked=False)


def _shown(licence: Row[Any], *, unmasked: bool) -> Response:
    return versioned(office_licence_answer(subject(), unit(), context(), licence, unmasked=unmasked), licence.version)
