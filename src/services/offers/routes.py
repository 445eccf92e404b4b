"""Offers over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.entitlements import (
    confirm_offer,
    decline_offer,
    list_own_offers,
    offer_answer,
    offers_answer,
    own_offer,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.offers.schemas import (
    ConfirmedOfferOut,
    OfferConfirmationIn,
    OfferListArgs,
    OfferOut,
    OfferPageOut,
    OfferRefusalIn,
)

door = Door(
    "offers",
    audience="services",
    url_prefix="/services/v1/offers",
    description="免申即享: what I am entitled to without having asked.",
)
LISTING = "offers"


@door.route("")
@door.arguments(OfferListArgs(), location="query")
@door.response(200, OfferPageOut())
def list_offers(arguments: dict[str, Any]) -> Response:
    """List what I am offered, newest first, also what was offered before my first sign-in."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_offers(unit(), subject(), state=arguments["state"], after=after, rows=rows),
        lambda row: row,
    )
    return door.answer({**page, "items": offers_answer(unit(), page["items"])})


@door.route("/<uuid:offer_id>")
@door.response(200, OfferOut())
@door.problems(404)
def get_offer(offer_id: uuid.UUID) -> Response:
    """Read an offer: why I am entitled, by which fields of which record, and until when it stands."""
    return _answer(own_offer(unit(), subject(), offer_id))


@door.route("/<uuid:offer_id>/confirmation", methods=["POST"])
@idempotent
@door.arguments(OfferConfirmationIn())
@door.response(201, ConfirmedOfferOut())
@door.problems(404, 409, 412, 422, 428, 502, 503)
def confirm_offered(_arguments: dict[str, Any], offer_id: uuid.UUID) -> Response:
    """Confirm an offer: its matter is filed and decided in this request.

    The source is asked again first; who is entitled no longer is told so and nothing is filed.
    """
    after, filed = confirm_offer(subject(), unit(), context(), _asked(offer_id))
    unit().flush()
    answer = {"offer": offer_answer(subject(), unit(), context(), after), "case": filed}
    return versioned(answer, after.version, 201, Location=f"/services/v1/cases/{filed['id']}")


@door.route("/<uuid:offer_id>/refusal", methods=["POST"])
@door.arguments(OfferRefusalIn())
@door.response(200, OfferOut())
@door.problems(404, 409, 412, 428)
def decline_offered(arguments: dict[str, Any], offer_id: uuid.UUID) -> Response:
    """Decline an offer; I am not asked again for its period, and can still apply for the matter."""
    after = decline_offer(subject(), unit(), _asked(offer_id), arguments["reason"])
    unit().flush()
    return _answer(after)


def _asked(offer_id: uuid.UUID) -> Row[Any]:
    row = own_offer(unit(), subject(), offer_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    return versioned(offer_answer(subject(), unit(), context(), row), row.version)
