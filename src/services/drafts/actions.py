"""Saving, beginning from an earlier case, filing."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, update

from auth import Subject
from engines.cases import Filing, case_for_owner, file_case, filing_of
from engines.matters import MatterRevision, current_revision, revision
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id
from services.drafts.models import Draft
from services.drafts.queries import count_own_drafts
from services.drafts.rules import FormChanged, carried_over, check_number

EMPTY: Mapping[str, Any] = {
    "form": {},
    "materials": [],
    "consent_id": None,
    "second_signer": None,
    "delivery": {"way": "electronic", "recipient": None},
    "mandate_id": None,
}


def begin_draft(
    subject: Subject, unit: Unit, context: Context, matter_code: str, content: Mapping[str, Any] | None
) -> uuid.UUID:
    """Begin a draft for a matter. Errors: unknown or withdrawn matter, :class:`TooManyDrafts`."""
    return _keep(subject, unit, context, current_revision(unit, matter_code), content or EMPTY)


def begin_from_case(subject: Subject, unit: Unit, context: Context, case_id: uuid.UUID) -> tuple[uuid.UUID, list[str]]:
    """Begin a draft with the answers of an earlier case of one's own; return it and the answers that fell away.

    What comes from certificates and shared data is left out: it is fetched afresh. Errors: :class:`CaseNotFound`.
    """
    case = case_for_owner(unit, subject, case_id)
    guide = current_revision(unit, case.matter_code)
    filled = {item.pointer[1:] for item in guide.content.prefills}
    form, dropped = carried_over(context.vault.open_json(case.form_sealed), guide.content.form, filled)
    return _keep(subject, unit, context, guide, {**EMPTY, "form": form}), dropped


def save_draft(subject: Subject, unit: Unit, context: Context, draft: Row[Any], content: Mapping[str, Any]) -> None:
    """Save what was typed; the draft moves to the revision in force. Errors: 412 when another device saved it."""
    guide = current_revision(unit, draft.matter_code)
    done = unit.write(
        update(Draft)
        .where(Draft.id == draft.id, Draft.owner_id == subject.id, Draft.version == draft.version)
        .values(
            content_sealed=context.vault.seal_json(_plain(content)),
            matter_revision_id=guide.id,
            matter_name=guide.content.name,
            version=draft.version + 1,
            saved_at=clock.now(),
        )
    )
    if done.rowcount != 1:
        raise PreconditionFailed


def delete_draft(unit: Unit, draft: Row[Any]) -> None:
    """Throw a draft away."""
    unit.write(delete(Draft).where(Draft.id == draft.id))


def file_draft(subject: Subject, unit: Unit, context: Context, draft: Row[Any]) -> dict[str, Any]:
    """File a draft: the case is there and the draft is gone, or neither.

    Errors: :class:`FormChanged`, and everything that filing refuses; the draft stays.
    """
    saved, guide = revision(unit, draft.matter_revision_id), current_revision(unit, draft.matter_code)
    if saved.id != guide.id and saved.content.form != guide.content.form:
        raise FormChanged
    filed = file_case(subject, unit, context, filing_in(context, draft))
    delete_draft(unit, draft)
    return filed


def filing_in(context: Context, draft: Row[Any]) -> Filing:
    """Return what a draft would file."""
    return filing_of(draft.matter_code, context.vault.open_json(draft.content_sealed))


def _keep(
    subject: Subject, unit: Unit, context: Context, guide: MatterRevision, content: Mapping[str, Any]
) -> uuid.UUID:
    check_number(count_own_drafts(unit, subject))
    draft_id = new_id()
    unit.add(
        Draft,
        id=draft_id,
        owner_id=subject.id,
        matter_code=guide.code,
        matter_name=guide.content.name,
        matter_revision_id=guide.id,
        content_sealed=context.vault.seal_json(_plain(content)),
        version=1,
        saved_at=clock.now(),
    )
    unit.flush()
    return draft_id


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return loaded content as JSON keeps it: ids as text."""
    materials = [
        {"code": item["code"], "file_ids": [str(file_id) for file_id in item["file_ids"]]}
        for item in content["materials"]
    ]
    ids = {name: str(content[name]) if content[name] else None for name in ("consent_id", "mandate_id")}
    return {**content, "materials": materials, **ids}
