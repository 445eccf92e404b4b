"""Documents and receipts as the API shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.documents.kinds import KINDS
from engines.documents.lifecycle import DOCUMENT, INCOMING, begun_by
from engines.documents.queries import document_parts, record_of, waiting_step
from engines.documents.rendering import MEDIA_TYPES
from engines.lifecycles import available_actions, event_answer
from engines.typesetting import blocks_to_json, parse_text
from kit.database import Unit
from kit.fields import beijing

DOCUMENTS = "/office/v1/documents"
INCOMING_DOCUMENTS = "/office/v1/incoming_documents"


def listed_document(row: Row[Any]) -> dict[str, Any]:
    """Return a document as lists show it."""
    return {
        "id": str(row.id),
        "state": row.state,
        "state_name": DOCUMENT.state(row.state).zh,
        "department_code": row.department_code,
        "author_name": row.author_name,
        "kind": row.kind,
        "kind_name": KINDS[row.kind],
        "title": row.title,
        "number": row.number,
        "urgency": row.urgency,
        "restricted": row.restricted,
        "saved_at": beijing(row.saved_at),
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "dispatched_at": beijing(row.dispatched_at),
        "recipients": row.recipients,
        "version": row.version,
    }


def document_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a document with all it says, how far it is, and what its reader can do."""
    base, names = f"{DOCUMENTS}/{row.id}", department_names(unit)
    steps, attachments, counts, timeline = document_parts(unit, row.id)
    record = record_of(row, steps)
    return {
        **listed_document(row),
        **content_answer(row, attachments, base),
        "department_name": names.get(row.department_code, row.department_code),
        "register_code": row.register_code,
        "replies_to": f"{INCOMING_DOCUMENTS}/{row.replies_to_id}" if row.replies_to_id else None,
        "corrects": f"{DOCUMENTS}/{row.corrects_id}" if row.corrects_id else None,
        "remarks": row.remarks,
        "steps": [_step(step, names) for step in steps],
        "receipts": {item.state: item.number for item in counts},
        "timeline": [event_answer(DOCUMENT, begun_by(row), event, unmasked=True) for event in timeline],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record)
            if _is_theirs(subject, row, steps, action["action"])
        ],
    }


def content_answer(row: Row[Any], attachments: Sequence[Row[Any]], base: str) -> dict[str, Any]:
    """Return what a document says, for its sender's readers and its receivers' alike; files lie below ``base``."""
    return {
        "main_recipients": row.main_recipients,
        "copies": row.copies,
        "organ_lists": row.organ_lists,
        "joint_departments": row.joint_departments,
        "body": row.body,
        "blocks": blocks_to_json(parse_text(row.body)),
        "note": row.note,
        "attendance": row.attendance,
        "publication": row.publication,
        "cited": row.cited,
        "answer_due_on": row.answer_due_on.isoformat() if row.answer_due_on else None,
        "signed_by_name": row.signed_by_name,
        "sealed": row.sealed,
        "origin": row.origin,
        "signature_verified": row.signature_verified,
        "digests": {"sha256": row.sha256, "sm3": row.sm3} if row.sha256 else None,
        "attachments": [
            {
                "id": str(item.id),
                "title": item.title,
                "file_name": item.file_name,
                "media_type": item.media_type,
                "size": item.size,
                "sha256": item.sha256,
                "href": f"{base}/attachments/{item.id}",
            }
            for item in attachments
        ],
        "files": {format_: f"{base}/file?format={format_}" for format_ in MEDIA_TYPES},
    }


def receipt_answers(unit: Unit, rows: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    """Return receipts as their sender sees them."""
    names = department_names(unit)
    return [
        {
            "id": str(row.id),
            "department_code": row.department_code,
            "department_name": names.get(row.department_code, row.department_code),
            "addressed_to": row.addressed_to,
            "role": row.role,
            "state": row.state,
            "state_name": INCOMING.state(row.state).zh,
            "sent_at": beijing(row.sent_at),
            "arrived_at": beijing(row.arrived_at),
            "signed_for_at": beijing(row.signed_for_at),
            "signed_for_by_name": row.signed_for_by_name,
            "reason": row.reason,
            "urged_on": row.urged_on.isoformat() if row.urged_on else None,
            "closed_at": beijing(row.closed_at),
            "reply": f"{DOCUMENTS}/{row.reply_id}" if row.reply_id else None,
        }
        for row in rows
    ]


def _step(step: Row[Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "round": step.round,
        "position": step.position,
        "kind": step.kind,
        "department_code": step.department_code,
        "department_name": names.get(step.department_code, step.department_code),
        "officer_name": step.officer_name,
        "outcome": step.outcome,
        "opinion": step.opinion,
        "done_by_name": step.done_by_name,
        "done_at": beijing(step.done_at),
    }


def _is_theirs(subject: Subject, row: Row[Any], steps: Any, action: str) -> bool:
    """Leave out what the machine allows and a rule forbids: another's step, and signing what one wrote."""
    if action == "sign":
        return str(subject.id) not in row.written_by
    step = waiting_step(steps)
    if action in ("review", "return_in_review") and step is not None and step.officer_id is not None:
        return step.officer_id == subject.id or any(item.officer_id == step.officer_id for item in subject.lent)
    return True
