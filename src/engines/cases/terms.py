"""The term of a case: special procedures stop it, an approved extension prolongs it (行政许可法 第四十二、四十五条)."""

from typing import Any, Literal

from sqlalchemy import Row, update

from auth import Subject
from engines.cases.clocks import handling_dates, pause_of, pauses_of, special_procedures_of
from engines.cases.models import CaseExtension, CaseSpecialProcedure
from engines.cases.queries import extensions_of, record_of
from engines.cases.rules import (
    ExtendedAlready,
    ExtensionTooLong,
    NobodyAsked,
    NoExtension,
    NotOwnRequest,
    SpecialProcedureUnknown,
    check_reason,
)
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.deadlines import Pause
from engines.inbox import close_tasks, move_tasks
from engines.lifecycles import check_transition
from engines.matters import MatterRevision, revision
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import new_id

ExtensionOutcome = Literal["approved", "refused"]
#: Working days within which the head of the agency says yes or no to an extension.
EXTENSION_DECISION_DAYS = 2


def suspend_case(subject: Subject, unit: Unit, case: Row[Any], kind: str, reason: str, days: int | None) -> Row[Any]:
    """Stop the clock for a special procedure of the matter (第四十五条); the time it takes is told in writing.

    ``days`` are working days, the matter's announced ones by default.
    Errors: :class:`SpecialProcedureUnknown` when the matter has no such procedure.
    """
    check_transition(subject, record_of(case), "suspend")
    guide = revision(unit, case.matter_revision_id)
    allowed = {item.kind: item for item in guide.content.special_procedures}
    if kind not in allowed:
        raise SpecialProcedureUnknown(kinds="、".join(item.name for item in allowed.values()) or "无")
    procedure = allowed[kind]
    moment = clock.now()
    until = load_calendar(unit).add_working_days(clock.today(), days or procedure.days)
    running = Pause(clock.today(), until, procedure.name, procedure.holder)
    dates = handling_dates(
        unit,
        guide,
        case.clock_started_at,
        extension_days=case.extension_days,
        pauses=[*pauses_of(unit, case), running],
    )
    after = take_turn(
        subject,
        unit,
        case,
        "suspend",
        opinion=reason,
        holder=procedure.holder,
        changes={"special_procedures": case.special_procedures + 1, **dates.changes()},
        detail={
            "kind": kind,
            "name": procedure.name,
            "statute": procedure.statute,
            "announced_until": until.isoformat(),
            "due_on": dates.promised.due_on.isoformat(),
        },
    )
    unit.add(
        CaseSpecialProcedure,
        id=new_id(),
        case_id=case.id,
        kind=kind,
        name=procedure.name,
        holder=procedure.holder,
        reason=reason,
        statute=procedure.statute,
        announced_until=until,
        started_at=moment,
    )
    move_tasks(unit, case.id, after.due_on)
    open_case_task(
        unit,
        after,
        "resume",
        f"{procedure.name}到期",
        "cases.suspend",
        due_on=until,
        limit_days=days or procedure.days,
        assignee_id=case.assignee_id,
    )
    return after


def resume_case(subject: Subject, unit: Unit, case: Row[Any], result: str) -> Row[Any]:
    """End the special procedure with its result; the clock goes on the next day, and every date after it moves."""
    check_transition(subject, record_of(case), "resume")
    guide = revision(unit, case.matter_revision_id)
    rows = special_procedures_of(unit, case)
    running = rows[-1]
    ended = Pause(clock.local(running.started_at).date(), clock.today(), running.name, running.holder)
    dates = handling_dates(
        unit,
        guide,
        case.clock_started_at,
        extension_days=case.extension_days,
        pauses=[*(pause_of(row) for row in rows[:-1]), ended],
    )
    after = take_turn(
        subject,
        unit,
        case,
        "resume",
        opinion=result,
        changes=dates.changes(),
        detail={
            "kind": running.kind,
            "name": running.name,
            "statute": running.statute,
            "due_on": dates.promised.due_on.isoformat(),
        },
    )
    unit.write(
        update(CaseSpecialProcedure)
        .where(CaseSpecialProcedure.id == running.id)
        .values(ended_at=clock.now(), result=result),
    )
    close_tasks(subject, unit, case.id, kind="resume")
    move_tasks(unit, case.id, after.due_on)
    return after


def request_extension(subject: Subject, unit: Unit, case: Row[Any], days: int, reason: str) -> Row[Any]:
    """Ask the head of the agency for more working days, with a reason that the applicant will read (第四十二条).

    Errors: :class:`NoExtension`, :class:`ExtensionTooLong`, :class:`ExtendedAlready` (once is all the law gives).
    """
    check_transition(subject, record_of(case), "request_extension")
    guide = revision(unit, case.matter_revision_id)
    most = guide.content.extension
    if most is None:
        raise NoExtension
    if days > most.days:
        raise ExtensionTooLong(most=most.days, statute=guide.content.extension_statute)
    # What was extended before a decision was taken back belongs to the term of that decision.
    of_this_term = [row for row in extensions_of(unit, case.id) if row.requested_at >= case.clock_started_at]
    if any(row.outcome in {None, "approved"} for row in of_this_term):
        raise ExtendedAlready
    after = take_turn(
        subject,
        unit,
        case,
        "request_extension",
        opinion=reason,
        detail={"days": days, "statute": guide.content.extension_statute},
    )
    unit.add(
        CaseExtension,
        id=new_id(),
        case_id=case.id,
        days=days,
        reason=reason,
        statute=guide.content.extension_statute,
        requested_by=subject.id,
        requested_by_name=subject.name,
        requested_at=clock.now(),
    )
    open_case_task(
        unit,
        after,
        "extension",
        "审批延长期限",
        "cases.extend",
        due_on=load_calendar(unit).add_working_days(clock.today(), EXTENSION_DECISION_DAYS),
        limit_days=EXTENSION_DECISION_DAYS,
    )
    return after


def decide_extension(subject: Subject, unit: Unit, case: Row[Any], outcome: ExtensionOutcome, opinion: str) -> Row[Any]:
    """Approve or refuse an extension; approved, every date moves and the applicant is told the reason.

    Errors: :class:`NobodyAsked`, :class:`NotOwnRequest` (who asked does not approve).
    """
    check_transition(subject, record_of(case), "decide_extension")
    asked = next((row for row in extensions_of(unit, case.id) if row.outcome is None), None)
    if asked is None:
        raise NobodyAsked
    lender = subject.lender("cases.extend", [case.department_code], case.assignee_id)
    # Nor does a colleague approve with the powers of whoever asked.
    if asked.requested_by in {subject.id, lender.officer_id if lender else None}:
        raise NotOwnRequest
    check_reason(outcome, opinion, needing="refused", pointer="/opinion")
    changes: dict[str, Any] = {}
    if outcome == "approved":
        guide = revision(unit, case.matter_revision_id)
        changes = _extended(unit, case, guide, asked.days)
    after = take_turn(
        subject,
        unit,
        case,
        "decide_extension",
        opinion=opinion or None,
        changes=changes,
        detail={
            "outcome": outcome,
            "days": asked.days,
            "reason": asked.reason,
            "statute": asked.statute,
            "due_on": (changes.get("due_on") or case.due_on).isoformat(),
        },
    )
    unit.write(
        update(CaseExtension)
        .where(CaseExtension.id == asked.id)
        .values(outcome=outcome, opinion=opinion, decided_by_name=subject.name, decided_at=clock.now()),
    )
    close_tasks(subject, unit, case.id, kind="extension")
    move_tasks(unit, case.id, after.due_on)
    return after


def _extended(unit: Unit, case: Row[Any], guide: MatterRevision, days: int) -> dict[str, Any]:
    total = case.extension_days + days
    dates = handling_dates(unit, guide, case.clock_started_at, extension_days=total, pauses=pauses_of(unit, case))
    return {"extension_days": total, **dates.changes()}
