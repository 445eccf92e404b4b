"""Pick-up codes: short enough to be read out, and not guessed while a meal is served.

Eight of thirty-one characters, none of which looks like another, are 8.5 × 10¹¹ codes. The table has a code sealed for
its owner, and a keyed hash with the meal in it by which a reader finds it.
"""

import secrets
import uuid

from sqlalchemy import select

from engines.canteen.models import MealBooking
from kit.crypto import Vault
from kit.database import Unit

ALPHABET, LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8
WRITTEN = f"[{ALPHABET}]{{{LENGTH}}}"


def draw_code(unit: Unit, vault: Vault, meal_id: uuid.UUID) -> dict[str, str]:
    """Return a new code for a meal as a booking keeps it; the caller holds the meal's row, so no two draw the same."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        found = hash_of(vault, meal_id, code)
        if unit.first(select(MealBooking.id).where(MealBooking.code_hash == found)) is None:
            return {"code_sealed": vault.seal(code), "code_hash": found}


def hash_of(vault: Vault, meal_id: uuid.UUID, code: str) -> str:
    """Return by what a code of a meal is found."""
    return vault.fingerprint("meal_code", f"{meal_id}:{code}")
