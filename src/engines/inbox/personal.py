"""Tasks and news that are put before many officers at once, each their own: rows by the hundred in one statement."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from auth import SYSTEM, Subject
from engines.inbox.models import PERSONAL, InboxTask
from engines.inbox.portal import announce_tasks
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles

#: Officers, each with the department in which they work.
Officers = Sequence[tuple[uuid.UUID, str]]
ONE_DAY = timedelta(days=1)


def open_personal_tasks(unit: Unit, officers: Officers, **told: Any) -> list[uuid.UUID]:
    """Put a task before each of some officers themselves, whatever they may do otherwise, and return the tasks' ids.

    ``told`` are the columns that the tasks share: ``record_kind, record_id, kind, title, reference, due_on,
    limit_days``. For some hundred officers at a time. Who is no longer asked is so by :func:`close_personal_tasks`.
    """
    if not officers:
        return []
    ids = [new_id() for _ in officers]
    assignees, departments = (list(column) for column in zip(*officers, strict=True))
    unit.add_many(
        InboxTask,
        same={**told, "permission": PERSONAL, "opened_at": clock.now()},
        each={"id": ids, "assignee_id": assignees, "department_code": departments},
    )
    announce_tasks(unit, ids)
    return ids


def close_personal_tasks(subject: Subject, unit: Unit, task_ids: Sequence[uuid.UUID]) -> None:
    """Close those of some tasks that are open; tasks of others about the same record stay."""
    if not task_ids:
        return
    open_still = update(InboxTask).where(InboxTask.id.in_(task_ids), InboxTask.closed_at.is_(None))
    unit.write(open_still.values(closed_at=clock.now(), closed_by=subject.id))
    announce_tasks(unit, task_ids)


def tell_personal_news(unit: Unit, officers: Officers, *, due_on: date, **told: Any) -> list[uuid.UUID]:
    """Let some officers know of something until the end of a day, and return the ids of the tasks that say so."""
    ids = open_personal_tasks(unit, officers, due_on=due_on, limit_days=1, **told)
    if ids:
        payload, key = {"task_ids": [str(item) for item in ids]}, f"lapse:{ids[0]}:{len(ids)}"
        enqueue(unit, "inbox.lapse_tasks", payload, key=key, run_at=clock.start_of(due_on + ONE_DAY))
    return ids


@handles("inbox.lapse_tasks")
def _lapse(job: Job) -> None:
    close_personal_tasks(SYSTEM, job.unit, [uuid.UUID(item) for item in job.payload["task_ids"]])
