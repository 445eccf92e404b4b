"""Secrets at rest: sealing (SM4-GCM, GB/T 32907) and fingerprints (HMAC-SM3, GB/T 32905).

Both keys are derived from the master key by HKDF, so that one secret configures a deployment. The class is the
provider interface behind which a certified module can stand (GB/T 39786-2021, 8.4).
"""

import base64
import hmac
import os
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
TAG_BYTES = 16
SM4_KEY_BYTES = 16


class SealBroken(Exception):
    """A sealed text was altered, cut, or sealed under another master key."""


class Vault:
    """Seals and opens texts, and makes keyed fingerprints to find them by."""

    def __init__(self, master_key: str) -> None:
        """Derive the sealing key and the fingerprint key from the master key."""
        secret = master_key.encode()
        self._sealing_key = _derive(secret, b"zhangban sealing", SM4_KEY_BYTES)
        self._fingerprint_key = _derive(secret, b"zhangban fingerprint", 32)

    def seal(self, text: str | bytes) -> str:
        """Return ``text`` encrypted and authenticated, as URL-safe base64."""
        plain = text.encode() if isinstance(text, str) else text
        nonce = os.urandom(NONCE_BYTES)
        encryptor = Cipher(algorithms.SM4(self._sealing_key), modes.GCM(nonce)).encryptor()
        body = encryptor.update(plain) + encryptor.finalize()
        return base64.urlsafe_b64encode(nonce + encryptor.tag + body).decode()

    def open_bytes(self, sealed: str) -> bytes:
        """Return what was sealed. Errors: :class:`SealBroken`."""
        raw = base64.urlsafe_b64decode(sealed)
        nonce, tag, body = raw[:NONCE_BYTES], raw[NONCE_BYTES : NONCE_BYTES + TAG_BYTES], raw[NONCE_BYTES + TAG_BYTES :]
        decryptor = Cipher(algorithms.SM4(self._sealing_key), modes.GCM(nonce, tag)).decryptor()
        try:
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            raise SealBroken from None

    def open(self, sealed: str) -> str:
        """Return the sealed text. Errors: :class:`SealBroken`."""
        return self.open_bytes(sealed).decode()

    def seal_json(self, value: object) -> str:
        """Return a JSON value sealed."""
        return self.seal(orjson.dumps(value))

    def open_json(self, sealed: str) -> Any:
        """Return the sealed JSON value. Errors: :class:`SealBroken`."""
        return orjson.loads(self.open_bytes(sealed))

    def fingerprint(self, kind: str, value: str) -> str:
        """Return the keyed hash by which a value is found without being readable, 64 hex digits."""
        return hmac.new(self._fingerprint_key, f"{kind}\x00{value}".encode(), "sm3").hexdigest()


def _derive(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose).derive(secret)
