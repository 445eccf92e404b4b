"""How an envelope is signed and its content sealed. The province's own algorithm is not public."""

import hashlib
import os
from base64 import b64decode, b64encode
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK_BYTES = 16


class Seal(Protocol):
    """What the crypto service of a province does; a city whose province differs brings one of its own."""

    def sign(self, text: str) -> str:
        """Return the signature of a text."""

    def close(self, text: str) -> str:
        """Return a text that only the platform can read."""

    def open(self, sealed: str) -> str:
        """Return what was sealed. Errors: ValueError when it is not."""


class ShangMi:
    """SM3 for the signature (hex) and SM4-CBC for the content (Base64, the IV first): to be confirmed at connection."""

    def __init__(self, key: str) -> None:
        """Take an SM4 key of 32 hex digits. Errors: ValueError for another text."""
        self._key = bytes.fromhex(key)
        if len(self._key) != BLOCK_BYTES:
            message = "an SM4 key has 32 hex digits"
            raise ValueError(message)

    def sign(self, text: str) -> str:
        """Return the lower-case hex SM3."""
        return hashlib.new("sm3", text.encode()).hexdigest()

    def close(self, text: str) -> str:
        """Return the sealed text."""
        vector = os.urandom(BLOCK_BYTES)
        padder = PKCS7(BLOCK_BYTES * 8).padder()
        padded = padder.update(text.encode()) + padder.finalize()
        encryptor = self._cipher(vector).encryptor()
        return b64encode(vector + encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed. Errors: ValueError."""
        raw = b64decode(sealed, validate=True)
        decryptor = self._cipher(raw[:BLOCK_BYTES]).decryptor()
        unpadder = PKCS7(BLOCK_BYTES * 8).unpadder()
        padded = decryptor.update(raw[BLOCK_BYTES:]) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()

    def _cipher(self, vector: bytes) -> Cipher[modes.CBC]:
        return Cipher(algorithms.SM4(self._key), modes.CBC(vector))
