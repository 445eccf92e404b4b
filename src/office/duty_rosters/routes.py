"""Duty rosters over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import duty as engine
from engines.duty import RosterFilter
from kit.idempotency import idempotent
from kit.months import month_of, months_between
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.duty_rosters import schemas as shapes

door = Door(
    "duty_rosters",
    audience="office",
    url_prefix="/office/v1/duty_rosters",
    description="值班表: a department's month of duty, composed, published and counted.",
)
LISTING, STATISTICS = "duty_rosters", "duty_statistics"
MOST_MONTHS = 12


@door.route("")
@door.arguments(shapes.DutyRosterListArgs(), location="query")
@door.response(200, shapes.DutyRosterPageOut())
def list_duty_rosters(arguments: dict[str, Any]) -> Response:
    """List the rosters that I see, newest first: published ones of my departments or with my name, all that I keep."""
    month = arguments["month"] and month_of(arguments["month"])
    wanted, names = RosterFilter(arguments["department"], month, arguments["state"]), department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_rosters(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_roster(row, names),
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@door.arguments(shapes.DutyRosterIn())
@door.response(201, shapes.DutyRosterOut())
@door.problems(409)
@idempotent
def compose_duty_roster(arguments: dict[str, Any]) -> Response:
    """Compose the draft of a department's month (编排值班表). Needs `duty.manage` over the department.

    Leaders and officers share the shifts evenly: in all, and days of rest and holidays each apart, carried on from the
    published rosters of the twelve months before. Nobody is on duty on days that they cannot be, nor on two shifts that
    overlap or touch, in whatever department. The same request gives the same draft. `people` says how many everybody
    has, `unfilled` what nobody can fill. Of the running month the shifts that are still to begin.
    """
    given = {**arguments, "month": month_of(arguments["month"])}
    row = engine.compose_roster(subject(), unit(), context(), given)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/statistics")
@door.arguments(shapes.DutyStatisticsArgs(), location="query")
@door.response(200, shapes.DutyStatisticsOut())
def list_duty_statistics(arguments: dict[str, Any]) -> Response:
    """List how much duty each person had in some months, twelve at most, for allowances or leave in lieu.

    Of the departments of which I keep or read the duty (`duty.manage`, `duty.read`), and my own. No money is computed.
    """
    months, names = (
        months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS),
        department_names(unit()),
    )
    page = newest_first(
        context().cursors,
        STATISTICS,
        arguments,
        lambda after, rows: engine.duty_by_person(unit(), subject(), months, arguments["department"], after, rows),
        lambda item: engine.persons_duty_answer(item, names),
    )
    return door.answer(page)


@door.route("/<uuid:roster_id>")
@door.response(200, shapes.DutyRosterOut())
@door.problems(404)
def get_duty_roster(roster_id: uuid.UUID) -> Response:
    """Read a roster that I see, with all its shifts; `moved` are those of which a notice changed the kind of day."""
    return _answer(engine.roster_of(unit(), subject(), roster_id))


@door.route("/<uuid:roster_id>/publication", methods=["POST"])
@door.arguments(shapes.DutyRosterNothingIn())
@door.response(200, shapes.DutyRosterOut())
@door.problems(404, 409, 412, 428)
def publish_duty_roster(_arguments: dict[str, Any], roster_id: uuid.UUID) -> Response:
    """Publish a draft (发布值班表); those named are told, and reminded the day before. Needs `duty.manage`.

    Shifts that have ended since it was composed are taken out of it, never published or counted; the timeline says
    which (`left_out`). Of one that is running already the department is told when nobody takes it over. Refused with
    what is still open, with the other duty that somebody has meanwhile, and where every shift has ended (409).
    """
    return _answer(engine.publish_roster(subject(), unit(), _asked(roster_id)))


@door.route("/<uuid:roster_id>/discarding", methods=["POST"])
@door.arguments(shapes.DutyRosterNothingIn())
@door.response(200, shapes.DutyRosterOut())
@door.problems(404, 409, 412, 428)
def discard_duty_roster(_arguments: dict[str, Any], roster_id: uuid.UUID) -> Response:
    """Discard a draft with its shifts, so that the month can be composed anew. Needs `duty.manage`."""
    return _answer(engine.discard_roster(subject(), unit(), _asked(roster_id)))


def _asked(roster_id: uuid.UUID) -> Row[Any]:
    row = engine.roster_of(unit(), subject(), roster_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.roster_answer(subject(), unit(), row), row.version, status, **headers)
