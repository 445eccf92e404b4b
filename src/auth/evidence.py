"""Fetched records: sealed, kept once, bound to the case that used them, purged when none did."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Uuid, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from auth.models import AuthEvidence, AuthPreparation
from auth.subjects import Subject
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.ids import new_id

#: How long an outcome of a preparation may be used for filing.
FRESH = timedelta(minutes=30)
#: How long a record that no case used is kept (个人信息保护法 第十九条: the shortest time).
UNUSED_LIFE = timedelta(days=1)


@dataclass(frozen=True)
class Fetched:
    """A record as a source gave it, and where it came from."""

    evidence_id: uuid.UUID
    source: str
    resource: str
    title: str
    fields: dict[str, Any]


def keep_evidence(unit: Unit, vault: Vault, subject_id: uuid.UUID, source: str, found: Fetched) -> None:
    """Keep a fetched record, sealed."""
    unit.add(
        AuthEvidence,
        id=found.evidence_id,
        subject_id=subject_id,
        source=source,
        resource=found.resource,
        content_sealed=vault.seal_json({"title": found.title, "fields": found.fields}),
        fetched_at=clock.now(),
    )


def new_evidence_id() -> uuid.UUID:
    """Return the id of a record that is about to be kept."""
    return new_id()


_case = bindparam("evidence_case_id", type_=Uuid())
_bind_postgresql = (
    update(AuthEvidence)
    .where(AuthEvidence.id == any_(bindparam("evidence_ids", type_=ARRAY(Uuid()))))
    .values(case_id=_case)
)
_bind_sqlite = (
    update(AuthEvidence).where(AuthEvidence.id.in_(bindparam("evidence_ids", expanding=True))).values(case_id=_case)
)


def bind_evidence(unit: Unit, evidence_ids: Sequence[uuid.UUID], case_id: uuid.UUID) -> None:
    """Bind records to the case that uses them."""
    if evidence_ids:
        statement = _bind_postgresql if unit.dialect == "postgresql" else _bind_sqlite
        unit.later(statement, {"evidence_ids": list(evidence_ids), "evidence_case_id": case_id})


def open_evidence(unit: Unit, vault: Vault, evidence_ids: Sequence[uuid.UUID]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the fields of kept records by source (``licence``, ``shared_data``) and resource."""
    if not evidence_ids:
        return {}
    unit.flush()  # They may have been fetched in this very request.
    rows = unit.rows(
        select(AuthEvidence.source, AuthEvidence.resource, AuthEvidence.content_sealed).where(
            AuthEvidence.id.in_(evidence_ids)
        )
    )
    return {(row.source, row.resource): vault.open_json(row.content_sealed)["fields"] for row in rows}


def forget_preparations(subject: Subject, unit: Unit) -> None:
    """Drop every kept preparation of a subject: something that they all may rest on has changed."""
    unit.write(delete(AuthPreparation).where(AuthPreparation.subject_id == subject.id))


def purge_unused(unit: Unit) -> int:
    """Delete records that no case used in a day, and stale preparations; return how many records went."""
    moment = clock.now()
    unit.write(delete(AuthPreparation).where(AuthPreparation.prepared_at < moment - FRESH))
    gone = unit.write(
        delete(AuthEvidence).where(AuthEvidence.case_id.is_(None), AuthEvidence.fetched_at < moment - UNUSED_LIFE),
    )
    return int(gone.rowcount)
