"""The tables of the catalogue."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Matter(Model):
    """One matter of the catalogue, pointing at the revision in force."""

    __tablename__ = "matters"
    __table_args__ = (Index("ix_matters_topic", "topic", "code"),)
    code: Mapped[str] = mapped_column(primary_key=True)
    catalog_code: Mapped[str]
    name: Mapped[str]
    topic: Mapped[str]
    department: Mapped[str]
    status: Mapped[str]
    revision_id: Mapped[uuid.UUID]
    listing: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    #: The pack's file as it was last loaded; None for a matter that the pack does not speak of.
    pack_hash: Mapped[str | None]


class MatterToken(Model):
    """A word of a matter to find it by: single characters and pairs, so that two-character words are found."""

    __tablename__ = "matter_tokens"
    token: Mapped[str] = mapped_column(primary_key=True)
    matter_code: Mapped[str] = mapped_column(primary_key=True)


class MatterRevisionRow(Model):
    """One revision of a matter: never changed, so that running cases keep theirs."""

    __tablename__ = "matter_revisions"
    __table_args__ = (UniqueConstraint("matter_code", "revision"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_code: Mapped[str]
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    #: Where it came from, ``pack`` or ``office``, and who approved it.
    origin: Mapped[str]
    published_by: Mapped[str | None]


class Topic(Model):
    """A topic under which people look for matters."""

    __tablename__ = "matter_topics"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]


class DataResource(Model):
    """A shared-data resource that matters may draw on, and the statute that allows it."""

    __tablename__ = "data_resources"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    department: Mapped[str]
    gateway_code: Mapped[str]
    attribute: Mapped[str]
    grade: Mapped[str]
    requires_consent: Mapped[bool]
    statute: Mapped[str]
    #: The interface that lists everybody on record, page by page, where there is one.
    list_gateway_code: Mapped[str | None]
    #: What a record says, as ``{name, title}``.
    fields: Mapped[list[Any]]
