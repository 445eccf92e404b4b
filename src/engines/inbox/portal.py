"""What the office portal tells officers of tasks: whom, by rows that a job compares with the inbox.

Every change of a record's tasks leaves one message (:data:`CHANGED`) in its own transaction; of tasks that are one
officer's own, which a record may have for each of thousands, the message names those that changed
(:data:`TASKS_CHANGED`) and the record's message says nothing. Its job compares the tasks
with who was told of them and leaves one further job for each to-do that is to change, so that one receiver whom the
portal refuses holds up nobody else. The inbox itself never waits for the portal.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update

from auth import officers_concerned, portal_accounts
from engines.inbox.models import PERSONAL, InboxTask, InboxTodo
from gateways import Gateways
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from kit.outbox import Job, enqueue, enqueue_once, handles

CHANGED, TASKS_CHANGED = "inbox.changed", "inbox.tasks_changed"
#: Records whose tasks changed together, or tasks, in one message.
TOGETHER = 100

#: What a to-do is to be at the portal.
OPEN, FINISHED, CANCELLED = "open", "finished", "cancelled"
#: What it is, beside these: still to be made; its task was over before it was made; made, but its id is lost.
WAITING, SKIPPED, LOST = "waiting", "skipped", "lost"
TODOS = (WAITING, OPEN, FINISHED, CANCELLED, SKIPPED, LOST)


def announce_change(unit: Unit, record_id: uuid.UUID) -> None:
    """Leave the message that a record's tasks changed; many changes of one transaction are one message."""
    enqueue_once(unit, CHANGED, {"record_ids": [str(record_id)]}, key=f"inbox:{record_id}")


def announce_changes(unit: Unit, record_ids: Sequence[uuid.UUID]) -> None:
    """Do for many records what :func:`announce_change` does for one."""
    for first in range(0, len(record_ids), TOGETHER):
        part = [str(record_id) for record_id in record_ids[first : first + TOGETHER]]
        enqueue(unit, "inbox.changed", {"record_ids": part}, key=f"inbox:{part[0]}:{len(part)}")


def announce_tasks(unit: Unit, task_ids: Sequence[uuid.UUID]) -> None:
    """Leave the message that these tasks changed and no others of their records."""
    for first in range(0, len(task_ids), TOGETHER):
        part = [str(task_id) for task_id in task_ids[first : first + TOGETHER]]
        enqueue(unit, "inbox.tasks_changed", {"task_ids": part}, key=f"inbox:{part[0]}:{len(part)}")


@handles(CHANGED)
def compare(job: Job) -> None:
    """Let those know of records' tasks whom they concern now, and those no more who are done with them."""
    record_ids = [uuid.UUID(item) for item in job.payload["record_ids"]]
    _compare(job, and_(InboxTask.record_id.in_(record_ids), InboxTask.permission != PERSONAL))


@handles(TASKS_CHANGED)
def compare_tasks(job: Job) -> None:
    """Do for single tasks what :func:`compare` does for all of a record."""
    task_ids = [uuid.UUID(item) for item in job.payload["task_ids"]]
    _compare(job, InboxTask.id.in_(task_ids))


def _compare(job: Job, tasks: ColumnElement[bool]) -> None:
    gateways: Gateways = job.context.gateways
    most = gateways.zhezhengding.settings.receivers_per_task
    told: dict[uuid.UUID, list[Row[Any]]] = {}
    theirs = InboxTodo.task_id.in_(select(InboxTask.id).where(tasks))
    for todo in job.unit.rows(select(*InboxTodo.__table__.c).where(theirs)):
        told.setdefault(todo.task_id, []).append(todo)
    changed = _tasks(job.unit, tasks, told)
    receivers, new = _receivers(job.unit, changed, most), []
    for task in changed:
        whom, known = receivers.get(task.id, {}), told.get(task.id, [])
        new += [
            (task, officer_id, whom[officer_id]) for officer_id in whom.keys() - {todo.officer_id for todo in known}
        ]
        for todo in known:
            _want(job.unit, todo, _wanted(task, todo.officer_id in whom))
    _tell(job.unit, new)


def _tasks(unit: Unit, asked: ColumnElement[bool], told: Collection[uuid.UUID]) -> Sequence[Row[Any]]:
    """Return those of some tasks that are open, and the closed ones that somebody was told of."""
    rows = unit.rows(select(*InboxTask.__table__.c).where(asked))
    return [row for row in rows if row.closed_at is None or row.id in told]


def _receivers(unit: Unit, tasks: Iterable[Row[Any]], most: int) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """Return by open task who is told of it, at most ``most`` officers, with their accounts."""
    standing = [task for task in tasks if task.closed_at is None and most]
    own = [task for task in standing if task.permission == PERSONAL]
    shared = [task for task in standing if task.permission != PERSONAL]
    # Tasks that change together mostly wait for the same people.
    concerned = {whom: officers_concerned(unit, *whom) for whom in {_whom(task) for task in shared}}
    told = {task.id: dict(list(concerned[_whom(task)].items())[:most]) for task in shared}
    accounts = portal_accounts(unit, [task.assignee_id for task in own]) if own else {}
    return told | {task.id: {who: accounts[who]} for task in own if (who := task.assignee_id) in accounts}


def _whom(task: Row[Any]) -> tuple[str, str, uuid.UUID | None]:
    return task.permission, task.department_code, task.assignee_id


def _wanted(task: Row[Any], concerned: bool) -> str:  # noqa: FBT001 -- one of two answers, asked for in one place
    if task.closed_at is not None:
        return FINISHED
    return OPEN if concerned else CANCELLED


def _tell(unit: Unit, new: Iterable[tuple[Row[Any], uuid.UUID, str]]) -> None:
    """Write down who is told of what (the task, the officer, their account), and leave the jobs that tell them."""
    todo_ids = []
    for task, officer_id, account_id in new:
        todo_ids.append(new_id())
        unit.add(
            InboxTodo,
            id=todo_ids[-1],
            task_id=task.id,
            record_id=task.record_id,
            officer_id=officer_id,
            account_id=account_id,
            wanted=OPEN,
            state=WAITING,
            round=1,
            task_uuid=None,
            package_uuid=None,
            tried_at=None,
            notice=WAITING,
            told_at=clock.now(),
            version=1,
        )
    for todo_id in todo_ids:
        enqueue(unit, "inbox.todo", {"todo_id": str(todo_id)}, key=f"todo:{todo_id}")
        enqueue(unit, "inbox.notice", {"todo_id": str(todo_id)}, key=f"notice:{todo_id}")


def _want(unit: Unit, todo: Row[Any], wanted: str) -> None:
    """Say what a to-do is to be; what was cancelled stays so when its task is closed by somebody else."""
    if wanted == todo.wanted or (wanted == FINISHED and todo.wanted == CANCELLED):
        return
    unit.write(update(InboxTodo).where(InboxTodo.id == todo.id).values(wanted=wanted))
    enqueue(unit, "inbox.todo", {"todo_id": str(todo.id)}, key=f"todo:{todo.id}")
