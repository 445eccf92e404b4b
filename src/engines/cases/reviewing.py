"""Review (审核): seats in series or side by side, returns, assignment, and the opinion of another department."""

import uuid
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, update

from auth import Officer, Subject, department_names, find_officer
from engines.cases.lifecycle import DECISION_STEP
from engines.cases.models import CaseOpinion, CaseReview
from engines.cases.queries import opinions_of, present_seats, record_of, reviews_of
from engines.cases.rules import (
    AssigneeUnfit,
    DepartmentUnknown,
    NoSeatForYou,
    OpinionAskedAlready,
    StepUnknown,
    check_reason,
)
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.inbox import assign_tasks, close_tasks
from engines.lifecycles import check_transition
from engines.matters import MatterRevision, Step, revision
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id

ReviewOutcome = Literal["approved", "returned"]
#: What an officer must hold to be given a case.
HANDLER_PERMISSIONS = frozenset({"cases.accept", "cases.review", "cases.decide"})


def review_case(
    subject: Subject,
    unit: Unit,
    case: Row[Any],
    outcome: ReviewOutcome,
    opinion: str,
    to_step: str | None = None,
) -> Row[Any]:
    """Fill the seats that this officer may fill in the review step that is open.

    A countersigned step goes on when every seat has approved, another when one has. A return sends the case back
    to ``to_step``, or to the step before (the first step begins anew), in a new round; earlier opinions stay.
    """
    seats = present_seats(case, reviews_of(unit, case.id))
    # Where no review is open, the department itself may ask, and is told so below.
    record = record_of(case, seats=seats or [case])
    check_transition(subject, record, "review")
    check_reason(outcome, opinion, needing="returned")
    guide = revision(unit, case.matter_revision_id)
    open_seats = [seat for seat in seats if seat.outcome is None]
    mine = [seat for seat in open_seats if subject.holds(seat.permission, seat.department_code)]
    if not mine:
        raise NoSeatForYou(step=open_seats[0].step_name if open_seats else DECISION_STEP)
    step = step_of(guide, case.step)
    finished = outcome == "returned" or len(mine) == len(open_seats) or not step.countersign
    target, round_ = _next_step(guide, case, outcome, to_step) if finished else (step, case.round)
    after = take_turn(
        subject,
        unit,
        case,
        "review",
        record=record,
        opinion=opinion,
        changes={"step": target.code if target else DECISION_STEP, "round": round_},
        detail={"outcome": outcome, "step": step.code, "step_name": step.name, "seats": [s.seat_code for s in mine]},
    )
    _fill(subject, unit, [seat.id for seat in mine], outcome, opinion)
    if finished:
        for kind in ("review", "decide"):
            close_tasks(subject, unit, case.id, kind=kind)
        open_step(unit, after, guide, target)
    else:
        for seat in mine:
            close_tasks(
                subject,
                unit,
                case.id,
                kind="review",
                department_code=seat.department_code,
                permission=seat.permission,
            )
    return after


def assign_case(
    subject: Subject, unit: Unit, context: Context, case: Row[Any], officer_id: uuid.UUID | None
) -> Row[Any]:
    """Put a case into one officer's hands, or back before the whole department (None).

    Errors: :class:`AssigneeUnfit` for somebody who could not handle it.
    """
    check_transition(subject, record_of(case), "assign")
    name = None
    if officer_id is not None:
        found = find_officer(unit, context.vault, officer_id)
        if found is None or not can_handle(found, case):
            raise AssigneeUnfit
        name = found.name
    after = take_turn(
        subject,
        unit,
        case,
        "assign",
        changes={"assignee_id": officer_id},
        detail={"assignee_id": str(officer_id) if officer_id else None, "assignee_name": name},
    )
    assign_tasks(unit, case.id, case.department_code, officer_id)
    return after


def can_handle(officer: Officer, case: Row[Any]) -> bool:
    """Tell whether an officer's posts let them handle a case."""
    return bool(officer.permissions & HANDLER_PERMISSIONS) and officer.scope.covers(case.department_code)


def ask_opinion(subject: Subject, unit: Unit, case: Row[Any], department: str, question: str) -> Row[Any]:
    """Ask another department for its opinion; the clock goes on (征求意见 is no special procedure).

    Errors: :class:`DepartmentUnknown`, :class:`OpinionAskedAlready` while an answer is awaited.
    """
    check_transition(subject, record_of(case), "ask_opinion")
    names = department_names(unit)
    if department not in names or department == case.department_code:
        raise DepartmentUnknown
    if any(row.department_code == department and row.given_at is None for row in opinions_of(unit, case.id)):
        raise OpinionAskedAlready(department=names[department])
    days = policy(unit).opinion_days
    due_on = load_calendar(unit).add_working_days(clock.today(), days)
    after = take_turn(
        subject,
        unit,
        case,
        "ask_opinion",
        opinion=question,
        detail={"department": department, "department_name": names[department], "due_on": due_on.isoformat()},
    )
    unit.add(
        CaseOpinion,
        id=new_id(),
        case_id=case.id,
        department_code=department,
        question=question,
        due_on=due_on,
        asked_by_name=subject.name,
        asked_at=clock.now(),
    )
    open_case_task(
        unit,
        after,
        "opinion",
        "征求意见",
        "cases.review",
        due_on=due_on,
        limit_days=days,
        department_code=department,
    )
    return after


def give_opinion(subject: Subject, unit: Unit, case: Row[Any], opinion: str) -> Row[Any]:
    """Give the opinion that one's department was asked for."""
    asked = opinions_of(unit, case.id)
    # Where nothing is asked, the department itself may try, and is told so by the check.
    record = record_of(case, opinions=asked)
    check_transition(subject, record, "give_opinion")
    mine = [row for row in asked if row.given_at is None and subject.holds("cases.review", row.department_code)]
    after = take_turn(
        subject,
        unit,
        case,
        "give_opinion",
        record=record,
        opinion=opinion,
        detail={"departments": [row.department_code for row in mine]},
    )
    given = unit.write(
        update(CaseOpinion)
        .where(CaseOpinion.id.in_([row.id for row in mine]), CaseOpinion.given_at.is_(None))
        .values(opinion=opinion, given_by_name=subject.name, given_at=clock.now()),
    )
    if given.rowcount != len(mine):
        raise PreconditionFailed
    for row in mine:
        close_tasks(subject, unit, case.id, kind="opinion", department_code=row.department_code)
    return after


def step_of(guide: MatterRevision, code: str) -> Step:
    """Return a review step of a matter."""
    return next(step for step in guide.content.steps if step.code == code)


def open_step(unit: Unit, case: Row[Any], guide: MatterRevision, step: Step | None) -> None:
    """Open a review step with its seats, or the decision (None), and put it into the inboxes that it concerns.

    ``case`` is the row after the turn, with its present round and due date.
    """
    limit_days = guide.content.promised.days
    if step is None:
        open_case_task(
            unit, case, "decide", "作出决定", "cases.decide", limit_days=limit_days, assignee_id=case.assignee_id
        )
        return
    for seat in step.seats:
        department = seat.department or case.department_code
        unit.add(
            CaseReview,
            id=new_id(),
            case_id=case.id,
            round=case.round,
            step_code=step.code,
            step_name=step.name,
            seat_code=seat.code,
            seat_name=seat.name,
            department_code=department,
            permission=seat.permission,
            opened_at=clock.now(),
        )
        open_case_task(
            unit,
            case,
            "review",
            f"{step.name}（{seat.name}）",
            seat.permission,
            limit_days=limit_days,
            department_code=department,
            assignee_id=case.assignee_id if department == case.department_code else None,
        )


def _fill(subject: Subject, unit: Unit, seats: Sequence[uuid.UUID], outcome: str, opinion: str) -> None:
    filled = unit.write(
        update(CaseReview)
        .where(CaseReview.id.in_(seats), CaseReview.outcome.is_(None))
        .values(
            outcome=outcome,
            opinion=opinion,
            reviewer_id=subject.id,
            reviewer_name=subject.name,
            reviewed_at=clock.now(),
        ),
    )
    if filled.rowcount != len(seats):
        raise PreconditionFailed


def _next_step(guide: MatterRevision, case: Row[Any], outcome: str, to_step: str | None) -> tuple[Step | None, int]:
    steps = list(guide.content.steps)
    place = next(index for index, step in enumerate(steps) if step.code == case.step)
    if outcome == "approved":
        return (steps[place + 1] if place + 1 < len(steps) else None), case.round
    if to_step is None:
        return steps[max(place - 1, 0)], case.round + 1
    earlier = {step.code: step for step in steps[: place + 1]}
    if to_step not in earlier:
        raise StepUnknown(steps="、".join(f"{step.code}（{step.name}）" for step in earlier.values()))
    return earlier[to_step], case.round + 1
