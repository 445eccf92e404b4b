"""What rings beside the message box: one delivery for each channel that the reader chose.

A delivery waits for the end of the reader's quiet hours, unless the day by which something is asked would be over by
then. What cannot be sent stays in the box, and the delivery says why.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update

from auth import phone_of
from engines.notifications.models import Notification, NotificationDelivery
from engines.notifications.preferences import DEFAULTS, Quiet, preferences_of
from engines.notifications.sentences import Kind
from gateways import SourceRefused
from gateways.sms import SmsQuotaExhausted
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

log = structlog.get_logger(__name__)
TOPIC = "notifications.ring"
#: States of a delivery that is still to go out.
OPEN = ("waiting", "held")
#: Characters of a value that a platform's template takes.
LONGEST_VALUE = 35
_delivery = select(
    *NotificationDelivery.__table__.c,
    Notification.kind,
    Notification.subject_id,
    Notification.content_sealed,
).join(Notification, Notification.id == NotificationDelivery.notification_id)


@dataclass(frozen=True)
class Reader:
    """Who is told, and whose phone rings: an organisation's is that of whoever acts for it."""

    subject_id: uuid.UUID
    phone_of: uuid.UUID


@dataclass(frozen=True)
class Outcome:
    """What became of a try: the new state and why, the platform's receipt, or when to try again."""

    state: str
    reason: str | None = None
    receipt: str | None = None
    not_before: datetime | None = None


def ring(job: Job, notification_id: uuid.UUID, kind: Kind, reader: Reader, until: date | None) -> None:
    """Write a delivery for each channel that a reader chose for a kind of news; none where no channel is connected.

    ``until`` is the day by which something is asked.
    """
    if job.context.gateways.sms is None:
        return
    chosen, moment = preferences_of(job.unit, reader.subject_id), clock.now()
    for channel in chosen.channels[kind]:
        not_before = released_at(chosen.quiet, moment, until)
        delivery_id = new_id()
        job.unit.add(
            NotificationDelivery,
            id=delivery_id,
            notification_id=notification_id,
            channel=channel,
            phone_of=reader.phone_of,
            state="waiting" if not_before == moment else "held",
            not_before=not_before,
        )
        _enqueue(job.unit, delivery_id, not_before)


def released_at(quiet: Quiet | None, moment: datetime, until: date | None = None) -> datetime:
    """Return when something may ring: now, or at the end of the quiet hours that are running."""
    if quiet is None:
        return moment
    local = clock.local(moment)
    begins, ends = time.fromisoformat(quiet.begins), time.fromisoformat(quiet.ends)
    present = local.time()
    running = begins <= present < ends if begins <= ends else present >= begins or present < ends
    if not running:
        return moment
    end = datetime.combine(local.date(), ends, clock.BEIJING)
    end += timedelta(days=0 if end > local else 1)
    return moment if until is not None and until < end.date() else end


@handles(TOPIC)
def ring_phone(job: Job) -> None:
    """Send a text message; its delivery's id is the key by which the platform recognises a repeat."""
    found = job.unit.first(_delivery.where(NotificationDelivery.id == uuid.UUID(job.payload["delivery_id"])))
    if found is None or found.state not in OPEN:
        return
    outcome = _tried(job.unit, job.context, found)
    job.unit.write(
        update(NotificationDelivery)
        .where(NotificationDelivery.id == found.id)
        .values(
            state=outcome.state,
            reason=outcome.reason,
            receipt=outcome.receipt,
            sent_at=clock.now() if outcome.state == "sent" else None,
            not_before=outcome.not_before or found.not_before,
        )
    )
    if outcome.not_before is not None:
        _enqueue(job.unit, found.id, outcome.not_before)


def _tried(unit: Unit, context: Context, found: Row[Any]) -> Outcome:
    """Send what is due. Errors: those of an absent platform, so that the job tries again."""
    sender = context.gateways.sms
    if sender is None:
        return Outcome("refused", "not-connected")
    phone = phone_of(unit, context.vault, found.phone_of)
    if phone is None:
        return Outcome("refused", "no-phone")
    if _sent_today(unit, found.phone_of) >= sender.daily_cap:
        return Outcome("refused", "daily-cap")
    chosen = preferences_of(unit, found.subject_id)
    content = context.vault.open_json(found.content_sealed)
    try:
        receipt = sender.send(
            [phone], f"{found.kind}.{chosen.language}", _parameters(content, chosen.language), str(found.id)
        )
    except SmsQuotaExhausted as problem:
        return Outcome("held", problem.code, not_before=_next_morning(chosen.quiet))
    except SourceRefused as problem:
        if problem.transient:
            raise
        log.warning("notifications.refused", delivery_id=str(found.id), reason=problem.values["reason"])
        return Outcome("failed", str(problem.values["reason"]))
    return Outcome("sent", receipt=receipt)


def _parameters(content: Mapping[str, Any], language: str) -> dict[str, str]:
    words = content[language]
    values = {"title": words["title"], "about": content["about"], "number": content["number"], "to_do": words["to_do"]}
    return {name: value[:LONGEST_VALUE] for name, value in values.items()}


def _sent_today(unit: Unit, person_id: uuid.UUID) -> int:
    since = clock.start_of(clock.today())
    sent = select(func.count()).where(NotificationDelivery.phone_of == person_id, NotificationDelivery.sent_at >= since)
    return int(unit.scalar(sent))


def _next_morning(quiet: Quiet | None) -> datetime:
    """Return when a new day's quota may ring: at the end of tomorrow's quiet hours."""
    ends = time.fromisoformat((quiet or DEFAULTS.quiet or Quiet("00:00", "08:00")).ends)
    return datetime.combine(clock.today() + timedelta(days=1), ends, clock.BEIJING)


def _enqueue(unit: Unit, delivery_id: uuid.UUID, run_at: datetime) -> None:
    enqueue(unit, TOPIC, {"delivery_id": str(delivery_id)}, key=str(delivery_id), run_at=run_at)


def deliveries_of(unit: Unit, notification_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Return what rang, or did not and why, for each of some messages."""
    columns = NotificationDelivery.__table__.c
    found: dict[uuid.UUID, list[dict[str, Any]]] = {notification_id: [] for notification_id in notification_ids}
    for row in unit.rows(select(*columns).where(columns.notification_id.in_(notification_ids)).order_by(columns.id)):
        found[row.notification_id].append(
            {
                "channel": row.channel,
                "state": row.state,
                "not_before": beijing(row.not_before),
                "sent_at": beijing(row.sent_at),
                "reason": row.reason,
            }
        )
    return found
