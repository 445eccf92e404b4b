"""The tables of joint matters and joint cases."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class JointMatterRow(Model):
    """One joint matter as the pack says it."""

    __tablename__ = "joint_matters"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    status: Mapped[str]
    content: Mapped[dict[str, Any]]


class JointCase(Model):
    """One filing of a joint matter; it keeps the definition under which it was filed."""

    __tablename__ = "joint_cases"
    __table_args__ = (
        Index("ix_joint_cases_applicant", "applicant_id", "id"),
        Index("ix_joint_cases_department", "department_code", "id"),
        Index("ix_joint_cases_next", "state", "next_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    name: Mapped[str]
    definition: Mapped[dict[str, Any]]
    applicant_id: Mapped[uuid.UUID]
    applicant_kind: Mapped[str]
    applicant_name: Mapped[str]
    acting_person_id: Mapped[uuid.UUID | None]
    department_code: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    form_sealed: Mapped[str]
    materials: Mapped[list[Any]]
    filed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    #: After this day it is looked at without a turn: a part is late, or a stalled one got no answer.
    next_on: Mapped[date | None]


class JointPart(Model):
    """One part of a joint case: waiting, or a case of its own (the last one, when it was filed again)."""

    __tablename__ = "joint_parts"
    __table_args__ = (
        UniqueConstraint("joint_case_id", "code"),
        Index("ix_joint_parts_case", "case_id"),
        Index("ix_joint_parts_department", "department_code", "joint_case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    joint_case_id: Mapped[uuid.UUID]
    code: Mapped[str]
    place: Mapped[int]
    matter_code: Mapped[str]
    #: The revision that its dates are counted by: of its case, or the one in force at filing while it waits.
    matter_revision_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    case_id: Mapped[uuid.UUID | None]
    #: Why a part could not be filed when its turn came; the applicant or the office mends it.
    blocked_by: Mapped[str | None]
    first_due_on: Mapped[date]
    due_on: Mapped[date]
