"""From what a portal says to one identity: the same person whatever door and certificate they come with."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import bindparam, select, tuple_, update

from auth.certificates import KINDS, birthday_in, check_certificate
from auth.models import AuthCertificate, AuthPortalAccount, AuthSubject
from gateways.zheliban import PortalIdentity
from gateways.zhezhengding import OfficeIdentity
from kit import clock
from kit.crypto import Vault
from kit.database import DuplicateRow, Unit
from kit.errors import Conflict, Forbidden, NotFound
from kit.ids import new_id
from kit.masking import mask_name, mask_number

T = TypeVar("T")
#: From this level on the portal vouches for the certificate.
REAL_NAME = 2
ENDING = 4


class ProofTooWeak(Forbidden):
    """The sign-in that should prove a second certificate is unverified, of an organisation, or of another name."""

    code = "proof-too-weak"
    zh = "该证件未通过实名核验，或与您的姓名不一致，不能关联。"
    en = "This certificate is not real-name verified, or its name is not yours; it cannot be linked."


class CertificateTaken(Conflict):
    """The certificate belongs to another identity already."""

    code = "certificate-taken"
    zh = "该证件已关联其他账户，如有疑问请到政务服务中心窗口核实。"
    en = "This certificate belongs to another identity. If that is wrong, ask at the service centre."


class NameDiffers(Conflict):
    """The certificate is known under another name."""

    code = "name-differs"
    zh = "该证件已登记的姓名与您填写的不一致，请核对证件；姓名变更的，请本人登录“浙里办”更新后再办理。"
    en = "This certificate is known under another name. Compare it; its holder changes the name by signing in."


class NoCertificate(NotFound):
    """The subject has no certificate of a kind that this source asks for."""

    code = "no-certificate"


@dataclass(frozen=True)
class Certificate:
    """An opened certificate, for gateways only; it never leaves in an answer."""

    kind: str
    number: str
    name: str

    @property
    def exchange_code(self) -> str:
        """Return the GA/T 2000.156 code of the kind."""
        return KINDS[self.kind].exchange_code

    @property
    def born_on(self) -> date | None:
        """Return the day of birth where the number states one (GB 11643); an organisation's does not."""
        return None if self.kind in {"uscc", "passport"} else birthday_in(self.number)


_by_fingerprint = select(AuthCertificate.subject_id).where(
    AuthCertificate.kind == bindparam("kind"),
    AuthCertificate.fingerprint == bindparam("fingerprint"),
)
_certificate = (
    select(AuthCertificate.kind, AuthCertificate.number_sealed, AuthSubject.name_sealed)
    .join(AuthSubject, AuthSubject.id == AuthCertificate.subject_id)
    .where(AuthCertificate.subject_id == bindparam("subject_id"))
    .order_by(AuthCertificate.id)
    .limit(1)
)


def identify_person(unit: Unit, vault: Vault, identity: PortalIdentity) -> uuid.UUID:
    """Return the identity of the human behind a portal sign-in, making it at first sight.

    Below real-name level the portal vouches for no certificate, so the account alone says who it is: entering
    another person's number must not open that person's identity.
    Errors: :class:`auth.CertificateInvalid` when the portal's number fails its check.
    """
    account = vault.fingerprint(identity.account_space, identity.user_id)
    known = unit.scalar(select(AuthPortalAccount.subject_id).where(AuthPortalAccount.fingerprint == account))
    if identity.assurance_level < REAL_NAME:
        return known or _new_account(unit, account, _new_subject(unit, vault, "person", identity.name, identity.phone))
    number = check_certificate(identity.certificate_kind, identity.certificate_number)
    holder = _holder(unit, vault, identity.certificate_kind, number)
    if holder is None:
        holder = known if known and not _has_certificate(unit, known) else None
        holder = holder or _new_subject(unit, vault, "person", identity.name, identity.phone)
        _add_certificate(unit, vault, holder, identity.certificate_kind, number)
    _rename(unit, vault, holder, identity.name, identity.phone)
    if known is None:
        _new_account(unit, account, holder)
    return holder


def identify_organisation(unit: Unit, vault: Vault, name: str, uscc: str) -> uuid.UUID:
    """Return the identity of an organisation by its unified social credit code."""
    number = check_certificate("uscc", uscc)
    holder = _holder(unit, vault, "uscc", number)
    if holder is not None:
        _rename(unit, vault, holder, name, "")
        return holder
    made = _new_subject(unit, vault, "organisation", name, "")
    _add_certificate(unit, vault, made, "uscc", number)
    return made


def identify_officer(unit: Unit, vault: Vault, identity: OfficeIdentity) -> uuid.UUID:
    """Return the identity of a civil servant by employee code."""
    found = unit.first(
        select(AuthSubject.id, AuthSubject.account_id).where(AuthSubject.employee_code == identity.employee_code)
    )
    if found is None:
        return new_officer(unit, vault, identity.name, identity.employee_code, identity.account_id)
    if found.account_id != identity.account_id:
        unit.write(update(AuthSubject).where(AuthSubject.id == found.id).values(account_id=identity.account_id))
    return uuid.UUID(str(found.id))


def new_officer(unit: Unit, vault: Vault, name: str, employee_code: str, account_id: str | None) -> uuid.UUID:
    """Make the identity of a civil servant and return it."""
    return _new_subject(unit, vault, "officer", name, "", employee_code, account_id)


def begun_again(unit: Unit, start: Callable[[], T]) -> T:
    """Start what may make identities; when two first sights meet, the other made what we could not: find it now.

    ``start`` sends what it writes, and nothing was written before it. Two can meet over a person, a portal account
    and an organisation, each once.
    """
    for _ in range(3):
        try:
            return start()
        except DuplicateRow:
            unit.rollback()
    return start()


def identify_by_certificate(unit: Unit, vault: Vault, certificate: Certificate) -> uuid.UUID:
    """Return the identity of whoever holds a certificate that an office has looked at, making it at first sight.

    Errors: :class:`auth.CertificateInvalid`, :class:`NameDiffers`; ``DuplicateRow`` (see :func:`begun_again`).
    """
    number = check_certificate(certificate.kind, certificate.number)
    kind = "organisation" if certificate.kind == "uscc" else "person"
    if _holder(unit, vault, certificate.kind, number) is None:
        made = _new_subject(unit, vault, kind, certificate.name, "")
        _add_certificate(unit, vault, made, certificate.kind, number)
        unit.flush()
    holder = _holder(unit, vault, certificate.kind, number)
    row = unit.first(select(AuthSubject.id, AuthSubject.name_sealed).where(AuthSubject.id == holder))
    if row is None or vault.open(row.name_sealed) != certificate.name:
        raise NameDiffers
    return uuid.UUID(str(row.id))


def link_certificate(unit: Unit, vault: Vault, person_id: uuid.UUID, proof: PortalIdentity) -> None:
    """Add a certificate to a person; the proof is a fresh portal sign-in with it, real-name, of the same name.

    Errors: :class:`ProofTooWeak`, and :class:`CertificateTaken` when it is another identity's.
    """
    name = vault.open(unit.scalar(select(AuthSubject.name_sealed).where(AuthSubject.id == person_id)))
    if proof.assurance_level < REAL_NAME or proof.organisation is not None or proof.name != name:
        raise ProofTooWeak
    number = check_certificate(proof.certificate_kind, proof.certificate_number)
    owner = _holder(unit, vault, proof.certificate_kind, number)
    if owner is None:
        _add_certificate(unit, vault, person_id, proof.certificate_kind, number)
    elif owner != person_id:
        raise CertificateTaken


def certificate_of(unit: Unit, vault: Vault, subject_id: uuid.UUID) -> Certificate:
    """Return the first certificate of an identity, opened. Errors: :class:`NoCertificate`."""
    row = unit.first(_certificate, {"subject_id": subject_id})
    if row is None:
        raise NoCertificate
    return Certificate(row.kind, vault.open(row.number_sealed), vault.open(row.name_sealed))


def phone_of(unit: Unit, vault: Vault, subject_id: uuid.UUID) -> str | None:
    """Return the phone that the portal knows of somebody, or None."""
    sealed = unit.scalar(select(AuthSubject.phone_sealed).where(AuthSubject.id == subject_id))
    return vault.open(sealed) if sealed else None


def certificate_endings(unit: Unit, vault: Vault, subject_id: uuid.UUID) -> list[str]:
    """Return the last four characters of each certificate of an identity, by which a person proves to know it."""
    rows = unit.rows(select(AuthCertificate.number_sealed).where(AuthCertificate.subject_id == subject_id))
    return [vault.open(row.number_sealed)[-ENDING:] for row in rows]


def fingerprints_of(unit: Unit, subject_id: uuid.UUID) -> set[tuple[str, str]]:
    """Return kind and fingerprint of every certificate that an identity has proven."""
    rows = unit.rows(
        select(AuthCertificate.kind, AuthCertificate.fingerprint).where(AuthCertificate.subject_id == subject_id)
    )
    return {(row.kind, row.fingerprint) for row in rows}


def holders_of(unit: Unit, prints: Collection[tuple[str, str]]) -> dict[tuple[str, str], uuid.UUID]:
    """Return who has proven which of some certificates, each given by its kind and fingerprint."""
    rows = unit.rows(
        select(AuthCertificate.kind, AuthCertificate.fingerprint, AuthCertificate.subject_id).where(
            tuple_(AuthCertificate.kind, AuthCertificate.fingerprint).in_(sorted(prints))
        )
    )
    return {(row.kind, row.fingerprint): row.subject_id for row in rows}


def _holder(unit: Unit, vault: Vault, kind: str, number: str) -> uuid.UUID | None:
    found: uuid.UUID | None = unit.scalar(
        _by_fingerprint, {"kind": kind, "fingerprint": vault.fingerprint(kind, number)}
    )
    return found


def _has_certificate(unit: Unit, subject_id: uuid.UUID) -> bool:
    return unit.first(_certificate, {"subject_id": subject_id}) is not None


def _rename(unit: Unit, vault: Vault, subject_id: uuid.UUID, name: str, phone: str) -> None:
    """Take over what the portal says now: people change names and phones."""
    values: dict[str, str] = {"name_sealed": vault.seal(name), "name_masked": mask_name(name)}
    if phone:
        values["phone_sealed"] = vault.seal(phone)
    unit.write(update(AuthSubject).where(AuthSubject.id == subject_id).values(values))


def _new_account(unit: Unit, fingerprint: str, subject_id: uuid.UUID) -> uuid.UUID:
    unit.add(AuthPortalAccount, fingerprint=fingerprint, subject_id=subject_id)
    return subject_id


def _new_subject(
    unit: Unit,
    vault: Vault,
    kind: str,
    name: str,
    phone: str,
    employee_code: str | None = None,
    account_id: str | None = None,
) -> uuid.UUID:
    made = new_id()
    unit.add(
        AuthSubject,
        id=made,
        kind=kind,
        name_sealed=vault.seal(name),
        name_masked=mask_name(name),
        phone_sealed=vault.seal(phone) if phone else None,
        employee_code=employee_code,
        account_id=account_id,
        created_at=clock.now(),
    )
    return made


def _add_certificate(unit: Unit, vault: Vault, subject_id: uuid.UUID, kind: str, normal: str) -> None:
    unit.add(
        AuthCertificate,
        id=new_id(),
        subject_id=subject_id,
        kind=kind,
        fingerprint=vault.fingerprint(kind, normal),
        number_sealed=vault.seal(normal),
        number_masked=mask_number(normal),
        proven_at=clock.now(),
    )
