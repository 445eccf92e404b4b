"""Consent to fetch records (个人信息保护法 第十三条至第十五条): given for a matter, withdrawable at any time."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from auth.evidence import forget_preparations
from auth.models import AuthConsent, AuthEvidence
from auth.subjects import Subject
from kit import clock
from kit.database import Unit
from kit.errors import NotFound
from kit.ids import new_id


class ConsentNotFound(NotFound):
    """No such consent of this subject, or it was withdrawn."""

    code = "consent-not-found"
    zh = "没有找到该授权，或授权已撤回。"
    en = "There is no such consent, or it was withdrawn."


def give_consent(subject: Subject, unit: Unit, matter_code: str, purposes: Sequence[str]) -> uuid.UUID:
    """Record a consent and return its id. ``purposes`` are codes of shared-data resources."""
    consent_id = new_id()
    unit.add(
        AuthConsent,
        id=consent_id,
        subject_id=subject.id,
        matter_code=matter_code,
        purposes=sorted(set(purposes)),
        given_at=clock.now(),
    )
    return consent_id


def withdraw_consent(subject: Subject, unit: Unit, consent_id: uuid.UUID) -> None:
    """Withdraw a consent; nothing more is fetched or used under it. Errors: :class:`ConsentNotFound`."""
    purposes = own_consent(unit, subject, consent_id).purposes
    done = unit.write(
        update(AuthConsent)
        .where(AuthConsent.id == consent_id, AuthConsent.subject_id == subject.id, AuthConsent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now()),
    )
    if done.rowcount != 1:
        raise ConsentNotFound
    # What was fetched and is in no case has lost its ground (个人信息保护法 第四十七条); kept outcomes may refer to it.
    forget_preparations(subject, unit)
    unit.write(
        delete(AuthEvidence).where(
            AuthEvidence.subject_id == subject.id,
            AuthEvidence.case_id.is_(None),
            AuthEvidence.source == "shared_data",
            AuthEvidence.resource.in_(purposes),
        ),
    )


def consents_for(unit: Unit, subject: Subject, matter_code: str) -> dict[str, uuid.UUID]:
    """Return the purposes a subject has consented to for a matter, each with its consent."""
    rows = unit.rows(
        select(AuthConsent.id, AuthConsent.purposes)
        .where(
            AuthConsent.subject_id == subject.id,
            AuthConsent.matter_code == matter_code,
            AuthConsent.withdrawn_at.is_(None),
        )
        .order_by(AuthConsent.id),
    )
    return {purpose: row.id for row in rows for purpose in row.purposes}


def own_consent(unit: Unit, subject: Subject, consent_id: uuid.UUID, matter_code: str | None = None) -> Row[Any]:
    """Return one live consent of the subject, for a matter if one is named. Errors: :class:`ConsentNotFound`."""
    row = unit.first(
        select(AuthConsent).where(
            AuthConsent.id == consent_id,
            AuthConsent.subject_id == subject.id,
            AuthConsent.withdrawn_at.is_(None),
        ),
    )
    if row is None or matter_code not in {None, row.matter_code}:
        raise ConsentNotFound
    return row


def list_consents(unit: Unit, subject: Subject, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return a subject's consents, newest first, the withdrawn ones too."""
    statement = select(AuthConsent).where(AuthConsent.subject_id == subject.id)
    if after is not None:
        statement = statement.where(AuthConsent.id < after)
    return unit.rows(statement.order_by(AuthConsent.id.desc()).limit(rows))
