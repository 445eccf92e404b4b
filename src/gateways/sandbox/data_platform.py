"""The data platform's side: the key pair, the shared records, and the licence library on the same protocol.

GET with a query, POST with a form, and POST of JSON with the credentials as headers work alike.
"""

import hmac
from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, g, jsonify, request

from gateways.data_sharing import sign
from gateways.sandbox import licence_shelf
from gateways.sandbox.state import SandboxState

SYSTEM = "data_sharing"
#: What a data call is refused with when it is told to fail.
_CODES = {
    "expired-secret": "11",
    "quota": "18",
    "bad-signature": "14",
    "bad-data": "96",
    "missing-parameter": "97",
    "wrong-type": "98",
    "interface-failed": "99",
}
#: Shapes that the real platform answers in as well; without one it alternates between an array and a text.
SHAPES = ("datas-array", "datas-text", "datas-inner", "older-data")
#: ``retire-old-pair`` ends the old pair at each issue, which the real platform may do.
FAULTS = (*_CODES, "retire-old-pair", *SHAPES)

DAILY_QUOTA = 10_000
VERBS = ["GET", "POST"]

#: Codes of the certificate kinds that may stand in a list (GA/T 2000.156).
KINDS = {"resident_id": "111", "hmt_residence_permit": "999", "passport": "414"}


def make_room(state: SandboxState) -> Blueprint:
    """Return the data platform's endpoints."""
    room = Blueprint(SYSTEM, __name__)
    used: Counter[str] = Counter()
    shelf = licence_shelf.Shelf()
    room.register_blueprint(shelf.make_doors())

    @room.route("/gateway/app/refreshTokenByKey.htm", methods=VERBS)
    def by_key() -> Response:
        if not _signed_with(state, state.values["DATA_SHARING_APP_SECRET"]):
            return _answer("14")
        return _new_pair(state)

    @room.route("/gateway/app/refreshTokenBySec.htm", methods=VERBS)
    def by_secret() -> Response:
        if not any(_signed_with(state, secret) for secret in state.refresh_secrets.live()):
            return _answer("14")
        return _new_pair(state)

    @room.route("/gateway/api/<catalogue>/<any(dataSharing, windowSystem, national):segment>/<code>.htm", methods=VERBS)
    def query(catalogue: str, segment: str, code: str) -> Response:
        del catalogue, segment
        refusal = _refusal(state)
        if refusal is not None:
            return _answer(refusal)
        records = _served(state, shelf, code)
        if records is None:
            return _answer("97")
        used[code] += 1
        return _shaped(state, records, DAILY_QUOTA - used[code])

    return room


def _refusal(state: SandboxState) -> str | None:
    for fault, code in _CODES.items():
        if state.faults.strikes(SYSTEM, fault):
            return code
    return None if any(_signed_with(state, secret) for secret in state.request_secrets.live()) else "11"


def _served(state: SandboxState, shelf: licence_shelf.Shelf, code: str) -> list[dict[str, Any]] | None:
    """Take in what is pushed, or return what is asked for with a use stated; None: something is missing."""
    asked = _asked()
    operation = _pushed(state, code)
    if operation is not None:
        g.key = asked.get("row_key", "")
        return shelf.take(operation, asked)
    return _records(state, code, asked) if asked.get("useCause") else None


def _pushed(state: SandboxState, code: str) -> str | None:
    """Return what a push to this interface does, or None for one that is asked."""
    codes = {state.values.get(f"LICENCE_LIBRARY_{name.upper()}_CODE"): name for name in ("issue", "change", "revoke")}
    return codes.get(code)


def _asked() -> Mapping[str, str]:
    """Return what was sent, by query, form or JSON; the credentials stand among it, or in the headers."""
    body: Any = request.get_json(silent=True)
    sent = body if isinstance(body, dict) else request.values.to_dict()
    return {name: request.headers.get(name, "") for name in ("appKey", "requestTime", "sign")} | sent


def _records(state: SandboxState, code: str, asked: Mapping[str, str]) -> list[dict[str, Any]] | None:
    if code == "licenceAuthorise":
        return licence_shelf.authorise(state, asked)
    if code == "licenceList":
        return licence_shelf.list_held(state, asked)
    if code == "licenceFetch":
        return licence_shelf.fetch(state, asked)
    if code in state.lists:
        return _everybody(state, state.lists[code], asked)
    resource = state.resources.get(code)
    if resource is None:
        return None
    persona = state.holder(asked.get("idNumber", ""))
    records: list[dict[str, Any]] = [] if persona is None else persona.get("shared_data", {}).get(resource, [])
    return records


def _everybody(state: SandboxState, resource: str, asked: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """Return one page of all who are on record, each with their certificate."""
    page, size = asked.get("pageNo", ""), asked.get("pageSize", "")
    if not (page.isdecimal() and size.isdecimal() and int(page)):
        return None
    records = [
        {"idType": KINDS[persona["certificate"]["kind"]], "idNumber": persona["certificate"]["number"], **record}
        for persona in state.personas.values()
        if persona["kind"] == "person"
        for record in persona.get("shared_data", {}).get(resource, [])[:1]
    ]
    first = (int(page) - 1) * int(size)
    return records[first : first + int(size)]


def _signed_with(state: SandboxState, secret: str) -> bool:
    asked = _asked()
    app_key = state.values["DATA_SHARING_APP_KEY"]
    right = sign(app_key, secret, asked["requestTime"])
    return asked["appKey"] == app_key and hmac.compare_digest(right.encode(), str(asked["sign"]).encode())


def _new_pair(state: SandboxState) -> Response:
    if state.faults.strikes(SYSTEM, "retire-old-pair"):
        state.request_secrets.end_all()
        state.refresh_secrets.end_all()
    pair = {
        "requestSecret": state.request_secrets.mint(True),
        "refreshSecret": state.refresh_secrets.mint(True),
        "requestSecretEndTime": "",
        "refreshSecretEndTime": "",
    }
    return jsonify(code="00", msg="成功", data="", datas=pair, dataCount=0, requestId="sandbox")


def _answer(code: str) -> Response:
    return jsonify(code=code, msg="", datas="", dataCount=0, requestId="sandbox")


def _shaped(state: SandboxState, found: list[dict[str, Any]], left: int) -> Response:
    """Answer as the platform does: ``datas`` is a JSON string here, an array there; readers must take both."""
    shape = next((name for name in SHAPES if state.faults.strikes(SYSTEM, name)), None)
    text = orjson.dumps(found).decode()
    datas: dict[str, Any] = {"datas": text if len(found) % 2 == 1 else found}
    if shape == "datas-array":
        datas = {"datas": found}
    elif shape == "datas-text":
        datas = {"datas": text}
    elif shape == "datas-inner":
        datas = {"datas": {"success": True, "data": text, "errorMsg": ""}}
    elif shape == "older-data":
        datas = {"data": found}
    return jsonify(code="00", msg="", **datas, dataCount=len(found), requestId="sandbox", remainingQuota=str(left))
