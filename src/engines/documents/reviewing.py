"""Review and countersigning, step by step; signing; and the ways back to the drafter. Opinions are kept for ever."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, update

from auth import Subject, department_names, officer_names
from engines.documents.checking import check_document
from engines.documents.lifecycle import DISPATCH, DRAFT, REVIEW, SIGN
from engines.documents.models import DocumentStep
from engines.documents.queries import record_of, steps_of, waiting_step
from engines.documents.refusals import DocumentUnfit, NotYourStep, OwnDocument, StepsMissing, UnknownOrgan
from engines.documents.tasks import ask
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

STEP_NAMES = {"review": "审核", "countersign": "会签"}


def submit_document(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], steps: Sequence[Mapping[str, Any]], opinion: str
) -> Row[Any]:
    """Put a draft before those who review it, one after the other; each is ``{kind, department, officer_id}``.

    Errors: :class:`DocumentUnfit` with every error of the check of form, :class:`StepsMissing`, :class:`UnknownOrgan`.
    """
    check_transition(subject, record_of(row), "submit")
    if not steps:
        raise StepsMissing(pointers=[Pointer("/steps", "required", StepsMissing.zh, StepsMissing.en)])
    named = [step["officer_id"] for step in steps if step["officer_id"]]
    officers = officer_names(unit, context.vault, named)
    _check_steps(unit, steps, officers)
    errors = [item for item in check_document(unit, row) if item.severity == "error"]
    if errors:
        raise DocumentUnfit(pointers=[Pointer(item.pointer, item.code, item.zh, item.en) for item in errors])
    past = max((step.round for step in steps_of(unit, row.id)), default=0)
    for position, step in enumerate(steps, 1):
        unit.add(
            DocumentStep,
            id=new_id(),
            document_id=row.id,
            round=past + 1,
            position=position,
            kind=step["kind"],
            department_code=step["department"] or row.department_code,
            officer_id=step["officer_id"],
            officer_name=officers.get(step["officer_id"]),
        )
    after = apply_transition(subject, unit, record_of(row), "submit", opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    _ask_next(unit, after)
    return after


def review_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Approve the step whose turn it is; the last one puts the document before those who sign.

    Errors: 409 when it is not in review, 403 for another's step.
    """
    steps = steps_of(unit, row.id)
    step = _own_step(subject, row, steps, "review")
    _close(subject, unit, step, "approved", opinion)
    last = waiting_step([other for other in steps if other.id != step.id]) is None
    detail = {"step": step.kind, "position": step.position, "round": step.round}
    turn = "pass_review" if last else "review"
    after = apply_transition(subject, unit, record_of(row, steps), turn, opinion=opinion or None, detail=detail)
    close_tasks(subject, unit, row.id)
    if last:
        ask(unit, after, "sign_document", "待签发", SIGN)
    else:
        _ask_next(unit, after)
    return after


def sign_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Sign a document; its date is the day of signing. Errors: 403 for those who wrote of it, 409."""
    check_transition(subject, record_of(row), "sign")
    if str(subject.id) in row.written_by:
        raise OwnDocument
    changes = {"signed_by": subject.id, "signed_by_name": subject.name, "issued_on": clock.today()}
    after = apply_transition(subject, unit, record_of(row), "sign", changes=changes, opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    ask(unit, after, "number_document", "待复核编号", DISPATCH)
    return after


def return_draft(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Send a document back to its drafter, from review, from signing or from proofreading, with the reason.

    What was signed is signed anew after a change (条例 第二十五条).
    """
    steps = steps_of(unit, row.id)
    turn = {"in_review": "return_in_review", "to_sign": "return_unsigned"}.get(row.state, "return_proofread")
    if row.state == "in_review":
        _close(subject, unit, _own_step(subject, row, steps, turn), "returned", opinion)
    changes = {"signed_by": None, "signed_by_name": None, "issued_on": None}
    after = apply_transition(subject, unit, record_of(row, steps), turn, changes=changes, opinion=opinion)
    close_tasks(subject, unit, row.id)
    _ask_drafter(unit, after)
    return after


def take_back_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Take a document back that nobody has signed yet, to change it; its review begins anew then."""
    after = apply_transition(subject, unit, record_of(row), "take_back", opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    return after


def discard_document(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Give a draft up; it stays readable."""
    after = apply_transition(subject, unit, record_of(row), "discard", opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    return after


def _own_step(subject: Subject, row: Row[Any], steps: Sequence[Row[Any]], turn: str) -> Row[Any]:
    check_transition(subject, record_of(row, steps), turn)
    step = waiting_step(steps)
    if step is None:
        raise RuntimeError("a document in review has a step that waits")
    deputises = any(item.officer_id == step.officer_id for item in subject.lent)
    if step.officer_id is not None and step.officer_id != subject.id and not deputises:
        raise NotYourStep(name=step.officer_name)
    return step


def _close(subject: Subject, unit: Unit, step: Row[Any], outcome: str, opinion: str) -> None:
    done = {"outcome": outcome, "opinion": opinion or None, "done_by_name": subject.name, "done_at": clock.now()}
    unit.write(update(DocumentStep).where(DocumentStep.id == step.id).values(done))


def _ask_next(unit: Unit, row: Row[Any]) -> None:
    unit.flush()
    step = waiting_step(steps_of(unit, row.id))
    if step is not None:
        what = f"待{STEP_NAMES[step.kind]}"
        ask(
            unit,
            row,
            f"{step.kind}_document",
            what,
            REVIEW,
            department=step.department_code,
            assignee_id=step.officer_id,
        )


def _ask_drafter(unit: Unit, row: Row[Any]) -> None:
    ask(
        unit,
        row,
        "returned_document",
        "已退回修改",
        DRAFT,
        department=row.drafting_department,
        assignee_id=row.author_id,
    )


def _check_steps(unit: Unit, steps: Sequence[Mapping[str, Any]], officers: Mapping[uuid.UUID, str]) -> None:
    names = department_names(unit)
    lost = []
    for place, step in enumerate(steps):
        if step["department"] and step["department"] not in names:
            lost.append(Pointer(f"/steps/{place}/department", "unknown", "没有该单位。", "There is no such organ."))
        if step["officer_id"] and step["officer_id"] not in officers:
            lost.append(Pointer(f"/steps/{place}/officer_id", "unknown", "没有该人员。", "There is no such officer."))
    if lost:
        raise UnknownOrgan(pointers=lost)
