"""浙里办's side: the IRS gateway's signature, the ticket, the token, the user."""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from gateways.sandbox.state import SandboxState
from gateways.zheliban import canonical_text, sign
from gateways.zheliban.client import CERTIFICATE_KINDS
from kit import clock

SYSTEM = "zheliban"
FAULTS = ("clock-skew", "bad-signature")

SKEW = timedelta(seconds=90)
_ID_TYPES = {kind: id_type for id_type, kind in reversed(list(CERTIFICATE_KINDS.items()))}


def make_room(state: SandboxState) -> Blueprint:
    """Return the portal's endpoints."""
    room = Blueprint(SYSTEM, __name__)

    @room.before_request
    def check_signature() -> tuple[Response, int] | None:
        refusal = _refusal(state)
        return (jsonify(message=refusal), 401) if refusal else None

    @room.post("/restapi/prod/IC33000020220329000007/uc/sso/access_token")
    def exchange() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        persona = state.tickets.take(str(asked.get("ticketId")))
        if persona is None:
            return _failed("C-USER-SSO-TICKET-INVALID")
        return _done({"accessToken": state.access_tokens.mint(persona)})

    @room.post("/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo")
    def user() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        persona = state.access_tokens.look(str(asked.get("token")))
        if persona is None:
            return _failed("C-USER-SSO-TOKEN-INVALID")
        return _done(_user(state.personas[persona]))

    return room


def _refusal(state: SandboxState) -> str | None:
    """Return the gateway's refusal text, or None when the signature is right."""
    given = request.headers
    access_key = state.values["ZHELIBAN_ACCESS_KEY"]
    if given.get("X-BG-HMAC-ACCESS-KEY") != access_key:
        return "Invalid access key"
    date = given.get("X-BG-DATE-TIME", "")
    try:
        skew = abs(parsedate_to_datetime(date) - clock.now())
    except (ValueError, TypeError):
        return "Clock skew exceeded"
    if skew > SKEW or state.faults.strikes("zheliban", "clock-skew"):
        return "Clock skew exceeded"
    text = canonical_text(request.method, request.path, request.args, access_key, date)
    right = sign(state.values["ZHELIBAN_SECRET_KEY"], text)
    if not hmac.compare_digest(right, given.get("X-BG-HMAC-SIGNATURE", "")):
        return "Invalid signature"
    return "Invalid signature" if state.faults.strikes("zheliban", "bad-signature") else None


def _user(persona: Mapping[str, Any]) -> dict[str, Any]:
    certificate = persona["certificate"]
    level = {"authLevel": str(persona["assurance_level"])}
    if persona["kind"] == "person":
        return {
            "userType": "PERSON",
            "personInfo": {
                "userId": persona["portal_user_id"],
                "userName": persona["name"],
                "idType": _ID_TYPES[certificate["kind"]],
                "idNo": certificate["number"],
                "phone": persona["phone"],
                "attributes": level,
            },
            "legalPersonInfo": None,
            "organizationInfoList": [],
        }
    organisation, agent = persona["organisation"], persona["agent"]
    return {
        "userType": "LEGAL_PERSON",
        "personInfo": None,
        "legalPersonInfo": {
            "name": organisation["name"],
            "unifiedSocialId": organisation["uscc"],
            "corpId": organisation["corp_id"],
            "principalUserId": persona["portal_user_id"],
            "attnName": agent["name"],
            "attnPhone": persona["phone"],
            "attnIdType": _ID_TYPES[certificate["kind"]],
            "attnIdNo": certificate["number"],
            "attributes": level,
        },
        "organizationInfoList": [],
    }


def _done(data: dict[str, Any]) -> Response:
    return jsonify(success=True, errorCode=None, errorMsg=None, data=data)


def _failed(code: str) -> Response:
    return jsonify(success=False, errorCode=code, errorMsg=code, data=None)
