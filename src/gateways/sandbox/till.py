"""The payment platform's side: orders, payments on demand, refunds, the day's file, and its notifications to us."""

import csv
import hashlib
import io
from datetime import timedelta
from typing import Any

import orjson
import urllib3
from flask import Blueprint, Response, g, jsonify, request

from gateways.payment import sign
from gateways.payment.signature import is_signed
from gateways.sandbox.state import SandboxState
from kit import clock
from kit.ids import new_id

SYSTEM = "payment"
FAULTS = ("bad-signature", "refund-waits")

SKEW = timedelta(minutes=5)
COLUMNS = ["type", "orderNo", "tradeNo", "refundNo", "amount", "time"]
Fields = dict[str, Any]


class Till:
    """What was ordered, paid and refunded, and the lines of every day."""

    def __init__(self) -> None:
        """Begin empty."""
        self.orders: dict[str, Fields] = {}
        self.refunds: dict[str, Fields] = {}
        self.lines: list[Fields] = []

    def pay(self, order: Fields, amount: int) -> Fields:
        """Take a payment of an order."""
        trade = {"tradeNo": f"T{new_id().hex}", "amount": amount, "time": wire_time()}
        order["trades"].append(trade)
        self.lines.append({"type": "PAY", "orderNo": order["orderNo"], "refundNo": "", **trade})
        return trade

    def refund(self, asked: Fields, *, done: bool) -> Fields:
        """Take a refund in; the same number is the same refund."""
        found = self.refunds.setdefault(asked["refundNo"], {**asked, "status": "ACCEPTED"})
        if done and found["status"] == "ACCEPTED":
            found |= {"status": "DONE", "time": wire_time()}
            self.lines.append({"type": "REFUND", **{name: found[name] for name in COLUMNS[1:]}})
        return found


def make_room(state: SandboxState) -> Blueprint:
    """Return the platform's addresses, and beside them a payer and a sender of notifications."""
    room = Blueprint(SYSTEM, __name__)
    till = Till()

    @room.before_request
    def check_signature() -> Response | None:
        if request.blueprint != SYSTEM:
            return None
        if _signed_well(state) and not state.faults.strikes(SYSTEM, "bad-signature"):
            return None
        return _answer("SIGN_ERROR")

    @room.post("/payment/orders")
    def order() -> Response:
        asked = _body()
        g.key = str(asked.get("orderNo"))
        if not isinstance(asked.get("amount"), int) or asked["amount"] <= 0:
            return _answer("AMOUNT_INVALID")
        known = till.orders.setdefault(g.key, {**asked, "trades": []})
        if known["amount"] != asked["amount"]:
            return _answer("ORDER_DIFFERS")
        return _answer("0", {"payUrl": f"{request.host_url}sandbox/payment/{g.key}"})

    @room.post("/payment/orders/query")
    def query() -> Response:
        found = till.orders.get(str(_body().get("orderNo")))
        return _answer("ORDER_UNKNOWN") if found is None else _answer("0", {"trades": found["trades"]})

    @room.post("/payment/reconciliation")
    def reconcile() -> Response:
        content = _file([item for item in till.lines if item["time"].startswith(str(_body().get("day")))])
        return _answer("0", {"content": content, "sha256": hashlib.sha256(content.encode()).hexdigest()})

    _add_refunds(room, state, till)
    room.register_blueprint(_doors(state, till))
    return room


def _add_refunds(room: Blueprint, state: SandboxState, till: Till) -> None:
    @room.post("/payment/refunds")
    def refund() -> Response:
        asked = _body()
        g.key = str(asked.get("refundNo"))
        trades = till.orders.get(str(asked.get("orderNo")), {"trades": []})["trades"]
        if not any((item["tradeNo"], item["amount"]) == (asked.get("tradeNo"), asked.get("amount")) for item in trades):
            return _answer("TRADE_UNKNOWN")
        waits = state.faults.strikes(SYSTEM, "refund-waits")
        return _answer("0", {"status": till.refund(asked, done=not waits)["status"]})

    @room.post("/payment/refunds/query")
    def query_refund() -> Response:
        found = till.refunds.get(str(_body().get("refundNo")))
        return _answer("REFUND_UNKNOWN") if found is None else _answer("0", {"status": found["status"]})


def _doors(state: SandboxState, till: Till) -> Blueprint:
    """Return doors that are no calls of the platform: no fault strikes them, and they are not recorded."""
    doors = Blueprint("doors", __name__, url_prefix="/sandbox/payment")

    @doors.get("")
    def list_orders() -> Response:
        return jsonify(orders=list(till.orders.values()), refunds=list(till.refunds.values()))

    @doors.get("/<number>")
    def show_order(number: str) -> tuple[Response, int]:
        """Show an order where the payer's browser would show the till."""
        order = till.orders.get(number)
        return (jsonify(error="no such order"), 404) if order is None else (jsonify(order), 200)

    @doors.post("/<number>/payments")
    def pay(number: str) -> tuple[Response, int]:
        """Pay an order; ``amount`` for another than was asked. Returns the notification, which is sent by hand."""
        order = till.orders.get(number)
        if order is None:
            return jsonify(error="no such order"), 404
        asked = _body()
        trade = till.pay(order, int(asked.get("amount") or order["amount"]))
        return jsonify(_notice(state, {"type": "PAY", "orderNo": number, **trade})), 201

    @doors.post("/refunds/<number>/completion")
    def complete(number: str) -> tuple[Response, int]:
        """Let a refund that waits be through. Returns the notification."""
        if number not in till.refunds:
            return jsonify(error="no such refund"), 404
        found = till.refund({"refundNo": number}, done=True)
        named = {name: found[name] for name in ("orderNo", "tradeNo", "refundNo", "amount", "time")}
        return jsonify(_notice(state, {"type": "REFUND", **named})), 201

    @doors.post("/<number>/notifications")
    def notify(number: str) -> tuple[Response, int]:
        """Send a notification to where the order says; the body is what :func:`pay` returned, changed or not."""
        order = till.orders.get(number)
        if order is None:
            return jsonify(error="no such order"), 404
        answer = urllib3.request(
            "POST", order["notifyUrl"], body=orjson.dumps(_body()), headers={"Content-Type": "application/json"}
        )
        return jsonify(status=answer.status), 201

    return doors


def wire_time() -> str:
    """Return the present moment as the platform writes it."""
    return clock.local(clock.now()).strftime("%Y-%m-%d %H:%M:%S")


def _notice(state: SandboxState, fields: Fields) -> Fields:
    own = state.values
    sent = {**fields, "appId": own["PAYMENT_APP_ID"], "timestamp": str(int(clock.now().timestamp() * 1000))}
    return {**sent, "sign": sign(own["PAYMENT_NOTIFY_SECRET"], sent)}


def _signed_well(state: SandboxState) -> bool:
    asked, own = _body(), state.values
    moment = str(asked.get("timestamp", ""))
    if asked.get("appId") != own["PAYMENT_APP_ID"] or not moment.isdecimal():
        return False
    fresh = abs(int(moment) / 1000 - clock.now().timestamp()) <= SKEW.total_seconds()
    return fresh and is_signed(own["PAYMENT_SECRET"], asked)


def _body() -> Fields:
    asked: Any = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def _file(lines: list[Fields]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _answer(code: str, data: Fields | None = None) -> Response:
    return jsonify(code=code, message="" if code == "0" else code, data=data)
