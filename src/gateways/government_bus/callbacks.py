"""The bus's calls to us: the same signature with keys of their own, within a window of time."""

import hmac
from collections.abc import Mapping

from gateways.government_bus.client import GovernmentBusSettings
from gateways.government_bus.signature import canonical_text, sign
from kit import clock
from kit.errors import Unauthenticated

#: The headers that a call is proven by.
API_HEADERS = ("_api_name", "_api_version", "_api_access_key", "_api_timestamp", "_api_signature")
PREFIX = "callback.atg.biz.affair."


class CallbackRefused(Unauthenticated):
    """The caller does not prove to be the bus."""

    code = "callback-refused"
    zh = "回调签名校验未通过（{reason}），请核对回调密钥、签名串和时间。"
    en = "The callback is not signed as agreed ({reason}). Check its key, the text that is signed, and the clock."


def verb_of(settings: GovernmentBusSettings, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Return what a signed call from the bus is about, such as ``cancel``. Errors: :class:`CallbackRefused`."""
    given = {name: headers.get(f"_api_{name}", "") for name in ("name", "version", "access_key", "timestamp")}
    key, secret = settings.callback_access_key, settings.callback_secret_key
    if not key or not secret or not hmac.compare_digest(given["access_key"].encode(), key.encode()):
        raise CallbackRefused(reason="access-key")
    timestamp = given["timestamp"]
    late = abs(int(timestamp) / 1000 - clock.now().timestamp()) if _is_number(timestamp) else None
    if late is None or late > settings.callback_window_seconds:
        raise CallbackRefused(reason="timestamp")
    right = sign(secret, canonical_text(key, given["name"], timestamp, given["version"], query))
    if not hmac.compare_digest(right.encode(), headers.get("_api_signature", "").encode()):
        raise CallbackRefused(reason="signature")
    # Routed as <service>.<application>; one that is meant for another application is none of ours.
    verb, _, target = given["name"].removeprefix(PREFIX).rpartition(".")
    if not given["name"].startswith(PREFIX) or target != settings.app_id:
        raise CallbackRefused(reason="name")
    return verb


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15
