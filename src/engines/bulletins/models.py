"""The table of bulletins."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Bulletin(Model):
    """The bulletin of one period's scores: the figures as they were, the text, and the document made of them."""

    __tablename__ = "bulletins"
    __table_args__ = (
        UniqueConstraint("assessment_id"),
        Index("ix_bulletins_department_code", "department_code", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    assessment_id: Mapped[uuid.UUID]
    #: The version of the scores that it was composed from.
    assessment_version: Mapped[int]
    scheme_code: Mapped[str]
    scheme_name: Mapped[str]
    department_code: Mapped[str]
    period_kind: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    title: Mapped[str]
    body: Mapped[str]
    #: What it says, as numbers (:func:`engines.bulletins.figures.figures_of`).
    figures: Mapped[dict[str, Any]]
    composed_at: Mapped[datetime]
    document_id: Mapped[uuid.UUID]
    #: The version of the document as it was composed; another one by now was changed by somebody.
    document_version: Mapped[int]
