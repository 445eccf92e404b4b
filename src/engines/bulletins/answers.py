"""What bulletins show over HTTP: plain JSON, with times of the city."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from engines.assessment import assessment_by_id, period_in, plain
from engines.bulletins.lifecycle import BULLETIN, COMPOSE
from engines.documents import DOCUMENT, document_by_id
from engines.lifecycles import event_answer, events_of
from kit.database import Unit


def listed_bulletin(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a bulletin as lists show it."""
    period = period_in(row)
    return {
        "id": str(row.id),
        "state": row.state,
        "state_name": BULLETIN.state(row.state).zh,
        "version": row.version,
        "scheme": row.scheme_code,
        "scheme_name": row.scheme_name,
        "period": period.code,
        "period_name": period.name,
        "period_kind": row.period_kind,
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "title": row.title,
        "composed_at": plain(row.composed_at),
        "document_id": str(row.document_id),
        "charts": f"/office/v1/bulletins/{row.id}/charts",
    }


def bulletin_answer(unit: Unit, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a bulletin with its text, its figures, where its document stands, and its timeline."""
    document, assessment = document_by_id(unit, row.document_id), assessment_by_id(unit, row.assessment_id)
    return {
        **listed_bulletin(row, names),
        "body": row.body,
        "figures": row.figures,
        "assessment_id": str(row.assessment_id),
        "outrun": assessment.version != row.assessment_version,
        "document": {
            "id": str(document.id),
            "state": document.state,
            "state_name": DOCUMENT.state(document.state).zh,
            "number": document.number,
            "changed": document.version != row.document_version,
            "href": f"/office/v1/documents/{document.id}",
        },
        "timeline": [event_answer(BULLETIN, COMPOSE, event, unmasked=True) for event in events_of(unit, row.id)],
    }
