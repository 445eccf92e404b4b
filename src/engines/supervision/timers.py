"""What happens to matters by itself: reports are asked for and missed, dates come near and pass.

Each is told once of each date: the task that was opened says that it was told, so a date that is moved is told anew,
and a second run finds nothing to do.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, exists, select

from auth import SYSTEM
from engines.inbox import InboxTask, close_tasks
from engines.lifecycles import run_due
from engines.supervision.dates import counting_day
from engines.supervision.models import SupervisionMatter
from engines.supervision.queries import MATTER_COLUMNS, matter_by_id
from engines.supervision.reporting import miss_report
from engines.supervision.tasks import ask_owner, ask_supervisor
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: Days before a report is due on which it is asked for.
ASKED_BEFORE = timedelta(days=3)
SOON, OVERDUE, REPORT = "matter_due_soon", "matter_overdue", "report_matter"


def run_supervision_timers(context: Context) -> int:
    """Ask for reports, keep which were missed, tell of dates; return how many matters it touched."""
    return (
        run_due(context, _missed, _miss)
        + run_due(context, _owing, _ask_report)
        + run_due(context, _soon, _tell_soon)
        + run_due(context, _overdue, _tell_overdue)
    )


def _missed(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(
        select(SupervisionMatter.id)
        .where(SupervisionMatter.report_due_on.is_not(None), SupervisionMatter.report_due_on < clock.today())
        .order_by(SupervisionMatter.report_due_on, SupervisionMatter.id)
        .limit(BATCH)
    )


def _miss(unit: Unit, _context: Context, matter_id: uuid.UUID) -> None:
    row = _locked(unit, matter_id)
    if row.report_due_on is not None and row.report_due_on < clock.today():
        close_tasks(SYSTEM, unit, row.id, kind=REPORT)
        miss_report(unit, SYSTEM, row)


def _owing(unit: Unit) -> Sequence[Row[Any]]:
    until = clock.today() + ASKED_BEFORE
    wanted = _untold(REPORT, SupervisionMatter.report_due_on, SupervisionMatter.id)
    return unit.rows(
        wanted.where(SupervisionMatter.report_due_on.is_not(None))
        .where(SupervisionMatter.report_due_on.between(clock.today(), until))
        .order_by(SupervisionMatter.report_due_on, SupervisionMatter.id)
        .limit(BATCH)
    )


def _ask_report(unit: Unit, _context: Context, matter_id: uuid.UUID) -> None:
    row = _locked(unit, matter_id)
    told = unit.first(_untold(REPORT, SupervisionMatter.report_due_on, *MATTER_COLUMNS).where(_is(matter_id)))
    if told is not None and row.report_due_on is not None and row.report_due_on >= clock.today():
        close_tasks(SYSTEM, unit, row.id, kind=REPORT)
        ask_owner(unit, row, REPORT, "请反馈进展", row.report_due_on)


def _soon(unit: Unit) -> Sequence[Row[Any]]:
    wanted = _untold(SOON, SupervisionMatter.promised_on, SupervisionMatter.id)
    return unit.rows(
        wanted.where(
            SupervisionMatter.closed_at.is_(None),
            SupervisionMatter.state == "in_progress",
            SupervisionMatter.yellow_on <= clock.today(),
            SupervisionMatter.promised_on >= clock.today(),
        ).limit(BATCH)
    )


def _tell_soon(unit: Unit, _context: Context, matter_id: uuid.UUID) -> None:
    row = _locked(unit, matter_id)
    told = unit.first(_untold(SOON, SupervisionMatter.promised_on, *MATTER_COLUMNS).where(_is(matter_id)))
    if told is not None and row.state == "in_progress" and counting_day(row) >= clock.today():
        ask_owner(unit, row, SOON, "临近办结时限", counting_day(row))


def _overdue(unit: Unit) -> Sequence[Row[Any]]:
    wanted = _untold(OVERDUE, SupervisionMatter.due_on, SupervisionMatter.id)
    return unit.rows(
        wanted.where(SupervisionMatter.closed_at.is_(None), SupervisionMatter.due_on < clock.today())
        .where(SupervisionMatter.state.in_(("assigned", "in_progress")))
        .order_by(SupervisionMatter.due_on, SupervisionMatter.id)
        .limit(BATCH)
    )


def _tell_overdue(unit: Unit, _context: Context, matter_id: uuid.UUID) -> None:
    """Tell the owner, and who supervises: a sheet may be called for."""
    row = _locked(unit, matter_id)
    told = unit.first(_untold(OVERDUE, SupervisionMatter.due_on, *MATTER_COLUMNS).where(_is(matter_id)))
    if told is None or row.closed_at is not None or row.due_on >= clock.today():
        return
    close_tasks(SYSTEM, unit, row.id, kind=SOON)
    ask_owner(unit, row, OVERDUE, "已超过办结时限", row.due_on)
    ask_supervisor(unit, row, "escalate_matter", "超期未办结，请研究是否督办")


def _untold(kind: str, day: Any, *columns: Any) -> Select[Any]:
    """Return the statement of matters of whose day nobody was told in this way."""
    told = exists().where(InboxTask.record_id == SupervisionMatter.id, InboxTask.kind == kind, InboxTask.due_on == day)
    return select(*columns).where(~told)


def _is(matter_id: uuid.UUID) -> Any:
    return SupervisionMatter.id == matter_id


def _locked(unit: Unit, matter_id: uuid.UUID) -> Row[Any]:
    """Return a matter that nobody else works on: another worker makes its round too, and an officer a turn."""
    unit.begin()
    unit.rows(select(SupervisionMatter.id).where(SupervisionMatter.id == matter_id).with_for_update())
    return matter_by_id(unit, matter_id)
