"""Looking back at what was completed (回头看): planned or chosen at random; what does not hold is taken up again."""

import random
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, exists, select, update

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.supervision.access import scope_of
from engines.supervision.dates import day_too_far, next_report_day, yellow_day
from engines.supervision.lifecycle import SUPERVISE, record_of
from engines.supervision.models import SupervisionLookBack, SupervisionMatter
from engines.supervision.queries import MATTER_COLUMNS
from engines.supervision.refusals import (
    DayUnfit,
    LookBackDone,
    LookBackNotFound,
    LookBackPending,
    MatterUnfit,
    NothingToLookAt,
)
from engines.supervision.tasks import ask_owner, ask_supervisor
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import new_id

#: From how many of the newest completed matters a random choice is made.
CHOSEN_FROM = 2000
_columns = tuple(SupervisionLookBack.__table__.c)
_choice = random.SystemRandom()


def plan_look_back(
    subject: Subject, unit: Unit, row: Row[Any], planned_on: date, note: str, kind: str = "planned"
) -> tuple[Row[Any], uuid.UUID]:
    """Plan a look-back of a completed matter, and return it and the look-back's id.

    Errors: :class:`LookBackPending`, :class:`DayUnfit`, 409.
    """
    check_transition(subject, record_of(row), "plan_look_back")
    if lost := day_too_far(planned_on, "/planned_on"):
        raise MatterUnfit(pointers=lost)
    if planned_on < clock.today():
        raise DayUnfit(why_zh="回头看日期不能早于今天。", why_en="The day of a look-back has passed.")
    pending = select(SupervisionLookBack.id).where(
        SupervisionLookBack.matter_id == row.id, SupervisionLookBack.outcome.is_(None)
    )
    if unit.first(pending.limit(1)) is not None:
        raise LookBackPending
    look_back_id = new_id()
    unit.add(
        SupervisionLookBack,
        id=look_back_id,
        matter_id=row.id,
        kind=kind,
        planned_on=planned_on,
        planned_by_name=subject.actor.name,
    )
    detail = {"look_back_id": str(look_back_id), "kind": kind, "planned_on": planned_on.isoformat()}
    after = apply_transition(subject, unit, record_of(row), "plan_look_back", opinion=note or None, detail=detail)
    ask_supervisor(unit, after, "look_back", "回头看", planned_on)
    return after, look_back_id


def choose_look_backs(
    subject: Subject, unit: Unit, number: int, planned_on: date, department: str | None
) -> Sequence[Row[Any]]:
    """Plan look-backs of matters chosen at random among those completed lately, and return the matters.

    Errors: :class:`NothingToLookAt`.
    """
    scope = scope_of(subject, SUPERVISE)
    looked_at = exists().where(SupervisionLookBack.matter_id == SupervisionMatter.id)
    wanted = select(*MATTER_COLUMNS).where(SupervisionMatter.state == "completed", ~looked_at)
    if not scope.all_departments:
        wanted = wanted.where(SupervisionMatter.supervisor_code.in_(sorted(scope.departments)))
    if department is not None:
        wanted = wanted.where(SupervisionMatter.department_code == department)
    found = unit.rows(wanted.order_by(SupervisionMatter.id.desc()).limit(CHOSEN_FROM))
    if not found:
        raise NothingToLookAt
    chosen = _choice.sample(list(found), min(number, len(found)))
    return [plan_look_back(subject, unit, row, planned_on, "随机抽查", "random")[0] for row in chosen]


def record_look_back(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    look_back_id: uuid.UUID,
    *,
    holds: bool,
    findings: str,
    due_on: date | None,
) -> Row[Any]:
    """Record what a look-back found; a matter that does not hold goes back to its owner with a new day.

    Errors: :class:`LookBackNotFound`, :class:`LookBackDone`, :class:`DayUnfit`, 409.
    """
    turn = "pass_look_back" if holds else "fail_look_back"
    check_transition(subject, record_of(row), turn)
    found = unit.first(
        select(*_columns).where(SupervisionLookBack.id == look_back_id, SupervisionLookBack.matter_id == row.id)
    )
    if found is None:
        raise LookBackNotFound
    if found.outcome is not None:
        raise LookBackDone
    detail = {"look_back_id": str(look_back_id), "kind": found.kind}
    changes = {} if holds else _reopened(unit, row, due_on)
    if not holds:
        detail["due_on"] = changes["due_on"].isoformat()
    after = apply_transition(subject, unit, record_of(row), turn, changes=changes, opinion=findings, detail=detail)
    values = {
        "outcome": "holds" if holds else "fails",
        "findings": findings,
        "looked_by_name": subject.actor.name,
        "looked_at": clock.now(),
    }
    unit.write(update(SupervisionLookBack).where(SupervisionLookBack.id == look_back_id).values(values))
    close_tasks(subject, unit, row.id, kind="look_back")
    if not holds:
        ask_owner(unit, after, "handle_matter", "回头看未通过，重新办理", after.due_on)
    return after


def _reopened(unit: Unit, row: Row[Any], due_on: date | None) -> dict[str, Any]:
    if due_on is None or due_on < clock.today():
        raise DayUnfit(
            why_zh="回头看未通过的，请给出新的办结时限（不早于今天）。",
            why_en="Give a new day for what does not hold; it may not have passed.",
        )
    if lost := day_too_far(due_on, "/due_on"):
        raise MatterUnfit(pointers=lost)
    return {
        "closed_at": None,
        "due_on": due_on,
        "promised_on": due_on,
        "yellow_on": yellow_day(unit, due_on, clock.today()),
        "report_due_on": next_report_day(row.cadence, clock.today(), load_calendar(unit), ()),
    }
