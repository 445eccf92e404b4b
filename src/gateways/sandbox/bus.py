"""The 政务总线's side: the signature, numbers, the order in which a case may turn, evaluations, calls to us."""

import hmac
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
import urllib3
from flask import Blueprint, Response, g, jsonify, request

from gateways.government_bus import canonical_text, headers, sign
from gateways.sandbox.state import SandboxState
from kit import clock

SYSTEM = "government_bus"
FAULTS = ("bad-signature", "clock-skew", "unknown", "unknown-taken", "duplicate", "refused")

SKEW = timedelta(minutes=5)
PREFIX = "atg.biz.affair."
NUMBERED = "numbered"
CASES_KEPT = 5000
#: Where a case must stand for a service, and where it stands after it (None: where it stood).
_TURNS: dict[str, tuple[set[str], str | None]] = {
    "receive": ({NUMBERED}, "02"),
    "accept": ({"02"}, "05"),
    "supplementNotify": ({"02"}, "06"),
    "supplementAccept": ({"06"}, "02"),
    "specProcStart": ({"05", "12"}, "11"),
    "specProcFinish": ({"11"}, "12"),
    "flowSync": ({"05", "12", "11", "10"}, None),
    "finish": ({"02", "05", "06", "11", "12"}, "10"),
    "deliver": ({"10"}, None),
}
#: What the services say of themselves that a repeat says again.
_MOMENTS = ("gmtApply", "gmtAccept", "gmtPatch", "gmtBegin", "gmtEnd", "gmtService", "gmtEval", "serviceNo")
_NEEDED = {
    "receive": ("matterCode", "projectName", "applyOrigin", "gmtApply", "applicantVO"),
    "accept": ("gmtAccept", "promiseTime"),
    "supplementNotify": ("patchReason", "patchTimeLimit", "timeUnit", "gmtPatch"),
    "supplementAccept": ("gmtPatch",),
    "specProcStart": ("type", "reason", "gmtBegin"),
    "specProcFinish": ("gmtEnd", "result"),
    "flowSync": ("bizFlowVOs",),
    "finish": ("result", "gmtService"),
    "deliver": ("serviceNo", "deliveryResultDTO"),
    "eval.eval": ("satisfyLevel", "gmtEval", "isAnonymous"),
}
Asked = Mapping[str, Any]


class Cases:
    """The cases that were reported, by number: their status and what came in which order."""

    def __init__(self) -> None:
        """Know none."""
        self.by_number: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, str] = {}
        self._made = 0
        self._lock = threading.Lock()

    def number_for(self, case_id: str) -> str:
        """Return the number of a case of ours, the same at every asking."""
        with self._lock:
            if case_id not in self._numbers:
                self._made += 1
                number = f"33{clock.today():%y%m%d}{self._made:013d}"
                self._numbers[case_id] = number
                self.by_number[number] = {"case_id": case_id, "status": NUMBERED, "services": [], "seen": set()}
                self._forget_oldest()
            return self._numbers[case_id]

    def _forget_oldest(self) -> None:
        """Forget what came first, so that a sandbox can run for weeks."""
        while len(self._numbers) > CASES_KEPT:
            oldest = next(iter(self._numbers))
            del self.by_number[self._numbers.pop(oldest)]

    def take(self, service: str, asked: Asked) -> tuple[str, str, Any]:
        """Take a report in, and return status, code and data of the answer; a repeat is taken once."""
        case = self.by_number.get(str(asked.get("projId")))
        if case is None:
            return "F", "PROJ_NOT_FOUND", None
        missing = [name for name in _NEEDED[service] if asked.get(name) in (None, "")]
        if missing:
            return "F", f"MISSING_{missing[0]}", None
        if g.key in case["seen"]:
            return "S", "", g.key
        refusal = _out_of_turn(service, case, asked)
        if refusal:
            return "F", refusal, None
        case["seen"].add(g.key)
        case["services"].append(service)
        case["status"] = _status_after(service, case["status"])
        case |= {name: asked[name] for name in ("gmtApply", "gmtAccept", "gmtService", "result") if name in asked}
        if service == "eval.eval":
            case["satisfyLevel"] = asked["satisfyLevel"]
        return "S", "", g.key


def make_room(state: SandboxState) -> Blueprint:
    """Return the bus's one address, and beside it what arrived and a way to make it call us."""
    room = Blueprint(SYSTEM, __name__)
    cases = Cases()

    @room.route("/government_bus", methods=["GET", "POST"])
    def serve() -> Response:
        refusal = _refusal(state)
        if refusal is not None:
            return _refused(refusal)
        asked: Any = request.get_json(silent=True)
        name = request.headers["_api_name"]
        if not name.startswith(PREFIX) or not isinstance(asked, dict):
            return _answer("F", "API_NOT_FOUND")
        return _served(state, cases, name.removeprefix(PREFIX), asked)

    # Doors of a blueprint below are no calls of the bus: no fault strikes them, and they are not recorded.
    doors = Blueprint("doors", __name__, url_prefix="/sandbox/government_bus")

    @doors.get("/cases")
    def list_cases() -> Response:
        shown = ("case_id", "status", "services", "result", "satisfyLevel")
        return jsonify(
            items=[
                {"number": number, **{name: case[name] for name in shown if name in case}}
                for number, case in list(cases.by_number.items())
            ]
        )

    @doors.post("/callbacks")
    def call_back() -> tuple[Response, int]:
        return _call_back(state, cases, request.get_json(silent=True) or {})

    room.register_blueprint(doors)
    return room


def _served(state: SandboxState, cases: Cases, service: str, asked: Asked) -> Response:
    g.key = _key_of(service, asked)
    if service == "query.affBaseInfoQuery":
        return _hsf(_queried(cases, asked))
    if service not in {*_NEEDED, "unicode.generate", "unicode.discard"}:
        return _answer("F", "API_NOT_FOUND")
    if state.faults.strikes(SYSTEM, "refused"):
        return _answer("F", "MATTER_NOT_FOUND", message="事项编码不存在")
    if state.faults.strikes(SYSTEM, "unknown"):
        return _answer("U", "TIMEOUT")
    status, code, data = _done(cases, service, asked)
    # These strike once the report is in.
    if state.faults.strikes(SYSTEM, "unknown-taken"):
        status, code, data = "U", "TIMEOUT", None
    elif state.faults.strikes(SYSTEM, "duplicate"):
        status, code = "F", "DUPLICATE"
    answer = _answer(status, code, data)
    return _hsf(answer) if service == "eval.eval" else answer


def _done(cases: Cases, service: str, asked: Asked) -> tuple[str, str, Any]:
    if service == "unicode.generate":
        if not all(asked.get(name) for name in ("serviceCodeId", "deptId", "areaCode", "applyName", "relBusId")):
            return "F", "MISSING_FIELD", None
        return "S", "", cases.number_for(str(asked["relBusId"]))
    if service == "unicode.discard":
        case = cases.by_number.get(str(asked.get("projId")))
        if case is None or case["status"] not in {NUMBERED, "discarded"}:
            return "F", "PROJ_IN_USE", None
        case["status"] = "discarded"
        return "S", "", None
    return cases.take(service, asked)


def _out_of_turn(service: str, case: Mapping[str, Any], asked: Asked) -> str | None:
    if service == "eval.eval":
        if case["status"] != "10":
            return "NOT_FINISHED"
        return None if asked["satisfyLevel"] in range(1, 6) else "BAD_LEVEL"
    return None if case["status"] in _TURNS[service][0] else "STATUS_NOT_ALLOWED"


def _status_after(service: str, status: str) -> str:
    if service == "flowSync":
        return status if status == "11" else "12"
    return (_TURNS[service][1] if service in _TURNS else None) or status


def _queried(cases: Cases, asked: Asked) -> Response:
    case = cases.by_number.get(str(asked.get("projId")))
    if case is None:
        return _answer("F", "PROJ_NOT_FOUND")
    told = {"gmtApply": "gmtApply", "gmtAccept": "gmtAccept", "gmtResult": "gmtService", "affResult": "result"}
    found = {"projId": asked["projId"], "affStatus": case["status"]}
    return _answer("S", "", {**found, **{name: case[source] for name, source in told.items() if source in case}})


def _refusal(state: SandboxState) -> int | None:
    """Return the code by which the gateway refuses a call, or None when it is signed well."""
    given = request.headers
    key, timestamp = state.values["GOVERNMENT_BUS_ACCESS_KEY"], given.get("_api_timestamp", "")
    if given.get("_api_access_key") != key or given.get("x-app-id") != state.values["GOVERNMENT_BUS_APP_ID"]:
        return 601
    late = abs(int(timestamp) - int(clock.now().timestamp() * 1000)) if timestamp.isdecimal() else None
    if late is None or late > SKEW.total_seconds() * 1000 or state.faults.strikes(SYSTEM, "clock-skew"):
        return 601
    name, version = given.get("_api_name", ""), given.get("_api_version", "")
    text = canonical_text(key, name, timestamp, version, dict(request.args))
    right = sign(state.values["GOVERNMENT_BUS_SECRET_KEY"], text)
    well = hmac.compare_digest(right, given.get("_api_signature", ""))
    return None if well and not state.faults.strikes(SYSTEM, "bad-signature") else 601


def _key_of(service: str, asked: Asked) -> str:
    """Return what a repeat is recognised by: the service, the number and the moment or key of the turn."""
    flows = asked.get("bizFlowVOs")
    own = [flow.get("bizAffFlowNo") for flow in flows] if isinstance(flows, list) else []
    own += [asked[name] for name in _MOMENTS if name in asked]
    return ":".join(str(part) for part in (service, asked.get("projId") or asked.get("relBusId"), *own))


def _answer(status: str, code: str, data: Any = None, message: str = "") -> Response:
    return jsonify(
        resultStatus=status, resultCode=code, resultMsg=message or code, data=data, requestId=f"sandbox-{id(data)}"
    )


def _hsf(answer: Response) -> Response:
    """Wrap an answer as services of type HSF do."""
    return jsonify(code=200, body=answer.get_json())


def _refused(code: int) -> Response:
    response = jsonify(code=code, message="signature refused")
    response.headers["X-Mosn-Resultcode"] = str(code)
    response.headers["X-Mosn-Message"] = "signature refused"
    return response


def _call_back(state: SandboxState, cases: Cases, asked: Asked) -> tuple[Response, int]:
    """Sign a call to us as the bus does; send it where ``url`` says on this machine, or leave that to whoever asks."""
    verb, url = str(asked.get("verb", "")), str(asked.get("url", ""))
    if not verb or (url and not url.startswith(("http://127.0.0.1:", "http://localhost:"))):
        return jsonify(error="verb: such as cancel; body: an object; url: an address on this machine, or none"), 422
    told = asked.get("body", {})
    case = cases.by_number.get(str(told.get("projId"))) if isinstance(told, dict) else None
    if verb == "supplementAccept" and case is not None and case["status"] == "06":
        # The portal itself took the correction in.
        case["status"] = "02"
        case["services"].append("supplementAccept")
    app_id = state.values["GOVERNMENT_BUS_APP_ID"]
    signed = headers(
        state.values["GOVERNMENT_BUS_CALLBACK_ACCESS_KEY"],
        state.values["GOVERNMENT_BUS_CALLBACK_SECRET_KEY"],
        app_id,
        f"callback.{PREFIX}{verb}.{app_id}",
        "1.0",
        {},
    )
    body = orjson.dumps(told)
    answered: Any = None
    if url:
        sent = {"Content-Type": "application/json", **signed}
        with urllib3.PoolManager(retries=False, timeout=10) as pool:
            answered = orjson.loads(pool.request("POST", url, body=body, headers=sent).data)
    return jsonify(headers=signed, body=body.decode(), answer=answered), 201
