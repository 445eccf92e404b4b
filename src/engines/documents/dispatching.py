"""Sending a document to many organs, and what a sender does afterwards: supplement, urge, recall, correct.

A dispatch writes the receipts in one statement however many they are; arrival, tasks and signed statements follow by a
job (:mod:`engines.documents.delivering`).
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update

from auth import Subject, department_names
from engines.documents.addressing import Addressed, addressed, organs_of, receivers_of
from engines.documents.drafting import begin_document, copy_attachments
from engines.documents.handover import state_later
from engines.documents.lifecycle import INCOMING
from engines.documents.models import DocumentReceipt
from engines.documents.queries import OPEN, RECEIPT_COLUMNS, receipt_record, record_of
from engines.documents.refusals import NobodyToSendTo, NothingToRecall, UrgedToday
from engines.documents.replying import link_reply
from engines.inbox import close_tasks, close_tasks_of
from engines.lifecycles import apply_transition, check_transition, write_events
from kit import clock
from kit.database import Unit
from kit.ids import new_ids
from kit.outbox import enqueue

DELIVER = "documents.deliver"


def dispatch_document(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Send a numbered document to all its organs, each once; a main recipient is not sent a copy too.

    Errors: 409 when it is not ready, :class:`NobodyToSendTo`.
    """
    check_transition(subject, record_of(row), "dispatch")
    organs = organs_of(unit, row)
    if not organs:
        raise NobodyToSendTo
    moment = clock.now()
    changes = {"dispatched_at": moment, "recipients": len(organs)}
    after = apply_transition(
        subject, unit, record_of(row), "dispatch", changes=changes, detail={"recipients": len(organs)}
    )
    close_tasks(subject, unit, row.id)
    send_receipts(unit, row, organs, moment)
    link_reply(subject, unit, row)
    return after


def supplement_document(
    subject: Subject, unit: Unit, row: Row[Any], main: Sequence[str], copies: Sequence[str]
) -> Row[Any]:
    """Send a document to further organs. Errors: 409 when it was not sent, :class:`NobodyToSendTo`."""
    check_transition(subject, record_of(row), "supplement")
    wanted = dict.fromkeys(copies, "copy") | dict.fromkeys(main, "main")
    present = unit.rows(select(DocumentReceipt.department_code).where(DocumentReceipt.document_id == row.id))
    organs = addressed(unit, row.department_code, wanted)
    for found in present:
        organs.pop(found.department_code, None)
    if not organs:
        raise NobodyToSendTo
    names = department_names(unit)
    changes = {"recipients": row.recipients + len(organs)}
    detail = {"organs": [names.get(code, code) for code in organs]}
    after = apply_transition(subject, unit, record_of(row), "supplement", changes=changes, detail=detail)
    send_receipts(unit, row, organs, clock.now())
    return after


def recall_document(
    subject: Subject, unit: Unit, row: Row[Any], organs: Collection[str], reason: str
) -> tuple[Row[Any], list[Row[Any]]]:
    """Recall a document from organs (all, when none are named) that have not signed for it.

    Returns the document and the receipts that could not be recalled. Errors: :class:`NothingToRecall`.
    """
    check_transition(subject, record_of(row), "recall")
    receipts = _receipts(unit, row.id, organs)
    open_ones = [item for item in receipts if item.state == "awaiting"]
    recalled = _take_back(unit, [item.id for item in open_ones], reason)
    if not recalled:
        raise NothingToRecall
    turn = INCOMING.transition("recall")
    write_events(subject, unit, turn, [(receipt_record(item), reason, {}) for item in open_ones if item.id in recalled])
    close_tasks_of(subject, unit, [*recalled])
    state_later(subject, unit, [item.id for item in open_ones if item.id in recalled], "recalled", reason)
    still = unit.first(
        select(DocumentReceipt.id).where(DocumentReceipt.document_id == row.id, DocumentReceipt.state != "recalled")
    )
    names = [department_names(unit).get(item.department_code, "") for item in open_ones if item.id in recalled]
    turn_name = "recall" if still is not None else "recall_all"
    after = apply_transition(
        subject, unit, record_of(row), turn_name, opinion=reason, detail={"organs": names[:100], "number": len(names)}
    )
    return after, [item for item in receipts if item.id not in recalled and item.state not in ("recalled", "returned")]


def urge_document(
    subject: Subject, unit: Unit, row: Row[Any], organs: Collection[str], note: str
) -> tuple[Row[Any], int]:
    """Urge organs that have not signed for a document or not closed it, each once a day; returns how many.

    Errors: :class:`UrgedToday` when none is left.
    """
    check_transition(subject, record_of(row), "urge")
    due = [
        DocumentReceipt.document_id == row.id,
        # What has not arrived yet has still its first task to come.
        DocumentReceipt.arrived_at.is_not(None),
        DocumentReceipt.state.in_(OPEN),
        or_(DocumentReceipt.urged_on.is_(None), DocumentReceipt.urged_on < clock.today()),
    ]
    if organs:
        due.append(DocumentReceipt.department_code.in_(receivers_of(unit, organs)))
    urged = update(DocumentReceipt).where(*due).values(urged_on=clock.today()).returning(*RECEIPT_COLUMNS)
    waiting = unit.write(urged).fetchall()
    if not waiting:
        raise UrgedToday
    state_later(subject, unit, [item.id for item in waiting], "urged", note or None)
    enqueue(unit, "documents.remind", {"document_id": str(row.id), "day": clock.today().isoformat()})
    after = apply_transition(
        subject, unit, record_of(row), "urge", opinion=note or None, detail={"number": len(waiting)}
    )
    return after, len(waiting)


def correct_document(subject: Subject, unit: Unit, row: Row[Any]) -> tuple[Row[Any], uuid.UUID]:
    """Draft a correction of a document that was sent, to the same organs; both name each other."""
    check_transition(subject, record_of(row), "correct")
    title = f"关于更正《{row.title}》的通知" if row.kind != "letter" else f"关于更正《{row.title}》的函"
    written = {
        "kind": "letter" if row.kind == "letter" else "notice",
        "title": title,
        "register_code": row.register_code,
        "urgency": row.urgency,
        "joint_departments": row.joint_departments,
        "organ_lists": row.organ_lists,
        "body": f"现就《{row.title}》（{row.number}）更正如下：",
        "note": "",
        "attendance": "",
        "publication": row.publication,
        "restricted": row.restricted,
        "cited": [row.number] if row.number else [],
        "answer_due_on": None,
        "secrecy": "none",
        "main_recipients": [item["code"] for item in row.main_recipients],
        "copies": [item["code"] for item in row.copies],
    }
    correction_id = begin_document(subject, unit, written, department=row.department_code, corrects_id=row.id)
    copy_attachments(unit, row.id, correction_id)
    after = apply_transition(subject, unit, record_of(row), "correct", detail={"correction_id": str(correction_id)})
    return after, correction_id


def send_receipts(unit: Unit, row: Row[Any], organs: Mapping[str, Addressed], moment: datetime) -> None:
    """Write the receipts of a document for organs by how it means them, and have them delivered by a job."""
    for role in ("main", "copy"):
        meant = {code: item.names for code, item in organs.items() if item.role == role}
        if meant:
            _add_receipts(unit, row, role, meant, moment)
    enqueue(unit, "documents.deliver", {"document_id": str(row.id)}, key=f"deliver:{row.id}:{moment.isoformat()}")


def _add_receipts(unit: Unit, row: Row[Any], role: str, meant: Mapping[str, str | None], moment: datetime) -> None:
    names = department_names(unit)
    unit.add_many(
        DocumentReceipt,
        same={
            "document_id": row.id,
            "role": role,
            "state": "awaiting",
            "version": 1,
            "sender_code": row.department_code,
            "sender_name": names.get(row.department_code, row.department_code),
            "title": row.title,
            "kind": row.kind,
            "number": row.number,
            "urgency": row.urgency,
            "restricted": row.restricted,
            "sent_at": moment,
        },
        each={"id": new_ids(len(meant)), "department_code": [*meant], "addressed_to": [*meant.values()]},
    )


def _receipts(unit: Unit, document_id: uuid.UUID, organs: Collection[str]) -> Sequence[Row[Any]]:
    wanted = select(*RECEIPT_COLUMNS).where(DocumentReceipt.document_id == document_id)
    if organs:
        wanted = wanted.where(DocumentReceipt.department_code.in_(receivers_of(unit, organs)))
    return unit.rows(wanted.order_by(DocumentReceipt.department_code))


def _take_back(unit: Unit, ids: Sequence[uuid.UUID], reason: str) -> set[uuid.UUID]:
    """Recall those that still wait, and return which: somebody may sign at the same moment."""
    if not ids:
        return set()
    changed = unit.write(
        update(DocumentReceipt)
        .where(DocumentReceipt.id.in_(ids), DocumentReceipt.state == "awaiting")
        .values(state="recalled", version=DocumentReceipt.version + 1, reason=reason, closed_at=clock.now())
        .returning(DocumentReceipt.id)
    )
    return {row.id for row in changed.fetchall()}
