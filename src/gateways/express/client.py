"""Ordering a waybill and asking where a parcel is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, cast

import orjson

from gateways.errors import KeysRefused, SourceNonsense, SourceRefused
from gateways.express.signature import canonical_text, sign
from gateways.http_client import HttpClient, member
from kit import clock

SYSTEM = "寄递平台"
ORDER, TRACK = "/orders", "/tracks"
Stage = Literal["collected", "in_transit", "delivered", "returned"]


@dataclass(frozen=True)
class ExpressSettings:
    """Variables ``EXPRESS_…``; the form of the interface is to be confirmed at connection."""

    base_url: str
    app_key: str
    app_secret: str
    #: The city's contract with the carrier, and the carrier's name as people read it.
    customer_code: str = ""
    carrier: str = "中国邮政"
    ok_code: str = "0"
    signature_codes: tuple[str, ...] = ("SIGN_ERROR",)
    #: The carrier's words for the stages of a parcel, as ``ours=theirs``.
    stages: tuple[str, ...] = (
        "collected=COLLECTED",
        "in_transit=IN_TRANSIT",
        "delivered=DELIVERED",
        "returned=RETURNED",
    )


@dataclass(frozen=True)
class Parcel:
    """What is sent: to whom, by which office, and our number for it."""

    recipient: str
    phone: str
    address: str
    sender: str
    reference: str


@dataclass(frozen=True)
class Scan:
    """One thing that happened to a parcel."""

    stage: Stage
    at: datetime
    text: str


class Express(Protocol):
    """What the product needs of whoever carries parcels."""

    @property
    def carrier(self) -> str:
        """Return the carrier's name as people read it."""

    def order(self, parcel: Parcel, key: str) -> str:
        """Order a waybill and return its tracking number; the same key gives the same number, however often.

        Errors: :class:`KeysRefused`, :class:`gateways.SourceRefused` for an address that is not served,
        :class:`gateways.SourceUnavailable`, :class:`gateways.SourceNonsense`.
        """

    def track(self, number: str) -> list[Scan]:
        """Return what happened to a parcel, oldest first; nothing for one that was not handed in yet."""


class PostOffice:
    """The carrier's client."""

    def __init__(self, settings: ExpressSettings) -> None:
        """Call nothing yet."""
        self._settings = settings
        self._stages = {theirs: ours for ours, _, theirs in (pair.partition("=") for pair in settings.stages)}
        self.http = HttpClient(SYSTEM, settings.base_url)

    @property
    def carrier(self) -> str:
        """Return the carrier's name as people read it."""
        return self._settings.carrier

    def check(self) -> str:
        """Ask for a parcel that is not there; whatever the carrier says of it, it took the signature."""
        try:
            self.track("connection-check")
        except KeysRefused:
            raise
        except SourceRefused:
            return ""
        return ""

    def order(self, parcel: Parcel, key: str) -> str:
        """Order a waybill (:meth:`Express.order`)."""
        body = {"orderId": key, "customerCode": self._settings.customer_code, **_order_fields(parcel)}
        number = member(SYSTEM, self._asked(ORDER, body), "waybillNo")
        if not isinstance(number, str) or not number:
            raise SourceNonsense(system=SYSTEM)
        return number

    def track(self, number: str) -> list[Scan]:
        """Return what happened to a parcel (:meth:`Express.track`)."""
        found = member(SYSTEM, self._asked(TRACK, {"waybillNo": number}), "traces")
        if not isinstance(found, list):
            raise SourceNonsense(system=SYSTEM)
        scans = [self._scan(item) for item in found if isinstance(item, Mapping) and item.get("status") in self._stages]
        return sorted(scans, key=lambda scan: scan.at)

    def _scan(self, item: Mapping[str, Any]) -> Scan:
        try:
            at = datetime.strptime(str(item["time"]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock.BEIJING)
        except (KeyError, ValueError):
            raise SourceNonsense(system=SYSTEM) from None
        return Scan(cast("Stage", self._stages[item["status"]]), at, str(item.get("desc", ""))[:200])

    def _asked(self, path: str, body: Mapping[str, Any]) -> Any:
        own, timestamp = self._settings, str(int(clock.now().timestamp() * 1000))
        signed = {
            "X-App-Key": own.app_key,
            "X-Timestamp": timestamp,
            "X-Signature": sign(own.app_secret, canonical_text("POST", path, timestamp, orjson.dumps(body))),
        }
        answer = self.http.post_json(path, body, signed).body
        code = str(member(SYSTEM, answer, "code"))
        if code in own.signature_codes:
            raise KeysRefused(system=SYSTEM, reason=code)
        if code != own.ok_code:
            raise SourceRefused(system=SYSTEM, reason=code)
        return member(SYSTEM, answer, "data")


def _order_fields(parcel: Parcel) -> dict[str, Any]:
    given = asdict(parcel)
    return {
        "receiver": {"name": given["recipient"], "mobile": given["phone"], "address": given["address"]},
        "sender": {"name": given["sender"]},
        "reference": given["reference"],
        "content": "政务服务办理结果",
    }
