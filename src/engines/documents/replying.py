"""Answering a document by a document (复文): drafted by who handles it, linked both ways once it is sent."""

import uuid
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.documents.drafting import begin_document
from engines.documents.handover import state_later
from engines.documents.models import DocumentReceipt
from engines.documents.queries import handlers_of, receipt_record
from engines.documents.receiving import seats_of
from engines.lifecycles import apply_transition, check_transition
from kit.database import Unit

#: What answers a document, by its kind; everything else is answered by a letter.
ANSWERS = {"request": "reply"}


def reply_to_document(subject: Subject, unit: Unit, row: Row[Any]) -> tuple[Row[Any], uuid.UUID]:
    """Begin the document that answers a received one: a reply (批复) to a request, a letter (函) to all else.

    Returns the receipt and the draft's id. Errors: 409 and 403 as the turn, 403 for who may not draft for the organ.
    """
    record = receipt_record(row, [*seats_of(handlers_of(unit, row.id)), row.department_code])
    check_transition(subject, record, "reply")
    kind = ANSWERS.get(row.kind, "letter")
    about = f"关于《{row.title}》的"
    written = {
        "kind": kind,
        "title": about + ("批复" if kind == "reply" else "复函"),
        "register_code": None,
        "urgency": row.urgency,
        "joint_departments": [],
        "organ_lists": [],
        "body": f"《{row.title}》（{row.number}）收悉。现{'批复' if kind == 'reply' else '函复'}如下：",
        "note": "",
        "attendance": "",
        "publication": "internal",
        "restricted": row.restricted,
        "cited": [row.number],
        "answer_due_on": None,
        "secrecy": "none",
        "main_recipients": [row.sender_code],
        "copies": [],
    }
    draft_id = begin_document(subject, unit, written, department=row.department_code, replies_to_id=row.id)
    detail = {"draft_id": str(draft_id)}
    return apply_transition(subject, unit, record, "reply", detail=detail), draft_id


def link_reply(subject: Subject, unit: Unit, document: Row[Any]) -> None:
    """Let both sides know that a document that was sent answers the one that it replies to."""
    if document.replies_to_id is not None:
        receipt_id = document.replies_to_id
        unit.write(update(DocumentReceipt).where(DocumentReceipt.id == receipt_id).values(reply_id=document.id))
        state_later(subject, unit, [receipt_id], "replied", document.number)
