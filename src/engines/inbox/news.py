"""News: tasks that only say what happened. Nobody closes them, so they close by themselves when their day is over."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from auth import SYSTEM
from engines.inbox.models import InboxTask
from engines.inbox.portal import announce_change
from engines.inbox.tasks import open_task
from kit import clock
from kit.database import Unit
from kit.outbox import Job, enqueue, handles

ONE_DAY = timedelta(days=1)


def tell_news(unit: Unit, *, record_id: uuid.UUID, due_on: date, **told: Any) -> None:
    """Let somebody know of something until the end of a day, or of today if that is over; ``told`` as a task's columns.

    Whatever closes the record's tasks closes it earlier.
    """
    last = max(due_on, clock.today())
    task_id = open_task(unit, record_id=record_id, due_on=last, limit_days=1, **told)
    payload = {"task_id": str(task_id), "record_id": str(record_id)}
    enqueue(unit, "inbox.lapse", payload, key=f"lapse:{task_id}", run_at=clock.start_of(last + ONE_DAY))


@handles("inbox.lapse")
def _lapse(job: Job) -> None:
    task_id, record_id = (uuid.UUID(job.payload[name]) for name in ("task_id", "record_id"))
    open_still = (InboxTask.id == task_id, InboxTask.closed_at.is_(None))
    closed = job.unit.write(update(InboxTask).where(*open_still).values(closed_at=clock.now(), closed_by=SYSTEM.id))
    if closed.rowcount:
        announce_change(job.unit, record_id)
