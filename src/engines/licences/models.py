"""The tables of licences."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class LicenceType(Model):
    """One licence type of the configurable table."""

    __tablename__ = "licence_types"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    grade: Mapped[str]
    fields: Mapped[list[Any]]


class Licence(Model):
    """One licence in one version; what it says of its holder is sealed."""

    __tablename__ = "licences"
    __table_args__ = (Index("ix_licences_holder", "holder_id", "id"), Index("ix_licences_case", "case_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    verify_code: Mapped[str] = mapped_column(unique=True)
    type_code: Mapped[str]
    name: Mapped[str]
    number: Mapped[str]
    holder_id: Mapped[uuid.UUID]
    holder_name_sealed: Mapped[str]
    holder_name_masked: Mapped[str]
    issuer: Mapped[str]
    issuer_name: Mapped[str]
    fields_sealed: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    status: Mapped[str]
    version: Mapped[int]
    case_id: Mapped[uuid.UUID]
    issued_at: Mapped[datetime]
