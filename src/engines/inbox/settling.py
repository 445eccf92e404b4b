"""Bringing one to-do to what it is to be, and one notification on its way: a job each, calling outside first.

A job may run twice, and two jobs of one to-do side by side: the portal knows the to-do by its key, and every change of
its state is made from the version that was read.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from engines.inbox.links import task_href
from engines.inbox.models import InboxTask, InboxTodo
from engines.inbox.portal import CANCELLED, FINISHED, LOST, OPEN, SKIPPED, WAITING
from engines.inbox.preferences import preferences_of, quiet_until
from gateways import Gateways
from gateways.zhezhengding import LONGEST_SUBJECT, Created, Message, Todo, Zhezhengding, action_card
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Unavailable
from kit.fields import beijing
from kit.outbox import Job, enqueue, handles

#: Above this, a list of to-dos that lacks ours is no longer merely late.
PATIENCE = timedelta(minutes=10)
SENT, OFF, LATE = "sent", "off", "late"
NOTICES = (WAITING, SENT, OFF, LATE)


class TodoInMotion(Unavailable):
    """Another job has changed this to-do, or the portal does not list it yet; in a moment all is clear."""

    transient = True


@handles("inbox.todo")
def settle(job: Job) -> None:
    """Make, finish or cancel a to-do at the portal, as its row says that it is to be."""
    row = _row(job)
    if row is None or row.state in {_wanted(row), LOST}:
        return
    if _wanted(row) == OPEN:
        row, made = _make(job, row)
        _change(job.unit, row, **_ids(made), state=OPEN if made else LOST)
    elif row.state == OPEN or (row.state == WAITING and row.tried_at):
        _end(job, row)
    elif row.state == WAITING:
        _change(job.unit, row, state=SKIPPED)


def _wanted(row: Row[Any]) -> str:
    """Return what a to-do is to be; two comparisons side by side may have missed that its task was closed."""
    return str(FINISHED if row.wanted == OPEN and row.closed_at is not None else row.wanted)


def _end(job: Job, row: Row[Any]) -> None:
    """Finish or cancel a to-do; one whose making was never answered may have arrived, which only its key tells."""
    row, made = (row, Created(row.task_uuid, row.package_uuid)) if row.state == OPEN else _make(job, row)
    if made is not None:
        todos = _portal(job).todos
        (todos.finish if _wanted(row) == FINISHED else todos.cancel)(row.account_id, made.task_uuid)
    _change(job.unit, row, **_ids(made), state=_wanted(row) if made else LOST)


def _make(job: Job, row: Row[Any]) -> tuple[Row[Any], Created | None]:
    """Make a to-do, or find the one that an earlier try made; None where the portal has it and tells no ids."""
    if row.state != WAITING or row.tried_at is None:
        row = _mark_try(job, row)
    todo = _described(job.context, row)
    made = _portal(job).todos.create(todo)
    if not made.repeated:
        return row, made
    found = _portal(job).todos.find(todo)
    if found is None and clock.now() - row.tried_at < PATIENCE:
        raise TodoInMotion
    return row, found


def _mark_try(job: Job, row: Row[Any]) -> Row[Any]:
    """Note, before anything leaves, that from now on the portal may have it; in a transaction of its own."""
    with job.context.database.unit() as own:
        again = row.state == CANCELLED
        _change(own, row, state=WAITING, tried_at=clock.now(), round=row.round + again, task_uuid=None)
    marked = _row(job)
    if marked is None or marked.version != row.version + 1:
        raise TodoInMotion
    return marked


@handles("inbox.notice")
def notify(job: Job) -> None:
    """Send the work notification of a task, unless the officer wants none, and not in their quiet hours."""
    row = _row(job)
    if row is None or row.notice != WAITING:
        return
    wishes = preferences_of(job.unit, row.officer_id)
    later = quiet_until(wishes, clock.now())
    if _wanted(row) != OPEN:
        outcome = LATE
    elif not wishes.work_notifications:
        outcome = OFF
    elif later is not None:
        enqueue(job.unit, "inbox.notice", job.payload, key=job.key, run_at=later)
        return
    else:
        _portal(job).messages.send_notification(str(row.id), _message(job.context, row), [row.account_id])
        outcome = SENT
    job.unit.write(update(InboxTodo).where(InboxTodo.id == row.id, InboxTodo.notice == WAITING).values(notice=outcome))


def _portal(job: Job) -> Zhezhengding:
    gateways: Gateways = job.context.gateways
    return gateways.zhezhengding


def _row(job: Job) -> Row[Any] | None:
    told = (InboxTask.title, InboxTask.reference, InboxTask.record_kind, InboxTask.due_on)
    task = (*told, InboxTask.opened_at, InboxTask.closed_at)
    wanted = select(*InboxTodo.__table__.c, *task).join(InboxTask, InboxTask.id == InboxTodo.task_id)
    return job.unit.first(wanted.where(InboxTodo.id == uuid.UUID(job.payload["todo_id"])))


def _change(unit: Unit, row: Row[Any], **values: Any) -> None:
    """Change a to-do from the version that was read. Errors: :class:`TodoInMotion`."""
    changed = unit.write(
        update(InboxTodo)
        .where(InboxTodo.id == row.id, InboxTodo.version == row.version)
        .values(**values, version=row.version + 1)
    )
    if changed.rowcount != 1:
        raise TodoInMotion


def _ids(made: Created | None) -> dict[str, str]:
    return {} if made is None else {"task_uuid": made.task_uuid, "package_uuid": made.package_uuid}


def _described(context: Context, row: Row[Any]) -> Todo:
    subject = f"{row.title}（{row.reference}）"
    return Todo(
        # One that was cancelled and is theirs again is another to-do for the portal.
        key=f"{row.id}.{row.round}",
        subject=subject[:LONGEST_SUBJECT],
        assignee_id=row.account_id,
        url=_address(context, row),
        due_at=clock.start_of(row.due_on + timedelta(days=1)) - timedelta(minutes=1),
    )


def _message(context: Context, row: Row[Any]) -> Message:
    """Return a card that names the case and the moment: the portal drops what is identical to what it sent that day."""
    lines = (f"编号：{row.reference}", f"办理期限：{row.due_on.isoformat()}", f"到达时间：{beijing(row.opened_at)}")
    content = "\n\n".join((f"### {row.title[:LONGEST_SUBJECT]}", *lines))
    return action_card("新的待办", content, [("查看", _address(context, row))])


def _address(context: Context, row: Row[Any]) -> str:
    return context.settings.public_url + task_href(row.record_kind, row.record_id)
