"""The demo's official documents: those of the pack, carried from draft to dispatch by the officers that they name.

Each goes the way of every document, with all its checks; one that is there already, by its title, is passed over.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import select

from auth import Subject, officer_by_code, sign_receipt
from engines import documents as engine
from engines.documents import DocumentReceipt, OfficialDocument
from kit.context import Context
from kit.database import Unit

#: Who signs for the first document at once, so that its receipts show something.
SIGNING = {"officer-ping": "11330902002610013M", "officer-jia": "11330903002620019E"}


def load_documents(context: Context) -> list[str]:
    """Bring the pack's documents on their way and return the numbers that they got, in the order of their files."""
    folder, people = context.settings.pack_dir, people_of(context)
    # The first signature makes the key, in a transaction of its own: before ours opens, since SQLite has one writer.
    sign_receipt(context, {"sub": "documents"})
    numbers = []
    for path in sorted((folder / "documents").glob("*.json")):
        with context.database.unit() as unit:
            number = _carried(unit, context, orjson.loads(path.read_bytes()), people)
        if number is not None:
            numbers.append(number)
    return numbers


def _carried(unit: Unit, context: Context, said: Mapping[str, Any], people: Mapping[str, Any]) -> str | None:
    if unit.first(select(OfficialDocument.id).where(OfficialDocument.title == said["title"])) is not None:
        return None
    drafter, reviewer, signer, clerk = (
        officer_of(unit, context, people[said[part]]) for part in ("drafter", "reviewer", "signer", "clerk")
    )
    written = {name: said.get(name, usual) for name, usual in engine.BLANK.items()}
    written |= {name: said[name] for name in ("kind", "title", "body")}
    links = _answered(unit, said.get("answers"))
    document_id = engine.begin_document(drafter, unit, written, department=said["department"], **links)
    row = engine.document_by_id(unit, document_id)
    steps = [{"kind": "review", "department": None, "officer_id": reviewer.id}]
    row = engine.submit_document(drafter, unit, context, row, steps, "")
    row = engine.review_document(reviewer, unit, row, said["opinions"]["review"])
    row = engine.sign_document(signer, unit, row, said["opinions"]["sign"])
    row = engine.number_document(clerk, unit, row, "", sealed=True)
    row = engine.dispatch_document(clerk, unit, row)
    unit.flush()
    if "all_units" in row.organ_lists:
        _signed_for(unit, context, row.id, people)
    return str(row.number)


def _signed_for(unit: Unit, context: Context, document_id: Any, people: Mapping[str, Any]) -> None:
    for persona, organ in SIGNING.items():
        own = (DocumentReceipt.document_id == document_id, DocumentReceipt.department_code == organ)
        receipt_id = unit.scalar(select(DocumentReceipt.id).where(*own))
        if receipt_id is not None:
            receipt = engine.receipt_by_id(unit, receipt_id)
            engine.sign_for_document(officer_of(unit, context, people[persona]), unit, context, receipt)


def _answered(unit: Unit, title: str | None) -> dict[str, Any]:
    """Return the receipt that a reply answers, by the title of what was asked."""
    if title is None:
        return {}
    receipt_id = unit.scalar(select(DocumentReceipt.id).where(DocumentReceipt.title == title))
    return {} if receipt_id is None else {"replies_to_id": receipt_id}


def people_of(context: Context) -> dict[str, Any]:
    """Return the pack's personas by their codes."""
    content = orjson.loads((context.settings.pack_dir / "personas.json").read_bytes())
    return {item["persona"]: item for item in content["items"]}


def officer_of(unit: Unit, context: Context, persona: Mapping[str, Any]) -> Subject:
    """Return an officer of the pack as a subject. Errors: SystemExit where the directory does not know them yet."""
    officer = officer_by_code(unit, context.vault, persona["officer"]["employee_code"])
    if officer is None:
        raise SystemExit(f"{persona['persona']} is not in the directory: run sync-directory first")
    return Subject(
        officer.id,
        "officer",
        officer.name,
        employee_code=officer.employee_code,
        department_code=officer.department,
        permissions=officer.permissions,
        scope=officer.scope,
    )
