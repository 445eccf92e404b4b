"""Resources over HTTP."""

import uuid
from dataclasses import asdict
from datetime import time
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names, require
from engines import bookings as engine
from engines.bookings import BOOK, moment_of
from kit import clock
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.months import month_of
from kit.pages import page_of
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.resources import rules
from office.resources import schemas as shapes

door = Door(
    "resources",
    audience="office",
    url_prefix="/office/v1/resources",
    description="会议室与公共资源: what can be booked, and when it is free.",
)
LISTING, USAGE = "resources", "resource_usage"


@door.route("")
@door.arguments(shapes.ResourceListArgs(), location="query")
@door.response(200, shapes.ResourcePageOut())
def list_resources(arguments: dict[str, Any]) -> Response:
    """List the resources that I may book, by code. Needs `bookings.book`."""
    require(subject(), BOOK)
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(LISTING, cursor, (str,))[0] if cursor else None
    wanted = {name: arguments[name] for name in ("kind", "building", "capacity", "features", "state")}
    rows = engine.list_resources(subject(), unit(), **wanted, after=after, rows=limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(LISTING, row.code))
    names = department_names(unit())
    return door.answer({"items": [engine.listed_resource(row, names) for row in items], "next_cursor": following})


@door.route("/free")
@door.arguments(shapes.ResourceFreeArgs(), location="query")
@door.response(200, shapes.FreeResourcesOut())
def search_free_resources(arguments: dict[str, Any]) -> Response:
    """Find free times of many resources at once: 200 at most, the smallest that fit first, over fourteen days at most.

    Needs `bookings.book`. A time is free when the resource is open and nobody holds, asks for or has booked it.
    """
    require(subject(), BOOK)
    rules.check_days(arguments["first_day"], arguments["last_day"])
    wanted = engine.FreeSearch(
        **{name: arguments[name] for name in ("kind", "first_day", "last_day", "minutes", "building", "capacity")},
        features=tuple(arguments["features"]),
        not_before=arguments["not_before"] or time(0),
        not_after=arguments["not_after"] or time(23, 59),
    )
    names = department_names(unit())
    items = [
        {
            "resource": engine.listed_resource(row, names),
            "free": [
                {"starts_at": beijing(moment_of(begin)), "ends_at": beijing(moment_of(end))} for begin, end in spans
            ],
        }
        for row, spans in engine.search_free(unit(), subject(), wanted)
    ]
    return door.answer({"items": items})


@door.route("/usage")
@door.arguments(shapes.ResourceUsageArgs(), location="query")
@door.response(200, shapes.ResourceUsagePageOut())
def list_resource_usage(arguments: dict[str, Any]) -> Response:
    """Count how resources were used in a month, by code, by the bookings that begin in it.

    Needs `bookings.manage` or `bookings.read` over their department.
    """
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(USAGE, cursor, (str,))[0] if cursor else None
    wanted = {name: arguments[name] for name in ("kind", "department")}
    rows = engine.list_used_resources(subject(), unit(), **wanted, after=after, rows=limit + 1)
    shown, following = page_of(rows, limit, lambda row: signer.encode(USAGE, row.code))
    month = month_of(arguments["month"]) if arguments["month"] else clock.today().replace(day=1)
    figures, names = engine.use_of_resources(unit(), shown, month), department_names(unit())
    items = [
        {"resource": engine.listed_resource(row, names), **asdict(use), **rules.shares(use)}
        for row, use in zip(shown, figures, strict=True)
    ]
    return door.answer({"month": f"{month:%Y-%m}", "items": items, "next_cursor": following})


@door.route("", methods=["POST"])
@door.arguments(shapes.ResourceIn())
@door.response(201, shapes.ResourceOut())
@door.problems(409)
@idempotent
def add_resource(arguments: dict[str, Any]) -> Response:
    """Add a resource of a department over which I hold `bookings.manage`."""
    row = engine.add_resource(subject(), unit(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:resource_id>")
@door.response(200, shapes.ResourceOut())
@door.problems(404)
def get_resource(resource_id: uuid.UUID) -> Response:
    """Read a resource that I may book."""
    return _answer(engine.resource_for(subject(), unit(), resource_id))


@door.route("/<uuid:resource_id>/amendments", methods=["POST"])
@door.arguments(shapes.ResourceAmendmentIn())
@door.response(200, shapes.ResourceOut())
@door.problems(404, 409, 412, 428)
def amend_resource(arguments: dict[str, Any], resource_id: uuid.UUID) -> Response:
    """Change what a resource says of itself, as its keeper; bookings that there are stay."""
    return _answer(engine.amend_resource(subject(), unit(), _asked(resource_id), arguments))


@door.route("/<uuid:resource_id>/closing", methods=["POST"])
@door.arguments(shapes.ResourceReasonIn())
@door.response(200, shapes.ResourceOut())
@door.problems(404, 409, 412, 428)
def close_resource(arguments: dict[str, Any], resource_id: uuid.UUID) -> Response:
    """Take a resource out of service (停用), with the reason; nobody books it, and bookings that there are stay."""
    return _answer(engine.close_resource(subject(), unit(), _asked(resource_id), arguments["reason"]))


@door.route("/<uuid:resource_id>/reopening", methods=["POST"])
@door.arguments(shapes.ResourceNothingIn())
@door.response(200, shapes.ResourceOut())
@door.problems(404, 409, 412, 428)
def reopen_resource(_arguments: dict[str, Any], resource_id: uuid.UUID) -> Response:
    """Put a resource into service again."""
    return _answer(engine.reopen_resource(subject(), unit(), _asked(resource_id)))


def _asked(resource_id: uuid.UUID) -> Row[Any]:
    row = engine.resource_for(subject(), unit(), resource_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.resource_answer(subject(), unit(), row), row.version, status, **headers)
