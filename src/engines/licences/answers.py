"""A licence as the API shows it: to its holder in full, to an officer masked unless a reason opens it."""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.licences.lifecycle import ISSUE, LICENCE, record_of
from engines.licences.queries import present_status
from engines.lifecycles import available_actions, event_answer, events_of
from kit.context import Context
from kit.crypto import Vault
from kit.database import Unit
from kit.masking import mask_text


def shown_licence(vault: Vault, public_url: str, row: Row[Any]) -> dict[str, Any]:
    """Return a licence as its holder sees it in a list."""
    return {
        **_outline(row),
        "holder": vault.open(row.holder_name_sealed),
        "fields": vault.open_json(row.fields_sealed),
        "verify_code": row.verify_code,
        "verify_url": f"{public_url}/licences/verify/{row.verify_code}",
        "document_url": f"/services/v1/licences/{row.id}/document",
    }


def own_licence_answer(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> dict[str, Any]:
    """Return one licence as its holder sees it: everything, what became of it and why, and what one can do."""
    shown = shown_licence(context.vault, context.settings.public_url, row)
    return {**shown, **_life(subject, unit, row, "services")}


def listed_licence(row: Row[Any]) -> dict[str, Any]:
    """Return a licence as an officer's list shows it."""
    return {**_outline(row), "holder": row.holder_name_masked}


def office_licence_answer(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], *, unmasked: bool
) -> dict[str, Any]:
    """Return one licence as an officer sees it: holder and fields masked unless a stated reason opened them."""
    fields = context.vault.open_json(row.fields_sealed)
    return {
        **_outline(row),
        "holder": context.vault.open(row.holder_name_sealed) if unmasked else row.holder_name_masked,
        "fields": fields if unmasked else {title: mask_text(value) for title, value in fields.items()},
        "case_id": str(row.case_id),
        **_life(subject, unit, row, "office"),
    }


def _outline(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "identifier": row.identifier,
        "number": row.number,
        "edition": row.edition,
        "type_code": row.type_code,
        "name": row.name,
        "issuer": row.issuer_name,
        "issued_on": row.issued_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "status": present_status(row),
        "status_since": row.state_since.isoformat() if row.state_since else None,
        "suspended_until": row.suspended_until.isoformat() if row.suspended_until else None,
        "revoked_as": row.revoked_as,
        "version": row.version,
    }


def _life(subject: Subject, unit: Unit, row: Row[Any], area: str) -> dict[str, Any]:
    return {
        "timeline": [
            event_answer(LICENCE, ISSUE, event, unmasked=area == "services") for event in events_of(unit, row.id)
        ],
        "available_actions": [
            {**action, "method": "POST", "href": f"/{area}/v1/licences/{row.id}/{action['resource']}"}
            for action in available_actions(subject, record_of(row))
        ],
    }
