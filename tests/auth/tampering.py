"""Tokens that differ from a good one in exactly one thing."""

import base64
from collections.abc import Sequence
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.sessions import tokens_of
from tests.product import Caller, Product


def part(value: object) -> str:
    """Return one part of a compact token: JSON, or bytes, in base64url without padding."""
    raw = value if isinstance(value, bytes) else orjson.dumps(value)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def compact(header: dict[str, Any], claims: dict[str, Any], algorithm: str, key: Any) -> str:
    """Sign whatever is given, without the checks by which a library keeps its caller from mistakes."""
    body = f"{part(header)}.{part(claims)}"
    signature = jwt.get_algorithm_by_name(algorithm).sign(body.encode(), key)
    return f"{body}.{part(signature)}"


class Forger:
    """Makes tokens with the real key, from the claims of a session that is alive."""

    def __init__(self, product: Product, caller: Caller) -> None:
        self.product, self.caller = product, caller
        self.key = tokens_of(product.context).ring.signing()
        token = str(caller.token)
        self.claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        self.header: dict[str, Any] = dict(jwt.get_unverified_header(token))

    def token(
        self,
        *,
        without: Sequence[str] = (),
        header: dict[str, Any] | None = None,
        algorithm: str = "ES256",
        key: Any = None,
        **claims: object,
    ) -> str:
        """Return a signed token with these claims changed and those left out; None leaves a header member out."""
        said = {name: value for name, value in {**self.claims, **claims}.items() if name not in without}
        named = {**self.header, "alg": algorithm, **(header or {})}
        shown = {name: value for name, value in named.items() if value is not None}
        return compact(shown, said, algorithm, self.key.private if key is None else key)

    def public_pem(self) -> bytes:
        """Return the public key as anybody can make it from the JWKS."""
        return self.key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
