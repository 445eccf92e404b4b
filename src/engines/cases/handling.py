"""What officers do with a case: accept, refuse, ask for correction, review, decide."""

import uuid
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, update

from auth import Subject
from engines.cases.clocks import handling_deadlines
from engines.cases.lifecycle import DECISION_STEP
from engines.cases.models import CaseReview
from engines.cases.queries import present_seats, record_of, reviews_of
from engines.cases.rules import NoSeatForYou, ReviewsOutstanding, check_reason
from engines.inbox import close_tasks, open_task
from engines.licences import issue_licence
from engines.lifecycles import apply_transition, check_transition
from engines.matters import MatterRevision, Step, revision
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id

ReviewOutcome = Literal["approved", "returned"]
DecisionOutcome = Literal["granted", "refused"]


def accept_case(subject: Subject, unit: Unit, case: Row[Any]) -> Row[Any]:
    """Accept an application (行政许可法 第三十二条第一款第五项): the handling clock starts.

    Opens the first review step, or the decision where the matter has no review.
    Returns the case after the turn. Errors: as :func:`engines.lifecycles.apply_transition`.
    """
    record = record_of(case)
    check_transition(subject, record, "accept")
    guide = revision(unit, case.matter_revision_id)
    moment = clock.now()
    promised, statutory = handling_deadlines(unit, guide, moment)
    step = guide.content.steps[0] if guide.content.steps else None
    after = apply_transition(
        subject,
        unit,
        record,
        "accept",
        changes={
            "accepted_at": moment,
            "clock_started_at": moment,
            "due_on": promised.due_on,
            "statutory_due_on": statutory.due_on,
            "step": step.code if step else DECISION_STEP,
        },
        detail={"due_on": promised.due_on.isoformat(), "statutory_due_on": statutory.due_on.isoformat()},
    )
    close_tasks(subject, unit, case.id)
    _open_step(unit, case, guide, step, case.round, promised.due_on)
    return after


def refuse_acceptance(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> Row[Any]:
    """Refuse to accept, with the reason and the right office in it (行政许可法 第三十二条第一款第二项)."""
    after = apply_transition(
        subject, unit, record_of(case), "refuse_acceptance", opinion=reason, changes={"decision_reason": reason}
    )
    close_tasks(subject, unit, case.id)
    return after


def request_correction(subject: Subject, unit: Unit, case: Row[Any], items: Sequence[str]) -> Row[Any]:
    """Ask once for everything that is missing (行政许可法 第三十二条第一款第四项)."""
    after = apply_transition(
        subject, unit, record_of(case), "request_correction", opinion="；".join(items), detail={"items": list(items)}
    )
    close_tasks(subject, unit, case.id)
    return after


def review_case(subject: Subject, unit: Unit, case: Row[Any], outcome: ReviewOutcome, opinion: str) -> Row[Any]:
    """Fill the seats that this officer may fill in the review step that is open.

    A countersigned step goes on when every seat has approved, another when one has. A return sends the case back
    to the step before (the first step begins anew), in a new round; earlier opinions stay in the record.
    """
    seats = present_seats(case, reviews_of(unit, case.id))
    # Where no review is open, the department itself may ask, and is told so below.
    record = record_of(case, seats or [case])
    check_transition(subject, record, "review")
    check_reason(outcome, opinion, needing="returned")
    guide = revision(unit, case.matter_revision_id)
    open_seats = [seat for seat in seats if seat.outcome is None]
    mine = [
        seat
        for seat in open_seats
        if seat.permission in subject.permissions and subject.scope.covers(seat.department_code)
    ]
    if not mine:
        raise NoSeatForYou(step=open_seats[0].step_name if open_seats else DECISION_STEP)
    step = _step(guide, case.step)
    finished = outcome == "returned" or len(mine) == len(open_seats) or not step.countersign
    target, round_ = _next_step(guide, case, outcome) if finished else (step, case.round)
    after = apply_transition(
        subject,
        unit,
        record,
        "review",
        opinion=opinion,
        changes={"step": target.code if target else DECISION_STEP, "round": round_},
        detail={"outcome": outcome, "step": step.code, "step_name": step.name, "seats": [s.seat_code for s in mine]},
    )
    _fill(subject, unit, [seat.id for seat in mine], outcome, opinion)
    if finished:
        close_tasks(subject, unit, case.id)
        _open_step(unit, case, guide, target, round_, case.due_on)
    else:
        for seat in mine:
            close_tasks(subject, unit, case.id, department_code=seat.department_code, permission=seat.permission)
    return after


def decide_case(
    subject: Subject,
    unit: Unit,
    context: Context,
    case: Row[Any],
    outcome: DecisionOutcome,
    reason: str,
) -> Row[Any]:
    """Decide a case (行政许可法 第三十八条): granted issues the result, refused states its reason.

    The licence is written in the same transaction; drawing its document and delivering it are jobs.
    Errors: 409 while a review is outstanding.
    """
    record = record_of(case)
    check_transition(subject, record, "decide")
    check_reason(outcome, reason, needing="refused")
    guide = revision(unit, case.matter_revision_id)
    if case.step != DECISION_STEP:
        raise ReviewsOutstanding(steps=_step(guide, case.step).name)
    moment = clock.now()
    after = apply_transition(
        subject,
        unit,
        record,
        "decide",
        opinion=reason or None,
        changes={"decided_at": moment, "outcome": outcome, "decision_reason": reason or None},
        detail={"outcome": outcome},
    )
    close_tasks(subject, unit, case.id)
    if outcome == "granted":
        _issue(subject, unit, context, case, guide)
    outbox.enqueue(unit, "cases.deliver", {"case_id": str(case.id)}, key=f"deliver:{case.id}")
    return after


def _fill(subject: Subject, unit: Unit, seats: list[uuid.UUID], outcome: str, opinion: str) -> None:
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


def _step(guide: MatterRevision, code: str) -> Step:
    return next(step for step in guide.content.steps if step.code == code)


def _next_step(guide: MatterRevision, case: Row[Any], outcome: str) -> tuple[Step | None, int]:
    steps = list(guide.content.steps)
    place = next(index for index, step in enumerate(steps) if step.code == case.step)
    if outcome == "returned":
        return steps[max(place - 1, 0)], case.round + 1
    return (steps[place + 1] if place + 1 < len(steps) else None), case.round


def _open_step(
    unit: Unit,
    case: Row[Any],
    guide: MatterRevision,
    step: Step | None,
    round_: int,
    due_on: Any,
) -> None:
    limit_days = guide.content.promised.days
    if step is None:
        open_task(
            unit,
            record_kind="case",
            record_id=case.id,
            kind="decide",
            title=f"{case.matter_name}：作出决定",
            reference=case.number,
            department_code=case.department_code,
            permission="cases.decide",
            due_on=due_on,
            limit_days=limit_days,
        )
        return
    for seat in step.seats:
        department = seat.department or case.department_code
        unit.add(
            CaseReview,
            id=new_id(),
            case_id=case.id,
            round=round_,
            step_code=step.code,
            step_name=step.name,
            seat_code=seat.code,
            seat_name=seat.name,
            department_code=department,
            permission=seat.permission,
            opened_at=clock.now(),
        )
        open_task(
            unit,
            record_kind="case",
            record_id=case.id,
            kind="review",
            title=f"{case.matter_name}：{step.name}（{seat.name}）",
            reference=case.number,
            department_code=department,
            permission=seat.permission,
            due_on=due_on,
            limit_days=limit_days,
        )


def _issue(subject: Subject, unit: Unit, context: Context, case: Row[Any], guide: MatterRevision) -> None:
    result = guide.content.result
    if result.licence_type is None:
        return
    form = context.vault.open_json(case.form_sealed)
    months = result.validity_months
    issue_licence(
        subject,
        unit,
        context,
        type_code=result.licence_type,
        name=result.name,
        holder_id=case.applicant_id,
        holder_name=case.applicant_name,
        issuer=case.department_code,
        issuer_name=guide.content.raw["department_name"],
        fields={title: str(form.get(name, "")) for name, title in result.fields.items()},
        case_id=case.id,
        expires_on=None if months is None else clock.months_after(clock.today(), months),
    )
