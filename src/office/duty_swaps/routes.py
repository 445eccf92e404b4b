"""Swaps of duty over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import duty as engine
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.duty_swaps import schemas as shapes

door = Door(
    "duty_swaps",
    audience="office",
    url_prefix="/office/v1/duty_swaps",
    description="换班: shifts taken by a colleague or exchanged, agreed and approved.",
)
LISTING = "duty_swaps"


@door.route("")
@door.arguments(shapes.DutySwapListArgs(), location="query")
@door.response(200, shapes.DutySwapPageOut())
def list_duty_swaps(arguments: dict[str, Any]) -> Response:
    """List the swaps that I asked for or am asked for, and those of the duty that I keep or read, newest first."""
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_swaps(unit(), subject(), arguments["state"], after, rows),
        lambda row: engine.listed_swap(row, names),
    )
    return door.answer(page)


@door.route("", methods=["POST"])
@door.arguments(shapes.DutySwapIn())
@door.response(201, shapes.DutySwapOut())
@door.problems(404, 409)
@idempotent
def request_duty_swap(arguments: dict[str, Any]) -> Response:
    """Ask a colleague to take a shift of mine, or to exchange it for one of theirs (申请换班), before they begin.

    Refused where somebody would be on two shifts that overlap or touch (409); looked for again at every step.
    """
    row = engine.request_swap(subject(), unit(), context(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:swap_id>")
@door.response(200, shapes.DutySwapOut())
@door.problems(404)
def get_duty_swap(swap_id: uuid.UUID) -> Response:
    """Read a swap that I see."""
    return _answer(engine.swap_of(unit(), subject(), swap_id))


@door.route("/<uuid:swap_id>/answer", methods=["POST"])
@door.arguments(shapes.DutySwapAnswerIn())
@door.response(200, shapes.DutySwapOut())
@door.problems(404, 409, 412, 428)
def answer_duty_swap(arguments: dict[str, Any], swap_id: uuid.UUID) -> Response:
    """Accept or decline a swap that I am asked for; accepted, it waits for who keeps the duty."""
    return _answer(engine.answer_swap(subject(), unit(), _asked(swap_id), **arguments))


@door.route("/<uuid:swap_id>/approval", methods=["POST"])
@door.arguments(shapes.DutySwapDecisionIn())
@door.response(200, shapes.DutySwapOut())
@door.problems(404, 409, 412, 428)
def decide_duty_swap(arguments: dict[str, Any], swap_id: uuid.UUID) -> Response:
    """Approve an accepted swap, not one of my own, or refuse it; then the shifts change hands. Needs `duty.manage`."""
    return _answer(engine.decide_swap(subject(), unit(), _asked(swap_id), **arguments))


@door.route("/<uuid:swap_id>/withdrawal", methods=["POST"])
@door.arguments(shapes.DutySwapNothingIn())
@door.response(200, shapes.DutySwapOut())
@door.problems(404, 409, 412, 428)
def withdraw_duty_swap(_arguments: dict[str, Any], swap_id: uuid.UUID) -> Response:
    """Withdraw a swap that I asked for, before it is decided."""
    return _answer(engine.withdraw_swap(subject(), unit(), _asked(swap_id)))


def _asked(swap_id: uuid.UUID) -> Row[Any]:
    row = engine.swap_of(unit(), subject(), swap_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.swap_answer(subject(), unit(), row), row.version, status, **headers)
