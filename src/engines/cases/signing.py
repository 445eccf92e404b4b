"""The second signature (共同签署) that a matter asks for: known by certificate until its holder signs in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, tuple_, update

from auth import Subject, check_certificate, fingerprints_of
from engines.cases.clocks import acceptance_dates
from engines.cases.models import Case, CaseSignature
from engines.cases.queries import case_by_id, materials_of, record_of
from engines.cases.rules import SignatureAnswered, SignatureNotFound, SignerIsApplicant, SignerNeeded
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.matters import MatterRevision, revision
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.fields import beijing
from kit.ids import new_id
from kit.masking import mask_name

_columns = tuple(CaseSignature.__table__.c)


@dataclass(frozen=True)
class Signer:
    """Who is to sign beside the applicant."""

    certificate_kind: str
    number: str
    name: str


def check_signer(subject: Subject, unit: Unit, context: Context, guide: MatterRevision, signer: Signer | None) -> None:
    """Refuse a filing that lacks the second signer its matter asks for, or names the applicant.

    Errors: :class:`SignerNeeded`, :class:`SignerIsApplicant`, :class:`auth.CertificateInvalid`.
    """
    role = guide.content.second_signer
    if role is None:
        return
    if signer is None:
        raise SignerNeeded(
            role=role,
            pointers=[Pointer("/second_signer", "required", f"请填写{role}的证件信息。", f"Name the {role}.")],
        )
    number = check_certificate(signer.certificate_kind, signer.number)
    print_of = (signer.certificate_kind, context.vault.fingerprint(signer.certificate_kind, number))
    if print_of in fingerprints_of(unit, subject.id):
        raise SignerIsApplicant


def ask_signature(
    unit: Unit, context: Context, case_id: uuid.UUID, role: str, signer: Signer, form_sha256: str
) -> None:
    """Write whose signature a new case waits for, and over which form."""
    number = check_certificate(signer.certificate_kind, signer.number)
    unit.add(
        CaseSignature,
        id=new_id(),
        case_id=case_id,
        role=role,
        certificate_kind=signer.certificate_kind,
        fingerprint=context.vault.fingerprint(signer.certificate_kind, number),
        name_masked=mask_name(signer.name),
        form_sha256=form_sha256,
    )


def list_signatures(
    unit: Unit, subject: Subject, *, waiting_only: bool, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the signatures that a subject was asked for, newest first, with the matter's name and the number."""
    statement = (
        select(*_columns, Case.number, Case.matter_name, Case.applicant_name, Case.state, Case.due_on)
        .join(Case, Case.id == CaseSignature.case_id)
        .where(_own(unit, subject))
    )
    if waiting_only:
        statement = statement.where(CaseSignature.outcome.is_(None), Case.state == "signing")
    if after is not None:
        statement = statement.where(CaseSignature.id < after)
    return unit.rows(statement.order_by(CaseSignature.id.desc()).limit(rows))


def signatures_asked(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the signatures that a case waits for, each with the certificate of who is to sign."""
    return unit.rows(select(*_columns).where(CaseSignature.case_id == case_id, CaseSignature.outcome.is_(None)))


def signature_of(unit: Unit, subject: Subject, signature_id: uuid.UUID) -> Row[Any]:
    """Return a signature that this subject was asked for. Errors: :class:`SignatureNotFound`."""
    row = unit.first(select(*_columns).where(CaseSignature.id == signature_id, _own(unit, subject)))
    if row is None:
        raise SignatureNotFound
    return row


def signature_answer(unit: Unit, context: Context, row: Row[Any]) -> dict[str, Any]:
    """Return what is to be signed, in full: nobody signs what they cannot read."""
    case = case_by_id(unit, row.case_id)
    guide = revision(unit, case.matter_revision_id)
    return {
        "id": str(row.id),
        "role": row.role,
        "outcome": row.outcome,
        "answered_at": beijing(row.answered_at),
        "number": case.number,
        "matter": {"code": guide.code, "name": case.matter_name, "revision": guide.revision},
        "applicant_name": case.applicant_name,
        "form": context.vault.open_json(case.form_sealed),
        "form_schema": guide.content.form,
        "form_sha256": row.form_sha256,
        "materials": [{"code": item.code, "name": item.name} for item in materials_of(unit, case.id)],
        "answer_by": case.due_on.isoformat(),
        "case_state": case.state,
        "version": case.version,
    }


def sign_case(subject: Subject, unit: Unit, signature: Row[Any]) -> Row[Any]:
    """Sign: the application is received now, and the days to accept it begin.

    Errors: :class:`SignatureAnswered`; 409 when the case does not wait for signatures any more.
    """
    case = _waiting(unit, signature)
    moment = clock.now()
    dates = acceptance_dates(unit, revision(unit, case.matter_revision_id), moment)
    after = take_turn(
        subject,
        unit,
        case,
        "sign",
        record=record_of(case, signers=[subject.id]),
        changes={"clock_started_at": moment, **dates.changes()},
        detail={"role": signature.role, "form_sha256": signature.form_sha256},
    )
    _answer(unit, signature, "signed")
    open_case_task(unit, after, "accept", "受理", "cases.accept", limit_days=5)
    return after


def refuse_signature(subject: Subject, unit: Unit, signature: Row[Any], reason: str) -> Row[Any]:
    """Refuse to sign: the application ends, the applicant reads why."""
    case = _waiting(unit, signature)
    record = record_of(case, signers=[subject.id])
    after = take_turn(
        subject, unit, case, "refuse_signature", record=record, opinion=reason, detail={"role": signature.role}
    )
    _answer(unit, signature, "refused")
    return after


def _waiting(unit: Unit, signature: Row[Any]) -> Row[Any]:
    if signature.outcome is not None:
        raise SignatureAnswered
    return case_by_id(unit, signature.case_id)


def _answer(unit: Unit, signature: Row[Any], outcome: str) -> None:
    unit.write(
        update(CaseSignature).where(CaseSignature.id == signature.id).values(outcome=outcome, answered_at=clock.now()),
    )


def _own(unit: Unit, subject: Subject) -> ColumnElement[bool]:
    prints = sorted(fingerprints_of(unit, subject.id))
    return tuple_(CaseSignature.certificate_kind, CaseSignature.fingerprint).in_(prints)
