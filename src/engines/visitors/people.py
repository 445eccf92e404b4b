"""Who a visitor is: sealed at rest, found by keyed hashes, masked to those who need not know.

A full certificate number is never shown again, not even at the gate, which compares its last four characters
(个人信息保护法 第六条: no more than the purpose needs).
"""

from collections.abc import Mapping
from typing import Any

from auth import KINDS, check_certificate
from engines.visitors.refusals import VisitUnfit
from kit.crypto import Vault
from kit.errors import Pointer
from kit.masking import mask_name, mask_number, mask_phone, mask_text

SAID = ("name", "phone", "certificate_type", "certificate_number", "company", "plate")
#: The certificates that people show; an organisation's is none.
CERTIFICATES = tuple(code for code in KINDS if code != "uscc")
#: A plate as it is written, with its dot or without.
PLATE = "[一-龥][A-Z]·?([A-Z0-9]{5,6}|[A-Z0-9]{4}[港澳学警挂])"
#: What is gone of a visit once its visitor's data are erased: nobody is found by it, or let in.
ERASED = dict.fromkeys(
    (
        "person_sealed",
        "note_sealed",
        "phone_hash",
        "certificate_hash",
        "plate_hash",
        "token_hash",
        "code_sealed",
        "code_hash",
        "next_turn_at",
    )
)


def checked_person(given: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """Return what is known of a visitor in normal form; ``place`` is where it stands in the request.

    Errors: :class:`VisitUnfit` for half a certificate, :class:`CertificateInvalid`.
    """
    person = {name: given.get(name) or None for name in SAID}
    kind, number = person["certificate_type"], person["certificate_number"]
    if (kind is None) != (number is None):
        missing = "certificate_type" if kind is None else "certificate_number"
        sentence = ("证件类型和号码须同时填写。", "Give the kind of certificate and its number together.")
        raise VisitUnfit(pointers=[Pointer(f"{place}/{missing}", "required", *sentence)])
    if kind is not None and number is not None:
        person["certificate_number"] = check_certificate(kind, number, f"{place}/certificate_number")
    if person["plate"] is not None:
        person["plate"] = plain_plate(person["plate"])
    return person


def sealed_person(vault: Vault, person: Mapping[str, Any]) -> dict[str, str | None]:
    """Return what a table keeps of a person: the whole sealed, and the hashes by which they are found."""
    plate = person["plate"]
    return {
        "person_sealed": vault.seal_json(dict(person)),
        **hashes_of(vault, person),
        "plate_hash": plate_hash(vault, plate) if plate else None,
    }


def hashes_of(vault: Vault, person: Mapping[str, Any]) -> dict[str, str | None]:
    """Return by what somebody is recognised as the same person: their phone and their certificate."""
    phone, number = person["phone"], person["certificate_number"]
    return {
        "phone_hash": vault.fingerprint("visitor_phone", phone) if phone else None,
        "certificate_hash": vault.fingerprint("visitor_certificate", f"{person['certificate_type']}:{number}")
        if number
        else None,
    }


def plate_hash(vault: Vault, plate: str) -> str:
    """Return by what a gate finds a plate."""
    return vault.fingerprint("visitor_plate", plain_plate(plate))


def plain_plate(plate: str) -> str:
    """Return a plate as cameras read it, without the dot."""
    return plate.replace("·", "")


def shown_person(person: Mapping[str, Any], *, unmasked: bool) -> dict[str, Any]:
    """Return a visitor as a reader sees them; the certificate is masked to everybody."""
    number = person.get("certificate_number")
    shown = {name: person.get(name) for name in SAID} | {"certificate_number": mask_number(number) if number else None}
    if unmasked:
        return shown
    phone, plate, company = (shown[name] for name in ("phone", "plate", "company"))
    return {
        **shown,
        "name": mask_name(person["name"]),
        "phone": mask_phone(phone) if phone else None,
        "plate": mask_number(plate) if plate else None,
        "company": mask_text(company) if company else None,
    }
