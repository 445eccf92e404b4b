"""The number of a case: 21 digits that a person can read to an officer over the telephone and mistype safely."""

import re
from datetime import date

_NUMBER = re.compile(r"[0-9]{21}\Z")


def case_number(region: str, day: date, sequence: int) -> str:
    """Return division (6), day (8), sequence (6) and a check digit (ISO 7064 MOD 11,10)."""
    body = f"{region:0>6}{day:%Y%m%d}{sequence:06d}"
    return body + _check_digit(body)


def check_case_number(number: str) -> bool:
    """Tell whether a number can be one of ours."""
    return bool(_NUMBER.match(number)) and _check_digit(number[:-1]) == number[-1]


def _check_digit(body: str) -> str:
    product = 10
    for character in body:
        total = (int(character) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
