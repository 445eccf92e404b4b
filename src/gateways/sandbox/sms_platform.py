"""The side of ``atg.biz.smssend``: both signatures, the template, the number of phones, and repeats by key."""

import hmac
from datetime import timedelta
from typing import Any

import orjson
from flask import Blueprint, Response, g, jsonify, request

from gateways.government_bus import canonical_text
from gateways.government_bus import sign as sign_call
from gateways.sandbox.state import SandboxState
from gateways.sms import read_templates
from gateways.sms.client import NAME, sign
from kit import clock
from kit.ids import new_id
from kit.masking import mask_phone

SYSTEM = "sms"
FAULTS = ("bad-signature", "quota")

MOST_PHONES = 1000
SKEW = timedelta(minutes=5)


def make_room(state: SandboxState) -> Blueprint:
    """Return the address of the service, and beside it what was sent."""
    room = Blueprint(SYSTEM, __name__)
    templates = set(read_templates(state.pack_dir).values())
    sent: dict[str, dict[str, Any]] = {}

    @room.post("/sms")
    def send() -> Response:
        if not _called_well(state) or state.faults.strikes(SYSTEM, "bad-signature"):
            return jsonify(code=703, msg="signature check failed")
        asked: Any = request.get_json(silent=True)
        if not isinstance(asked, dict) or not _signed_well(state, asked):
            return _answer("SIGN_ERROR")
        g.key = str(asked.get("outId") or new_id())
        refusal = None if g.key in sent else _refusal(state, templates, asked)
        if refusal:
            return _answer(refusal)
        return _answer("0", sent.setdefault(g.key, _message(len(sent) + 1, asked))["task"])

    # Doors of a blueprint below are no calls of the platform: no fault strikes them, and they are not recorded.
    doors = Blueprint("doors", __name__, url_prefix="/sandbox/sms")

    @doors.get("")
    def list_sent() -> Response:
        return jsonify(items=list(sent.values()))

    room.register_blueprint(doors)
    return room


def _refusal(state: SandboxState, templates: set[str], asked: dict[str, Any]) -> str | None:
    if state.faults.strikes(SYSTEM, "quota"):
        return "QUOTA_EXHAUSTED"
    phones = str(asked.get("phoneNumbers", "")).split(",")
    if len(phones) > MOST_PHONES or not all(phone.isdecimal() for phone in phones):
        return "PHONE_NUMBERS_INVALID"
    known = asked.get("templateCode") in templates and _is_json(asked.get("templateParams"))
    return None if known else "TEMPLATE_INVALID"


def _message(number: int, asked: dict[str, Any]) -> dict[str, Any]:
    phones = [mask_phone(phone) for phone in asked["phoneNumbers"].split(",")]
    said = {"template": asked["templateCode"], "parameters": orjson.loads(asked["templateParams"])}
    return {"task": f"T{number:08d}", **said, "phones": phones, "key": g.key}


def _called_well(state: SandboxState) -> bool:
    given, own = request.headers, state.values
    moment = given.get("_api_timestamp", "")
    if given.get("_api_name") != NAME or given.get("_api_access_key") != own["SMS_ACCESS_KEY"]:
        return False
    if not moment.isdecimal() or abs(int(moment) / 1000 - clock.now().timestamp()) > SKEW.total_seconds():
        return False
    text = canonical_text(own["SMS_ACCESS_KEY"], NAME, moment, given.get("_api_version", ""), request.args)
    return hmac.compare_digest(sign_call(own["SMS_SECRET_KEY"], text), given.get("_api_signature", ""))


def _signed_well(state: SandboxState, asked: dict[str, Any]) -> bool:
    own = state.values
    right = sign("md5", own["SMS_APP_KEY"], own["SMS_APP_SECRET"], str(asked.get("timestamps")))
    same_key = asked.get("appKey") == own["SMS_APP_KEY"] and asked.get("signId") == own["SMS_SIGN_ID"]
    return same_key and hmac.compare_digest(right, str(asked.get("sign")))


def _is_json(text: object) -> bool:
    try:
        return isinstance(text, str) and isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def _answer(code: str, task: str | None = None) -> Response:
    return jsonify(code=code, data=task, msg="" if task else code)
