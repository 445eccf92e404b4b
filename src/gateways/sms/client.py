"""Sending by a template: signed as every call of the bus, and once more in the body."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import orjson

from gateways.errors import KeysRefused, SourceNonsense, SourceRefused
from gateways.government_bus import headers
from gateways.http_client import HttpClient
from kit import clock

SYSTEM = "短信平台"
NAME = "atg.biz.smssend"
SignRule = Literal["md5", "hmac-sha256", "none"]


@dataclass(frozen=True)
class SmsSettings:
    """Variables ``SMS_…``. The first four are those of the bus; codes are to be confirmed at connection."""

    base_url: str
    access_key: str
    secret_key: str
    app_id: str
    app_key: str
    app_secret: str
    sign_id: str
    version: str = "1.0"
    #: How ``sign`` in the body is made, see :func:`sign`.
    sign_rule: SignRule = "md5"
    #: The field in which the platform takes our key, by which it recognises a repeat; empty for none.
    key_field: str = "outId"
    ok_codes: tuple[str, ...] = ("0", "00", "200")
    signature_codes: tuple[str, ...] = ("601", "700", "702", "703", "SIGN_ERROR")
    quota_codes: tuple[str, ...] = ("18", "QUOTA_EXHAUSTED")
    #: Messages that one person gets on one day at most.
    daily_cap: int = 10


class SmsQuotaExhausted(SourceRefused):
    """The day's quota of messages is used up."""

    code = "sms-quota-exhausted"


class SmsSender(Protocol):
    """What the product needs of whoever sends text messages."""

    @property
    def daily_cap(self) -> int:
        """Return how many messages one person gets on one day at most."""

    def send(self, phones: Sequence[str], template: str, parameters: Mapping[str, str], key: str) -> str:
        """Send a message by our template code and return the platform's receipt.

        The same key is the same message, however often it is sent.
        Errors: :class:`SmsQuotaExhausted`, :class:`KeysRefused`, :class:`gateways.SourceRefused` for what will not
        mend by itself, :class:`gateways.SourceUnavailable`, :class:`gateways.SourceNonsense`.
        """


class BusSms:
    """Sends over the 政务总线."""

    def __init__(self, settings: SmsSettings, templates: Mapping[str, str]) -> None:
        """Keep the platform's template codes by ours."""
        self._settings, self._templates = settings, templates
        self.http = HttpClient(SYSTEM, settings.base_url)

    @property
    def daily_cap(self) -> int:
        """Return how many messages one person gets on one day at most."""
        return self._settings.daily_cap

    def send(self, phones: Sequence[str], template: str, parameters: Mapping[str, str], key: str) -> str:
        """Send a message (:meth:`SmsSender.send`); the platform takes at most 1000 phones in one call."""
        if template not in self._templates:
            raise SourceRefused(system=SYSTEM, reason=f"template {template}")
        return self._sent(phones, self._templates[template], parameters, key)

    def check(self) -> str:
        """Send a template that is not there to nobody, marked as a check: only keys and quota can be in its way."""
        try:
            self._sent([], "connection-check", {}, "connection-check", {"x-service-check": "true"})
        except SmsQuotaExhausted:
            return "0"
        except KeysRefused:
            raise
        except SourceRefused:
            return ""
        return ""

    def _sent(
        self,
        phones: Sequence[str],
        template_code: str,
        parameters: Mapping[str, str],
        key: str,
        marks: Mapping[str, str] | None = None,
    ) -> str:
        own = self._settings
        timestamps = str(int(clock.now().timestamp() * 1000))
        body = {
            "appKey": own.app_key,
            "phoneNumbers": ",".join(phones),
            "signId": own.sign_id,
            "templateCode": template_code,
            "templateParams": orjson.dumps(dict(parameters)).decode(),
            "sign": sign(own.sign_rule, own.app_key, own.app_secret, timestamps),
            "timestamps": timestamps,
            **({own.key_field: key} if own.key_field else {}),
        }
        signed = headers(own.access_key, own.secret_key, own.app_id, NAME, own.version, {})
        return self._receipt(self.http.post_json("", body, {**signed, **(marks or {})}).body)

    def _receipt(self, body: Any) -> str:
        inner = body.get("body", body) if isinstance(body, Mapping) else None
        if not isinstance(inner, Mapping) or not isinstance(inner.get("code"), str | int):
            raise SourceNonsense(system=SYSTEM)
        code = str(inner["code"])
        if code in self._settings.signature_codes:
            raise KeysRefused(system=SYSTEM, reason=code)
        if code in self._settings.quota_codes:
            raise SmsQuotaExhausted(system=SYSTEM, reason=code)
        if code not in self._settings.ok_codes:
            raise SourceRefused(system=SYSTEM, reason=code)
        if not inner.get("data"):
            raise SourceNonsense(system=SYSTEM)
        return str(inner["data"])


def sign(rule: SignRule, app_key: str, app_secret: str, timestamps: str) -> str:
    """Return the body's own signature, lower-case hex: MD5 of the three texts run together, or HMAC-SHA256 of two."""
    if rule == "none":
        return ""
    if rule == "hmac-sha256":
        return hmac.digest(app_secret.encode(), f"{app_key}{timestamps}".encode(), "sha256").hex()
    return hashlib.md5(f"{app_key}{app_secret}{timestamps}".encode(), usedforsecurity=False).hexdigest()
