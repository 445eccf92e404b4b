"""Matters proposed from a text or a document's text, as they could be registered, each with the words it rests on."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from auth import Subject
from engines.documents import document_by_id, document_of, receipt_of
from engines.proposals import BASES, REASONS, Proposal, Skipped, departments, duties, propose
from engines.supervision.refusals import NothingToPropose
from kit import clock
from kit.database import Unit

SOURCES = {"minutes": "minutes", "notice": "plan", "bulletin": "document"}


def propose_matters(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return proposals of a text (拟办), and the sentences that gave none with the reason of each.

    ``given``: ``text``, or ``document_id`` of a document of the officer's organ, or ``incoming_document_id`` of one it
    received; ``dated_on``, to which 年底前 refers (the document's day or today by default). Nothing is kept.
    Errors: :class:`NothingToPropose`, :class:`DocumentNotFound`, :class:`ReceiptNotFound`.
    """
    text, source, dated_on = _source(subject, unit, given)
    if not text.strip():
        raise NothingToPropose
    found = propose(text, base=dated_on, departments=departments(unit), duties=duties(unit))
    return {
        "dated_on": dated_on.isoformat(),
        "text": text,
        "proposals": [_proposal(item, source) for item in found.proposals],
        "skipped": [_skipped(item) for item in found.skipped],
    }


def _source(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> tuple[str, dict[str, Any], Any]:
    day = given["dated_on"]
    if given["incoming_document_id"] is not None:
        row = document_by_id(unit, receipt_of(unit, subject, given["incoming_document_id"]).document_id)
    elif given["document_id"] is not None:
        row = document_of(unit, subject, given["document_id"])
    else:
        return given["text"], {"source_kind": "other", "document": ""}, day or clock.today()
    kind = SOURCES.get(row.kind, "document")
    return row.body, {"source_kind": kind, "document": row.number or row.title}, day or row.issued_on or clock.today()


def _proposal(item: Proposal, source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a proposal: the matter as createSupervisionMatters takes it, and what it rests on."""
    return {
        "matter": {
            "title": item.title,
            "content": item.sentence,
            "department": item.owner,
            "co_departments": list(item.co_owners),
            "due_on": item.due_on.isoformat() if item.due_on else None,
            "cadence": item.cadence or "none",
            "source_kind": source["source_kind"],
            "source": {"document": source["document"], "paragraph": item.paragraph, "words": item.sentence[:2000]},
        },
        "path": list(item.path),
        "target": item.target,
        "grounds": [{**asdict(ground), **_said(BASES.get(ground.basis))} for ground in item.grounds],
        "spans": [list(span) for span in item.spans],
    }


def _skipped(item: Skipped) -> dict[str, Any]:
    return {**asdict(item), **_said(REASONS.get(item.reason))}


def _said(sentences: Any) -> dict[str, str]:
    return {"detail": sentences.zh, "detail_en": sentences.en} if sentences is not None else {}
