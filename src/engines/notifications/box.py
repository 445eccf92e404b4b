"""The message box: reading it, and marking what was read. Everybody sees their own messages and no others'."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from auth import Subject
from engines.notifications.models import Notification, NotificationDelivery
from engines.notifications.ringing import deliveries_of
from engines.notifications.sentences import Kind, Language
from engines.policy import policy
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Unit
from kit.errors import NotFound
from kit.fields import beijing
from kit.ids import first_id

LARGEST_COUNT = 1000
BATCH = 5000
_columns = tuple(Notification.__table__.c)


class NotificationNotFound(NotFound):
    """No such message, or another person's (404, never 403)."""

    code = "notification-not-found"
    zh = "没有找到该消息，可能已超过保存期限。"
    en = "There is no such message. It may be past the time for which messages are kept."


@dataclass(frozen=True)
class BoxFilter:
    """What part of the box is asked for."""

    unread: bool = False
    kind: Kind | None = None


def list_own_notifications(
    unit: Unit, subject: Subject, wanted: BoxFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's messages, newest first."""
    statement = _own(select(*_columns), subject, wanted)
    if after is not None:
        statement = statement.where(Notification.id < after)
    return unit.rows(statement.order_by(Notification.id.desc()).limit(rows))


def count_unread(unit: Unit, subject: Subject) -> int:
    """Return how many messages were not read, counted up to :data:`LARGEST_COUNT` and no further."""
    inner = _own(select(Notification.id), subject, BoxFilter(unread=True)).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(inner)))


def own_notification(unit: Unit, subject: Subject, notification_id: uuid.UUID) -> Row[Any]:
    """Return one message of a subject. Errors: :class:`NotificationNotFound`."""
    row = unit.first(select(*_columns).where(Notification.id == notification_id, Notification.subject_id == subject.id))
    if row is None:
        raise NotificationNotFound
    return row


def mark_read(subject: Subject, unit: Unit, notification_id: uuid.UUID) -> None:
    """Mark one message read; the first reading counts. Errors: :class:`NotificationNotFound`."""
    row = own_notification(unit, subject, notification_id)
    if row.read_at is None:
        unit.write(update(Notification).where(Notification.id == row.id).values(read_at=clock.now()))


def mark_all_read(subject: Subject, unit: Unit) -> int:
    """Mark every message read that has come by now and return how many there were."""
    marked = unit.write(
        update(Notification)
        .where(Notification.subject_id == subject.id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )
    return int(marked.rowcount)


def notifications_answer(
    unit: Unit, vault: Vault, rows: Sequence[Row[Any]], language: Language
) -> list[dict[str, Any]]:
    """Return messages in one language, each with the address of what it is about and what rang beside it."""
    rang = deliveries_of(unit, [row.id for row in rows])
    return [{**_shown(vault, row, language), "deliveries": rang[row.id]} for row in rows]


def _shown(vault: Vault, row: Row[Any], language: Language) -> dict[str, Any]:
    words = vault.open_json(row.content_sealed)[language]
    return {
        "id": str(row.id),
        "kind": row.kind,
        "news": row.news,
        **{name: words[name] for name in ("title", "text", "short")},
        "record_kind": row.record_kind,
        "record_id": str(row.record_id),
        "href": f"/services/v1/{row.record_kind}s/{row.record_id}",
        "created_at": beijing(row.created_at),
        "read_at": beijing(row.read_at),
    }


def purge_notifications(context: Context) -> int:
    """Delete some of the messages that are older than the city keeps them, and return how many went."""
    with context.database.unit() as unit:
        kept_since = clock.now() - timedelta(days=policy(unit).notification_days)
        old = select(Notification.id).where(Notification.id < first_id(kept_since)).order_by(Notification.id)
        gone = [row.id for row in unit.rows(old.limit(BATCH))]
        if gone:
            unit.write(delete(NotificationDelivery).where(NotificationDelivery.notification_id.in_(gone)))
            unit.write(delete(Notification).where(Notification.id.in_(gone)))
    return len(gone)


def _own(statement: Any, subject: Subject, wanted: BoxFilter) -> Any:
    statement = statement.where(Notification.subject_id == subject.id)
    if wanted.unread:
        statement = statement.where(Notification.read_at.is_(None))
    return statement if wanted.kind is None else statement.where(Notification.kind == wanted.kind)
