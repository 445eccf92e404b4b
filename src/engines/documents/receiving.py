"""A document arrives at an organ: signed for, registered after a first check, or returned with the reason.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (签收, 登记, 初审).
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from auth import Subject
from engines.documents.access import own_receipts, scope_of
from engines.documents.handover import record_handover
from engines.documents.lifecycle import DISPATCH, PROPOSE, READ, RECEIVE
from engines.documents.list_statements import received
from engines.documents.models import DocumentReceipt
from engines.documents.queries import OPEN, document_by_id, receipt_record
from engines.documents.tasks import ask, ask_receiver
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition
from engines.numbering import document_number, next_number
from engines.policy import policy
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.probing import rows_of_page


@dataclass(frozen=True)
class ReceivedFilter:
    """Which received documents are asked for."""

    state: str | None = None
    kind: str | None = None
    urgency: str | None = None
    sender: str | None = None
    role: str | None = None
    purpose: str | None = None
    due_before: date | None = None


def list_received(
    unit: Unit, subject: Subject, wanted: ReceivedFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return at least the first ``rows`` received documents of an officer's organs, newest first, 101 at most."""
    scope, asked = scope_of(subject, READ), {**vars(wanted), "after": after}
    values = {name: value for name, value in asked.items() if value is not None}
    if not scope.all_departments:
        values["departments"] = sorted(scope.departments)
    statement = received(tuple(values), rows_of_page(rows), unit.dialect)
    return unit.rows(statement, {**values, "organ": subject.department_code or ""})


def count_received(unit: Unit, subject: Subject) -> dict[str, int]:
    """Return how many documents still wait for an officer's organs, by state; what is over is not counted."""
    rows = unit.rows(
        select(DocumentReceipt.state, func.count().label("number"))
        .where(own_receipts(subject), DocumentReceipt.state.in_(OPEN))
        .group_by(DocumentReceipt.state)
    )
    found = {row.state: row.number for row in rows}
    return {state: found.get(state, 0) for state in OPEN}


def sign_for_document(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> Row[Any]:
    """Sign for a document (签收): from now on its sender cannot recall it. Errors: 409, 403."""
    changes = {"signed_for_at": clock.now(), "signed_for_by_name": subject.name}
    after = apply_transition(subject, unit, receipt_record(row), "sign_for", changes=changes)
    record_handover(subject, unit, context, after, "signed_for")
    close_tasks(subject, unit, row.id)
    ask_receiver(unit, after, "register_document", "待登记", RECEIVE)
    return after


def return_document(subject: Subject, unit: Unit, context: Context, row: Row[Any], reason: str) -> Row[Any]:
    """Return a document that is not compliant, with the reason (第二十四条: 不符合规定的, 应当及时退回来文单位)."""
    changes = {"reason": reason, "closed_at": clock.now()}
    after = apply_transition(subject, unit, receipt_record(row), "return", changes=changes, opinion=reason)
    record_handover(subject, unit, context, after, "returned", reason=reason)
    close_tasks(subject, unit, row.id)
    document = document_by_id(unit, row.document_id)
    if document.origin == "own":
        ask(unit, document, "returned_by_organ", "有单位退回", DISPATCH)
    return after


def register_document(subject: Subject, unit: Unit, row: Row[Any], said: Mapping[str, Any]) -> Row[Any]:
    """Register a document that passed the first check: its number here, what is done with it, how long it is kept.

    ``said`` is ``{purpose, retention, due_on}``; one that is handled is due by its own day, by when its sender expects
    an answer, or after the days of the city's policy.
    """
    year = clock.today().year
    sequence = next_number(unit, f"incoming:{row.department_code}:{year}", gapless=True)
    due_on = _due(unit, row, said) if said["purpose"] == "handle" else said["due_on"]
    changes = {
        "register_number": document_number("收", year, sequence),
        "purpose": said["purpose"],
        "retention": said["retention"],
        "due_on": due_on,
        "limit_days": _days(unit, due_on),
    }
    detail = {"register_number": changes["register_number"], "purpose": said["purpose"]}
    after = apply_transition(subject, unit, receipt_record(row), "register", changes=changes, detail=detail)
    close_tasks(subject, unit, row.id)
    ask_receiver(unit, after, "propose_document", "待拟办", PROPOSE)
    return after


def _due(unit: Unit, row: Row[Any], said: Mapping[str, Any]) -> date:
    if said["due_on"] is not None:
        return date.fromisoformat(str(said["due_on"]))
    expected = document_by_id(unit, row.document_id).answer_due_on
    usual = clock.today() + timedelta(days=policy(unit).document_handle_days)
    day = min(expected, usual) if expected is not None and expected >= clock.today() else usual
    return load_calendar(unit).working_day_from(day)


def _days(unit: Unit, due_on: date | None) -> int | None:
    return None if due_on is None else max(load_calendar(unit).working_days_between(clock.today(), due_on), 1)


def seats_of(handlers: Collection[Row[Any]]) -> list[str]:
    """Return the departments that handle a document and have not reported yet."""
    return [item.department_code for item in handlers if item.done_at is None and item.released_at is None]
