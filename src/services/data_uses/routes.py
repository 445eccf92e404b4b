"""The ledger of data use over HTTP."""

import uuid
from typing import Any

from sqlalchemy import Row

from auth import list_data_uses as uses_of
from kit.fields import beijing
from kit.pages import page_of
from kit.web import Door, context, subject, unit
from services.data_uses.schemas import DataUseArgs, DataUsePageOut

door = Door(
    "data_uses", audience="services", url_prefix="/services/v1/data-uses", description="用数记录: who used my data."
)
LISTING = "data-uses"


@door.route("")
@door.arguments(DataUseArgs(), location="query")
@door.response(200, DataUsePageOut())
def list_data_uses(arguments: dict[str, Any]) -> dict[str, Any]:
    """List who used my data.

    Every record fetched and every masked field opened: by whom, when, for which matter and case, under which
    consent or statute. Newest first.
    """
    signer = context().cursors
    after = signer.decode(LISTING, arguments["cursor"], (uuid.UUID,))[0] if arguments["cursor"] else None
    rows = uses_of(
        unit(),
        subject(),
        case_id=arguments["case_id"],
        resource=arguments["resource"],
        after=after,
        rows=arguments["limit"] + 1,
    )
    items, following = page_of(rows, arguments["limit"], lambda row: signer.encode(LISTING, row.id))
    return {"items": [_shown(row) for row in items], "next_cursor": following}


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "used_by": row.used_by,
        "used_by_kind": row.used_by_kind,
        "resource": row.resource,
        "resource_name": row.resource_name,
        "purpose": row.purpose,
        "outcome": row.outcome,
        "matter_code": row.matter_code,
        "case_id": str(row.case_id) if row.case_id else None,
        "consent_id": str(row.consent_id) if row.consent_id else None,
        "statute": row.statute,
        "used_at": beijing(row.used_at),
    }
