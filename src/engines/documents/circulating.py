"""Circulation (传阅): before several at once or one after the other, with each reading confirmed.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (传阅).
"""

import uuid
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, update

from auth import Subject, find_officers
from engines.documents.lifecycle import READ
from engines.documents.models import DocumentReader
from engines.documents.queries import readers_of, receipt_record
from engines.documents.refusals import ReadersUnfit
from engines.documents.tasks import ask_receiver
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

Mode = Literal["serial", "parallel"]


def waiting_readers(readers: Sequence[Row[Any]]) -> list[uuid.UUID]:
    """Return whose turn it is to read: all side by side, and of a series the first who has not."""
    unread = [item for item in readers if item.read_at is None]
    first = next((item for item in unread if item.mode == "serial"), None)
    return [item.officer_id for item in unread if item.mode == "parallel" or item is first]


def circulate_document(
    subject: Subject,
    unit: Unit,
    context: Context,
    row: Row[Any],
    officers: Sequence[uuid.UUID],
    mode: Mode,
    opinion: str,
) -> Row[Any]:
    """Circulate a document before further officers; whoever has it already is refused.

    Errors: :class:`ReadersUnfit`, 409.
    """
    check_transition(subject, receipt_record(row), "circulate")
    present = readers_of(unit, row.id)
    known, lost, found = {item.officer_id for item in present}, [], []
    named = find_officers(unit, context.vault, officers)
    for place, officer_id in enumerate(officers):
        officer = named.get(officer_id)
        if officer is None or READ not in officer.permissions:
            sentence = ("没有该人员，或其没有公文阅读权限。", "No such officer, or none who may read documents.")
            lost.append(Pointer(f"/officers/{place}", "unfit", *sentence))
        elif officer_id in known:
            lost.append(Pointer(f"/officers/{place}", "twice", "该人员已在传阅名单中。", "They have it already."))
        else:
            found.append(officer)
    if lost:
        raise ReadersUnfit(pointers=lost)
    position = max((item.position for item in present), default=0)
    for place, officer in enumerate(found, position + 1):
        unit.add(
            DocumentReader,
            id=new_id(),
            receipt_id=row.id,
            officer_id=officer.id,
            officer_name=officer.name,
            department_code=officer.department,
            mode=mode,
            position=place,
            added_by_name=subject.name,
            added_at=clock.now(),
        )
    detail = {"mode": mode, "readers": [officer.name for officer in found]}
    record = receipt_record(row)
    after = apply_transition(subject, unit, record, "circulate", opinion=opinion or None, detail=detail)
    _tell_next(unit, after)
    return after


def confirm_reading(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    """Confirm that one has read a document, with an opinion or without; the next of a series is told then."""
    waiting = waiting_readers(readers_of(unit, row.id))
    record = receipt_record(row, readers=waiting)
    check_transition(subject, record, "read")
    own = (DocumentReader.receipt_id == row.id, DocumentReader.officer_id == subject.id)
    unit.write(update(DocumentReader).where(*own).values(read_at=clock.now(), opinion=opinion or None))
    after = apply_transition(subject, unit, record, "read", opinion=opinion or None)
    close_tasks(subject, unit, row.id, permission=READ, assignee_id=subject.id)
    _tell_next(unit, after)
    return after


def _tell_next(unit: Unit, row: Row[Any]) -> None:
    """Put the document before those whose turn has come."""
    unit.flush()
    readers = readers_of(unit, row.id)
    turn = set(waiting_readers(readers))
    told = [item for item in readers if item.officer_id in turn and item.told_at is None]
    for item in told:
        ask_receiver(
            unit,
            row,
            "read_document",
            "待阅",
            READ,
            department=item.department_code,
            assignee_id=item.officer_id,
        )
    if told:
        ids = [item.id for item in told]
        unit.write(update(DocumentReader).where(DocumentReader.id.in_(ids)).values(told_at=clock.now()))
