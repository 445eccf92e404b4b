"""The tables of licences."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
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
    """One licence in one edition (版本号); what it says of its holder is sealed."""

    __tablename__ = "licences"
    __table_args__ = (
        Index("ix_licences_holder", "holder_id", "id"),
        Index("ix_licences_case", "case_id"),
        # The office's list: all, by state, by type, by last day; and one by its number or its holder's name.
        Index("ix_licences_issuer", "issuer", "id"),
        Index("ix_licences_issuer_state", "issuer", "state", "id"),
        Index("ix_licences_issuer_type", "issuer", "type_code", "id"),
        Index("ix_licences_issuer_expiry", "issuer", "expires_on", "id"),
        Index("ix_licences_number", "number"),
        Index("ix_licences_holder_name", "holder_fingerprint", "id"),
        Index(
            "ix_licences_suspended",
            "suspended_until",
            "id",
            postgresql_where=text("suspended_until IS NOT NULL"),
            sqlite_where=text("suspended_until IS NOT NULL"),
        ),
        Index(
            "ix_licences_ended_by",
            "ended_by_case_id",
            postgresql_where=text("ended_by_case_id IS NOT NULL"),
            sqlite_where=text("ended_by_case_id IS NOT NULL"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    verify_code: Mapped[str] = mapped_column(unique=True)
    type_code: Mapped[str]
    name: Mapped[str]
    number: Mapped[str]
    #: The version part of the identifier; all editions of a licence share its number.
    edition: Mapped[int]
    holder_id: Mapped[uuid.UUID]
    holder_name_sealed: Mapped[str]
    holder_name_masked: Mapped[str]
    #: Keyed hash of the whole name, by which an officer who knows it finds the licence.
    holder_fingerprint: Mapped[str | None]
    issuer: Mapped[str]
    issuer_name: Mapped[str]
    fields_sealed: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    state: Mapped[str]
    #: Since when it is in this state, and for how long a suspension lasts at most.
    state_since: Mapped[date | None]
    suspended_until: Mapped[date | None]
    #: With ``revoked``: ``penalty`` (吊销), ``annulment`` (撤销) or ``cancellation`` (注销).
    revoked_as: Mapped[str | None]
    #: The case whose decision ended it, so that it lives again when that decision is taken back.
    ended_by_case_id: Mapped[uuid.UUID | None]
    version: Mapped[int]
    #: Up to which version the licence library has it; None: nothing was pushed.
    published_version: Mapped[int | None]
    case_id: Mapped[uuid.UUID]
    issued_at: Mapped[datetime]
