"""The tables of official receptions: the city's standards by level, and the receptions."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Json, Model, partial_index


class ReceptionStandard(Model):
    """What guests of a level may be given, as the city's pack says."""

    __tablename__ = "reception_standards"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: Whole fen, a person's meal and a room's night.
    meal_fen: Mapped[int]
    lodging_fen: Mapped[int]
    basis: Mapped[str]
    #: The place among the levels, the highest first.
    place: Mapped[int]


class Reception(Model):
    """One reception: asked for by a letter, approved, listed when it is over, settled."""

    __tablename__ = "receptions"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_receptions_requester", "requester_id", "id"),
        Index("ix_receptions_department", "department_code", "id"),
        Index("ix_receptions_letter", "letter_number", "department_code"),
        Index("ix_receptions_month", "month", "department_code"),
        partial_index("ix_receptions_moving", "next_turn_at", "id", where="next_turn_at IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    requester_id: Mapped[uuid.UUID]
    requester_name: Mapped[str]
    #: The requester's department, which approves and whose cost it becomes.
    department_code: Mapped[str]
    #: The letter: who sends the guests, its number and date, and its scan if there is one.
    organ: Mapped[str]
    letter_number: Mapped[str]
    letter_dated_on: Mapped[date]
    letter_scan: Mapped[dict[str, Any] | None] = mapped_column(Json)
    purpose: Mapped[str]
    #: Who leads the guests; their names are personal data of grade L2.
    leader: Mapped[str]
    guests: Mapped[list[Any]]
    accompanying: Mapped[list[Any]]
    items: Mapped[list[Any]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: What the host pays by the plan, in whole fen; and by the list.
    estimate_fen: Mapped[int] = mapped_column(BigInteger)
    cost_fen: Mapped[int | None] = mapped_column(BigInteger)
    #: How many come and accompany, by the plan and once there is one by the list.
    guest_count: Mapped[int]
    accompanying_count: Mapped[int]
    requested_at: Mapped[datetime]
    #: When the clock turns it or looks at it next.
    next_turn_at: Mapped[datetime | None]
    approver_name: Mapped[str | None]
    #: The last day on which its list is in time.
    list_due_on: Mapped[date | None]
    #: The list (接待清单) as it was filed last.
    filed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    listed_at: Mapped[datetime | None]
    settler_name: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    #: The first day of the month of its settlement, in which it is counted.
    month: Mapped[date | None]
