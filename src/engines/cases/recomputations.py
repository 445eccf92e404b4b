"""Recomputing all running clocks, when a holiday notice came or a rule of the city changed: a job in batches.

Each batch is a transaction of its own and a message of its own: a worker that dies loses nothing, and a repeat of a
batch finds the next one's position and does nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Mapped, mapped_column

from auth import Subject
from engines.audit import record_act
from engines.cases.clocks import rules_of
from engines.cases.moving import Moves, has_open_cases, move_batch, open_cases
from engines.cases.rules import RecomputationUnknown
from engines.workdays import DayChange, calendar_before
from kit import clock
from kit.database import Json, Model, Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

log = structlog.get_logger(__name__)
TOPIC = "cases.recompute"
BATCH = 500
MOST_FAILURES = 50
#: Other processes go by their copies of the calendar for up to a second after it changed.
SETTLING = timedelta(seconds=3)

Cause = Literal["calendar", "policy"]


class Recomputation(Model):
    """One recomputation of all running clocks: because of what, how far it is, and what it did."""

    __tablename__ = "case_recomputations"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cause: Mapped[str]
    #: What the applicant reads: the notice, or the rule of the city.
    because: Mapped[str]
    #: The days that count otherwise now, each ``{day, before, after, zh, basis}``.
    changes: Mapped[list[Any]] = mapped_column(Json)
    started_by_name: Mapped[str]
    started_at: Mapped[datetime]
    #: The last case that was looked at.
    after_id: Mapped[uuid.UUID | None]
    looked_at: Mapped[int]
    moved: Mapped[int]
    relit: Mapped[int]
    tasks_moved: Mapped[int]
    failed: Mapped[int]
    #: Numbers of the first cases that failed.
    failures: Mapped[list[str]] = mapped_column(Json)
    finished_at: Mapped[datetime | None]


_columns = tuple(Recomputation.__table__.c)


def start_recomputation(
    subject: Subject, unit: Unit, cause: Cause, because: str, changes: Sequence[DayChange] = ()
) -> uuid.UUID:
    """Let the job recompute the dates of every open case, and return it.

    ``because`` is what applicant and officer read in the timeline of a case whose date moved.
    """
    recomputation_id = new_id()
    unit.add(
        Recomputation,
        id=recomputation_id,
        cause=cause,
        because=because,
        changes=[{**asdict(item), "day": item.day.isoformat()} for item in changes],
        started_by_name=subject.name,
        started_at=clock.now(),
        looked_at=0,
        moved=0,
        relit=0,
        tasks_moved=0,
        failed=0,
        failures=[],
    )
    record_act(subject, unit, "case_recomputation.start", "case_recomputation", recomputation_id, because=because)
    _enqueue(unit, recomputation_id, None, run_at=clock.now() + SETTLING)
    return recomputation_id


def recompute_if_needed(subject: Subject, unit: Unit, cause: Cause, because: str, changes: Sequence[DayChange]) -> None:
    """Start a recomputation unless no case is open, as in a city that loads its first pack."""
    if has_open_cases(unit):
        start_recomputation(subject, unit, cause, because, changes)


@handles(TOPIC)
def recompute_batch(job: Job) -> None:
    """Recompute one batch and leave the next one as a message."""
    unit = job.unit
    unit.begin()
    found = unit.first(
        select(*_columns).where(Recomputation.id == uuid.UUID(job.payload["recomputation_id"])).with_for_update()
    )
    position = job.payload["after_id"]
    if found is None or found.finished_at or (found.after_id and str(found.after_id)) != position:
        return  # This batch was done before.
    changes = [DayChange(**{**item, "day": date.fromisoformat(item["day"])}) for item in found.changes]
    rules = rules_of(unit, fresh=True)
    cases = open_cases(unit, found.after_id, BATCH, lock=True)
    before = calendar_before(rules.calendar, changes) if changes else None
    done = move_batch(unit, cases, rules, found.because, changes, before)
    last = len(cases) < BATCH
    after_id = cases[-1].id if cases else found.after_id
    unit.write(
        update(Recomputation).where(Recomputation.id == found.id).values(**_progress(found, done, after_id, last=last))
    )
    if last:
        log.info("cases.recomputed", looked_at=found.looked_at + len(cases), moved=found.moved + done.moved)
    else:
        _enqueue(unit, found.id, after_id)


def _progress(found: Row[Any], done: Moves, after_id: uuid.UUID | None, *, last: bool) -> dict[str, Any]:
    return {
        "after_id": after_id,
        "looked_at": found.looked_at + done.looked_at,
        "moved": found.moved + done.moved,
        "relit": found.relit + done.relit,
        "tasks_moved": found.tasks_moved + done.tasks_moved,
        "failed": found.failed + len(done.failures),
        "failures": [*found.failures, *done.failures][:MOST_FAILURES],
        "finished_at": clock.now() if last else None,
    }


def _enqueue(
    unit: Unit, recomputation_id: uuid.UUID, after_id: uuid.UUID | None, run_at: datetime | None = None
) -> None:
    payload = {"recomputation_id": str(recomputation_id), "after_id": str(after_id) if after_id else None}
    enqueue(unit, TOPIC, payload, key=f"recompute:{recomputation_id}:{after_id}", run_at=run_at)


def recomputation_by_id(subject: Subject, unit: Unit, recomputation_id: uuid.UUID) -> Row[Any]:
    """Return a recomputation to who manages the calendar. Errors: :class:`RecomputationUnknown`, also for others."""
    row = unit.first(select(*_columns).where(Recomputation.id == recomputation_id))
    if row is None or "calendar.manage" not in subject.permissions:
        raise RecomputationUnknown
    return row


def list_recomputations(unit: Unit, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return recomputations, newest first."""
    statement = select(*_columns)
    if after is not None:
        statement = statement.where(Recomputation.id < after)
    return unit.rows(statement.order_by(Recomputation.id.desc()).limit(rows))
