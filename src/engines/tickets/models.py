"""The tables of tickets: what was reported, and the categories under which people report."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index


class Ticket(Model):
    """One thing that somebody reported, in one place, on its way to be put right."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_tickets_department", "department_code", "id"),
        Index("ix_tickets_reporter", "reporter_id", "id"),
        Index("ix_tickets_assignee", "assignee_id", "id"),
        Index("ix_tickets_month", "month", "kind", "category"),
        # What the timers look for, and only that.
        partial_index("ix_tickets_running", "soon_at", "id", where="due_at IS NOT NULL"),
        partial_index("ix_tickets_to_accept", "accept_by", "id", where="accept_by IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: The code of its :class:`engines.tickets.TicketKind`.
    kind: Mapped[str]
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: Who puts it right: the department of its category.
    department_code: Mapped[str]
    reporter_id: Mapped[uuid.UUID]
    reporter_name: Mapped[str]
    reporter_department: Mapped[str]
    category: Mapped[str]
    category_name: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    place: Mapped[str]
    #: ``normal``, ``urgent`` or ``emergency``.
    priority: Mapped[str]
    #: The limits of its category and priority when it was reported: hours by step.
    hours: Mapped[dict[str, Any]]
    #: ``{id, name, media_type, size, sha256}`` each, with the report and with what was done.
    photos: Mapped[list[Any]]
    outcome_photos: Mapped[list[Any]]
    #: An officer by name, or an outside firm.
    assignee_id: Mapped[uuid.UUID | None]
    assignee_name: Mapped[str | None]
    firm: Mapped[str | None]
    #: What was done, as last told, and by whom.
    outcome: Mapped[str | None]
    completed_by: Mapped[uuid.UUID | None]
    reported_at: Mapped[datetime]
    #: The first day of the month in which it was reported.
    month: Mapped[date]
    #: By when the whole of it is done by its limits; no later dispatch moves it.
    promised_at: Mapped[datetime]
    #: When the step that runs is due, when its light turns yellow, and what was told of that: ``soon``, ``overdue``.
    due_at: Mapped[datetime | None]
    soon_at: Mapped[datetime | None]
    told: Mapped[str]
    dispatched_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    #: From the report to the completion that stands, by the clock on the wall.
    minutes: Mapped[int | None]
    #: The last day on which its reporter answers; after it the work is accepted by default.
    accept_by: Mapped[date | None]
    by_default: Mapped[bool]
    #: The newest rating, and the first one, which is the one that counts in statistics: 1 to 5.
    rating: Mapped[int | None]
    first_rating: Mapped[int | None]
    comment: Mapped[str | None]
    called_back_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class TicketCategory(Model):
    """What people report under: who puts it right, and the limits in hours by priority and step."""

    __tablename__ = "ticket_categories"
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    department: Mapped[str]
    hours: Mapped[dict[str, Any]]
    #: Its place in the list that people choose from.
    position: Mapped[int]
