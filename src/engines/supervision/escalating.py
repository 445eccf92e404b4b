"""Urging (催办) with a fair limit, and escalation sheets (督办单): blue reminds, orange orders, red is serious."""

import uuid
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.policy import policy
from engines.supervision.dates import counting_day, days_from_now
from engines.supervision.lifecycle import record_of
from engines.supervision.models import SupervisionEscalation
from engines.supervision.refusals import EscalationAnswered, EscalationNotFound, EscalationStep, UrgedLately
from engines.supervision.tasks import ask_owner, ask_supervisor
from engines.supervision.words import COLOUR_NAMES, COLOURS
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import new_id

#: Where the first sheet of a matter may begin, by its importance.
_FIRST = {"normal": 0, "important": 1, "urgent": 2}
_columns = tuple(SupervisionEscalation.__table__.c)


def urge_matter(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Urge the owner of a matter, not again before some working days have passed. Errors: :class:`UrgedLately`, 409."""
    check_transition(subject, record_of(row), "urge")
    if row.urged_on is not None:
        following = load_calendar(unit).add_working_days(row.urged_on, policy(unit).supervision_urge_days)
        if clock.today() < following:
            raise UrgedLately(urged_on=row.urged_on.isoformat(), next_on=following.isoformat())
    after = apply_transition(
        subject, unit, record_of(row), "urge", changes={"urged_on": clock.today()}, opinion=note or None
    )
    # What is urged is the task that the owner has anyway, and what ends that one ends this.
    kind, what = ("sign_for_matter", "请签收") if row.state == "assigned" else ("report_matter", "请反馈进展")
    close_tasks(subject, unit, row.id, kind=kind)
    ask_owner(unit, after, kind, f"催办：{what}", max(counting_day(row), clock.today()))
    return after


def issue_escalation(
    subject: Subject, unit: Unit, row: Row[Any], colour: str, reason: str
) -> tuple[Row[Any], uuid.UUID]:
    """Issue an escalation sheet that the owner answers within the days of its colour.

    Sheets go step by step; what is important may begin at orange, what is urgent at red.
    Errors: :class:`EscalationStep`, 409.
    """
    check_transition(subject, record_of(row), "escalate")
    highest = _FIRST[row.importance] if row.escalation is None else COLOURS.index(row.escalation) + 1
    if COLOURS.index(colour) > highest:
        wanted = COLOURS[min(highest, 2)]
        raise EscalationStep(wanted=COLOUR_NAMES[wanted], wanted_en=wanted)
    days = policy(unit)
    answer_days = {
        "blue": days.supervision_blue_days,
        "orange": days.supervision_orange_days,
        "red": days.supervision_red_days,
    }[colour]
    answer_due_on, escalation_id = days_from_now(unit, answer_days), new_id()
    unit.add(
        SupervisionEscalation,
        id=escalation_id,
        matter_id=row.id,
        colour=colour,
        reason=reason,
        issued_by_name=subject.actor.name,
        issued_at=clock.now(),
        answer_due_on=answer_due_on,
    )
    detail = {
        "escalation_id": str(escalation_id),
        "colour": colour,
        "answer_due_on": answer_due_on.isoformat(),
    }
    after = apply_transition(
        subject, unit, record_of(row), "escalate", changes={"escalation": colour}, opinion=reason, detail=detail
    )
    close_tasks(subject, unit, row.id, kind="escalate_matter")
    ask_owner(unit, after, "answer_escalation", f"{COLOUR_NAMES[colour]}督办单待回复", answer_due_on)
    return after, escalation_id


def answer_escalation(subject: Subject, unit: Unit, row: Row[Any], escalation_id: uuid.UUID, answer: str) -> Row[Any]:
    """Answer a sheet in writing. Errors: :class:`EscalationNotFound`, :class:`EscalationAnswered`, 409."""
    check_transition(subject, record_of(row), "answer_escalation")
    sheet = unit.first(
        select(*_columns).where(SupervisionEscalation.id == escalation_id, SupervisionEscalation.matter_id == row.id)
    )
    if sheet is None:
        raise EscalationNotFound
    if sheet.answered_at is not None:
        raise EscalationAnswered
    detail = {
        "escalation_id": str(escalation_id),
        "colour": sheet.colour,
        "late": clock.today() > sheet.answer_due_on,
    }
    after = apply_transition(subject, unit, record_of(row), "answer_escalation", opinion=answer, detail=detail)
    answered = {"answer": answer, "answered_by_name": subject.actor.name, "answered_at": clock.now()}
    unit.write(update(SupervisionEscalation).where(SupervisionEscalation.id == escalation_id).values(answered))
    open_ones = select(SupervisionEscalation.id).where(
        SupervisionEscalation.matter_id == row.id, SupervisionEscalation.answered_at.is_(None)
    )
    if unit.first(open_ones.limit(1)) is None:
        close_tasks(subject, unit, row.id, kind="answer_escalation")
    ask_supervisor(unit, after, "escalate_matter", "督办单已回复，请研究是否再督办")
    return after
