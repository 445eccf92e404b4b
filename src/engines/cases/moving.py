"""Moving the dates of many cases at once: read together, computed one by one, written together.

Nothing here is read case by case; a batch costs a handful of statements whatever its size.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from sqlalchemy import Row, bindparam, select, text, update

from auth import SYSTEM, Subject
from engines.cases.clocks import ANSWERING, Dates, Rules, dates_of, pause_of
from engines.cases.lifecycle import CASE
from engines.cases.models import OPEN, Case, CaseMaterial, CaseOpinion, CaseSpecialProcedure
from engines.cases.queries import record_of
from engines.cases.turning import follow_joint
from engines.deadlines import Pause
from engines.inbox import close_tasks_of, move_tasks_of, shift_tasks_of
from engines.lifecycles import write_events
from engines.matters import revision
from engines.workdays import Calendar, DayChange, moved_day
from kit import clock
from kit.database import Unit

log = structlog.get_logger(__name__)
RECOMPUTE = CASE.transition("recompute")
PREVIEW_BATCH = 2000
MOST_EXAMPLES = 10
_columns = (
    Case.id,
    Case.number,
    Case.matter_name,
    Case.matter_revision_id,
    Case.department_code,
    Case.applicant_id,
    Case.joint_case_id,
    Case.state,
    Case.version,
    Case.assignee_id,
    Case.accepted_at,
    Case.clock_started_at,
    Case.extension_days,
    Case.special_procedures,
    Case.escalated_at,
    Case.due_on,
    Case.statutory_due_on,
    Case.yellow_on,
)
_write_dates = (
    update(Case)
    .where(Case.id == bindparam("case_id"), Case.version == bindparam("case_version"))
    .values(
        due_on=bindparam("new_due_on"),
        statutory_due_on=bindparam("new_statutory_due_on"),
        yellow_on=bindparam("new_yellow_on"),
        escalated_at=bindparam("new_escalated_at"),
        version=bindparam("new_version"),
    )
)


@dataclass
class Moves:
    """What a batch came to; ``failures`` are the numbers of cases that could not be computed."""

    looked_at: int = 0
    moved: int = 0
    relit: int = 0
    tasks_moved: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """What a recomputation would do; examples are of the reader's scope alone."""

    looked_at: int = 0
    later: int = 0
    earlier: int = 0
    failed: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


def has_open_cases(unit: Unit) -> bool:
    """Tell whether any case is open."""
    return unit.first(select(Case.id).where(text(OPEN)).limit(1)) is not None


def open_cases(unit: Unit, after: uuid.UUID | None, rows: int, *, lock: bool = False) -> Sequence[Row[Any]]:
    """Return open cases by id; locked ones wait for the officers who are making a turn, and they for us."""
    statement = select(*_columns).where(text(OPEN))
    if after is not None:
        statement = statement.where(Case.id > after)
    statement = statement.order_by(Case.id).limit(rows)
    return unit.rows(statement.with_for_update() if lock else statement)


def move_batch(
    unit: Unit,
    cases: Sequence[Row[Any]],
    rules: Rules,
    because: str,
    changes: Sequence[DayChange],
    before: Calendar | None,
) -> Moves:
    """Write the dates of locked cases as they follow from ``rules``, each moved one with an event that says why.

    ``before`` is the calendar as it was: what has a date of its own in working days moves by it too.
    """
    done = Moves(looked_at=len(cases))
    moved: list[tuple[Row[Any], Dates]] = []
    relit: list[tuple[Row[Any], Dates]] = []
    for case, dates in _computed(unit, cases, rules, done.failures):
        if (dates.promised.due_on, dates.statutory.due_on) != (case.due_on, case.statutory_due_on):
            # While a special procedure runs, the date is a forecast that moves with every day; it is set at the end.
            if case.state != "suspended" or _days_of(case, dates, changes):
                moved.append((case, dates))
        elif dates.yellow_on != case.yellow_on:
            relit.append((case, dates))
    _write(unit, moved, relit)
    _tell(unit, moved, because, changes)
    done.moved, done.relit = len(moved), len(relit)
    if before is not None:
        done.tasks_moved = _shift(unit, cases, before, rules.calendar)
    return done


def preview_moves(subject: Subject, unit: Unit, rules: Rules) -> Preview:
    """Count which open cases would move under ``rules``, with examples, and change nothing."""
    found = Preview()
    after: uuid.UUID | None = None
    failures: list[str] = []
    while cases := open_cases(unit, after, PREVIEW_BATCH):
        found.looked_at += len(cases)
        for case, dates in _computed(unit, cases, rules, failures):
            due_on = dates.promised.due_on
            if due_on == case.due_on:
                continue
            if due_on > case.due_on:
                found.later += 1
            else:
                found.earlier += 1
            if len(found.examples) < MOST_EXAMPLES and subject.scope.covers(case.department_code):
                found.examples.append(_example(case, due_on))
        after = cases[-1].id
    found.failed = len(failures)
    return found


def _computed(
    unit: Unit, cases: Sequence[Row[Any]], rules: Rules, failures: list[str]
) -> Iterator[tuple[Row[Any], Dates]]:
    pauses = pauses_by_case(unit, cases)
    for case in cases:
        try:
            content = revision(unit, case.matter_revision_id).content
            dates = dates_of(case, content, pauses.get(case.id, []), rules)
        except Exception as error:  # noqa: BLE001 -- one bad case must not stop the others
            log.warning("cases.recompute_failed", case_id=str(case.id), error=type(error).__name__)
            failures.append(case.number)
            continue
        if case.state in ANSWERING and dates.promised.due_on < case.due_on:
            continue  # What an applicant was told in writing is not cut short.
        yield case, dates


def pauses_by_case(unit: Unit, cases: Sequence[Row[Any]]) -> Mapping[uuid.UUID, list[Pause]]:
    """Return the pauses of those cases that have any, in one statement."""
    found: dict[uuid.UUID, list[Pause]] = defaultdict(list)
    paused = [case.id for case in cases if case.special_procedures]
    if paused:
        columns = CaseSpecialProcedure.__table__.c
        for row in unit.rows(select(*columns).where(columns.case_id.in_(paused)).order_by(columns.id)):
            found[row.case_id].append(pause_of(row))
    return found


def _write(unit: Unit, moved: Sequence[tuple[Row[Any], Dates]], relit: Sequence[tuple[Row[Any], Dates]]) -> None:
    today = clock.today()
    parameters = [
        {
            "case_id": case.id,
            "case_version": case.version,
            "new_version": case.version + (case_moved := place < len(moved)),
            # A case that is no longer overdue is escalated anew when its new date passes.
            "new_escalated_at": None if case_moved and dates.promised.due_on >= today else case.escalated_at,
            **{f"new_{name}": value for name, value in dates.changes().items()},
        }
        for place, (case, dates) in enumerate([*moved, *relit])
    ]
    if parameters:
        unit.write(_write_dates, parameters)


def _tell(unit: Unit, moved: Sequence[tuple[Row[Any], Dates]], because: str, changes: Sequence[DayChange]) -> None:
    """Let the timeline, the inbox and the joint cases know of the new dates."""
    if not moved:
        return
    today = clock.today()
    told = [(record_of(case), because, _detail(case, dates, because, changes)) for case, dates in moved]
    write_events(SYSTEM, unit, RECOMPUTE, told)
    move_tasks_of(unit, {case.id: dates.promised.due_on for case, dates in moved})
    calm = [case.id for case, dates in moved if case.escalated_at and dates.promised.due_on >= today]
    if calm:
        close_tasks_of(SYSTEM, unit, calm, kind="overdue")
    for case, _ in moved:
        follow_joint(unit, case, case.version + 1)


def _shift(unit: Unit, cases: Sequence[Row[Any]], before: Calendar, after: Calendar) -> int:
    """Move what has a date of its own in working days: tasks, opinions that are awaited, tolerated materials."""
    ids = [case.id for case in cases]
    accepted = {case.id: clock.local(case.accepted_at).date() for case in cases if case.accepted_at}
    _shift_rows(
        unit,
        CaseOpinion,
        [
            (row.id, row.due_on, moved_day(row.due_on, clock.local(row.asked_at).date(), before, after))
            for row in unit.rows(
                select(CaseOpinion.id, CaseOpinion.due_on, CaseOpinion.asked_at).where(
                    CaseOpinion.case_id.in_(ids), CaseOpinion.given_at.is_(None)
                )
            )
        ],
    )
    _shift_rows(
        unit,
        CaseMaterial,
        [
            (row.id, row.due_on, moved_day(row.due_on, accepted[row.case_id], before, after))
            for row in unit.rows(
                select(CaseMaterial.id, CaseMaterial.case_id, CaseMaterial.due_on).where(
                    CaseMaterial.case_id.in_(list(accepted)), CaseMaterial.due_on.is_not(None)
                )
            )
        ],
    )
    return shift_tasks_of(unit, ids, before, after)


def _shift_rows(
    unit: Unit, table: type[CaseOpinion] | type[CaseMaterial], dates: Sequence[tuple[uuid.UUID, date, date]]
) -> None:
    parameters = [{"row_id": row_id, "new_due_on": new} for row_id, old, new in dates if new != old]
    if parameters:
        statement = update(table).where(table.id == bindparam("row_id")).values(due_on=bindparam("new_due_on"))
        unit.write(statement, parameters)


def _detail(case: Row[Any], dates: Dates, because: str, changes: Sequence[DayChange]) -> dict[str, Any]:
    return {
        "before": case.due_on.isoformat(),
        "due_on": dates.promised.due_on.isoformat(),
        "statutory_before": case.statutory_due_on.isoformat(),
        "statutory_due_on": dates.statutory.due_on.isoformat(),
        "because": because,
        "days": [{"day": item.day.isoformat(), "zh": item.zh} for item in _days_of(case, dates, changes)],
    }


def _days_of(case: Row[Any], dates: Dates, changes: Sequence[DayChange]) -> list[DayChange]:
    """Return the changed days that lie in the term of a case."""
    first, last = clock.local(case.clock_started_at).date(), max(case.due_on, dates.promised.due_on)
    return [item for item in changes if first <= item.day <= last]


def _example(case: Row[Any], due_on: date) -> dict[str, Any]:
    return {
        "case_id": str(case.id),
        "number": case.number,
        "matter_name": case.matter_name,
        "before": case.due_on.isoformat(),
        "due_on": due_on.isoformat(),
    }
