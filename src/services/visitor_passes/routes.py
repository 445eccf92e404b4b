"""A visitor's page over HTTP. Nothing of it is kept by browsers or proxies (``no-store``, as everywhere)."""

from typing import Any

from flask import Response

from engines import visitors as engine
from kit.web import Door, context, unit
from services.visitor_passes import schemas as shapes

door = Door(
    "visitor_passes",
    audience="public",
    url_prefix="/services/v1/visitor_passes",
    description="访客通行证: consent, withdrawal and pass, under a link that holds its own key.",
    document="services",
)
_PAGE = "/<string(minlength=20,maxlength=80):token>"


@door.route(_PAGE)
@door.response(200, shapes.VisitorPageOut())
@door.problems(404)
def get_visitor_page(token: str) -> Response:
    """Read who invites me, where, when and what for; which of my data are handled, why, how long, and my rights.

    Whoever holds the link reads it, so it shows my data masked. Another token answers 404, and so does mine once the
    data are erased.
    """
    return door.answer(engine.page_of_visitor(unit(), context(), token))


@door.route(f"{_PAGE}/consent", methods=["POST"])
@door.arguments(shapes.VisitConsentIn())
@door.response(200, shapes.VisitorPageOut())
@door.problems(404, 409, 412)
def consent_to_visit(arguments: dict[str, Any], token: str) -> Response:
    """Consent to the visit and to what is handled for it, and add or correct my data; the answer has my pass."""
    row = engine.consent_to_visit(unit(), context(), token, arguments)
    return door.answer(engine.visitor_page(unit(), context(), row, token))


@door.route(f"{_PAGE}/withdrawal", methods=["POST"])
@door.arguments(shapes.VisitWithdrawalIn())
@door.response(200, shapes.VisitorPageOut())
@door.problems(404, 409, 412)
def withdraw_from_visit(_arguments: dict[str, Any], token: str) -> Response:
    """Refuse, or withdraw my consent; my data are erased at once, and the link opens nothing any more.

    While I am in the building it is refused (409): the data are needed in an evacuation until I have left.
    """
    row = engine.withdraw_consent_to_visit(unit(), context(), token)
    return door.answer(engine.visitor_page(unit(), context(), row, token))


@door.route(f"{_PAGE}/pass.svg")
@door.response(200, content_type="image/svg+xml")
@door.problems(404, 409)
def draw_visitor_pass(token: str) -> Response:
    """Draw the QR code of my pass as SVG."""
    return Response(engine.drawn_pass(unit(), context(), token, "svg"), content_type="image/svg+xml")


@door.route(f"{_PAGE}/pass.png")
@door.response(200, content_type="image/png")
@door.problems(404, 409)
def paint_visitor_pass(token: str) -> Response:
    """Draw the QR code of my pass as PNG."""
    return Response(engine.drawn_pass(unit(), context(), token, "png"), content_type="image/png")
