"""Consent over HTTP."""

import uuid
from typing import Any

from sqlalchemy import Row

from auth import list_consents as consents_of
from auth import own_consent, withdraw_consent
from engines.matters import consent_to_matter
from kit.fields import beijing
from kit.pages import PageArgs, newest_first
from kit.web import Door, context, subject, unit
from services.consents.schemas import ConsentIn, ConsentOut, ConsentPageOut

door = Door(
    "consents",
    audience="services",
    url_prefix="/services/v1/consents",
    description="授权: consent to fetch shared records.",
)
LISTING = "consents"


@door.route("", methods=["POST"])
@door.arguments(ConsentIn())
@door.response(201, ConsentOut())
@door.problems(404, 409)
def give_consent(arguments: dict[str, Any]) -> dict[str, Any]:
    """Give consent.

    For one matter and the purposes that its preparation asked for; withdrawable at any time.
    """
    consent_id = consent_to_matter(subject(), unit(), arguments["matter_code"], arguments["purposes"])
    unit().flush()
    return _shown(own_consent(unit(), subject(), consent_id))


@door.route("")
@door.arguments(PageArgs(), location="query")
@door.response(200, ConsentPageOut())
def list_consents(arguments: dict[str, Any]) -> dict[str, Any]:
    """List my consents, newest first, withdrawn ones too."""
    return newest_first(
        context().cursors, LISTING, arguments, lambda after, rows: consents_of(unit(), subject(), after, rows), _shown
    )


@door.route("/<uuid:consent_id>", methods=["DELETE"])
@door.response(204)
@door.problems(404)
def delete_consent(consent_id: uuid.UUID) -> tuple[str, int]:
    """Withdraw consent.

    Nothing more is fetched under it (个人信息保护法 第十五条); what was fetched for a filed case stays with the case.
    """
    withdraw_consent(subject(), unit(), consent_id)
    return "", 204


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "matter_code": row.matter_code,
        "purposes": row.purposes,
        "given_at": beijing(row.given_at),
        "withdrawn_at": beijing(row.withdrawn_at),
    }
