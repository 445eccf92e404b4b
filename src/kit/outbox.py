"""Work that follows a transaction: written in it, carried out after it, at least once.

A message is a row, enqueued on the caller's own unit, so that a transaction that was undone leaves no job. A worker
claims due rows under a lease (``FOR UPDATE SKIP LOCKED`` on PostgreSQL, the single writer on SQLite), runs the
handler and deletes the row in the handler's own transaction; a worker that dies loses its lease and the job runs
again. Handlers are therefore idempotent.

A job that fails waits twice as long each time, and after :data:`MOST_TRIES` it is given up and kept for a person to
look at. One that fails since an outside system is away (``Problem.transient``) waits at most
:data:`LONGEST_ABSENCE_PAUSE` and is never given up.
"""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Index, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Database, Model, Unit
from kit.errors import Problem
from kit.ids import new_id

if TYPE_CHECKING:
    from kit.context import Context

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 20
MOST_TRIES = 12
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_ABSENCE_PAUSE = timedelta(seconds=30)
#: An absence counts no further than this, so that a fault of the job's own still has tries left after it.
ABSENCE_TRIES = 5


class OutboxMessage(Model):
    """One job that waits, runs, or was given up on after :data:`MOST_TRIES`."""

    __tablename__ = "outbox_messages"
    __table_args__ = (Index("ix_outbox_messages_due", "run_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    key: Mapped[str | None]
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    given_up_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Job:
    """What a handler gets: the unit it writes in, the application's context, and the message."""

    unit: Unit
    context: "Context"
    message_id: uuid.UUID
    key: str | None
    payload: dict[str, Any]

    def hold(self, lease: timedelta = LEASE) -> None:
        """Lengthen the lease of a job that takes long, in a transaction of its own.

        Called well within every ``lease``, and before the job's own unit has written anything: SQLite has one
        writer.
        """
        with self.context.database.unit() as own:
            own.write(
                update(OutboxMessage).where(OutboxMessage.id == self.message_id).values(run_at=clock.now() + lease)
            )


Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the handler of a topic; each topic has exactly one."""

    def register(handler: Handler) -> Handler:
        if topic in _handlers:
            message = f"topic {topic!r} has a handler already"
            raise ValueError(message)
        _handlers[topic] = handler
        return handler

    return register


def topics() -> frozenset[str]:
    """Return the topics that have a handler."""
    return frozenset(_handlers)


def enqueue_once(unit: Unit, topic: str, payload: dict[str, Any], *, key: str) -> None:
    """Write a job unless this unit wrote one of the topic and key already: many changes of a record are one message."""
    if unit.first_time((topic, key)):
        enqueue(unit, topic, payload, key=key)


def enqueue(
    unit: Unit,
    topic: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> uuid.UUID:
    """Write a job in the caller's transaction; ``key`` is what receivers recognise a repeat by."""
    message_id = new_id()
    unit.add(
        OutboxMessage,
        id=message_id,
        topic=topic,
        key=key,
        payload=payload,
        run_at=run_at or clock.now(),
        tries=0,
    )
    return message_id


@dataclass(frozen=True)
class Backlog:
    """What waits of a topic: how many messages, since when the oldest is due, how many were given up and why."""

    topic: str
    waiting: int
    oldest_due_at: datetime | None
    given_up: int
    failure: str | None


def backlog(unit: Unit) -> list[Backlog]:
    """Return what the outbox holds, topic by topic; ``failure`` is one of those that stand there."""
    waiting = OutboxMessage.given_up_at.is_(None)
    rows = unit.rows(
        select(
            OutboxMessage.topic,
            func.count().filter(waiting).label("waiting"),
            func.min(OutboxMessage.run_at).filter(waiting).label("oldest_due_at"),
            func.count(OutboxMessage.given_up_at).label("given_up"),
            func.max(OutboxMessage.failure).label("failure"),
        )
        .group_by(OutboxMessage.topic)
        .order_by(OutboxMessage.topic)
    )
    return [Backlog(row.topic, row.waiting, row.oldest_due_at, row.given_up, row.failure) for row in rows]


def retry(unit: Unit, topic: str) -> int:
    """Let what was given up of a topic be tried anew, and return how many messages that is."""
    written = unit.write(
        update(OutboxMessage)
        .where(OutboxMessage.topic == topic, OutboxMessage.given_up_at.is_not(None))
        .values(given_up_at=None, tries=0, run_at=clock.now())
    )
    return written.rowcount


class Worker:
    """Carries out due messages until it is told to stop."""

    def __init__(self, context: "Context") -> None:
        """Work on the context's database."""
        self._context = context
        self._database: Database = context.database
        self._stop = threading.Event()

    def stop(self) -> None:
        """Finish the message in hand and return from :meth:`run_forever`."""
        self._stop.set()

    def run_forever(self, idle_seconds: float = 0.5) -> None:
        """Carry out messages as they fall due."""
        while not self._stop.is_set():
            if not self.run_once():
                self._stop.wait(idle_seconds)

    def run_once(self) -> int:
        """Carry out the messages that are due now and return how many were claimed."""
        claimed, until = self._claim(), time.monotonic() + LEASE.total_seconds() / 2
        for message_id, topic, key, payload, tries in claimed:
            if time.monotonic() > until:
                # Slow jobs used up the time: what is left is claimed again, by whoever is free, when the lease ends.
                break
            self._carry_out(message_id, topic, key, payload, tries)
        return len(claimed)

    def _claim(self) -> list[tuple[uuid.UUID, str, str | None, dict[str, Any], int]]:
        moment = clock.now()
        with self._database.unit() as unit:
            due = (
                select(OutboxMessage.id)
                .where(OutboxMessage.run_at <= moment, OutboxMessage.given_up_at.is_(None))
                .order_by(OutboxMessage.run_at)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
            if unit.dialect == "sqlite" and unit.first(due) is None:
                return []
            result = unit.write(
                update(OutboxMessage)
                .where(OutboxMessage.id.in_(due.scalar_subquery()))
                .values(run_at=moment + LEASE, tries=OutboxMessage.tries + 1)
                .returning(
                    OutboxMessage.id,
                    OutboxMessage.topic,
                    OutboxMessage.key,
                    OutboxMessage.payload,
                    OutboxMessage.tries,
                ),
            )
            return sorted((tuple(row) for row in result.fetchall()), key=lambda row: row[0])

    def _carry_out(
        self,
        message_id: uuid.UUID,
        topic: str,
        key: str | None,
        payload: dict[str, Any],
        tries: int,
    ) -> None:
        try:
            handler = _handlers[topic]
            with self._database.unit() as unit:
                handler(Job(unit, self._context, message_id, key, payload))
                unit.write(delete(OutboxMessage).where(OutboxMessage.id == message_id))
        except Exception as error:  # noqa: BLE001 -- one bad message must not stop the others
            log.warning("outbox.failed", topic=topic, tries=tries, error=type(error).__name__)
            self._postpone(message_id, tries, error)

    def _postpone(self, message_id: uuid.UUID, tries: int, error: Exception) -> None:
        moment, absent = clock.now(), isinstance(error, Problem) and error.transient
        tries = min(tries, ABSENCE_TRIES) if absent else tries
        pause = min(LONGEST_ABSENCE_PAUSE if absent else LONGEST_PAUSE, timedelta(seconds=2**tries))
        with self._database.unit() as unit:
            unit.write(
                update(OutboxMessage)
                .where(OutboxMessage.id == message_id)
                .values(
                    run_at=moment + pause,
                    tries=tries,
                    failure=f"{type(error).__name__}: {error}"[:500],
                    given_up_at=moment if tries >= MOST_TRIES else None,
                ),
            )
