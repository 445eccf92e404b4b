"""The signature of 专有钉钉, ``X-Hmac-Auth-*``, by the official rule."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable
from typing import Literal

from kit import clock

#: How an application signs, as it was registered.
Mode = Literal["hmac", "md5"]


def canonical_text(method: str, timestamp: str, nonce: str, path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return what is signed: no final line feed, and no fifth line without parameters.

    Keys are sorted without regard to case, values of one key among themselves; nothing is percent-encoded; empty
    values are dropped.
    """
    pairs = sorted(((k, v) for k, v in parameters if v != ""), key=lambda pair: (pair[0].lower(), pair[0], pair[1]))
    lines = [method.upper(), timestamp, nonce, path]
    if pairs:
        lines.append("&".join(f"{name}={value}" for name, value in pairs))
    return "\n".join(lines)


def sign(secret: str, text: str) -> str:
    """Return the Base64 of the HMAC-SHA256."""
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha256")).decode()


def sign_md5(secret: str, text: str) -> str:
    """Return the signature of the MD5 mode, lower-case hex."""
    return hashlib.md5(f"{text}\n{secret}".encode(), usedforsecurity=False).hexdigest()


def headers(
    app_key: str, secret: str, method: str, path: str, parameters: Iterable[tuple[str, str]], mode: Mode = "hmac"
) -> dict[str, str]:
    """Return the headers of a request signed now; ``parameters`` are those of the query or the form."""
    timestamp = clock.local(clock.now()).isoformat(timespec="milliseconds")
    # As the platform's SDK makes it: a counter of nanoseconds and four digits.
    nonce = f"{time.monotonic_ns()}{secrets.randbelow(10000):04d}"
    text = canonical_text(method, timestamp, nonce, path, parameters)
    signed = {
        "apiKey": app_key,
        "X-Hmac-Auth-Timestamp": timestamp,
        "X-Hmac-Auth-Version": "1.0",
        "X-Hmac-Auth-Nonce": nonce,
        "X-Hmac-Auth-Signature": sign(secret, text) if mode == "hmac" else sign_md5(secret, text),
        "X-Hmac-Auth-IP": "127.0.0.1",
        "X-Hmac-Auth-MAC": "00:00:00:00:00:00",
    }
    return signed if mode == "hmac" else {**signed, "X-Hmac-Auth-Algorithm": "md5"}
