"""Appeals against scores over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import assessment as engine
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.score_appeals import schemas as shapes

door = Door(
    "score_appeals",
    audience="office",
    url_prefix="/office/v1/score_appeals",
    description="考评申诉: what departments object to, and what was decided.",
)
LISTING = "score_appeals"


@door.route("")
@door.arguments(shapes.ScoreAppealListArgs(), location="query")
@door.response(200, shapes.ScoreAppealPageOut())
def list_score_appeals(arguments: dict[str, Any]) -> Response:
    """List the appeals of departments in my reach, newest first. Needs `assessment.read`."""
    names, state = department_names(unit()), arguments["state"]
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_appeals(subject(), unit(), state=state, after=after, rows=rows),
        lambda row: engine.listed_appeal(row, names),
    )
    return door.answer(page)


@door.route("/<uuid:appeal_id>")
@door.response(200, shapes.ScoreAppealOut())
@door.problems(404)
def get_score_appeal(appeal_id: uuid.UUID) -> Response:
    """Read an appeal with its timeline."""
    return _answer(engine.appeal_for(subject(), unit(), appeal_id))


@door.route("/<uuid:appeal_id>/decision", methods=["POST"])
@door.arguments(shapes.ScoreAppealDecisionIn())
@door.response(200, shapes.ScoreAppealOut())
@door.problems(404, 409, 412, 428)
def decide_appeal(arguments: dict[str, Any], appeal_id: uuid.UUID) -> Response:
    """Uphold an appeal by so many points, which changes score and ranks, or reject it (申诉复核).

    Needs `assessment.decide`; neither who appealed nor anybody of their department decides.
    """
    row = engine.appeal_for(subject(), unit(), appeal_id)
    require_version(row.version, if_match())
    return _answer(engine.decide_appeal(subject(), unit(), appeal_id, **arguments))


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(engine.appeal_answer(subject(), unit(), row), row.version)
