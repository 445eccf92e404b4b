"""The identifier of a licence (GB/T 36904): root, type, issuer, serial, version, check character."""

ROOT = "1.2.156.3005.2"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
    if not identifier.startswith(ROOT + "."):
        return False
    *parts, check = identifier[len(ROOT) + 1 :].split(".")
    body = "".join(parts)
    return len(parts) == 4 and all(c in ALPHABET for c in body) and check_character(body) == check
