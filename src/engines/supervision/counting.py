"""What of a matter counts for assessment: told to the ledger by jobs, from its events and from the days that passed."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from engines.assessment import AssessmentTally, Entry, record_entries
from engines.lifecycles import follows
from engines.supervision.lifecycle import SUPERVISION_MATTER
from engines.supervision.models import SupervisionMatter
from engines.supervision.queries import matter_by_id
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.outbox import Job

BATCH = 1000
ONE_DAY = timedelta(days=1)
OVERDUE_DAYS = "matters.overdue_days"
#: What one turn counts as, whatever it says.
_COUNTS = {
    "assign": "matters.assigned",
    "split_off": "matters.assigned",
    "report": "reports.given",
    "finish": "reports.given",
    "miss_report": "reports.missed",
    "return_report": "matters.returned",
    "return_final": "matters.returned",
    "grant_extension": "matters.extended",
    "urge": "matters.urged",
    "complete": "matters.closed",
    "pass_look_back": "look_backs.passed",
    "fail_look_back": "look_backs.failed",
}


@follows(SUPERVISION_MATTER.code)
def count_turn(job: Job, event: Row[Any]) -> None:
    """Tell the ledger what a turn counts as; told again, nothing changes."""
    counted = list(_counted(event))
    if not counted:
        return
    row, day = matter_by_id(job.unit, event.record_id), clock.local(event.at).date()
    department = event.detail.get("department") or row.department_code
    record_entries(
        job.unit,
        [_entry(row, f"{event.id}:{measure}", measure, day, amount, department) for measure, amount in counted],
    )


def _counted(event: Row[Any]) -> Iterator[tuple[str, int]]:
    detail = event.detail
    if event.transition in _COUNTS:
        yield _COUNTS[event.transition], 1
    if event.transition in ("report", "finish") and detail["late"]:
        yield "reports.late", 1
    if event.transition == "escalate":
        yield f"escalations.{detail['colour']}", 1
    if event.transition == "complete":
        ahead = (date.fromisoformat(detail["due_on"]) - date.fromisoformat(detail["finished_on"])).days
        if ahead >= 0:
            yield "matters.closed_on_time", 1
        if ahead > 0:
            yield "matters.closed_ahead", 1
            yield "matters.ahead_days", ahead


def count_overdue_days(context: Context) -> int:
    """Tell the ledger of every day up to yesterday on which matters were overdue; returns how many entries were new.

    A day counts while its owner has not reported the matter as finished; what was counted of a day stays. A day is
    counted whole or not at all, and once.
    """
    yesterday, number = clock.today() - ONE_DAY, 0
    with context.database.unit() as unit:
        day = _first_uncounted(unit, yesterday)
    while day is not None and day <= yesterday:
        with context.database.unit() as unit:
            number += _count_day(unit, day)
        day += ONE_DAY
    return number


def _first_uncounted(unit: Unit, yesterday: date) -> date | None:
    """Return the first day that is not counted and on which an open matter was overdue; None where there is none."""
    earliest: date | None = unit.scalar(
        select(func.min(SupervisionMatter.due_on)).where(SupervisionMatter.closed_at.is_(None))
    )
    if earliest is None:
        return None
    tally = AssessmentTally
    counted = (tally.grain == "day", tally.measure == OVERDUE_DAYS, tally.start <= yesterday)
    last: date | None = unit.scalar(select(func.max(tally.start)).where(*counted))
    return max(earliest, last or earliest) + ONE_DAY


def _count_day(unit: Unit, day: date) -> int:
    number, after = 0, None
    while True:
        rows = _overdue(unit, day, after)
        number += record_entries(unit, [entry for row in rows for entry in _overdue_entries(row, day)])
        if len(rows) < BATCH:
            return number
        after = (rows[-1].due_on, rows[-1].id)


def _overdue(unit: Unit, day: date, after: tuple[date, uuid.UUID] | None) -> Sequence[Row[Any]]:
    matter = SupervisionMatter
    wanted = select(matter.id, matter.number, matter.title, matter.department_code, matter.due_on).where(
        matter.closed_at.is_(None), matter.due_on < day, matter.state.in_(("assigned", "in_progress"))
    )
    if after is not None:
        wanted = wanted.where(or_(matter.due_on > after[0], and_(matter.due_on == after[0], matter.id > after[1])))
    return unit.rows(wanted.order_by(matter.due_on, matter.id).limit(BATCH))


def _overdue_entries(row: Row[Any], day: date) -> Iterator[Entry]:
    department = row.department_code
    yield _entry(row, f"{row.id}:{OVERDUE_DAYS}:{day}", OVERDUE_DAYS, day, 1, department)
    # Once for each date that passed: a matter that got a later one may be overdue again.
    yield _entry(row, f"{row.id}:matters.overdue:{row.due_on}", "matters.overdue", day, 1, department)


def _entry(row: Row[Any], key: str, measure: str, day: date, amount: int, department: str) -> Entry:
    return Entry(key, department, measure, day, amount, SUPERVISION_MATTER.code, row.id, row.number, row.title)
