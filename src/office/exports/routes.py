"""Exports over HTTP."""

import uuid
from typing import Any
from urllib.parse import quote

from flask import Response
from sqlalchemy import Row

from engines.exports import (
    FORMATS,
    cancel_export,
    export_answer,
    export_file,
    list_own_exports,
    own_export,
    request_export,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.exports.schemas import EXPORT_IN, CancellationIn, ExportListArgs, ExportOut, ExportPageOut, FileArgs

door = Door(
    "exports",
    audience="office",
    url_prefix="/office/v1/exports",
    description="清单导出: lists of cases and of supervision matters as files.",
)
LISTING = "exports"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(EXPORT_IN)
@door.response(201, ExportOut())
@door.problems(409)
def create_export(arguments: dict[str, Any]) -> Response:
    """Ask for an export of a list: of cases, or of supervision matters.

    `of` says which, and with it which columns and filters there are. Cases need `cases.export` and `cases.read`,
    supervision matters `supervision.export` and `supervision.read`; the reason stays with it. A job makes it, for the
    scope that I have while it is made; one of mine is made at a time. Applicants' names are masked as in the list.
    """
    export_id = request_export(
        subject(),
        unit(),
        arguments["of"],
        arguments["filters"],
        format_=arguments["format"],
        columns=arguments["columns"],
        reason=arguments["reason"],
    )
    unit().flush()
    return _shown(own_export(unit(), subject(), export_id), 201, Location=f"/office/v1/exports/{export_id}")


@door.route("")
@door.arguments(ExportListArgs(), location="query")
@door.response(200, ExportPageOut())
def list_exports(arguments: dict[str, Any]) -> Response:
    """List my exports, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_exports(unit(), subject(), state=arguments["state"], after=after, rows=rows),
        lambda row: export_answer(subject(), context(), row),
    )
    return door.answer(page)


@door.route("/<uuid:export_id>")
@door.response(200, ExportOut())
@door.problems(404)
def get_export(export_id: uuid.UUID) -> Response:
    """Read one of my exports: its progress, and a fresh address of its file once it is done."""
    return _shown(own_export(unit(), subject(), export_id))


@door.route("/<uuid:export_id>/cancellation", methods=["POST"])
@door.arguments(CancellationIn())
@door.response(200, ExportOut())
@door.problems(404, 409, 412, 428)
def cancel(_arguments: dict[str, Any], export_id: uuid.UUID) -> Response:
    """Cancel an export that is being made."""
    export = own_export(unit(), subject(), export_id)
    require_version(export.version, if_match())
    return _shown(cancel_export(subject(), unit(), export))


@door.route("/<uuid:export_id>/file")
@door.arguments(FileArgs(), location="query")
@door.response(200, content_type=FORMATS["csv"])
@door.problems(404, 409)
def get_export_file(arguments: dict[str, Any], export_id: uuid.UUID) -> Response:
    """Download the file of an export of mine, by the address that reading it gave.

    CSV is UTF-8 with a byte order mark; a cell that a spreadsheet would run as a formula begins with an apostrophe.
    Needs the permission to export that list at that moment, and is recorded.
    """
    export = own_export(unit(), subject(), export_id)
    found = export_file(subject(), unit(), context(), export, arguments["signature"])
    response = Response(found.pieces, content_type=found.content_type)
    response.headers["Content-Length"] = str(found.size)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{found.ascii_name}\"; filename*=UTF-8''{quote(found.name)}"
    )
    return response


def _shown(export: Row[Any], status: int = 200, **headers: str) -> Response:
    return versioned(export_answer(subject(), context(), export), export.version, status, **headers)
