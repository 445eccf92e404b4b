"""浙政钉's side: the signature, the application token, the user behind a code; its other parts stand beside."""

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from gateways.sandbox.office_answers import refused, result
from gateways.sandbox.office_directory import add_directory
from gateways.sandbox.office_messages import add_messages
from gateways.sandbox.state import SandboxState, Tokens
from gateways.zhezhengding import canonical_text, sign, sign_md5
from kit import clock

SYSTEM = "zhezhengding"
#: The last two are no failures but shapes that the real portal answers in as well.
FAULTS = ("bad-signature", "clock-skew", "token-expired", "duplicate", "data-as-text", "seconds-as-number")

SKEW = timedelta(minutes=5)
TOKEN_LIFE = timedelta(hours=2)
APP_REFUSED, CODE_INVALID, TOKEN_INVALID = "240132", "240111", "240133"


def make_room(state: SandboxState) -> Blueprint:
    """Return the office portal's endpoints."""
    room = Blueprint(SYSTEM, __name__)
    tokens = Tokens("", TOKEN_LIFE)

    @room.before_request
    def check_signature() -> Response | None:
        if request.path.startswith("/sandbox/"):
            return None
        refusal = _refusal(state)
        if refusal is None:
            return None
        return jsonify(
            _RequestId="sandbox", HostId="sandbox", Code="OPF-B001-05-16-0009", Message=refusal, success=False
        )

    @room.route("/gettoken.json", methods=["GET", "POST"])
    def get_token() -> Response:
        key, secret = request.values.get("appkey", ""), request.values.get("appsecret", "")
        if key != g.app_key or secret != _applications(state)[key]:
            return refused(APP_REFUSED, "app refused")
        life: Any = int(TOKEN_LIFE.total_seconds())
        shown = life if state.faults.strikes(SYSTEM, "seconds-as-number") else str(life)
        # As the real one: the same token while it is good, and a new one soon before its end.
        held = next((token for token in tokens.live() if tokens.look(token) == key), None)
        return result(state, {"accessToken": held or tokens.mint(key), "expiresIn": shown})

    @room.post("/rpc/oauth2/dingtalk_app_user.json")
    def user() -> Response:
        return _user(state, tokens, state.codes, "auth_code")

    @room.post("/rpc/oauth2/getuserinfo_bycode.json")
    def scanned_user() -> Response:
        if g.app_key != state.values.get("ZHEZHENGDING_SCAN_APP_KEY"):
            return refused(APP_REFUSED, "not a scan application")
        return _user(state, tokens, state.scan_codes, "code")

    add_messages(room, state)
    add_directory(room, state)
    return room


def _user(state: SandboxState, tokens: Tokens, codes: Tokens, parameter: str) -> Response:
    given = request.form.get("access_token", "")
    if state.faults.strikes(SYSTEM, "token-expired"):
        tokens.take(given)
    if tokens.look(given) != g.app_key:
        return refused(TOKEN_INVALID, "token")
    slug = codes.take(request.form.get(parameter, ""))
    if slug is None:
        return refused(CODE_INVALID, "code")
    persona: dict[str, Any] = state.personas[slug]
    officer = persona["officer"]
    return jsonify(
        success=True,
        accountId=officer["account_id"],
        employeeCode=officer["employee_code"],
        lastName=persona["name"],
        nickNameCn=persona["name"],
        tenantUserId=f"sandbox${officer['account_id']}",
    )


def _applications(state: SandboxState) -> dict[str, str]:
    """Return the secrets of our applications by their keys."""
    values = state.values
    pairs = {values["ZHEZHENGDING_APP_KEY"]: values["ZHEZHENGDING_APP_SECRET"]}
    if "ZHEZHENGDING_SCAN_APP_KEY" in values:
        pairs[values["ZHEZHENGDING_SCAN_APP_KEY"]] = values["ZHEZHENGDING_SCAN_APP_SECRET"]
    return pairs


def _refusal(state: SandboxState) -> str | None:
    """Return what the gateway says of a call that it does not let in, or None."""
    given = request.headers
    timestamp, nonce = given.get("X-Hmac-Auth-Timestamp", ""), given.get("X-Hmac-Auth-Nonce", "")
    key = given.get("apiKey", "")
    secret = _applications(state).get(key)
    if secret is None or state.faults.strikes(SYSTEM, "bad-signature"):
        return "SignatureDoesNotMatch"
    g.app_key = key
    try:
        skew = abs(datetime.fromisoformat(timestamp) - clock.now())
    except (ValueError, TypeError):
        return "InvalidTimestamp"
    if skew > SKEW or state.faults.strikes(SYSTEM, "clock-skew"):
        return "RequestTimeTooSkewed"
    parameters = [*request.args.items(multi=True), *request.form.items(multi=True)]
    text = canonical_text(request.method, timestamp, nonce, request.path, parameters)
    right = sign_md5(secret, text) if given.get("X-Hmac-Auth-Algorithm") == "md5" else sign(secret, text)
    if not hmac.compare_digest(right, given.get("X-Hmac-Auth-Signature", "")):
        return "SignatureDoesNotMatch"
    return None if state.first_sight(nonce) else "NonceReplayed"
