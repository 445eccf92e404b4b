"""The ledger of data use (用数记录): every record fetched and every masked field opened, shown to whom it concerns."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from auth.evidence import FRESH
from auth.identity import fingerprints_of
from auth.models import AuthDataUse
from auth.subjects import Subject
from kit import clock
from kit.database import Unit
from kit.ids import new_id


@dataclass(frozen=True)
class DataUse:
    """One use: of which resource, why, with what outcome (``used``, ``not_found``, ``failed``), on what ground."""

    resource: str
    resource_name: str
    purpose: str
    outcome: str
    matter_code: str | None = None
    case_id: uuid.UUID | None = None
    consent_id: uuid.UUID | None = None
    statute: str | None = None


_binding = (
    update(AuthDataUse)
    .where(
        AuthDataUse.person_id == bindparam("uses_person_id"),
        AuthDataUse.matter_code == bindparam("uses_matter_code"),
        AuthDataUse.case_id.is_(None),
        AuthDataUse.used_at > bindparam("uses_since"),
    )
    .values(case_id=bindparam("uses_case_id"))
)


def record_data_use(subject: Subject, unit: Unit, person_id: uuid.UUID, use: DataUse) -> uuid.UUID:
    """Write a line about a use of ``person_id``'s data by ``subject``, or who acts for them, and return its id."""
    line = new_id()
    unit.add(
        AuthDataUse,
        id=line,
        person_id=person_id,
        used_by=subject.name if subject.represented_by is None else f"{subject.actor.name}（代办）",
        used_by_kind=subject.actor.kind,
        used_at=clock.now(),
        **use.__dict__,
    )
    return line


def bind_data_uses(unit: Unit, person_id: uuid.UUID, matter_code: str, case_id: uuid.UUID) -> None:
    """Say of the uses made while preparing a matter which case they ended in."""
    unit.later(
        _binding,
        {
            "uses_person_id": person_id,
            "uses_matter_code": matter_code,
            "uses_case_id": case_id,
            "uses_since": clock.now() - FRESH,
        },
    )


def foreseen_person(fingerprint: str) -> uuid.UUID:
    """Return under whose id uses are written of somebody who has not signed in yet, by their certificate."""
    return uuid.UUID(fingerprint[:32])


def list_data_uses(
    unit: Unit,
    subject: Subject,
    *,
    case_id: uuid.UUID | None,
    resource: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return the uses of a subject's own data, newest first, those from before the first sign-in too."""
    foreseen = [foreseen_person(fingerprint) for _, fingerprint in sorted(fingerprints_of(unit, subject.id))]
    statement = select(AuthDataUse).where(AuthDataUse.person_id.in_([subject.id, *foreseen]))
    if case_id is not None:
        statement = statement.where(AuthDataUse.case_id == case_id)
    if resource is not None:
        statement = statement.where(AuthDataUse.resource == resource)
    if after is not None:
        statement = statement.where(AuthDataUse.id < after)
    return unit.rows(statement.order_by(AuthDataUse.id.desc()).limit(rows))
