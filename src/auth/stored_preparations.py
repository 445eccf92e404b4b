"""Keeping the outcome of a preparation, so that filing does not ask every source again."""

import uuid
from dataclasses import asdict

from sqlalchemy import bindparam, delete, select

from auth.evidence import FRESH
from auth.models import AuthPreparation
from auth.preparation import Preparation, PreparedMaterial
from auth.subjects import Subject
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fixed import Fixed

_stored = Fixed(
    select(AuthPreparation.content_sealed).where(
        AuthPreparation.subject_id == bindparam("subject_id"),
        AuthPreparation.matter_revision_id == bindparam("revision_id"),
        AuthPreparation.prepared_at > bindparam("since"),
    )
)


_forgetting = delete(AuthPreparation).where(
    AuthPreparation.subject_id == bindparam("forgotten_subject_id"),
    AuthPreparation.matter_revision_id == bindparam("forgotten_revision_id"),
)


def keep_preparation(
    subject: Subject, unit: Unit, context: Context, revision_id: uuid.UUID, prepared: Preparation
) -> None:
    """Keep an outcome for :data:`auth.evidence.FRESH`."""
    unit.write(_forgetting, {"forgotten_subject_id": subject.id, "forgotten_revision_id": revision_id})
    unit.add(
        AuthPreparation,
        subject_id=subject.id,
        matter_revision_id=revision_id,
        content_sealed=context.vault.seal_json(asdict(prepared)),
        prepared_at=clock.now(),
    )


def find_preparation(subject: Subject, unit: Unit, context: Context, revision_id: uuid.UUID) -> Preparation | None:
    """Return a fresh outcome for a subject and a matter's revision, or None."""
    sealed = unit.scalar(_stored, {"subject_id": subject.id, "revision_id": revision_id, "since": clock.now() - FRESH})
    if sealed is None:
        return None
    content = context.vault.open_json(sealed)
    return Preparation(
        materials=tuple(PreparedMaterial(**item) for item in content["materials"]),
        values=content["values"],
        locked=tuple(content["locked"]),
        sources=content["sources"],
        consent_needed=tuple(content["consent_needed"]),
        sources_down=tuple(content["sources_down"]),
        evidence=content["evidence"],
    )


def forget_preparation(subject: Subject, unit: Unit, revision_id: uuid.UUID) -> None:
    """Drop an outcome: it was used, or a newer one takes its place."""
    unit.later(_forgetting, {"forgotten_subject_id": subject.id, "forgotten_revision_id": revision_id})
