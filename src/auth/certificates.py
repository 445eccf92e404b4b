"""Every kind of certificate that proves who somebody is, and how its number is checked.

One normal form per number, so that one person is found whatever door they come through.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kit import clock
from kit.errors import Pointer, Unprocessable

RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_RESIDENT = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}\Z")
_HM_PERMIT = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?\Z")
_TAIWAN_PERMIT = re.compile(r"[0-9]{8}(?:[0-9]{2})?\Z")
_PASSPORT = re.compile(r"[A-Z0-9]{5,17}\Z")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}\Z")
FOREIGN_PREFIX = "9"
_HMT_PREFIXES = ("810000", "820000", "830000")


class CertificateInvalid(Unprocessable):
    """A certificate number that cannot be one of its kind: length, date or check digit is wrong."""

    code = "certificate-invalid"
    zh = "{kind_zh}号码不正确，请核对后重新填写。"
    en = "This is not a valid {kind_en} number. Compare it with the certificate."


@dataclass(frozen=True)
class CertificateKind:
    """A kind of certificate: our name, GA/T 2000.156 code, names for people, the check."""

    code: str
    exchange_code: str
    zh: str
    en: str
    holds: Callable[[str], bool]


def resident_check_digit(first_17: str) -> str:
    """Return the check character of GB 11643 (ISO 7064 MOD 11-2) for 17 digits."""
    return RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(first_17, RESIDENT_WEIGHTS, strict=True)) % 11]


def uscc_check_digit(first_17: str) -> str:
    """Return the check character of GB 32100 for the first 17 characters."""
    total = sum(USCC_ALPHABET.index(c) * 3**i % 31 for i, c in enumerate(first_17))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def _dated_and_checked(number: str) -> bool:
    """GB 11643: date of birth and check digit. The division is no ground for refusal: many were abolished."""
    if not _RESIDENT.match(number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1850, 1, 1) < born <= clock.today() and resident_check_digit(number[:17]) == number[17]


def birthday_in(number: str) -> date | None:
    """Return the day of birth that a number of eighteen digits states, or None for a number of another form."""
    if not _dated_and_checked(number):
        return None
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _resident(number: str) -> bool:
    return _dated_and_checked(number) and not number.startswith((*_HMT_PREFIXES, FOREIGN_PREFIX))


def _hmt_residence(number: str) -> bool:
    return _dated_and_checked(number) and number.startswith(_HMT_PREFIXES)


def _foreign_residence(number: str) -> bool:
    if _OLD_FOREIGN.match(number):
        return True
    return number.startswith(FOREIGN_PREFIX) and _dated_and_checked(number)


def _uscc(number: str) -> bool:
    return bool(_USCC.match(number)) and uscc_check_digit(number[:17]) == number[17]


_KINDS = (
    CertificateKind("resident_id", "111", "居民身份证", "resident identity card", _resident),
    CertificateKind("hmt_residence_permit", "999", "港澳台居民居住证", "HMT residence permit", _hmt_residence),
    CertificateKind(
        "hm_travel_permit",
        "516",
        "港澳居民来往内地通行证",
        "HK/Macao travel permit",
        lambda n: bool(_HM_PERMIT.match(n)),
    ),
    CertificateKind(
        "taiwan_travel_permit",
        "511",
        "台湾居民来往大陆通行证",
        "Taiwan travel permit",
        lambda n: bool(_TAIWAN_PERMIT.match(n)),
    ),
    CertificateKind("passport", "414", "护照", "passport", lambda n: bool(_PASSPORT.match(n))),
    CertificateKind(
        "foreign_permanent_residence", "553", "外国人永久居留身份证", "permanent residence card", _foreign_residence
    ),
    CertificateKind("uscc", "001", "统一社会信用代码", "unified social credit code", _uscc),
)
KINDS: Mapping[str, CertificateKind] = {kind.code: kind for kind in _KINDS}


def normalise(number: str) -> str:
    """Return the one form in which a number is compared: no spaces, upper case."""
    return "".join(number.split()).upper()


def check_certificate(kind: str, number: str, pointer: str = "/number") -> str:
    """Return the normal form of a number of one kind.

    Errors: :class:`CertificateInvalid` with a pointer; the number itself is never repeated.
    """
    known = KINDS.get(kind)
    if known is None:
        raise CertificateInvalid(kind_zh="证件", kind_en="certificate")
    normal = normalise(number)
    if not known.holds(normal):
        raise CertificateInvalid(
            kind_zh=known.zh,
            kind_en=known.en,
            pointers=[Pointer(pointer, "check-digit", "号码不正确。", "The number is not valid.")],
        )
    return normal
