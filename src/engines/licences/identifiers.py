"""The identifier of a licence (GB/T 36904): root, type, issuer, serial, version, check character."""

import re

ROOT = "1.2.156.3005.2"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Type 21, issuer 18 (older ones a division of 6), serial of any length, version 3, check character.
_FORM = re.compile(
    re.escape(ROOT) + r"\.([0-9A-Z]{21})\.([0-9A-Z]{6}|[0-9A-Z]{18})\.([0-9A-Z]+)\.([0-9]{3})\.([0-9A-Z])\Z"
)


def check_character(body: str) -> str:
    """Return the ISO 7064 MOD 37,36 character (GB/T 17710) over the parts without root and dots."""
    product = 36
    for character in body:
        product = (product + ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return ALPHABET[(37 - product) % 36]


def licence_identifier(type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """Return the identifier; ``type_code`` has 21 characters, ``issuer`` is a USCC, ``serial`` upper-case."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    return ".".join((ROOT, *parts, check_character("".join(parts))))


def check_identifier(identifier: str) -> bool:
    """Tell whether an identifier has the right form and check character."""
    found = _FORM.match(identifier)
    return found is not None and check_character("".join(found.groups()[:-1])) == found[5]
