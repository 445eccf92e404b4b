"""What an organ does with a document: proposed, instructed, assigned to a lead and those beside it, reported, closed.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (承办, 催办, 答复).
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, update

from auth import Officer, Subject, department_names, find_officers
from engines.documents.lifecycle import HANDLE, INSTRUCT, PROPOSE, READ
from engines.documents.models import DocumentHandler, DocumentReader
from engines.documents.queries import document_by_id, handlers_of, readers_of, receipt_record
from engines.documents.receiving import seats_of
from engines.documents.refusals import HandlersUnfit, NotYourStep, StillOwed, UrgedToday
from engines.documents.tasks import ask_receiver
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition, events_of
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

OWED = {"lead": "主办尚未反馈", "handlers": "协办尚未反馈", "readers": "传阅尚未完成", "answer": "尚未复文"}


def propose_handling(
    subject: Subject, unit: Unit, row: Row[Any], opinion: str, instructor_id: uuid.UUID | None
) -> Row[Any]:
    """Propose what is to be done (拟办), before a leader by name or before whoever instructs."""
    after = apply_transition(subject, unit, receipt_record(row), "propose", opinion=opinion)
    close_tasks(subject, unit, row.id)
    ask_receiver(unit, after, "instruct_document", "待批办", INSTRUCT, assignee_id=instructor_id)
    return after


def instruct_handling(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Instruct what is to be done (批办), or add to it; those who handle the document are told."""
    further = row.state in ("instructed", "in_handling")
    turn = "instruct_further" if further else "instruct"
    after = apply_transition(subject, unit, receipt_record(row), turn, opinion=opinion)
    if not further:
        close_tasks(subject, unit, row.id)
        ask_receiver(unit, after, "assign_document", "已批办，待交办", PROPOSE)
        return after
    for handler in handlers_of(unit, row.id):
        if handler.done_at is None and handler.released_at is None:
            _ask_handler(unit, after, handler._asdict(), "further_instruction", "有新的批示")
    return after


def supervise_handling(subject: Subject, unit: Unit, row: Row[Any], opinion: str, due_on: date | None) -> Row[Any]:
    """Have an instruction supervised (转为督查事项): the event says what, by when, and who leads."""
    handlers = [item for item in handlers_of(unit, row.id) if item.released_at is None]
    lead = next((item for item in handlers if item.role == "lead"), None)
    instructed = [event for event in events_of(unit, row.id) if event.transition in ("instruct", "instruct_further")]
    day = due_on or row.due_on
    detail = {
        "instruction": opinion or (instructed[-1].opinion if instructed else ""),
        "due_on": day.isoformat() if day else None,
        "organ": row.department_code,
        "lead": lead.department_code if lead else row.department_code,
        "document": {"id": str(row.document_id), "number": row.number, "title": row.title},
    }
    return apply_transition(subject, unit, receipt_record(row), "supervise", opinion=opinion or None, detail=detail)


def assign_document(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], handlers: Sequence[Mapping[str, Any]], opinion: str
) -> Row[Any]:
    """Assign a document to a lead and those beside it; each is ``{role, department, officer_id, due_on}``.

    An earlier assignment is released and stays readable. Errors: :class:`HandlersUnfit`, 409.
    """
    check_transition(subject, receipt_record(row), "assign")
    named = [item["officer_id"] for item in handlers if item["officer_id"]]
    officers = find_officers(unit, context.vault, named)
    _check_handlers(subject, row, handlers, officers)
    released = (DocumentHandler.receipt_id == row.id, DocumentHandler.done_at.is_(None))
    unit.write(update(DocumentHandler).where(*released).values(released_at=clock.now()))
    close_tasks(subject, unit, row.id)
    rows = [_handler(subject, row, item, officers.get(item["officer_id"])) for item in handlers]
    lead = next(item for item in rows if item["role"] == "lead")
    names = department_names(unit)
    detail = {"handlers": [{"role": item["role"], "name": names.get(item["department_code"], "")} for item in rows]}
    changes = {
        "handling_department": lead["department_code"],
        "due_on": lead["due_on"],
        "limit_days": _limit(unit, lead["due_on"]),
    }
    record = receipt_record(row)
    after = apply_transition(subject, unit, record, "assign", changes=changes, opinion=opinion or None, detail=detail)
    for item in rows:
        unit.add(DocumentHandler, **item)
        _ask_handler(unit, after, item, "handle_document", "主办" if item["role"] == "lead" else "协办")
    return after


def report_result(subject: Subject, unit: Unit, row: Row[Any], result: str) -> Row[Any]:
    """Report what came of it (反馈办理结果); once everybody has, the document waits to be closed."""
    handlers = handlers_of(unit, row.id)
    check_transition(subject, receipt_record(row, seats_of(handlers)), "report")
    mine = _own_seat(subject, handlers)
    done = {"result": result, "done_by_name": subject.name, "done_at": clock.now()}
    unit.write(update(DocumentHandler).where(DocumentHandler.id == mine.id).values(done))
    after = apply_transition(
        subject,
        unit,
        receipt_record(row, seats_of(handlers)),
        "report",
        opinion=result,
        detail={"role": mine.role, "department": department_names(unit).get(mine.department_code, "")},
    )
    close_tasks(subject, unit, row.id, department_code=mine.department_code, permission=HANDLE)
    if not [item for item in handlers if item.id != mine.id and item.done_at is None and item.released_at is None]:
        ask_receiver(unit, after, "close_document", "已反馈，待办结", PROPOSE)
    return after


def close_document(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Close a document (办结). Errors: :class:`StillOwed` while something is, unless a reason is given."""
    check_transition(subject, receipt_record(row), "close")
    document = document_by_id(unit, row.document_id)
    owed = owed_by(row, document, handlers_of(unit, row.id), readers_of(unit, row.id))
    if owed and not reason:
        raise StillOwed(owed="、".join(OWED[item] for item in owed), pending=owed)
    changes = {"closed_at": clock.now()}
    after = apply_transition(
        subject, unit, receipt_record(row), "close", changes=changes, opinion=reason or None, detail={"owed": owed}
    )
    close_tasks(subject, unit, row.id)
    return after


def reopen_document(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Take a closed document up again, with the reason."""
    changes = {"closed_at": None}
    after = apply_transition(subject, unit, receipt_record(row), "reopen", changes=changes, opinion=reason)
    ask_receiver(unit, after, "assign_document", "重新办理，待交办", PROPOSE)
    return after


def urge_handling(subject: Subject, unit: Unit, row: Row[Any], note: str) -> tuple[Row[Any], list[str]]:
    """Urge everybody who handles or reads a document and has not answered, once a day; returns their names.

    Errors: :class:`UrgedToday`, also when nobody is left to urge.
    """
    check_transition(subject, receipt_record(row), "urge")
    today = clock.today()
    past = [event for event in events_of(unit, row.id) if event.transition == "urge"]
    handlers = [item for item in handlers_of(unit, row.id) if item.done_at is None and item.released_at is None]
    readers = [item for item in readers_of(unit, row.id) if item.read_at is None and item.told_at is not None]
    if (past and clock.local(past[-1].at).date() == today) or not (handlers or readers):
        raise UrgedToday
    names = department_names(unit)
    for item in handlers:
        _ask_handler(unit, row, item._asdict(), "urged_document", "催办")
    for item in readers:
        ask_receiver(
            unit,
            row,
            "urged_document",
            "催阅",
            READ,
            department=item.department_code,
            assignee_id=item.officer_id,
            due_on=today,
        )
    ids = [item.id for item in readers]
    unit.write(update(DocumentReader).where(DocumentReader.id.in_(ids)).values(urged_at=clock.now()))
    urged = [item.officer_name or names.get(item.department_code, "") for item in (*handlers, *readers)]
    after = apply_transition(subject, unit, receipt_record(row), "urge", opinion=note or None, detail={"urged": urged})
    return after, urged


def owed_by(row: Row[Any], document: Row[Any], handlers: Sequence[Row[Any]], readers: Sequence[Row[Any]]) -> list[str]:
    """Return what is still to be done before a received document can be closed without a reason."""
    open_ones = [item for item in handlers if item.done_at is None and item.released_at is None]
    found = {
        "lead": any(item.role == "lead" for item in open_ones),
        "handlers": any(item.role != "lead" for item in open_ones),
        "readers": any(item.read_at is None for item in readers),
        "answer": document.answer_due_on is not None and row.role == "main" and row.reply_id is None,
    }
    return [name for name, owed in found.items() if owed]


def _own_seat(subject: Subject, handlers: Sequence[Row[Any]]) -> Row[Any]:
    """Return the assignment that a subject answers: their own by name before one of their department."""
    waiting = [item for item in handlers if item.done_at is None and item.released_at is None]
    named = next((item for item in waiting if item.officer_id == subject.id), None)
    shared = next(
        (item for item in waiting if item.officer_id is None and subject.holds(HANDLE, item.department_code)), None
    )
    found = named or shared
    if found is None:
        raise NotYourStep(name="、".join(item.officer_name or "" for item in waiting))
    return found


def _check_handlers(
    subject: Subject, row: Row[Any], handlers: Sequence[Mapping[str, Any]], officers: Mapping[uuid.UUID, Officer]
) -> None:
    reach, lost = subject.reach(PROPOSE), []
    if [item["role"] for item in handlers].count("lead") != 1:
        lost.append(Pointer("/handlers", "one-lead", "请明确且只明确一个主办。", "Name one lead, and one only."))
    for place, item in enumerate(handlers):
        officer = officers.get(item["officer_id"])
        if (item["officer_id"] and officer is None) or not reach.covers(_department(row, item, officer)):
            sentence = ("承办部门或人员不属于本单位。", "This department or officer is not of the organ.")
            lost.append(Pointer(f"/handlers/{place}", "out-of-scope", *sentence))
        if item["due_on"] is not None and item["due_on"] < clock.today():
            lost.append(Pointer(f"/handlers/{place}/due_on", "past", "期限不能早于今天。", "The day has passed."))
    if lost:
        raise HandlersUnfit(pointers=lost)


def _department(row: Row[Any], item: Mapping[str, Any], officer: Officer | None) -> str:
    return str(item["department"] or (officer.department if officer is not None else row.department_code))


def _handler(subject: Subject, row: Row[Any], item: Mapping[str, Any], officer: Officer | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "receipt_id": row.id,
        "role": item["role"],
        "department_code": _department(row, item, officer),
        "officer_id": item["officer_id"],
        "officer_name": officer.name if officer is not None else None,
        "due_on": item["due_on"] or row.due_on or clock.today(),
        "assigned_by_name": subject.name,
        "assigned_at": clock.now(),
    }


def _ask_handler(unit: Unit, row: Row[Any], item: Mapping[str, Any], kind: str, what: str) -> None:
    ask_receiver(
        unit,
        row,
        kind,
        what,
        HANDLE,
        department=item["department_code"],
        assignee_id=item["officer_id"],
        due_on=item["due_on"],
        limit_days=_limit(unit, item["due_on"]),
    )


def _limit(unit: Unit, due_on: date) -> int:
    return max(load_calendar(unit).working_days_between(clock.today(), due_on), 1)
