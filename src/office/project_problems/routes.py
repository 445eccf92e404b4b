"""The ledger of problems of major projects over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import projects as engine
from engines.projects import ProblemFilter
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.project_problems import schemas as shapes

door = Door(
    "project_problems",
    audience="office",
    url_prefix="/office/v1/project_problems",
    description="项目问题清单: what was found in major projects, whose it is, and whether it was put right.",
)
LISTING = "project_problems"


@door.route("")
@door.arguments(shapes.ProjectProblemListArgs(), location="query")
@door.response(200, shapes.ProjectProblemPageOut())
def list_project_problems(arguments: dict[str, Any]) -> Response:
    """List the problems of the projects that I see, newest first."""
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_problems(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_problem(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.ProjectProblemFilterArgs(), location="query")
@door.response(200, shapes.ProjectProblemCountsOut())
def count_project_problems(arguments: dict[str, Any]) -> Response:
    """Count open, overdue and closed problems of the projects that I see; the newest 10,000 at most."""
    return door.answer(engine.count_problems(unit(), subject(), _filter(arguments)))


@door.route("/<uuid:problem_id>")
@door.response(200, shapes.ProjectProblemOut())
@door.problems(404)
def get_project_problem(problem_id: uuid.UUID) -> Response:
    """Read a problem with every step."""
    return _answer(engine.problem_of(unit(), subject(), problem_id))


@door.route("/<uuid:problem_id>/closure", methods=["POST"])
@door.arguments(shapes.ProjectProblemClosureIn())
@door.response(200, shapes.ProjectProblemOut())
@door.problems(404, 409, 412, 428)
def close_project_problem(arguments: dict[str, Any], problem_id: uuid.UUID) -> Response:
    """Close a problem (销号) with what was done about it. Needs `projects.work` over its owner."""
    return _answer(engine.close_problem(subject(), unit(), _asked(problem_id), arguments["solution"]))


@door.route("/<uuid:problem_id>/reopening", methods=["POST"])
@door.arguments(shapes.ProjectProblemReopeningIn())
@door.response(200, shapes.ProjectProblemOut())
@door.problems(404, 409, 412, 428)
def reopen_project_problem(arguments: dict[str, Any], problem_id: uuid.UUID) -> Response:
    """Open a problem again that was not solved, with a new day. Needs `projects.manage` over who supervises."""
    row, reason = _asked(problem_id), arguments["reason"]
    return _answer(engine.reopen_problem(subject(), unit(), row, reason, arguments["due_on"]))


def _filter(arguments: dict[str, Any]) -> ProblemFilter:
    names = ("project_id", "state", "severity", "department", "overdue")
    return ProblemFilter(**{name: arguments[name] for name in names})


def _asked(problem_id: uuid.UUID) -> Row[Any]:
    row = engine.problem_of(unit(), subject(), problem_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(engine.problem_answer(subject(), unit(), row), row.version)
