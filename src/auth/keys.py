"""Signing keys: in the database, so that every worker and machine has the same; rotated without signing out.

The newest key signs once it has been announced. Retired ones stay in the key set, because receipts have no end and
must verify years later.
"""

import secrets
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm
from sqlalchemy import select, update

from auth.models import AuthSigningKey
from kit import clock
from kit.crypto import Vault
from kit.database import Database, Unit

ALGORITHM = "ES256"
SIGNING_SECONDS = 60.0
UNKNOWN_SECONDS = 1.0
#: A new key signs once it is this old: by then every worker and whoever keeps the key set (``max-age``) can know it.
ANNOUNCED = timedelta(minutes=5)


@dataclass(frozen=True)
class SigningKey:
    """The key that signs now."""

    kid: str
    private: ec.EllipticCurvePrivateKey


class KeyRing:
    """One process's view of the keys; an unknown ``kid`` makes it look again."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Read nothing yet."""
        self._database, self._vault = database, vault
        self._lock = threading.Lock()
        self._signing: SigningKey | None = None
        self._public: dict[str, Any] = {}
        self._read_at = -SIGNING_SECONDS

    def signing(self) -> SigningKey:
        """Return the newest announced key, making the first one when there is none; looked up again every minute."""
        if self._signing is None or time.monotonic() - self._read_at > SIGNING_SECONDS:
            self.reload()
        if self._signing is None:
            with self._database.unit() as unit:
                rotate_signing_key(unit, self._vault)
            self.reload()
        if self._signing is None:
            raise RuntimeError("no signing key could be made")
        return self._signing

    def public(self, kid: str) -> Any:
        """Return the public key with an id, or None; junk ids cost one database read a second at most."""
        if kid not in self._public:
            with self._lock:
                # Asked again inside: whoever waited here finds what the thread before it has read.
                if kid not in self._public and time.monotonic() - self._read_at > UNKNOWN_SECONDS:
                    self._read()
        return self._public.get(kid)

    def reload(self) -> None:
        """Read the keys again."""
        with self._lock:
            self._read()

    def _read(self) -> None:
        with self._database.unit() as unit:
            rows = unit.rows(select(AuthSigningKey).order_by(AuthSigningKey.made_at.desc()))
        self._public = {row.kid: ECAlgorithm.from_jwk(orjson.dumps(row.public_jwk).decode()) for row in rows}
        announced = [row for row in rows if row.made_at <= clock.now() - ANNOUNCED] or rows[-1:]
        if announced and (self._signing is None or self._signing.kid != announced[0].kid):
            private = load_pem_private_key(self._vault.open_bytes(announced[0].private_sealed), None)
            if isinstance(private, ec.EllipticCurvePrivateKey):
                self._signing = SigningKey(announced[0].kid, private)
        self._read_at = time.monotonic()


def rotate_signing_key(unit: Unit, vault: Vault) -> str:
    """Make a new signing key, retire the present one, and return the new key's id. Nobody is signed out."""
    private = ec.generate_private_key(ec.SECP256R1())
    kid = secrets.token_urlsafe(9)
    jwk = orjson.loads(ECAlgorithm.to_jwk(private.public_key()))
    unit.write(
        update(AuthSigningKey).where(AuthSigningKey.retired_at.is_(None)).values(retired_at=clock.now()),
    )
    unit.add(
        AuthSigningKey,
        kid=kid,
        private_sealed=vault.seal(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())),
        public_jwk={**jwk, "kid": kid, "use": "sig", "alg": ALGORITHM},
        made_at=clock.now(),
    )
    return kid


def public_keys(unit: Unit) -> list[dict[str, Any]]:
    """Return the JWKS members (RFC 7517), newest first."""
    return [row.public_jwk for row in unit.rows(select(AuthSigningKey).order_by(AuthSigningKey.made_at.desc()))]
