"""The tables of evaluation."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Evaluation(Model):
    """One evaluation of a case: the first (``number`` 1), or the one after a follow-up (2)."""

    __tablename__ = "evaluations"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_evaluations_department", "department_code", "id"),
        Index("ix_evaluations_department_level", "department_code", "level", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    number: Mapped[int]
    subject_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    matter_code: Mapped[str]
    matter_name: Mapped[str]
    #: By which way it came (评价渠道), ``default`` for one that nobody gave.
    channel: Mapped[str]
    level: Mapped[int]
    #: Codes of the options that were ticked; the first digit is the level.
    tags: Mapped[list[str]]
    text: Mapped[str]
    anonymous: Mapped[bool]
    by_default: Mapped[bool]
    #: A review found it mistaken or malicious, so that it does not count.
    set_aside: Mapped[bool]
    evaluated_at: Mapped[datetime]


class FollowUp(Model):
    """What the department does about a bad evaluation; its id is the evaluation's."""

    __tablename__ = "evaluation_follow_ups"
    __table_args__ = (
        Index(
            "ix_evaluation_follow_ups_due",
            "due_on",
            "id",
            postgresql_where=text("closed_at IS NULL AND escalated_at IS NULL"),
            sqlite_where=text("closed_at IS NULL AND escalated_at IS NULL"),
        ),
        # What a department has still to do, and what is in one state.
        Index(
            "ix_evaluation_follow_ups_open",
            "department_code",
            "due_on",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
        Index("ix_evaluation_follow_ups_state", "department_code", "state", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    matter_name: Mapped[str]
    department_code: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: Rectified once, or once more after a re-visit that found it wanting.
    round: Mapped[int]
    #: By when the present step is due, and by when the evaluation is to be put right.
    due_on: Mapped[date]
    rectify_by: Mapped[date]
    opened_at: Mapped[datetime]
    contacted_at: Mapped[datetime | None]
    #: When and how it was first answered: ``rectified`` or ``explained``.
    answered_on: Mapped[date | None]
    answer: Mapped[str | None]
    #: Who answered or appealed last; somebody else looks at it afterwards.
    answered_by: Mapped[uuid.UUID | None]
    revisited_at: Mapped[datetime | None]
    #: ``satisfied``, ``dissatisfied`` or ``set_aside``.
    outcome: Mapped[str | None]
    escalated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class EvaluationOption(Model):
    """One option that can be ticked with a level; ``indicator`` says what it is about."""

    __tablename__ = "evaluation_options"
    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    text: Mapped[str]
    indicator: Mapped[str]
