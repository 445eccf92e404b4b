"""Numbers that people are measured by: exact fractions inside, two decimals for people, halves to even (GB/T 8170)."""

import re
from fractions import Fraction

from engines.assessment.refusals import NumberInvalid

_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")


def exact(text: str) -> Fraction:
    """Return the number that a decimal (``12.5``) or a stored fraction (``295/3``) says."""
    return Fraction(text)


def decimal(text: str) -> Fraction:
    """Return a number that a person wrote. Errors: :class:`NumberInvalid`."""
    if not _DECIMAL.match(text):
        raise NumberInvalid(text=text[:40])
    return Fraction(text)


def in_hundredths(number: Fraction) -> int:
    """Return a number in hundredths, halves to even."""
    return round(number * 100)


def shown(number: Fraction | None) -> str | None:
    """Return a number with two decimals as people read it."""
    return None if number is None else shown_hundredths(in_hundredths(number))


def shown_hundredths(hundredths: int) -> str:
    """Return hundredths as people read them."""
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"
