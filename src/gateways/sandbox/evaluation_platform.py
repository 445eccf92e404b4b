"""The 好差评 platform's side: the envelope, a service before its evaluation, each once."""

import hmac
from typing import Any

import orjson
from flask import Blueprint, Response, g, jsonify, request

from gateways.evaluation_platform import ShangMi
from gateways.sandbox.state import SandboxState

SYSTEM = "evaluation_platform"
FAULTS = ("bad-signature", "duplicate", "refused")
_NEEDED = {
    "service": (
        "taskCode",
        "areaCode",
        "taskName",
        "projectNo",
        "proStatus",
        "orgName",
        "deptCode",
        "userProp",
        "userName",
        "serviceNumber",
        "proChannel",
    ),
    "evaluation": ("projectNo", "serviceNumber", "satisfaction", "pf", "assessTime"),
}
_WHY_BELOW = 3
#: So that a sandbox can run for weeks.
RECORDS_KEPT = 10_000
Key = tuple[str, str, str]


def make_room(state: SandboxState) -> Blueprint:
    """Return the platform's two addresses, and beside them what arrived."""
    room = Blueprint(SYSTEM, __name__)
    arrived: dict[Key, dict[str, Any]] = {}

    @room.post("/evaluation_platform/<kind>")
    def take(kind: str) -> Response:
        record = _opened(state)
        if record is None or kind not in _NEEDED or state.faults.strikes(SYSTEM, "bad-signature"):
            return _said("签名校验失败")
        if state.faults.strikes(SYSTEM, "refused"):
            return _said("事项编码不存在")
        return _said(_taken(state, arrived, kind, record))

    doors = Blueprint("doors", __name__, url_prefix="/sandbox/evaluation_platform")

    @doors.get("/records")
    def list_records() -> Response:
        shown = ("projectNo", "serviceNumber", "satisfaction", "pf", "evalDetail")
        return jsonify(
            items=[
                {"kind": key[0], **{name: record[name] for name in shown if name in record}}
                for key, record in list(arrived.items())
            ]
        )

    room.register_blueprint(doors)
    return room


def _opened(state: SandboxState) -> dict[str, Any] | None:
    """Return the record in an envelope that is signed and sealed as agreed, or None."""
    values = state.values
    asked: Any = request.get_json(silent=True)
    body = asked.get("txnBodyCom") if isinstance(asked, dict) and "txnCommCom" in asked else None
    if not isinstance(body, dict) or body.get("appMark") != values["EVALUATION_PLATFORM_APP_MARK"]:
        return None
    seal = ShangMi(values["EVALUATION_PLATFORM_SM4_KEY"])
    right = seal.sign(f"{body.get('time')}{body['appMark']}{values['EVALUATION_PLATFORM_APP_WORD']}")
    if not hmac.compare_digest(right, str(body.get("sign"))):
        return None
    try:
        record = orjson.loads(seal.open(str(body.get("params"))))
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _taken(state: SandboxState, arrived: dict[Key, dict[str, Any]], kind: str, record: dict[str, Any]) -> str:
    missing = [name for name in _NEEDED[kind] if record.get(name) in (None, "")]
    if missing:
        return f"缺少字段{missing[0]}"
    project, number = str(record["projectNo"]), str(record["serviceNumber"])
    g.key = f"{kind}:{project}:{number}"
    if (kind, project, number) in arrived:
        return "该记录已存在"
    if kind == "evaluation":
        if ("service", project, number) not in arrived:
            return "服务记录不存在"
        if record["satisfaction"] not in range(1, 6):
            return "满意度有误"
        if record["satisfaction"] < _WHY_BELOW and not (record.get("evalDetail") or record.get("writingEvaluation")):
            return "差评须填写原因"
    arrived[kind, project, number] = record
    while len(arrived) > RECORDS_KEPT:
        del arrived[next(iter(arrived))]
    return "该记录已存在" if state.faults.strikes(SYSTEM, "duplicate") else "success"


def _said(description: str) -> Response:
    """Answer as the platform does: the outcome stands in a header, which is Latin-1 on the wire."""
    response = jsonify({"C-Response-Desc": description})
    if description.isascii():
        response.headers["C-Response-Desc"] = description
    return response
