"""What happens to cases by itself, once its day has passed: found by index, each in a transaction of its own.

A timer reads the dates as they are stored now, so a moved date moves it too; a second run finds nothing to do.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import wraps
from typing import Any

from sqlalchemy import Row, select, update

from engines.cases.closing import archive_case, return_unanswered
from engines.cases.deciding import lapse_case
from engines.cases.intake import deem_accepted
from engines.cases.lifecycle import CLOSED, HANDLING
from engines.cases.models import Case, CaseMaterial
from engines.cases.queries import case_by_id
from engines.cases.tasks import open_case_task
from engines.lifecycles import run_due
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: Working days within which a supervisor looks at overdue work.
SUPERVISION_DAYS = 1

Timer = Callable[[Unit, Context, Row[Any]], None]


def run_timers(context: Context) -> int:
    """Do what is due today and return how many cases it touched."""
    return sum(run_due(context, find, _to_case(do)) for find, do in _TIMERS)


def _to_case(do: Timer) -> Callable[[Unit, Context, uuid.UUID], None]:
    """Let a timer have the case as it is when its turn comes."""

    @wraps(do)
    def to_case(unit: Unit, context: Context, case_id: uuid.UUID) -> None:
        do(unit, context, case_by_id(unit, case_id))

    return to_case


def _overdue(*states: str) -> Any:
    return (
        select(Case.id)
        .where(Case.state.in_(states), Case.due_on < clock.today())
        .order_by(Case.due_on, Case.id)
        .limit(BATCH)
    )


def _silent(unit: Unit) -> Sequence[Row[Any]]:
    # An immediate matter is promised the same day; silence is acceptance after the five days of the law all the same.
    return unit.rows(_overdue("received").where(Case.statutory_due_on < clock.today()))


def _unanswered(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(_overdue("correction", "signing"))


def _late(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(_overdue(*HANDLING).where(Case.escalated_at.is_(None)))


def _lapsed(unit: Unit) -> Sequence[Row[Any]]:
    """Find cases past their statutory date whose matter's law says what silence means."""
    return unit.rows(_overdue(*HANDLING).where(Case.silence.is_not(None), Case.statutory_due_on < clock.today()))


def _rested(unit: Unit) -> Sequence[Row[Any]]:
    before = clock.today() - timedelta(days=policy(unit).archive_after_days)
    return unit.rows(
        select(Case.id)
        .where(Case.state.in_(CLOSED), Case.closed_on < before)
        .order_by(Case.closed_on, Case.id)
        .limit(BATCH)
    )


def _untold(unit: Unit) -> Sequence[Row[Any]]:
    """Find cases with a tolerated material whose day has passed."""
    return unit.rows(
        select(CaseMaterial.case_id.label("id"))
        .where(CaseMaterial.due_on < clock.today(), CaseMaterial.status == "tolerated")
        .distinct()
        .limit(BATCH)
    )


def _deem_accepted(unit: Unit, _context: Context, case: Row[Any]) -> None:
    deem_accepted(unit, case)


def _return(unit: Unit, _context: Context, case: Row[Any]) -> None:
    return_unanswered(unit, case)


def _archive(unit: Unit, _context: Context, case: Row[Any]) -> None:
    archive_case(unit, case)


def _lapse(unit: Unit, context: Context, case: Row[Any]) -> None:
    lapse_case(unit, context, case)


def _escalate(unit: Unit, _context: Context, case: Row[Any]) -> None:
    """Put overdue work before the supervisors of its department, once."""
    if case.state not in HANDLING:
        return
    unit.write(update(Case).where(Case.id == case.id).values(escalated_at=clock.now()))
    open_case_task(
        unit, case, "overdue", "超期督办", "cases.supervise", due_on=_soon(unit), limit_days=SUPERVISION_DAYS
    )


def _ask_for_tolerated(unit: Unit, _context: Context, case: Row[Any]) -> None:
    """Put a case before its department whose tolerated materials did not come: correct, or decide without."""
    unit.write(
        update(CaseMaterial)
        .where(CaseMaterial.case_id == case.id, CaseMaterial.status == "tolerated", CaseMaterial.due_on < clock.today())
        .values(due_on=None)
    )
    open_case_task(
        unit, case, "tolerated", "容缺材料逾期未补", "cases.review", due_on=_soon(unit), limit_days=SUPERVISION_DAYS
    )


def _soon(unit: Unit) -> date:
    return load_calendar(unit).add_working_days(clock.today(), SUPERVISION_DAYS)


_TIMERS: Sequence[tuple[Callable[[Unit], Sequence[Row[Any]]], Timer]] = (
    (_silent, _deem_accepted),
    (_unanswered, _return),
    (_lapsed, _lapse),
    (_late, _escalate),
    (_untold, _ask_for_tolerated),
    (_rested, _archive),
)
