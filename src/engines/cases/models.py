"""The tables of cases."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Case(Model):
    """One case (办件): a matter that somebody filed, under the revision that was in force then."""

    __tablename__ = "cases"
    __table_args__ = (
        # "My cases": by owner first, so that a person with few cases never waits for those of others.
        Index("ix_cases_applicant", "applicant_id", "id"),
        Index("ix_cases_department", "department_code", "state", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    matter_code: Mapped[str]
    matter_revision_id: Mapped[uuid.UUID]
    matter_name: Mapped[str]
    topic: Mapped[str]
    applicant_id: Mapped[uuid.UUID]
    applicant_kind: Mapped[str]
    applicant_name: Mapped[str]
    acting_person_id: Mapped[uuid.UUID | None]
    department_code: Mapped[str]
    region_code: Mapped[str]
    state: Mapped[str]
    step: Mapped[str]
    round: Mapped[int]
    version: Mapped[int]
    channel: Mapped[str]
    form_sealed: Mapped[str]
    consent_id: Mapped[uuid.UUID | None]
    submitted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    decision_reason: Mapped[str | None]
    clock_started_at: Mapped[datetime]
    due_on: Mapped[date]
    statutory_due_on: Mapped[date]


class CaseMaterial(Model):
    """How one material of a case was satisfied: a file, a fetched record (bound, not copied), or a commitment."""

    __tablename__ = "case_materials"
    __table_args__ = (Index("ix_case_materials_case", "case_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    code: Mapped[str]
    name: Mapped[str]
    satisfied_by: Mapped[str]
    source: Mapped[str]
    status: Mapped[str]
    file_id: Mapped[uuid.UUID | None]
    evidence_id: Mapped[uuid.UUID | None]


class CaseReview(Model):
    """One seat of one review step in one round, open until somebody fills it."""

    __tablename__ = "case_reviews"
    __table_args__ = (Index("ix_case_reviews_case", "case_id", "round", "step_code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    round: Mapped[int]
    step_code: Mapped[str]
    step_name: Mapped[str]
    seat_code: Mapped[str]
    seat_name: Mapped[str]
    department_code: Mapped[str]
    permission: Mapped[str]
    opened_at: Mapped[datetime]
    outcome: Mapped[str | None]
    opinion: Mapped[str | None]
    reviewer_id: Mapped[uuid.UUID | None]
    reviewer_name: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]


#: Plain JSON that a case answers with; the published schema is in ``engines.cases.schemas``.
CaseAnswer = dict[str, Any]
