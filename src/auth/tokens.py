"""Access tokens and receipts: JSON Web Tokens (RFC 7519) that anyone can verify with the JWKS.

Verified tokens are kept in a bounded cache by their whole text; the end is checked on every use, and revocation is
asked of the session row, so the cache never keeps anybody in.
"""

import secrets
import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from auth.keys import ALGORITHM, KeyRing
from kit import clock
from kit.errors import Unauthenticated

ISSUER = "zhangban"
ACCESS_LIFE = timedelta(minutes=15)
EXPIRED = "The access token expired"
RECEIPT_TYPE = "receipt+jwt"
CACHE_SIZE = 20000
_REQUIRED = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid"]


class TokenRefused(Unauthenticated):
    """The access token is malformed, altered, expired, for another door, or its session has ended."""

    code = "token-refused"
    zh = "登录已失效，请重新登录。"
    en = "This sign-in is no longer good. Sign in again."

    def __init__(self, *, expired: bool = False) -> None:
        """Answer with the challenge of RFC 6750 section 3.1, which says of an old token that it is old."""
        challenge = 'Bearer realm="zhangban", error="invalid_token"'
        challenge += f', error_description="{EXPIRED}"' if expired else ""
        super().__init__(headers={"WWW-Authenticate": challenge})


@dataclass(frozen=True)
class Claims:
    """What a verified token says."""

    session_id: uuid.UUID
    audience: str
    expires: float


class Tokens:
    """Signs and verifies the tokens of one deployment."""

    def __init__(self, ring: KeyRing) -> None:
        """Use the deployment's keys."""
        self.ring = ring
        self._cache: OrderedDict[str, Claims] = OrderedDict()
        self._lock = threading.Lock()

    def sign_access(self, subject_id: uuid.UUID, session_id: uuid.UUID, audience: str, kind: str, level: int) -> str:
        """Return an access token of 15 minutes for one door."""
        moment = clock.now()
        claims = {
            "iss": ISSUER,
            "sub": str(subject_id),
            "aud": audience,
            "exp": moment + ACCESS_LIFE,
            "nbf": moment,
            "iat": moment,
            "jti": secrets.token_urlsafe(12),
            "sid": str(session_id),
            "kind": kind,
            "lvl": level,
        }
        return self._sign(claims, "at+jwt")

    def sign_receipt(self, claims: dict[str, Any]) -> str:
        """Return a receipt: a signed statement without end, of a type that no door takes for a sign-in."""
        return self._sign({"iss": ISSUER, "iat": clock.now(), **claims}, RECEIPT_TYPE)

    def verify_access(self, token: str) -> Claims:
        """Return the claims of a sound token. Errors: :class:`TokenRefused`."""
        now = clock.now().timestamp()
        claims = self._cache.get(token)
        if claims is None:
            claims = self._verify(token, now)
            with self._lock:
                self._cache[token] = claims
                while len(self._cache) > CACHE_SIZE:
                    self._cache.popitem(last=False)
        if claims.expires <= now:
            raise TokenRefused(expired=True)
        return claims

    def _verify(self, token: str, now: float) -> Claims:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != ALGORITHM or header.get("typ") != "at+jwt":
                raise TokenRefused
            key = self.ring.public(str(header.get("kid")))
            if key is None:
                raise TokenRefused
            # Time is checked below against our own clock, which tests can move.
            options: Any = {
                "require": _REQUIRED,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            }
            claims = jwt.decode(token, key, algorithms=[ALGORITHM], issuer=ISSUER, options=options)
            if not isinstance(claims["aud"], str) or claims["nbf"] > now + 1:
                raise TokenRefused
            return Claims(uuid.UUID(str(claims["sid"])), claims["aud"], float(claims["exp"]))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, OverflowError):
            raise TokenRefused from None

    def _sign(self, claims: dict[str, Any], kind: str) -> str:
        key = self.ring.signing()
        stamped = {
            name: int(value.timestamp()) if isinstance(value, datetime) else value for name, value in claims.items()
        }
        return jwt.encode(stamped, key.private, algorithm=ALGORITHM, headers={"kid": key.kid, "typ": kind})
