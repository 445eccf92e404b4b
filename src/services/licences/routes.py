"""A holder's licences over HTTP."""

import uuid
from typing import Any
from urllib.parse import quote

from flask import Response

from engines.licences import licence_document, own_licence, shown_licence
from engines.licences import list_licences as licences_of
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from services.licences.schemas import LicenceListArgs, LicenceOut, LicencePageOut

door = Door(
    "licences", audience="services", url_prefix="/services/v1/licences", description="我的证照: electronic licences."
)
LISTING = "licences"


@door.route("")
@door.arguments(LicenceListArgs(), location="query")
@door.response(200, LicencePageOut())
def list_licences(arguments: dict[str, Any]) -> Response:
    """List my licences, newest first."""
    wanted = {"status": arguments["status"], "type_code": arguments["type_code"]}
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: licences_of(unit(), subject(), **wanted, after=after, rows=rows),
        lambda row: shown_licence(context().vault, context().settings.public_url, row),
    )
    return door.answer(page)


@door.route("/<uuid:licence_id>")
@door.response(200, LicenceOut())
@door.problems(404)
def get_licence(licence_id: uuid.UUID) -> Response:
    """Read a licence of mine."""
    row = own_licence(unit(), subject(), licence_id)
    return door.answer(shown_licence(context().vault, context().settings.public_url, row))


@door.route("/<uuid:licence_id>/document")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_licence_document(licence_id: uuid.UUID) -> Response:
    """Download a licence as a PDF whose QR code leads to its public verification."""
    row = own_licence(unit(), subject(), licence_id)
    response = Response(licence_document(context(), row), content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(row.name)}.pdf"
    return response
