"""The tables of entitlements, of the runs that look for who is entitled, and of the offers made."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class EntitlementRow(Model):
    """One entitlement as the pack says it."""

    __tablename__ = "entitlements"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    department_code: Mapped[str]
    status: Mapped[str]
    content: Mapped[dict[str, Any]]


class EntitlementRun(Model):
    """One walk through the list of those who may be entitled, page by page."""

    __tablename__ = "entitlement_runs"
    __table_args__ = (Index("ix_entitlement_runs_entitlement", "entitlement_code", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entitlement_code: Mapped[str]
    state: Mapped[str]
    #: Pages that are done, and people: on the list, considered (not offered or granted before), offered.
    pages: Mapped[int]
    listed: Mapped[int]
    considered: Mapped[int]
    offered: Mapped[int]
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class EntitlementOffer(Model):
    """One offer to one person, known by certificate alone until they sign in; what it rests on is sealed."""

    __tablename__ = "entitlement_offers"
    __table_args__ = (
        # One offer for each person, entitlement and period, whatever runs meet.
        UniqueConstraint("entitlement_code", "fingerprint", "period"),
        Index("ix_entitlement_offers_person", "fingerprint", "id"),
        Index("ix_entitlement_offers_due", "state", "expires_on", "id"),
        Index("ix_entitlement_offers_state", "entitlement_code", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entitlement_code: Mapped[str]
    run_id: Mapped[uuid.UUID]
    matter_code: Mapped[str]
    department_code: Mapped[str]
    period: Mapped[str]
    certificate_kind: Mapped[str]
    fingerprint: Mapped[str]
    record_sealed: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    made_at: Mapped[datetime]
    expires_on: Mapped[date]
    case_id: Mapped[uuid.UUID | None]
