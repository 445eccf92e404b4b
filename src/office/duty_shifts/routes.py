"""Shifts over HTTP."""

import uuid
from typing import Any

from flask import Response

from auth import department_names
from engines import duty as engine
from engines.duty import Shift, ShiftFilter
from engines.workdays import load_calendar
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.duty_shifts import schemas as shapes

door = Door(
    "duty_shifts",
    audience="office",
    url_prefix="/office/v1/duty_shifts",
    description="值班班次: who is on duty now; shifts taken over, written down and handed over.",
)
LISTING, NOW, LOG = "duty_shifts", "duty_now", "duty_log"
_FILTERS = ("roster_id", "state", "first_day", "last_day", "mine")


@door.route("")
@door.arguments(shapes.DutyShiftListArgs(), location="query")
@door.response(200, shapes.DutyShiftPageOut())
def list_duty_shifts(arguments: dict[str, Any]) -> Response:
    """List the shifts that I see, those of the roster composed last first, and in each the last shift first."""
    wanted = ShiftFilter(arguments["department"], **{name: arguments[name] for name in _FILTERS})
    calendar, names = load_calendar(unit()), department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_shifts(unit(), subject(), wanted, after, rows),
        lambda shift: engine.listed_shift(shift, calendar, names),
    )
    return door.answer(page)


@door.route("/now")
@door.arguments(shapes.DutyNowArgs(), location="query")
@door.response(200, shapes.DutyNowPageOut())
def get_duty_now(arguments: dict[str, Any]) -> Response:
    """Read who is on duty at this moment, with leader, officers and duty phone, by department and below.

    Of my departments; with `duty.read` of the whole city.
    """
    calendar, names = load_calendar(unit()), department_names(unit())
    page = newest_first(
        context().cursors,
        NOW,
        arguments,
        lambda after, rows: engine.duty_now(unit(), subject(), arguments["department"], after, rows),
        lambda shift: engine.duty_now_answer(shift, calendar, names),
    )
    return door.answer(page)


@door.route("/<uuid:shift_id>")
@door.response(200, shapes.DutyShiftOut())
@door.problems(404)
def get_duty_shift(shift_id: uuid.UUID) -> Response:
    """Read a shift that I see, with its hand-over and that of the shift before, or of several side by side."""
    return _answer(engine.shift_of(unit(), subject(), shift_id))


@door.route("/<uuid:shift_id>/changes", methods=["POST"])
@door.arguments(shapes.DutyShiftChangeIn())
@door.response(200, shapes.DutyShiftOut())
@door.problems(404, 409, 412, 428)
def change_duty_shift(arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """Put others on a shift before it is taken over, also where nobody came. Needs `duty.manage`.

    Once it is published with a reason, and those who come and go are told; who comes is asked to confirm what was
    handed over already.

    Refused once the shift has ended, in a draft too, and where somebody would be on two shifts that overlap or touch,
    with these (409).
    """
    return _answer(engine.change_shift(subject(), unit(), context(), _asked(shift_id), arguments))


@door.route("/<uuid:shift_id>/take_over", methods=["POST"])
@door.arguments(shapes.DutyShiftNothingIn())
@door.response(200, shapes.DutyShiftOut())
@door.problems(404, 409, 412, 428)
def take_over_duty(_arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """Take a shift of mine over (接班), from half an hour before its beginning to its end.

    Where nobody does so within half an hour of the beginning, the leader in charge and `duty.manage` are told.
    """
    return _answer(engine.take_over(subject(), unit(), _asked(shift_id)))


@door.route("/<uuid:shift_id>/log")
@door.arguments(shapes.DutyLogArgs(), location="query")
@door.response(200, shapes.DutyLogPageOut())
@door.problems(404)
def list_duty_log(arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """List the entries of a shift's log, newest first: of my shift and of the one before it, or as who keeps duty."""
    return _log(engine.shift_of(unit(), subject(), shift_id), arguments)


@door.route("/<uuid:shift_id>/log", methods=["POST"])
@door.arguments(shapes.DutyLogEntryIn())
@door.response(201, shapes.DutyLogPageOut())
@door.problems(404, 409)
@idempotent
def write_duty_log(arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """Add an entry to the log (值班日志) of a shift that I am on, never to be changed; read the newest page."""
    shift = engine.shift_of(unit(), subject(), shift_id)
    engine.write_log(subject(), unit(), shift, arguments)
    unit().flush()
    answer = _log(shift, {"importance": None, "cursor": None, "limit": 20})
    answer.status_code = 201
    return answer


@door.route("/<uuid:shift_id>/handover", methods=["POST"])
@door.arguments(shapes.DutyHandoverIn())
@door.response(200, shapes.DutyShiftOut())
@door.problems(404, 409, 412, 428)
def hand_over_duty(arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """Hand my shift over (交班) with a note, from half an hour before its end on; the next shift confirms it."""
    return _answer(engine.hand_over(subject(), unit(), _asked(shift_id), arguments["note"]))


@door.route("/<uuid:shift_id>/confirmation", methods=["POST"])
@door.arguments(shapes.DutyShiftNothingIn())
@door.response(200, shapes.DutyShiftOut())
@door.problems(404, 409, 412, 428)
def confirm_duty_handover(_arguments: dict[str, Any], shift_id: uuid.UUID) -> Response:
    """Confirm what the shift before mine handed over (确认交接)."""
    return _answer(engine.confirm_handover(subject(), unit(), _asked(shift_id)))


def _log(shift: Shift, arguments: dict[str, Any]) -> Response:
    page = newest_first(
        context().cursors,
        f"{LOG}:{shift.id}",
        arguments,
        lambda after, rows: engine.list_log(unit(), subject(), shift, arguments["importance"], after, rows),
        engine.log_entry_answer,
    )
    return door.answer(page)


def _asked(shift_id: uuid.UUID) -> Shift:
    shift = engine.shift_of(unit(), subject(), shift_id)
    require_version(shift.row.version, if_match())
    return shift


def _answer(shift: Shift) -> Response:
    unit().flush()
    return versioned(engine.shift_answer(subject(), unit(), shift), shift.row.version)
