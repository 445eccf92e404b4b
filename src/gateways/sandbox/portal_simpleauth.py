"""The personal sign-on's side: the MD5 sign, ``ticketValidation`` and ``getUserInfo``."""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, jsonify

from gateways.sandbox.portal_records import simpleauth_user
from gateways.sandbox.state import SandboxState
from gateways.zheliban import simpleauth_sign

SYSTEM = "zheliban"
NO_METHOD, NO_SERVICE, BAD_SIGN, BAD_TIME, BAD_ADDRESS = "9800", "9900", "9901", "9902", "9903"
_WORDS = {
    "0": "成功",
    NO_METHOD: "方法名不存在",
    NO_SERVICE: "应用代码不存在",
    BAD_SIGN: "签名验证失败",
    BAD_TIME: "时间格式错误",
    BAD_ADDRESS: "IP地址未授权",
}


def answer_simpleauth(
    state: SandboxState, form: Mapping[str, str], keys: tuple[str, str], methods: Collection[str]
) -> Response:
    """Answer a call of a service whose code and password are ``keys``; JSON only when it is asked for."""
    code = _refusal(state, form, keys, methods)
    done: dict[str, Any] = {}
    if code is None:
        code, done = (_validated if form["method"] == "ticketValidation" else _told)(state, form)
    answer = {"result": code, "errmsg": _WORDS.get(code, "票据或令牌无效"), **done}
    if form.get("datatype") == "json":
        return jsonify(answer)
    members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
    return Response(f'<?xml version="1.0" encoding="UTF-8"?><root>{members}</root>', content_type="text/xml")


def _refusal(
    state: SandboxState, form: Mapping[str, str], keys: tuple[str, str], methods: Collection[str]
) -> str | None:
    service_code, password = keys
    time = form.get("time", "")
    right = simpleauth_sign(service_code, password, time)
    checks = (
        (form.get("method") in methods, NO_METHOD),
        (form.get("servicecode") == service_code, NO_SERVICE),
        (_is_time(time), BAD_TIME),
        (hmac.compare_digest(right.encode(), form.get("sign", "").encode()), BAD_SIGN),
        (not state.faults.strikes(SYSTEM, "bad-signature"), BAD_SIGN),
        (not state.faults.strikes(SYSTEM, "ip-refused"), BAD_ADDRESS),
    )
    return next((code for holds, code in checks if not holds), None)


def _validated(state: SandboxState, form: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    ticket = form.get("st", "")
    slug = state.tickets.take(ticket)
    if slug is None or state.faults.strikes(SYSTEM, "ticket-reused"):
        return "6001" if ticket.startswith("debug_tk_") else "6002", {}
    persona = state.personas[slug]
    if persona["kind"] != "person":
        return "6003", {}
    return "0", {
        "token": state.access_tokens.mint(slug),
        "userid": persona["portal_user_id"],
        "loginname": persona["portal_user_id"],
        "username": persona["name"],
    }


def _told(state: SandboxState, form: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    slug = state.access_tokens.look(form.get("token", ""))
    if state.faults.strikes(SYSTEM, "token-expired"):
        return "6501", {}
    return ("6502", {}) if slug is None else ("0", simpleauth_user(state.personas[slug]))


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007 -- the protocol states no zone
    except ValueError:
        return False
    return len(text) == 14
