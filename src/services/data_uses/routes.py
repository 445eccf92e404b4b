"""The ledger of data use over HTTP."""

from typing import Any

from sqlalchemy import Row

from auth import list_data_uses as uses_of
from kit.fields import beijing
from kit.pages import newest_first
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
    wanted = {"case_id": arguments["case_id"], "resource": arguments["resource"]}
    return newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: uses_of(unit(), subject(), **wanted, after=after, rows=rows),
        _shown,
    )


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
