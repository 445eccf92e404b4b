"""Delivery: what was sent comes before each organ, with a signed statement of sending and arrival and a task.

A job takes some receipts at a time and asks for the rest, so that ten thousand hold up nobody. It locks the
receipts that it takes: an organ that acts on one at the same moment waits, or has stated its arrival already.
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.documents.dispatching import DELIVER
from engines.documents.handover import record_deliveries
from engines.documents.lifecycle import ARRIVE, INCOMING, PROPOSE, RECEIVE
from engines.documents.models import DocumentReceipt
from engines.documents.queries import OPEN, RECEIPT_COLUMNS, document_by_id
from engines.documents.tasks import ask_receiver, ask_to_sign
from engines.inbox import InboxTask
from engines.lifecycles import Record, write_events
from kit import clock
from kit.outbox import Job, enqueue, handles

TOGETHER = 200


@handles(DELIVER)
def deliver(job: Job) -> None:
    """Put the next receipts of a document before their organs; one that has arrived is passed over."""
    unit = job.unit
    document = document_by_id(unit, uuid.UUID(job.payload["document_id"]))
    unit.begin()
    receipts = unit.rows(
        select(*RECEIPT_COLUMNS)
        .where(
            DocumentReceipt.document_id == document.id,
            DocumentReceipt.department_code > job.payload.get("after", ""),
            DocumentReceipt.arrived_at.is_(None),
            DocumentReceipt.state == "awaiting",
        )
        .order_by(DocumentReceipt.department_code)
        .limit(TOGETHER)
        .with_for_update()
    )
    if not receipts:
        return
    ids = [receipt.id for receipt in receipts]
    unit.write(update(DocumentReceipt).where(DocumentReceipt.id.in_(ids)).values(arrived_at=clock.now()))
    record_deliveries(unit, job.context, document, receipts)
    write_events(SYSTEM, unit, ARRIVE, [(_arriving(receipt), None, {}) for receipt in receipts])
    ask_to_sign(unit, document.urgency, receipts)
    enqueue(unit, "documents.deliver", {**job.payload, "after": receipts[-1].department_code}, key=job.key)


@handles("documents.remind")
def remind(job: Job) -> None:
    """Put a sender's urging of some day before those whose turn it is at each organ, once while it stands open."""
    unit, document = job.unit, document_by_id(job.unit, uuid.UUID(job.payload["document_id"]))
    receipts = unit.rows(
        select(*RECEIPT_COLUMNS)
        .where(
            DocumentReceipt.document_id == document.id,
            DocumentReceipt.department_code > job.payload.get("after", ""),
            DocumentReceipt.urged_on == date.fromisoformat(job.payload["day"]),
            DocumentReceipt.state.in_(OPEN),
        )
        .order_by(DocumentReceipt.department_code)
        .limit(TOGETHER)
    )
    if not receipts:
        return
    ids = [receipt.id for receipt in receipts]
    standing = (InboxTask.record_id.in_(ids), InboxTask.kind == "urged_document", InboxTask.closed_at.is_(None))
    known = {row.record_id for row in unit.rows(select(InboxTask.record_id).where(*standing))}
    for receipt in receipts:
        if receipt.id not in known:
            permission = RECEIVE if receipt.state == "awaiting" else PROPOSE
            ask_receiver(unit, receipt, "urged_document", "发文机关催办", permission, due_on=clock.today())
    enqueue(unit, "documents.remind", {**job.payload, "after": receipts[-1].department_code})


def _arriving(receipt: Row[Any]) -> Record:
    return Record(INCOMING, DocumentReceipt, receipt.id, "", 0, receipt.department_code, None)
