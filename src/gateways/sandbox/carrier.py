"""The carrier's side: the signature, one waybill for each order, and stages that a person can advance."""

import hmac
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from gateways.express import canonical_text, sign
from gateways.sandbox.state import SandboxState
from kit import clock

SYSTEM = "express"
FAULTS = ("bad-signature", "address-refused")

SKEW = timedelta(minutes=5)
STAGES = {"COLLECTED": "已收寄", "IN_TRANSIT": "运输中", "DELIVERED": "已签收", "RETURNED": "已退回"}


def make_room(state: SandboxState) -> Blueprint:
    """Return the carrier's two addresses, and beside them the parcels and a way to move one on."""
    room = Blueprint(SYSTEM, __name__)
    parcels: dict[str, dict[str, Any]] = {}

    @room.before_request
    def check_signature() -> Response | None:
        if request.blueprint != SYSTEM:
            return None
        if _signed_well(state) and not state.faults.strikes(SYSTEM, "bad-signature"):
            return None
        return jsonify(code="SIGN_ERROR", message="signature", data=None)

    @room.post("/express/orders")
    def order() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        receiver = asked.get("receiver") or {}
        g.key = str(asked.get("orderId"))
        if state.faults.strikes(SYSTEM, "address-refused") or not all(
            receiver.get(name) for name in ("name", "mobile", "address")
        ):
            return jsonify(code="ADDRESS_NOT_SERVED", message="address", data=None)
        if g.key not in parcels:
            parcels[g.key] = {"number": f"98{len(parcels) + 1:011d}", "traces": []}
        return jsonify(code="0", message="", data={"waybillNo": parcels[g.key]["number"]})

    @room.post("/express/tracks")
    def track() -> Response:
        asked: Any = request.get_json(silent=True) or {}
        found = next((item for item in parcels.values() if item["number"] == asked.get("waybillNo")), None)
        if found is None:
            return jsonify(code="WAYBILL_UNKNOWN", message="waybill", data=None)
        return jsonify(code="0", message="", data={"traces": found["traces"]})

    room.register_blueprint(_doors(parcels))
    return room


def _doors(parcels: dict[str, dict[str, Any]]) -> Blueprint:
    """Return doors that are no calls of the carrier: no fault strikes them, and they are not recorded."""
    doors = Blueprint("doors", __name__, url_prefix="/sandbox/express")

    @doors.get("")
    def list_parcels() -> Response:
        return jsonify(items=[{"key": key, **parcel} for key, parcel in parcels.items()])

    @doors.post("/<number>/<stage>")
    def move_on(number: str, stage: str) -> tuple[Response, int]:
        found = next((item for item in parcels.values() if item["number"] == number), None)
        if found is None or stage not in STAGES:
            return jsonify(error=f"a number of GET /sandbox/express, and a stage: {', '.join(STAGES)}"), 404
        moment = clock.local(clock.now()).strftime("%Y-%m-%d %H:%M:%S")
        found["traces"].append({"status": stage, "time": moment, "desc": STAGES[stage]})
        return jsonify(found), 201

    return doors


def _signed_well(state: SandboxState) -> bool:
    given, own = request.headers, state.values
    moment = given.get("X-Timestamp", "")
    if given.get("X-App-Key") != own["EXPRESS_APP_KEY"] or not moment.isdecimal():
        return False
    path = request.path.removeprefix("/express")
    right = sign(own["EXPRESS_APP_SECRET"], canonical_text(request.method, path, moment, request.get_data()))
    fresh = abs(int(moment) / 1000 - clock.now().timestamp()) <= SKEW.total_seconds()
    return fresh and hmac.compare_digest(right, given.get("X-Signature", ""))
