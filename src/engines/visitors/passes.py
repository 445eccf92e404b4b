"""Links and passes: neither is guessed, and the tables have no more of them than keyed hashes can find.

A link bears a token of 192 bits, which goes out in one text message and is kept nowhere. A pass bears a code of ten of
thirty-one characters (8 × 10¹⁴ of them, tried by keepers alone), as its QR code says it and as people read it out.
"""

import io
import re
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

import segno
from sqlalchemy import Row, select

from engines.visitors.models import VISIT_COLUMNS, Visit
from engines.visitors.refusals import PassUnknown, VisitorPageNotFound
from kit.crypto import Vault
from kit.database import Unit

ALPHABET, LENGTH, TOKEN_BYTES = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10, 24
#: What a reader sends of the QR code, or a person types: case and hyphens do not matter.
WRITTEN = f"[{ALPHABET}{ALPHABET.lower()}]{{5}}-?[{ALPHABET}{ALPHABET.lower()}]{{5}}"
#: A pass holds from so long before the beginning.
EARLIER = timedelta(minutes=30)


def draw_token(vault: Vault) -> tuple[str, str]:
    """Return a new token and the hash by which its page is found."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_hash(vault, token)


def token_hash(vault: Vault, token: str) -> str:
    """Return by what the page of a token is found."""
    return vault.fingerprint("visitor_token", token)


def draw_code(unit: Unit, vault: Vault) -> dict[str, str]:
    """Return a new code as a visit keeps it."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        found = code_hash(vault, code)
        if unit.first(select(Visit.id).where(Visit.code_hash == found)) is None:
            return {"code_sealed": vault.seal(code), "code_hash": found}


def code_hash(vault: Vault, code: str) -> str:
    """Return by what a pass is found."""
    return vault.fingerprint("visitor_code", re.sub("-", "", code).upper())


def code_of(vault: Vault, row: Row[Any]) -> str | None:
    """Return the code of a visit as people read it out, where there is one."""
    if row.code_sealed is None:
        return None
    code = vault.open(row.code_sealed)
    return f"{code[:5]}-{code[5:]}"


def valid_from(row: Row[Any]) -> datetime:
    """Return from when a pass holds; it does until the visit's end."""
    moment: datetime = row.starts_at - EARLIER
    return moment


def draw_pass(code: str, kind: str) -> bytes:
    """Return the QR code of a pass as ``svg`` or ``png``."""
    drawn = io.BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind=kind, border=2, scale=8)
    return drawn.getvalue()


def visit_under(unit: Unit, vault: Vault, token: str) -> Row[Any]:
    """Return the visit to which a token belongs. Errors: :class:`VisitorPageNotFound`."""
    row = unit.first(select(*VISIT_COLUMNS).where(Visit.token_hash == token_hash(vault, token)))
    if row is None:
        raise VisitorPageNotFound
    return row


def visit_with_pass(unit: Unit, vault: Vault, code: str) -> Row[Any]:
    """Return the visit of a code, held until the unit ends: of two readers the second sees what the first did.

    Errors: :class:`PassUnknown`.
    """
    unit.begin()
    row = unit.first(select(*VISIT_COLUMNS).where(Visit.code_hash == code_hash(vault, code)).with_for_update())
    if row is None:
        raise PassUnknown
    return row


def held_visit(unit: Unit, visit_id: uuid.UUID) -> Row[Any] | None:
    """Return a visit held until the unit ends, or None."""
    unit.begin()
    return unit.first(select(*VISIT_COLUMNS).where(Visit.id == visit_id).with_for_update())
