"""浙政钉's side: the signature, the application token, the user behind a code."""

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from gateways.sandbox.state import SandboxState
from gateways.zhezhengding import canonical_text, sign
from kit import clock

SYSTEM = "zhezhengding"
FAULTS = ("bad-signature",)

SKEW = timedelta(minutes=5)
CODE_INVALID, TOKEN_INVALID = "240111", "240133"


def make_room(state: SandboxState) -> Blueprint:
    """Return the office portal's endpoints."""
    room = Blueprint(SYSTEM, __name__)

    @room.before_request
    def check_signature() -> Response | None:
        if _signed_well(state):
            return None
        return jsonify(
            _RequestId="sandbox",
            Code="OPF-B001-05-16-0009",
            Message="SignatureDoesNotMatch",
            HostId="sandbox",
            success=False,
        )

    @room.get("/gettoken.json")
    def get_token() -> Response:
        right = (state.values["ZHEZHENGDING_APP_KEY"], state.values["ZHEZHENGDING_APP_SECRET"])
        if (request.args.get("appkey"), request.args.get("appsecret")) != right:
            return jsonify(success=False, bizErrorCode="240132", errorMsg="app refused")
        token = state.app_tokens.mint(True)
        data = {"accessToken": token, "expiresIn": "7200"}
        return jsonify(success=True, content={"success": True, "data": data, "responseCode": "0"})

    @room.post("/rpc/oauth2/dingtalk_app_user.json")
    def user() -> Response:
        if state.app_tokens.look(request.form.get("access_token", "")) is None:
            return jsonify(success=False, bizErrorCode=TOKEN_INVALID, errorMsg="token")
        slug = state.codes.take(request.form.get("auth_code", ""))
        if slug is None:
            return jsonify(success=False, bizErrorCode=CODE_INVALID, errorMsg="code")
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

    return room


def _signed_well(state: SandboxState) -> bool:
    given = request.headers
    timestamp, nonce = given.get("X-Hmac-Auth-Timestamp", ""), given.get("X-Hmac-Auth-Nonce", "")
    try:
        skew = abs(datetime.fromisoformat(timestamp) - clock.now())
    except (ValueError, TypeError):
        return False
    parameters = [*request.args.items(multi=True), *request.form.items(multi=True)]
    text = canonical_text(request.method, timestamp, nonce, request.path, parameters)
    right = sign(state.values["ZHEZHENGDING_APP_SECRET"], text)
    return (
        skew <= SKEW
        and given.get("apiKey") == state.values["ZHEZHENGDING_APP_KEY"]
        and hmac.compare_digest(right, given.get("X-Hmac-Auth-Signature", ""))
        and state.first_sight(nonce)
        and not state.faults.strikes("zhezhengding", "bad-signature")
    )
