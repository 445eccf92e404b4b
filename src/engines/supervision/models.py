"""The tables of supervision: matters, who has a seat in them, and what happens to each on its way."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index


class SupervisionMatter(Model):
    """One supervision matter (督查事项): one thing to be done, by one owner, before a day."""

    __tablename__ = "supervision_matters"
    __table_args__ = (
        UniqueConstraint("source_key"),
        Index("ix_supervision_matters_number", "number"),
        Index("ix_supervision_matters_parent_id", "parent_id"),
        Index("ix_supervision_matters_root_id", "root_id"),
        # What the timers look for, and only that.
        partial_index("ix_supervision_matters_open", "due_on", "id", where="closed_at IS NULL"),
        partial_index("ix_supervision_matters_owing", "report_due_on", "id", where="report_due_on IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: The first matter of the splits to which this one belongs; itself when it was not split off.
    root_id: Mapped[uuid.UUID]
    parent_id: Mapped[uuid.UUID | None]
    #: 1 for the first matter, and one more with every split.
    level: Mapped[int]
    #: How many were split off; the next one's number says the next place.
    parts: Mapped[int]
    #: Who assigned it and reviews what is reported: the supervising organ, or the owner of the matter it was split off.
    supervisor_code: Mapped[str]
    #: The owner (牵头单位); an officer of it, where it is one person's.
    department_code: Mapped[str]
    assignee_id: Mapped[uuid.UUID | None]
    assignee_name: Mapped[str | None]
    title: Mapped[str]
    #: What is to be done, as the source says it.
    content: Mapped[str]
    #: ``normal``, ``important`` or ``urgent``.
    importance: Mapped[str]
    source_kind: Mapped[str]
    #: Where it comes from: document, paragraph, words.
    source: Mapped[dict[str, Any]]
    #: Names what a matter was made from by a job, so that a second telling makes none.
    source_key: Mapped[str | None]
    #: The day that was set, the day that its owner promised, and from when the light of the nearer one is yellow.
    due_on: Mapped[date]
    promised_on: Mapped[date | None]
    yellow_on: Mapped[date]
    #: ``none``, ``weekly``, ``monthly`` or ``milestones``, and when the next report is due.
    cadence: Mapped[str]
    report_due_on: Mapped[date | None]
    #: Per cent done, as last reported.
    progress: Mapped[int]
    #: The colour of the newest escalation sheet: ``blue``, ``orange``, ``red``.
    escalation: Mapped[str | None]
    urged_on: Mapped[date | None]
    registered_at: Mapped[datetime]
    assigned_at: Mapped[datetime | None]
    signed_for_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SupervisionSeat(Model):
    """An organ's part in a matter: ``office`` (supervises the whole), ``supervisor``, ``lead`` or ``assist``."""

    __tablename__ = "supervision_seats"
    # Whole, so that who reads all of one organ's asks each matter for its seats, and never the organ for all of its.
    __table_args__ = (Index("ix_supervision_seats_matter", "matter_id", "department_code", "role"),)
    department_code: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class SupervisionMilestone(Model):
    """A step of a matter with its own day, inside the matter's."""

    __tablename__ = "supervision_milestones"
    matter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    due_on: Mapped[date]
    reached_on: Mapped[date | None]


class SupervisionReport(Model):
    """One progress report (反馈) of a matter, by its owner."""

    __tablename__ = "supervision_reports"
    __table_args__ = (Index("ix_supervision_reports_matter_id", "matter_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    #: ``progress``, ``milestone``, ``interim`` (it cannot be finished in time, and why) or ``final``.
    kind: Mapped[str]
    #: ``submitted``, ``accepted`` or ``returned``.
    state: Mapped[str]
    #: The day for which it was due; None where none was.
    due_on: Mapped[date | None]
    milestone: Mapped[int | None]
    progress: Mapped[int]
    text: Mapped[str]
    problems: Mapped[str]
    #: Files that show it: ``{id, name, media_type, size, sha256}`` each.
    evidence: Mapped[list[Any]]
    reported_by_name: Mapped[str]
    reported_at: Mapped[datetime]
    reviewed_by_name: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    opinion: Mapped[str | None]


class SupervisionExtension(Model):
    """A later day that an owner asked for, and what was decided."""

    __tablename__ = "supervision_extensions"
    __table_args__ = (Index("ix_supervision_extensions_matter_id", "matter_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    #: ``asked``, ``granted`` or ``refused``.
    state: Mapped[str]
    due_on: Mapped[date]
    asked_due_on: Mapped[date]
    reason: Mapped[str]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    opinion: Mapped[str | None]


class SupervisionEscalation(Model):
    """An escalation sheet (督办单): blue reminds, orange warns and orders completion, red is serious."""

    __tablename__ = "supervision_escalations"
    __table_args__ = (Index("ix_supervision_escalations_matter_id", "matter_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    colour: Mapped[str]
    reason: Mapped[str]
    issued_by_name: Mapped[str]
    issued_at: Mapped[datetime]
    #: By when the owner answers in writing.
    answer_due_on: Mapped[date]
    answer: Mapped[str | None]
    answered_by_name: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class SupervisionLookBack(Model):
    """A re-check (回头看) of a matter that was completed."""

    __tablename__ = "supervision_look_backs"
    __table_args__ = (
        Index("ix_supervision_look_backs_matter_id", "matter_id", "id"),
        partial_index("ix_supervision_look_backs_planned", "planned_on", "id", where="outcome IS NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    #: ``planned`` or ``random``.
    kind: Mapped[str]
    planned_on: Mapped[date]
    planned_by_name: Mapped[str]
    #: ``holds`` or ``fails``; None until it was looked at.
    outcome: Mapped[str | None]
    findings: Mapped[str | None]
    looked_by_name: Mapped[str | None]
    looked_at: Mapped[datetime | None]
