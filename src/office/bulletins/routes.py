"""Bulletins over HTTP."""

import uuid
from typing import Any

from flask import Response

from auth import department_names
from engines import bulletins as engine
from engines.assessment import read_period
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, subject, unit, versioned
from office.bulletins import schemas as shapes

door = Door(
    "bulletins",
    audience="office",
    url_prefix="/office/v1/bulletins",
    description="督查通报: the bulletin of a week or month, and the document made of it.",
)
LISTING = "bulletins"


@door.route("", methods=["POST"])
@door.arguments(shapes.BulletinIn())
@door.response(202, shapes.BulletinAskedOut())
@door.problems(404, 409)
@idempotent
def generate_bulletin(arguments: dict[str, Any]) -> Response:
    """Have the bulletin (通报) of a period that is over composed by a job; listBulletins has the outcome.

    Needs `assessment.compute`. Those of the last week and month are composed by themselves on the first working day
    after it, and anew while their scores change and nobody touched the draft. The document is a draft of the organ with
    the charts attached: it is reviewed, signed and sent as every document. One that somebody changed, submitted or sent
    is not written over (409); one that was discarded gets a successor.
    """
    period = read_period(arguments["period"])
    engine.request_bulletin(subject(), unit(), arguments["scheme"], period)
    return door.answer({"scheme": arguments["scheme"], "period": period.code, "period_name": period.name}, 202)


@door.route("")
@door.arguments(shapes.BulletinListArgs(), location="query")
@door.response(200, shapes.BulletinPageOut())
def list_bulletins(arguments: dict[str, Any]) -> Response:
    """List the bulletins of organs that I assess for, newest first. Needs `assessment.compute`."""
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_bulletins(
            subject(),
            unit(),
            scheme_code=arguments["scheme"],
            period_kind=arguments["period_kind"],
            after=after,
            rows=rows,
        ),
        lambda row: engine.listed_bulletin(row, names),
    )
    return door.answer(page)


@door.route("/<uuid:bulletin_id>")
@door.response(200, shapes.BulletinOut())
@door.problems(404)
def get_bulletin(bulletin_id: uuid.UUID) -> Response:
    """Read a bulletin: its text, the figures as they were when it was composed, and where its document stands."""
    row = engine.bulletin_for(subject(), unit(), bulletin_id)
    return versioned(engine.bulletin_answer(unit(), row, department_names(unit())), row.version)


@door.route("/<uuid:bulletin_id>/charts")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def get_bulletin_charts(bulletin_id: uuid.UUID) -> Response:
    """Read the charts of a bulletin as they were composed (PDF/A-2b)."""
    row = engine.bulletin_for(subject(), unit(), bulletin_id)
    return Response(engine.charts_of(context(), row), content_type="application/pdf")
