"""The tables of major projects: who has a seat, who is on the team, steps, money, and what was found wrong."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Project(Model):
    """One major project (重大项目) with its lead organ, its days and its budget. Amounts are whole fen."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    #: ``provincial`` (省级“8+13”重大项目) or ``pilot`` (示范试点).
    kind: Mapped[str]
    supervisor_code: Mapped[str]
    #: The lead organ (牵头单位).
    department_code: Mapped[str]
    content: Mapped[str]
    planned_from: Mapped[date]
    planned_to: Mapped[date]
    started_on: Mapped[date | None]
    #: The day to which the light goes: of the start, of the next milestone, of the end; and when that turns yellow.
    due_on: Mapped[date]
    yellow_on: Mapped[date]
    budget_fen: Mapped[int] = mapped_column(BigInteger)
    #: What the entries of the project add up to, and the weights of the milestones that were reached; both follow
    #: from those rows under the version of the project.
    spent_fen: Mapped[int] = mapped_column(BigInteger)
    progress: Mapped[int]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ProjectSeat(Model):
    """An organ's part in a project: ``supervisor``, ``lead`` or ``assist``."""

    __tablename__ = "project_seats"
    __table_args__ = (Index("ix_project_seats_project_id", "project_id"),)
    department_code: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class ProjectMember(Model):
    """An officer of the special team (专班): ``leader``, ``member`` or ``liaison``."""

    __tablename__ = "project_members"
    __table_args__ = (Index("ix_project_members_project_id", "project_id"),)
    officer_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    role: Mapped[str]
    name: Mapped[str]
    department_code: Mapped[str]


class ProjectMilestone(Model):
    """A step of a project; its weight is its per cent of the whole."""

    __tablename__ = "project_milestones"
    __table_args__ = (Index("ix_project_milestones_project_id", "project_id", "position"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_id: Mapped[uuid.UUID]
    position: Mapped[int]
    title: Mapped[str]
    weight: Mapped[int]
    due_on: Mapped[date]
    yellow_on: Mapped[date]
    reached_on: Mapped[date | None]
    evidence: Mapped[str | None]
    reached_by_name: Mapped[str | None]


class ProjectSpending(Model):
    """One entry of what was spent, never changed; a reversing entry takes back another one, with the sign turned."""

    __tablename__ = "project_spendings"
    __table_args__ = (UniqueConstraint("reverses_id"), Index("ix_project_spendings_project_id", "project_id", "id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_id: Mapped[uuid.UUID]
    spent_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str]
    voucher: Mapped[str]
    #: Why more was spent than the budget had.
    over_reason: Mapped[str | None]
    reverses_id: Mapped[uuid.UUID | None]
    recorded_by_name: Mapped[str]
    recorded_at: Mapped[datetime]


class ProjectProblem(Model):
    """A problem of a project (问题清单), with an owner that has a seat in it and a day."""

    __tablename__ = "project_problems"
    __table_args__ = (
        Index("ix_project_problems_project_id", "project_id", "id"),
        Index(
            "ix_project_problems_open",
            "due_on",
            "id",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_id: Mapped[uuid.UUID]
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: The supervising organ of its project.
    supervisor_code: Mapped[str]
    #: The owner (责任单位).
    department_code: Mapped[str]
    found_on: Mapped[date]
    found_by: Mapped[str]
    content: Mapped[str]
    #: ``normal``, ``serious`` or ``critical``.
    severity: Mapped[str]
    due_on: Mapped[date]
    yellow_on: Mapped[date]
    #: What was done about it, as last said.
    solution: Mapped[str | None]
    reopened: Mapped[int]
    reported_by_name: Mapped[str]
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ProjectMatter(Model):
    """A supervision matter that serves a project."""

    __tablename__ = "project_matters"
    project_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
