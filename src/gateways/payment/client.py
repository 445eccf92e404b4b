"""Orders, queries, refunds, the day's file, and the platform's notifications to us. Amounts are whole fen."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol, cast

from gateways.errors import KeysRefused, SourceNonsense, SourceRefused
from gateways.http_client import HttpClient, member
from gateways.payment.signature import is_signed, sign
from kit import clock
from kit.errors import Unauthenticated

SYSTEM = "统一公共支付平台"
ORDERS, QUERY, REFUNDS, REFUND_QUERY, FILE = "/orders", "/orders/query", "/refunds", "/refunds/query", "/reconciliation"
#: How far the clock of a notification may be off.
WINDOW = timedelta(days=3)
_COLUMNS = ["type", "orderNo", "tradeNo", "refundNo", "amount", "time"]
Kind = Literal["pay", "refund"]


@dataclass(frozen=True)
class PaymentSettings:
    """Variables ``PAYMENT_…``; the form of the interface is to be confirmed at connection."""

    base_url: str
    app_id: str
    secret: str
    #: Signs what the platform sends to us; its own where it issues one, else the same.
    notify_secret: str = ""
    #: The page of the city's mini-app to which the payer's browser returns.
    return_url: str = ""
    ok_code: str = "0"
    signature_codes: tuple[str, ...] = ("SIGN_ERROR",)


class NoticeRefused(Unauthenticated):
    """A notification whose signature, application or time is not right: it changes nothing."""

    code = "notice-refused"
    zh = "通知的签名、应用或时间有误，未予处理。"
    en = "The notification's signature, application or time is wrong; nothing was done."


@dataclass(frozen=True)
class Order:
    """What is to be paid: our number, fen, what for, where the platform says so, and until when."""

    number: str
    amount: int
    subject: str
    notify_url: str
    expires_on: date


@dataclass(frozen=True)
class Trade:
    """One payment that was made of an order; ``number`` is the platform's."""

    number: str
    amount: int
    at: datetime


@dataclass(frozen=True)
class Notice:
    """What the platform says by itself: an order was paid, or a refund is through."""

    kind: Kind
    order_number: str
    refund_number: str
    trade: Trade


@dataclass(frozen=True)
class Line:
    """One line of the day's file; ``number`` is the platform's of a payment, ours of a refund."""

    kind: Kind
    order_number: str
    number: str
    amount: int


class PublicPayment(Protocol):
    """What the product needs of whoever takes payments.

    Errors of every call: :class:`KeysRefused`, :class:`gateways.SourceRefused`,
    :class:`gateways.SourceUnavailable`, :class:`gateways.SourceNonsense`.
    """

    def order(self, order: Order) -> str:
        """Order a payment and return the page on which it is paid; the same number gives the same order."""

    def trades(self, number: str) -> list[Trade]:
        """Return every payment that was made of an order, oldest first."""

    def refund(self, number: str, trade: Trade, refund_number: str, reason: str) -> bool:
        """Ask for a refund and tell whether it is through already; the same refund number is the same refund."""

    def is_refunded(self, refund_number: str) -> bool:
        """Tell whether a refund is through."""

    def lines(self, day: date) -> list[Line]:
        """Return what was paid and refunded on a day, as the platform has it."""

    def read_notice(self, fields: Any) -> Notice:
        """Return a notification whose signature is right. Errors: :class:`NoticeRefused`."""


class UnifiedPayment:
    """The platform's client."""

    def __init__(self, settings: PaymentSettings) -> None:
        """Call nothing yet."""
        self._settings = settings
        self.http = HttpClient(SYSTEM, settings.base_url)

    def check(self) -> str:
        """Ask for an order that is not there; whatever the platform says of it, it took the signature."""
        try:
            self.trades("connection-check")
        except KeysRefused:
            raise
        except SourceRefused:
            return ""
        return ""

    def order(self, order: Order) -> str:
        """Order a payment (:meth:`PublicPayment.order`)."""
        fields = {
            "orderNo": order.number,
            "amount": order.amount,
            "subject": order.subject,
            "notifyUrl": order.notify_url,
            "returnUrl": self._settings.return_url,
            "expireTime": f"{order.expires_on.isoformat()} 23:59:59",
        }
        page = member(SYSTEM, self._asked(ORDERS, fields), "payUrl")
        if not isinstance(page, str) or not page.startswith(("https://", "http://")):
            raise SourceNonsense(system=SYSTEM)
        return page

    def trades(self, number: str) -> list[Trade]:
        """Return what was paid of an order (:meth:`PublicPayment.trades`)."""
        found = member(SYSTEM, self._asked(QUERY, {"orderNo": number}), "trades")
        if not isinstance(found, list):
            raise SourceNonsense(system=SYSTEM)
        return sorted((_trade(item) for item in found), key=lambda trade: trade.at)

    def refund(self, number: str, trade: Trade, refund_number: str, reason: str) -> bool:
        """Ask for a refund (:meth:`PublicPayment.refund`)."""
        fields = {"orderNo": number, "tradeNo": trade.number, "refundNo": refund_number, "amount": trade.amount}
        return _through(self._asked(REFUNDS, {**fields, "reason": reason[:100]}))

    def is_refunded(self, refund_number: str) -> bool:
        """Tell whether a refund is through (:meth:`PublicPayment.is_refunded`)."""
        return _through(self._asked(REFUND_QUERY, {"refundNo": refund_number}))

    def lines(self, day: date) -> list[Line]:
        """Return the day's file (:meth:`PublicPayment.lines`); one that does not match its digest is nonsense."""
        data = self._asked(FILE, {"day": day.isoformat()})
        content = member(SYSTEM, data, "content")
        digest = member(SYSTEM, data, "sha256")
        if not isinstance(content, str) or hashlib.sha256(content.encode()).hexdigest() != digest:
            raise SourceNonsense(system=SYSTEM)
        rows = csv.DictReader(io.StringIO(content))
        if rows.fieldnames != _COLUMNS:
            raise SourceNonsense(system=SYSTEM)
        return [_line(row) for row in rows]

    def read_notice(self, fields: Any) -> Notice:
        """Return a notification (:meth:`PublicPayment.read_notice`)."""
        own = self._settings
        if not isinstance(fields, Mapping) or not is_signed(own.notify_secret or own.secret, fields):
            raise NoticeRefused
        said = str(fields.get("timestamp", ""))
        sent = int(said) / 1000 if said.isascii() and said.isdigit() else 0.0
        kind = {"PAY": "pay", "REFUND": "refund"}.get(str(fields.get("type")))
        late = abs(clock.now().timestamp() - sent) > WINDOW.total_seconds()
        if late or kind is None or fields.get("appId") != own.app_id:
            raise NoticeRefused
        try:
            trade = _trade(fields)
        except SourceNonsense:
            raise NoticeRefused from None
        return Notice(cast("Kind", kind), str(fields.get("orderNo")), str(fields.get("refundNo", "")), trade)

    def _asked(self, path: str, fields: Mapping[str, Any]) -> Any:
        own = self._settings
        body = {**fields, "appId": own.app_id, "timestamp": str(int(clock.now().timestamp() * 1000))}
        answer = self.http.post_json(path, {**body, "sign": sign(own.secret, body)}).body
        code = str(member(SYSTEM, answer, "code"))
        if code in own.signature_codes:
            raise KeysRefused(system=SYSTEM, reason=code)
        if code != own.ok_code:
            raise SourceRefused(system=SYSTEM, reason=code)
        return member(SYSTEM, answer, "data")


def _through(data: Any) -> bool:
    status = member(SYSTEM, data, "status")
    if status not in {"ACCEPTED", "DONE"}:
        raise SourceNonsense(system=SYSTEM)
    return bool(status == "DONE")


def _trade(item: Any) -> Trade:
    number, amount = member(SYSTEM, item, "tradeNo"), member(SYSTEM, item, "amount")
    try:
        at = datetime.strptime(str(member(SYSTEM, item, "time")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock.BEIJING)
    except ValueError:
        raise SourceNonsense(system=SYSTEM) from None
    if not (isinstance(number, str) and number and isinstance(amount, int) and not isinstance(amount, bool)):
        raise SourceNonsense(system=SYSTEM)
    return Trade(number, amount, at)


def _line(row: Mapping[str, str]) -> Line:
    kind = {"PAY": "pay", "REFUND": "refund"}.get(row["type"])
    if kind is None or not row["amount"].isascii() or not row["amount"].isdigit():
        raise SourceNonsense(system=SYSTEM)
    number = row["tradeNo"] if kind == "pay" else row["refundNo"]
    return Line(cast("Kind", kind), row["orderNo"], number, int(row["amount"]))
