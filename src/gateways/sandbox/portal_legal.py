"""The legal persons' sign-on's side: an ``ssotoken`` for the company, by the component or by the older direct call."""

import hmac
from typing import Any

from flask import Response, jsonify, request

from gateways.sandbox.portal_records import legal_info
from gateways.sandbox.state import SandboxState
from gateways.zheliban import esso_sign

SYSTEM = "zheliban"


def signed_directly(state: SandboxState) -> bool:
    """Tell whether the two headers of the direct call are right for the body as it came."""
    given = request.headers
    right = esso_sign(state.values["ZHELIBAN_ESSO_SECRET"], request.get_data())
    return (
        given.get("x-esso-project-id") == state.values["ZHELIBAN_ESSO_PROJECT_ID"]
        and hmac.compare_digest(right.encode(), given.get("x-esso-signature", "").encode())
        and not state.faults.strikes(SYSTEM, "bad-signature")
    )


def answer_legal(state: SandboxState, *, permitted: bool) -> Response:
    """Answer ``rest/user/query``."""
    if not permitted or state.faults.strikes(SYSTEM, "no-permission"):
        return _failed("1410020", "没有权限")
    asked: Any = request.get_json(silent=True)
    token = asked.get("token") if isinstance(asked, dict) else None
    if not isinstance(token, str) or not token:
        return _failed("1410006", "参数为空")
    slug = state.ssotokens.take(token)
    if slug is None or state.faults.strikes(SYSTEM, "ticket-reused"):
        return _failed("1410025", "token不存在")
    if state.faults.strikes(SYSTEM, "token-expired"):
        return _failed("1410026", "token已过期")
    return jsonify(errCode=0, msg="成功", info=legal_info(state.personas[slug]))


def _failed(code: str, words: str) -> Response:
    return jsonify(errCode=code, msg=words, info=None)
