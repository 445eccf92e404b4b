"""The tables of visitors: the buildings that receive them, visits, and who is barred."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index


class VisitorBuilding(Model):
    """A building that receives visitors, as the city's pack has it."""

    __tablename__ = "visitor_buildings"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    #: Whose officers keep its reception.
    department_code: Mapped[str]
    #: Whom visitors ask about their data (个人信息保护法 第十七条).
    phone: Mapped[str]
    entrance: Mapped[str]
    #: ``HH:MM`` on Beijing's clock.
    opens: Mapped[str]
    closes: Mapped[str]
    #: Whether a visitor's car may park.
    parking: Mapped[bool]
    #: So many days after a visit ended its visitor's data are erased.
    keep_days: Mapped[int]
    #: False once the pack has it no more; who was invited may still come.
    receives: Mapped[bool]


class Visit(Model):
    """One visitor's visit. What says who they are is sealed, found by keyed hashes, and erased after its term."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("token_hash"),
        UniqueConstraint("code_hash"),
        Index("ix_visits_host", "host_id", "id"),
        Index("ix_visits_keeper", "keeper_code", "id"),
        Index("ix_visits_building", "building_id", "starts_at"),
        Index("ix_visits_group", "group_id"),
        partial_index("ix_visits_booking", "booking_id", where="booking_id IS NOT NULL"),
        partial_index("ix_visits_inside", "building_id", "id", where="state = 'arrived'"),
        partial_index("ix_visits_due", "next_turn_at", where="next_turn_at IS NOT NULL"),
        partial_index("ix_visits_phone", "phone_hash", where="phone_hash IS NOT NULL"),
        partial_index("ix_visits_certificate", "certificate_hash", where="certificate_hash IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: What was invited together.
    group_id: Mapped[uuid.UUID]
    booking_id: Mapped[uuid.UUID | None]
    building_id: Mapped[uuid.UUID]
    #: The department that keeps the building's reception.
    keeper_code: Mapped[str]
    host_id: Mapped[uuid.UUID]
    host_name: Mapped[str]
    department_code: Mapped[str]
    place: Mapped[str]
    purpose: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    walk_in: Mapped[bool]
    asked_at: Mapped[datetime]
    #: When the visitor agreed, and whether by the ``link`` or on ``paper`` (第十四条).
    consented_at: Mapped[datetime | None]
    consent_way: Mapped[str | None]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: When something happens by itself: nobody came, the building closes, the data are erased.
    next_turn_at: Mapped[datetime | None]
    #: What is told of the visit in free words, sealed, since it may name somebody.
    note_sealed: Mapped[str | None]
    #: ``{name, phone, certificate_type, certificate_number, company, plate}``
    person_sealed: Mapped[str | None]
    phone_hash: Mapped[str | None]
    certificate_hash: Mapped[str | None]
    plate_hash: Mapped[str | None]
    #: By what the visitor's page is found; the token itself is in the visitor's hands alone.
    token_hash: Mapped[str | None]
    #: The code of the pass, sealed for the visitor's page, and the keyed hash by which a gate finds it.
    code_sealed: Mapped[str | None]
    code_hash: Mapped[str | None]
    #: What became of the last text message: ``waiting``, ``sent``, ``refused`` by us or ``failed`` at the platform.
    text_state: Mapped[str | None]
    text_reason: Mapped[str | None]
    texted_at: Mapped[datetime | None]
    #: How many messages went out on the day of ``texted_at``; a telephone gets no more than its cap.
    texts_that_day: Mapped[int]
    erased_at: Mapped[datetime | None]


class BarredVisitor(Model):
    """Somebody who is not received in the buildings of a department, until a day or until it is lifted."""

    __tablename__ = "barred_visitors"
    __table_args__ = (
        Index("ix_barred_visitors_department", "department_code", "id"),
        partial_index("ix_barred_visitors_phone", "phone_hash", where="phone_hash IS NOT NULL"),
        partial_index("ix_barred_visitors_certificate", "certificate_hash", where="certificate_hash IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    department_code: Mapped[str]
    #: ``{name, phone, certificate_type, certificate_number}`` and the reason, sealed.
    person_sealed: Mapped[str | None]
    phone_hash: Mapped[str | None]
    certificate_hash: Mapped[str | None]
    #: The last day on which it holds.
    until: Mapped[date]
    barred_at: Mapped[datetime]
    barred_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lift_reason_sealed: Mapped[str | None]
    erased_at: Mapped[datetime | None]


VISIT_COLUMNS: tuple[Any, ...] = tuple(Visit.__table__.c)
BUILDING_COLUMNS: tuple[Any, ...] = tuple(VisitorBuilding.__table__.c)
BARRED_COLUMNS: tuple[Any, ...] = tuple(BarredVisitor.__table__.c)
