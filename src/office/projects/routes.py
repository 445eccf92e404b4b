"""Major projects over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import projects as engine
from engines.projects import ProjectFilter
from kit.idempotency import idempotent
from kit.pages import PageArgs, newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.projects import schemas as shapes

door = Door(
    "projects",
    audience="office",
    url_prefix="/office/v1/projects",
    description="重大项目: special team, milestones, money, problems, from the plan to the acceptance.",
)
LISTING, SPENDINGS = "projects", "project_spendings"


@door.route("")
@door.arguments(shapes.ProjectListArgs(), location="query")
@door.response(200, shapes.ProjectPageOut())
def list_projects(arguments: dict[str, Any]) -> Response:
    """List the projects that I see, newest first.

    By `projects.read` those in which an organ of my scope has a seat, and those on whose team I am by name.
    """
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_projects(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_project(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.ProjectFilterArgs(), location="query")
@door.response(200, shapes.ProjectCountsOut())
def count_projects(arguments: dict[str, Any]) -> Response:
    """Count the projects that I see by kind, state and light, and add up their money; the newest 10,000 at most."""
    return door.answer(engine.count_projects(unit(), subject(), _filter(arguments)))


@door.route("", methods=["POST"])
@door.arguments(shapes.ProjectIn())
@door.response(201, shapes.ProjectOut())
@idempotent
def create_project(arguments: dict[str, Any]) -> Response:
    """Create a project (立项) with its plan, budget and special team (专班).

    Needs `projects.manage` over the supervising organ.
    """
    row = engine.project_of(unit(), subject(), engine.create_project(subject(), unit(), context(), arguments))
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:project_id>")
@door.response(200, shapes.ProjectOut())
@door.problems(404)
def get_project(project_id: uuid.UUID) -> Response:
    """Read a project: team, milestones, newest entries and problems, supervision matters, and every step."""
    return _answer(engine.project_of(unit(), subject(), project_id))


@door.route("/<uuid:project_id>/amendments", methods=["POST"])
@door.arguments(shapes.ProjectAmendmentIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def amend_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Change a plan until the project starts; what is left out becomes what a new project would have."""
    return _answer(engine.amend_project(subject(), unit(), context(), _asked(project_id), arguments))


@door.route("/<uuid:project_id>/team", methods=["POST"])
@door.arguments(shapes.ProjectTeamIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def change_project_team(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Set the special team (专班), as the lead organ; who is on it sees the project."""
    row, team = _asked(project_id), arguments["team"]
    return _answer(engine.change_team(subject(), unit(), context(), row, team, arguments["note"]))


@door.route("/<uuid:project_id>/matters", methods=["POST"])
@door.arguments(shapes.ProjectMattersIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def link_project_matters(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Set which supervision matters serve the project; those that I do not see stay linked."""
    return _answer(engine.link_matters(subject(), unit(), _asked(project_id), arguments["matters"]))


@door.route("/<uuid:project_id>/start", methods=["POST"])
@door.arguments(shapes.ProjectStartIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def start_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Start a project (启动) that has a leader and milestones whose weights add up to 100."""
    row, day = _asked(project_id), arguments["started_on"]
    return _answer(engine.start_project(subject(), unit(), row, day, arguments["note"]))


@door.route("/<uuid:project_id>/milestones/<uuid:milestone_id>/completion", methods=["POST"])
@door.arguments(shapes.ProjectReachedIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def reach_project_milestone(arguments: dict[str, Any], project_id: uuid.UUID, milestone_id: uuid.UUID) -> Response:
    """Report a milestone as reached, with what shows it, as the lead organ; progress follows from its weight."""
    return _answer(engine.reach_milestone(subject(), unit(), _asked(project_id), milestone_id, arguments))


@door.route("/<uuid:project_id>/milestones/<uuid:milestone_id>/return", methods=["POST"])
@door.arguments(shapes.ProjectReasonIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def return_project_milestone(arguments: dict[str, Any], project_id: uuid.UUID, milestone_id: uuid.UUID) -> Response:
    """Find, as who supervises, that a milestone was not reached; progress goes back."""
    row, reason = _asked(project_id), arguments["reason"]
    return _answer(engine.take_back_milestone(subject(), unit(), row, milestone_id, reason))


@door.route("/<uuid:project_id>/spendings")
@door.arguments(PageArgs(), location="query")
@door.response(200, shapes.ProjectSpendingPageOut())
@door.problems(404)
def list_project_spendings(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """List what was spent, newest first, reversing entries among them."""
    row = engine.project_of(unit(), subject(), project_id)
    page = newest_first(
        context().cursors,
        SPENDINGS,
        arguments,
        lambda after, rows: engine.list_spendings(unit(), row.id, after, rows),
        engine.spending_answer,
    )
    return door.answer(page)


@door.route("/<uuid:project_id>/spendings", methods=["POST"])
@door.arguments(shapes.ProjectSpendingIn())
@door.response(201, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def record_spending(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Record what was spent, in whole fen, with its voucher; more than the budget only with the reason."""
    return _answer(engine.record_spending(subject(), unit(), _asked(project_id), arguments), 201)


@door.route("/<uuid:project_id>/spendings/<uuid:spending_id>/reversal", methods=["POST"])
@door.arguments(shapes.ProjectReversalIn())
@door.response(201, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def reverse_spending(arguments: dict[str, Any], project_id: uuid.UUID, spending_id: uuid.UUID) -> Response:
    """Take back a wrong entry by a reversing one (冲销); the entry itself is never changed."""
    return _answer(engine.reverse_spending(subject(), unit(), _asked(project_id), spending_id, **arguments), 201)


@door.route("/<uuid:project_id>/problems", methods=["POST"])
@door.arguments(shapes.ProjectProblemIn())
@door.response(201, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def report_project_problem(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Enter a problem into the ledger (问题清单), as who supervises or leads; its owner finds it in the inbox."""
    after, _ = engine.report_problem(subject(), unit(), _asked(project_id), arguments)
    return _answer(after, 201)


@door.route("/<uuid:project_id>/suspension", methods=["POST"])
@door.arguments(shapes.ProjectReasonIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def suspend_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Suspend a project, with the reason."""
    return _answer(engine.suspend_project(subject(), unit(), _asked(project_id), arguments["reason"]))


@door.route("/<uuid:project_id>/resumption", methods=["POST"])
@door.arguments(shapes.ProjectReasonIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def resume_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Take a suspended project up again, with the reason."""
    return _answer(engine.resume_project(subject(), unit(), _asked(project_id), arguments["reason"]))


@door.route("/<uuid:project_id>/acceptance", methods=["POST"])
@door.arguments(shapes.ProjectNoteIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def accept_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """Accept a project (验收通过) whose milestones were all reached and whose ledger is clear."""
    return _answer(engine.accept_project(subject(), unit(), _asked(project_id), arguments["note"]))


@door.route("/<uuid:project_id>/termination", methods=["POST"])
@door.arguments(shapes.ProjectReasonIn())
@door.response(200, shapes.ProjectOut())
@door.problems(404, 409, 412, 428)
def end_project(arguments: dict[str, Any], project_id: uuid.UUID) -> Response:
    """End a project before it is done, with the reason; its open problems fall away with it."""
    return _answer(engine.end_project(subject(), unit(), _asked(project_id), arguments["reason"]))


def _filter(arguments: dict[str, Any]) -> ProjectFilter:
    names = ("kind", "state", "light", "lead", "department", "role", "over_budget", "words")
    return ProjectFilter(**{name: arguments[name] for name in names})


def _asked(project_id: uuid.UUID) -> Row[Any]:
    row = engine.project_of(unit(), subject(), project_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.project_answer(subject(), unit(), row), row.version, status, **headers)
