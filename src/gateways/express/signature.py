"""The signature of the express interface: HMAC-SHA256 over method, path, moment and body. To be confirmed."""

import base64
import hashlib
import hmac


def canonical_text(method: str, path: str, timestamp: str, body: bytes) -> str:
    """Return what is signed: four lines without a final line feed, the last the body's SHA-256 in lower-case hex."""
    return "\n".join([method.upper(), path, timestamp, hashlib.sha256(body).hexdigest()])


def sign(secret: str, text: str) -> str:
    """Return the Base64 of the HMAC-SHA256."""
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha256")).decode()
