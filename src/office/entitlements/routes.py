"""Entitlements over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines.entitlements import (
    Entitlement,
    count_offers,
    entitlement_for,
    entitlements_for,
    list_runs,
    run_of,
    start_run,
)
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import PageArgs, newest_first
from kit.web import Door, context, subject, unit
from office.entitlements.schemas import (
    EntitlementDetailOut,
    EntitlementListOut,
    EntitlementRunIn,
    EntitlementRunOut,
    EntitlementRunPageOut,
)

door = Door(
    "entitlements",
    audience="office",
    url_prefix="/office/v1/entitlements",
    description="惠民政策主动兑现: find who is entitled, offer it.",
)
PERMISSION = "entitlements.run"


@door.route("")
@door.response(200, EntitlementListOut())
def list_entitlements() -> Response:
    """List the entitlements of the departments in my scope, by code."""
    require(subject(), PERMISSION)
    return door.answer({"items": [_shown(item) for item in entitlements_for(unit(), subject())]})


@door.route("/<string:code>")
@door.response(200, EntitlementDetailOut())
@door.problems(404)
def get_entitlement(code: str) -> Response:
    """Read an entitlement, with how many of its offers wait, are confirmed, declined and expired."""
    found = _asked(code)
    return door.answer({**_shown(found), "offers": count_offers(unit(), found.code)})


@door.route("/<string:code>/runs", methods=["POST"])
@idempotent
@door.arguments(EntitlementRunIn())
@door.response(201, EntitlementRunOut())
@door.problems(404, 409)
def create_run(_arguments: dict[str, Any], code: str) -> Response:
    """Go through the list now; each page is a job, and reading the run says how far it is."""
    found = _asked(code)
    run_id = start_run(subject(), unit(), found)
    unit().flush()
    answer = door.answer(_shown_run(run_of(unit(), found.code, run_id)), 201)
    answer.headers["Location"] = f"/office/v1/entitlements/{found.code}/runs/{run_id}"
    return answer


@door.route("/<string:code>/runs")
@door.arguments(PageArgs(), location="query")
@door.response(200, EntitlementRunPageOut())
@door.problems(404)
def list_entitlement_runs(arguments: dict[str, Any], code: str) -> Response:
    """List the runs of an entitlement, newest first, the daily ones too."""
    found = _asked(code)
    page = newest_first(
        context().cursors,
        f"entitlements.{found.code}.runs",
        arguments,
        lambda after, rows: list_runs(unit(), found.code, after, rows),
        _shown_run,
    )
    return door.answer(page)


@door.route("/<string:code>/runs/<uuid:run_id>")
@door.response(200, EntitlementRunOut())
@door.problems(404)
def get_run(code: str, run_id: uuid.UUID) -> Response:
    """Read how far a run is."""
    return door.answer(_shown_run(run_of(unit(), _asked(code).code, run_id)))


def _asked(code: str) -> Entitlement:
    found = entitlement_for(unit(), subject(), code)
    require(subject(), PERMISSION)
    return found


def _shown(item: Entitlement) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "matter_code": item.matter_code,
        "department_code": item.department,
        "source": item.resource_name,
        "rule": item.expression.text,
        "sentence": item.sentence,
        "days": item.days,
        "period": item.period,
        "statute": item.statute,
    }


def _shown_run(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "entitlement": row.entitlement_code,
        "state": row.state,
        "pages": row.pages,
        "listed": row.listed,
        "considered": row.considered,
        "offered": row.offered,
        "started_by": row.started_by,
        "started_at": beijing(row.started_at),
        "ended_at": beijing(row.ended_at),
    }
