"""The tables of reporting."""

import uuid
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

#: Waiting, under way or of unknown outcome, taken by the system, refused by it.
WAITING, UNCONFIRMED, SENT, REFUSED = "waiting", "unconfirmed", "sent", "refused"
#: As one term, so that both databases go by the partial index.
UNSENT = "state <> 'sent'"


class ReportedCase(Model):
    """One case as one system knows it: its number there (统一赋码), and until when somebody is telling it something."""

    __tablename__ = "reported_cases"
    __table_args__ = (Index("ix_reported_cases_number", "number"),)

    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    system: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    sending_until: Mapped[datetime | None]


class CaseReport(Model):
    """One thing that a system is told of a case; ``event_id`` is the turn's or the evaluation's, and gives the order.

    ``anonymous`` is an evaluation's that names nobody: it must not lead an officer to the case.
    """

    __tablename__ = "case_reports"
    __table_args__ = (
        UniqueConstraint("event_id", "system", "service"),
        Index("ix_case_reports_case", "case_id", "system", "event_id", "step"),
        Index("ix_case_reports_number", "case_number"),
        Index("ix_case_reports_department", "department_code", "id"),
        # Little of all is unsent, and that little is what people look for.
        Index(
            "ix_case_reports_unsent",
            "department_code",
            "state",
            "id",
            postgresql_where=text(UNSENT),
            sqlite_where=text(UNSENT),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    case_number: Mapped[str]
    event_id: Mapped[uuid.UUID]
    step: Mapped[int]
    department_code: Mapped[str]
    system: Mapped[str]
    service: Mapped[str]
    turn: Mapped[str]
    anonymous: Mapped[bool]
    state: Mapped[str]
    version: Mapped[int]
    tries: Mapped[int]
    answer_code: Mapped[str | None]
    answer_message: Mapped[str | None]
    #: What was sent last.
    body_sealed: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
