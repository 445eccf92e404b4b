"""The signatures of the IRS gateway (``X-BG-*``), the personal and the legal persons' sign-on."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from email.utils import format_datetime
from urllib.parse import quote

from kit import clock

ALGORITHM = "hmac-sha256"
_UNESCAPED = "!'()~"


def canonical_text(method: str, path: str, query: Mapping[str, str], access_key: str, date: str) -> str:
    """Return the five lines that are signed, each ended by a line feed, the last one too."""
    pairs = sorted(f"{_encoded(name)}={_encoded(value)}" for name, value in query.items())
    return "".join(f"{line}\n" for line in (method.upper(), path, "&".join(pairs), access_key, date))


def sign(secret_key: str, text: str) -> str:
    """Return the Base64 of the raw HMAC-SHA256."""
    return base64.b64encode(hmac.digest(secret_key.encode(), text.encode(), "sha256")).decode()


def headers(method: str, path: str, query: Mapping[str, str], access_key: str, secret_key: str) -> dict[str, str]:
    """Return the four headers of a request signed now."""
    date = format_datetime(clock.now(), usegmt=True)
    return {
        "X-BG-HMAC-ACCESS-KEY": access_key,
        "X-BG-HMAC-ALGORITHM": ALGORITHM,
        "X-BG-DATE-TIME": date,
        "X-BG-HMAC-SIGNATURE": sign(secret_key, canonical_text(method, path, query, access_key, date)),
    }


def simpleauth_sign(service_code: str, service_password: str, time: str) -> str:
    """Return the lower-case hex MD5 of the three texts run together; ``time`` is ``yyyyMMddHHmmss`` in Beijing."""
    return hashlib.md5(f"{service_code}{service_password}{time}".encode(), usedforsecurity=False).hexdigest()


def esso_sign(secret: str, body: bytes) -> str:
    """Return ``x-esso-signature``: the Base64 of the HMAC-SHA256 over the JSON body as it is sent."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def _encoded(text: str) -> str:
    return quote(text, safe=_UNESCAPED)
