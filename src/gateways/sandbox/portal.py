"""浙里办's side: the IRS gateway with its components, and the two older sign-ons beside it."""

import hmac
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from gateways.sandbox.portal_legal import answer_legal, signed_directly
from gateways.sandbox.portal_records import unified_user
from gateways.sandbox.portal_simpleauth import answer_simpleauth
from gateways.sandbox.state import SandboxState
from gateways.zheliban import canonical_text, sign
from kit import clock

SYSTEM = "zheliban"
FAULTS = (
    *("clock-skew", "bad-signature", "route-forbidden", "ticket-reused", "token-expired"),
    *("ip-refused", "no-permission"),
)

SKEW = timedelta(seconds=90)
GATEWAY = "/restapi/prod/"


def make_room(state: SandboxState) -> Blueprint:
    """Return the portal's endpoints."""
    room = Blueprint(SYSTEM, __name__)

    @room.before_request
    def check_signature() -> tuple[Response, int] | None:
        refusal = _refusal(state) if request.path.startswith(GATEWAY) else None
        return (jsonify(message=refusal), 401) if refusal else None

    @room.route(f"{GATEWAY}<component>/<path:rest>", methods=["GET", "POST"])
    def forbid(component: str, rest: str) -> tuple[Response, int]:
        """Refuse every component that was not granted, once the signature is right."""
        del component, rest
        return jsonify(message="The route_id is forbidden."), 401

    _add_unified(room, state)
    _add_simpleauth(room, state)
    _add_legal(room, state)
    return room


def _add_unified(room: Blueprint, state: SandboxState) -> None:
    @room.post(f"{GATEWAY}IC33000020220329000007/uc/sso/access_token")
    def exchange() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        persona = state.tickets.take(str(asked.get("ticketId")))
        if persona is None or state.faults.strikes(SYSTEM, "ticket-reused"):
            return _failed("C-USER-SSO-TICKET-INVALID")
        return _done({"accessToken": state.access_tokens.mint(persona)})

    @room.post(f"{GATEWAY}IC33000020220329000008/uc/sso/getUserInfo")
    def user() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        persona = state.access_tokens.look(str(asked.get("token")))
        if persona is None or state.faults.strikes(SYSTEM, "token-expired"):
            return _failed("C-USER-SSO-TOKEN-INVALID")
        return _done(unified_user(state.personas[persona]))


def _add_simpleauth(room: Blueprint, state: SandboxState) -> None:
    @room.post(f"{GATEWAY}IC33000020220228000002/sso/servlet/simpleauth")
    def validate_by_component() -> Response:
        return by_component("ticketValidation")

    @room.post(f"{GATEWAY}IC33000020220228000004/sso/servlet/simpleauth")
    def user_by_component() -> Response:
        return by_component("getUserInfo")

    def by_component(method: str) -> Response:
        keys = (state.values["ZHELIBAN_ACCESS_KEY"], state.values["ZHELIBAN_SECRET_KEY"])
        return answer_simpleauth(state, request.form, keys, (method,))

    @room.route("/sso/servlet/simpleauth", methods=["GET", "POST"])
    def direct() -> Response:
        keys = (state.values["ZHELIBAN_SERVICE_CODE"], state.values["ZHELIBAN_SERVICE_PASSWORD"])
        return answer_simpleauth(state, request.values, keys, ("ticketValidation", "getUserInfo"))


def _add_legal(room: Blueprint, state: SandboxState) -> None:
    @room.post(f"{GATEWAY}IC33000020220309000001/rest/user/query")
    def legal_by_component() -> Response:
        return answer_legal(state, permitted=True)

    @room.post("/rest/user/query")
    def legal_directly() -> Response:
        return answer_legal(state, permitted=signed_directly(state))


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
    if skew > SKEW or state.faults.strikes(SYSTEM, "clock-skew"):
        return "Clock skew exceeded"
    text = canonical_text(request.method, request.path, request.args, access_key, date)
    right = sign(state.values["ZHELIBAN_SECRET_KEY"], text)
    # As bytes: a header may hold what is not ASCII, and is then wrong rather than a fault.
    if not hmac.compare_digest(right.encode(), given.get("X-BG-HMAC-SIGNATURE", "").encode()):
        return "Invalid signature"
    if state.faults.strikes(SYSTEM, "bad-signature"):
        return "Invalid signature"
    return "The route_id is forbidden." if state.faults.strikes(SYSTEM, "route-forbidden") else None


def _done(data: dict[str, Any]) -> Response:
    return jsonify(success=True, errorCode=None, errorMsg=None, data=data)


def _failed(code: str) -> Response:
    return jsonify(success=False, errorCode=code, errorMsg=code, data=None)
