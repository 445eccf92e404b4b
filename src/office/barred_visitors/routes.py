"""Bars over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import visitors as engine
from engines.visitors import BarFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.barred_visitors import schemas as shapes

door = Door(
    "barred_visitors",
    audience="office",
    url_prefix="/office/v1/barred_visitors",
    description="限制来访名单: who is not received, until when and why.",
)
LISTING = "barred_visitors"
_FILTERS = ("active", "until_before", "department_code")


@door.route("")
@door.arguments(shapes.BarListArgs(), location="query")
@door.response(200, shapes.BarPageOut())
def list_barred_visitors(arguments: dict[str, Any]) -> Response:
    """List who is or was barred from the buildings that I guard, newest first. Needs `visits.bar`."""
    names, wanted = department_names(unit()), BarFilter(**{name: arguments[name] for name in _FILTERS})
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_bars(unit(), subject(), wanted, after, rows),
        lambda row: engine.barred_answer(context().vault, row, names),
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@door.arguments(shapes.BarIn())
@door.response(201, shapes.BarMadeOut())
@idempotent
def bar_visitor(arguments: dict[str, Any]) -> Response:
    """Bar somebody by certificate, phone or both (限制来访); their coming visits are cancelled and their hosts told.

    Needs `visits.bar` over the department of the buildings. Hosts learn that somebody is barred, and not why.
    """
    return door.answer({"id": str(engine.bar_visitor(subject(), unit(), context(), arguments))}, 201)


@door.route("/<uuid:bar_id>")
@door.response(200, shapes.BarOut())
@door.problems(404)
def get_barred_visitor(bar_id: uuid.UUID) -> Response:
    """Read a bar of the buildings that I guard, with its reason. Needs `visits.bar`."""
    return _answer(engine.bar_of(unit(), subject(), bar_id))


@door.route("/<uuid:bar_id>/lifting", methods=["POST"])
@door.arguments(shapes.BarLiftIn())
@door.response(200, shapes.BarOut())
@door.problems(404, 409, 412, 428)
def lift_visitor_bar(arguments: dict[str, Any], bar_id: uuid.UUID) -> Response:
    """Receive somebody again, with the reason (解除限制). Needs `visits.bar`."""
    require_version(engine.bar_of(unit(), subject(), bar_id).version, if_match())
    engine.lift_bar(subject(), unit(), context(), bar_id, arguments["reason"])
    return _answer(engine.bar_of(unit(), subject(), bar_id))


def _answer(row: Row[Any]) -> Response:
    return versioned(engine.barred_answer(context().vault, row, department_names(unit())), row.version)
