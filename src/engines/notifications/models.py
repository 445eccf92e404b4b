"""The tables of messages, and of how somebody wants to get them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

UNREAD = "read_at IS NULL"
SENT = "sent_at IS NOT NULL"


class Notification(Model):
    """One message to one person or organisation about one turn of a record; what it says never changes, sealed."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("event_id", "subject_id"),
        Index("ix_notifications_subject", "subject_id", "id"),
        Index(
            "ix_notifications_unread",
            "subject_id",
            "id",
            postgresql_where=text(UNREAD),
            sqlite_where=text(UNREAD),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    event_id: Mapped[uuid.UUID]
    #: What kind of news it is, by which people choose their channels, and which news of the table.
    kind: Mapped[str]
    news: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    #: ``{zh: {title, text, short, to_do}, en: {…}, about, number}``
    content_sealed: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NotificationDelivery(Model):
    """What rings beside a message over one channel, and what became of it; its id is the key to the platform."""

    __tablename__ = "notification_deliveries"
    __table_args__ = (
        UniqueConstraint("notification_id", "channel"),
        Index(
            "ix_notification_deliveries_sent",
            "phone_of",
            "sent_at",
            postgresql_where=text(SENT),
            sqlite_where=text(SENT),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    notification_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    #: Whose phone it goes to: an organisation's is that of whoever acts for it.
    phone_of: Mapped[uuid.UUID]
    #: ``waiting``, ``held`` (until ``not_before``), ``sent``, ``refused`` by us or ``failed`` at the platform.
    state: Mapped[str]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    receipt: Mapped[str | None]
    reason: Mapped[str | None]


class NotificationPreferences(Model):
    """The channels that somebody chose for each kind of news, the hours in which nothing rings, and the language."""

    __tablename__ = "notification_preferences"

    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    channels: Mapped[dict[str, Any]]
    #: From when until when, ``HH:MM`` on Beijing's clock; nothing for no such hours.
    quiet_from: Mapped[str | None]
    quiet_until: Mapped[str | None]
    language: Mapped[str]
