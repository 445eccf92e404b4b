"""The tables of evaluation."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Evaluation(Model):
    """The one evaluation of a case."""

    __tablename__ = "evaluations"
    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    level: Mapped[int]
    tags: Mapped[list[str]]
    text: Mapped[str]
    evaluated_at: Mapped[datetime]


class FollowUp(Model):
    """The rectification that a bad evaluation opens: contact, fix, re-visit, by a date."""

    __tablename__ = "evaluation_follow_ups"
    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    department_code: Mapped[str]
    due_on: Mapped[date]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
