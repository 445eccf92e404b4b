"""How personal data looks to those who have no stated reason to see it.

Rules of the portal's display standard: certificate numbers keep the first and last character, phones the first
three and last four digits, names the first character.
"""

PHONE_DIGITS = 11


def mask_number(number: str) -> str:
    """Mask a certificate number: ``110105194912310025`` becomes ``1****************5``."""
    if len(number) <= 2:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"


def mask_phone(phone: str) -> str:
    """Mask a phone number: ``13800001234`` becomes ``138****1234``; other lengths as a certificate number."""
    if len(phone) != PHONE_DIGITS:
        return mask_number(phone)
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """Mask a name: ``张三丰`` becomes ``张**``."""
    return name[:1] + "*" * (len(name) - 1)


def mask_text(text: str) -> str:
    """Mask any other text entirely, keeping its length up to eight characters."""
    return "*" * min(len(text), 8)
