"""The signature of the payment interface, in the body of calls, answers and notifications. To be confirmed."""

import hmac
from collections.abc import Mapping
from typing import Any


def canonical_text(fields: Mapping[str, Any]) -> str:
    """Return what is signed: ``k=v`` in the order of the keys, joined by ``&``, without ``sign`` and what is empty."""
    pairs = sorted((key, str(value)) for key, value in fields.items() if key != "sign" and value not in (None, ""))
    return "&".join(f"{key}={value}" for key, value in pairs)


def sign(secret: str, fields: Mapping[str, Any]) -> str:
    """Return the HMAC-SHA256 of the fields, lower-case hex."""
    return hmac.digest(secret.encode(), canonical_text(fields).encode(), "sha256").hex()


def is_signed(secret: str, fields: Mapping[str, Any]) -> bool:
    """Tell whether fields carry their own right signature."""
    return hmac.compare_digest(sign(secret, fields).encode(), str(fields.get("sign", "")).encode())
