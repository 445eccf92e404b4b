"""The sandbox's persona doors on the API's own address, only where the sandbox is enabled."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from gateways.http_client import HttpClient
from kit.errors import NotFound, Unprocessable
from kit.web import Door, context

door = Door(
    "sandbox",
    audience="public",
    url_prefix="/sandbox",
    description="Demo personas; never in production.",
    document="integration",
)


class PersonaUnknown(NotFound):
    """The pack has no such persona."""

    code = "persona-unknown"
    zh = "没有这个体验身份，请从 GET /sandbox/personas 的列表中选择。"
    en = "There is no such persona. GET /sandbox/personas lists them."


class PersonaWrongPortal(Unprocessable):
    """Citizens sign in at one portal, officers at the other."""

    code = "persona-wrong-portal"
    zh = "该体验身份不能从此门户登录：市民和法人用浙里办，公务人员用浙政钉。"
    en = "This persona signs in at the other portal: citizens by zheliban, officers by zhezhengding."


class PersonaIn(Schema):
    """A persona of the pack."""

    persona = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "lin-haiyan"})


class OfficerIn(PersonaIn):
    """An officer of the pack, inside the app or in front of a computer."""

    scan = fields.Boolean(
        load_default=False, metadata={"description": "The code of a scan, for the method `zhezhengding-scan`."}
    )


class PersonaOut(Schema):
    """An invented person, organisation or officer to try the product with."""

    persona = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["person", "organisation", "officer"]))
    name = fields.String(required=True)


class PersonasOut(Schema):
    """Every persona."""

    items = fields.List(fields.Nested(PersonaOut()), required=True)


class TextOut(Schema):
    """A text message that a phone of the demo got."""

    task = fields.String(required=True, metadata={"description": "The platform's receipt.", "example": "T00000001"})
    template = fields.String(required=True, metadata={"example": "ZSZB0013"})
    parameters = fields.Dict(required=True, metadata={"description": "What stands in the template's places."})
    phones = fields.List(fields.String(), required=True, metadata={"description": "Masked."})
    key = fields.String(required=True)


class TextsOut(Schema):
    """Every text message, oldest first."""

    items = fields.List(fields.Nested(TextOut()), required=True)


class TicketOut(Schema):
    """A single-use ticket of 浙里办."""

    ticket = fields.String(required=True)


class SsotokenOut(Schema):
    """A token of the legal persons' sign-on of 浙里办."""

    ssotoken = fields.String(required=True)


class CodeOut(Schema):
    """A single-use code of 浙政钉."""

    code = fields.String(required=True)


@door.route("/personas")
@door.response(200, PersonasOut())
@door.problems(502, 503)
def list_personas() -> Response:
    """List the demo personas."""
    return door.answer(_sandbox().get("/sandbox/personas", {}).body)


@door.route("/sms")
@door.response(200, TextsOut())
@door.problems(502, 503)
def list_texts() -> Response:
    """List the text messages that the demo's phones got, such as a visitor's link to their pass."""
    return door.answer(_sandbox().get("/sandbox/sms", {}).body)


@door.route("/zheliban/tickets", methods=["POST"])
@door.arguments(PersonaIn())
@door.response(201, TicketOut())
@door.problems(404, 502, 503)
def create_ticket(arguments: dict[str, str]) -> Response:
    """Get a single-use ticket, as the citizens' portal hands it to a mini-app."""
    return door.answer(_minted("/sandbox/zheliban/tickets", arguments), 201)


@door.route("/zheliban/ssotokens", methods=["POST"])
@door.arguments(PersonaIn())
@door.response(201, SsotokenOut())
@door.problems(404, 502, 503)
def create_ssotoken(arguments: dict[str, str]) -> Response:
    """Get a token of an organisation, as the legal persons' sign-on hands it to a page."""
    return door.answer(_minted("/sandbox/zheliban/ssotokens", arguments), 201)


@door.route("/zhezhengding/codes", methods=["POST"])
@door.arguments(OfficerIn())
@door.response(201, CodeOut())
@door.problems(404, 502, 503)
def create_code(arguments: dict[str, Any]) -> Response:
    """Get a single-use code, as the office portal hands it to a mini-app."""
    return door.answer(_minted("/sandbox/zhezhengding/codes", arguments), 201)


def _minted(path: str, arguments: dict[str, Any]) -> Any:
    answer = _sandbox().post_json(path, arguments)
    if answer.status == 404:
        raise PersonaUnknown
    if answer.status == 422:
        raise PersonaWrongPortal
    return answer.body


def _sandbox() -> HttpClient:
    return context().part("assembly.sandbox", lambda: HttpClient("sandbox", context().settings.sandbox_url))
