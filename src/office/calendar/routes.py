"""The calendar over HTTP."""

import uuid
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines.cases import list_recomputations, recomputation_by_id
from engines.workdays import calendar_of, stored_days
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.calendar import actions
from office.calendar.queries import days_of_year, notices
from office.calendar.rules import AskedDay, day_of
from office.calendar.schemas import (
    CalendarChangeOut,
    CalendarDaysArgs,
    CalendarDaysOut,
    CalendarNoticeIn,
    CalendarNoticesOut,
    OfficeClosureIn,
    RecomputationListArgs,
    RecomputationOut,
    RecomputationPageOut,
)

door = Door(
    "calendar",
    audience="office",
    url_prefix="/office/v1/calendar",
    description="工作日历: days off, make-up days, closures, and the terms that follow them.",
)
LISTING = "recomputations"


@door.route("/notices", methods=["POST"])
@idempotent
@door.arguments(CalendarNoticeIn())
@door.response(200, CalendarChangeOut())
@door.problems(409)
def import_notice(arguments: dict[str, Any]) -> Response:
    """Import the State Council's notice for a year.

    It takes the place of what was known of the year, and a job recomputes every running term; each case whose date
    moved says in its timeline from when to when and because of which notice. With `dry_run` nothing is stored.
    """
    days = [AskedDay(**item) for item in arguments["days"]]
    change = actions.check_import(subject(), unit(), arguments["year"], arguments["notice"], days)
    return _done(change, dry_run=arguments["dry_run"])


@door.route("/closures", methods=["POST"])
@idempotent
@door.arguments(OfficeClosureIn())
@door.response(200, CalendarChangeOut())
@door.problems(409)
def close_offices(arguments: dict[str, Any]) -> Response:
    """Close the city's offices for some days, as in a typhoon; running terms follow as with a notice."""
    first, last = arguments["first"], arguments["last"]
    change = actions.check_closing(subject(), unit(), first, last, arguments["name"], arguments["basis"])
    return _done(change, dry_run=arguments["dry_run"])


@door.route("/closures/<string:day>", methods=["DELETE"])
@door.response(200, CalendarChangeOut())
@door.problems(404)
def reopen_offices(day: str) -> Response:
    """Take the closure of one day back; running terms follow."""
    change = actions.check_opening(subject(), unit(), day_of(day))
    return door.answer({"dry_run": False, "recomputation_id": str(actions.carry_out(subject(), unit(), change))})


@door.route("/days")
@door.arguments(CalendarDaysArgs(), location="query")
@door.response(200, CalendarDaysOut())
def list_days(arguments: dict[str, Any]) -> Response:
    """List the days of a year that a notice names."""
    days = stored_days(unit())
    year = arguments["year"]
    provisional = calendar_of(days).provisional(date(year, 1, 1))
    return door.answer({"year": year, "provisional": provisional, "items": days_of_year(days, year)})


@door.route("/notices")
@door.response(200, CalendarNoticesOut())
def list_notices() -> Response:
    """List the notices and closures that are stored."""
    return door.answer({"items": notices(stored_days(unit()))})


@door.route("/recomputations")
@door.arguments(RecomputationListArgs(), location="query")
@door.response(200, RecomputationPageOut())
def list_all_recomputations(arguments: dict[str, Any]) -> Response:
    """List the recomputations of running terms, newest first."""
    require(subject(), actions.PERMISSION)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_recomputations(unit(), after, rows),
        _recomputation,
    )
    return door.answer(page)


@door.route("/recomputations/<uuid:recomputation_id>")
@door.response(200, RecomputationOut())
@door.problems(404)
def get_recomputation(recomputation_id: uuid.UUID) -> Response:
    """Read how far a recomputation is, and what it did."""
    return door.answer(_recomputation(recomputation_by_id(subject(), unit(), recomputation_id)))


def _done(change: actions.Change, *, dry_run: bool) -> Response:
    if dry_run:
        found = actions.preview(subject(), unit(), change)
        return door.answer({"dry_run": True, "recomputation_id": None, **vars(found)})
    recomputation_id = actions.carry_out(subject(), unit(), change)
    return door.answer({"dry_run": False, "recomputation_id": str(recomputation_id)})


def _recomputation(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "cause": row.cause,
        "because": row.because,
        "changes": row.changes,
        "started_by_name": row.started_by_name,
        "started_at": beijing(row.started_at),
        "finished_at": beijing(row.finished_at),
        "looked_at": row.looked_at,
        "moved": row.moved,
        "relit": row.relit,
        "tasks_moved": row.tasks_moved,
        "failed": row.failed,
        "failures": row.failures,
    }
