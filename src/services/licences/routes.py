"""A holder's licences over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.licences import (
    LicenceFilter,
    licence_document,
    own_licence,
    own_licence_answer,
    report_loss,
    shown_licence,
)
from engines.licences import list_licences as licences_of
from kit.pages import newest_first
from kit.web import Door, context, if_match, pdf, require_version, subject, unit, versioned
from services.licences.schemas import LicenceListArgs, LicencePageOut, LossReportIn, OwnLicenceOut

door = Door(
    "licences", audience="services", url_prefix="/services/v1/licences", description="我的证照: electronic licences."
)
LISTING = "licences"


@door.route("")
@door.arguments(LicenceListArgs(), location="query")
@door.response(200, LicencePageOut())
def list_licences(arguments: dict[str, Any]) -> Response:
    """List my licences, newest first."""
    wanted = LicenceFilter(arguments["status"], arguments["type_code"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: licences_of(unit(), subject(), wanted, after=after, rows=rows),
        lambda row: shown_licence(context().vault, context().settings.public_url, row),
    )
    return door.answer(page)


@door.route("/<uuid:licence_id>")
@door.response(200, OwnLicenceOut())
@door.problems(404)
def get_licence(licence_id: uuid.UUID) -> Response:
    """Read a licence of mine, what became of it and why."""
    return _shown(own_licence(unit(), subject(), licence_id))


@door.route("/<uuid:licence_id>/loss-reports", methods=["POST"])
@door.arguments(LossReportIn())
@door.response(200, OwnLicenceOut())
@door.problems(404, 409, 412, 428)
def report_licence_lost(arguments: dict[str, Any], licence_id: uuid.UUID) -> Response:
    """Report a licence of mine lost (挂失).

    Its code stops verifying as valid at once, and the issuer is asked to issue it again.
    """
    row = own_licence(unit(), subject(), licence_id)
    require_version(row.version, if_match())
    after = report_loss(subject(), unit(), row, arguments["reason"])
    unit().flush()
    return _shown(after)


@door.route("/<uuid:licence_id>/document")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_licence_document(licence_id: uuid.UUID) -> Response:
    """Download a licence as a PDF whose QR code leads to its public verification."""
    row = own_licence(unit(), subject(), licence_id)
    return pdf(licence_document(context(), row), row.name)


def _shown(row: Row[Any]) -> Response:
    return versioned(own_licence_answer(subject(), unit(), context(), row), row.version)
