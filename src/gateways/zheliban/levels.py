"""How sure the portal is of somebody: its scales, of which one counts downwards, and ours, in one place.

Ours: 1 unverified, 2 real-name (a register agreed), 3 real-person (somebody or something saw the holder).
"""

from collections.abc import Mapping

SCALES: Mapping[str, Mapping[str, int]] = {
    # Personal sign-on, 3 strongest: 1 phone only, 2 population register, 3 face, bank card or counter.
    "authlevel": {"1": 1, "2": 2, "3": 3},
    # Legal persons' sign-on, 1 strongest: 1 certificate or e-licence, 2 on site, 3 online, 4 not verified.
    "realLevel": {"1": 3, "2": 3, "3": 2, "4": 1},
}


def assurance_level(scale: str, stated: object) -> int:
    """Return our level for what the portal states on a scale, as text or number. Errors: KeyError off the scale."""
    return SCALES[scale][str(stated).strip()]


def level_or(scale: str, stated: object, otherwise: int) -> int:
    """Return our level, or ``otherwise`` where the portal states none."""
    return otherwise if stated in (None, "") else assurance_level(scale, stated)
