"""Visits over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import visitors as engine
from engines.visitors import VisitFilter
from kit import clock
from kit.idempotency import idempotent
from kit.pages import newest_first, page_of
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.visits import schemas as shapes

door = Door(
    "visits",
    audience="office",
    url_prefix="/office/v1/visits",
    description="访客: invited by their hosts, admitted by the reception, forgotten after their term.",
)
LISTING, BUILDINGS, INSIDE, CARS = "visits", "visitor_buildings", "visitors_inside", "expected_cars"
_FILTERS = ("state", "building", "mine", "first_day", "last_day", "group_id", "booking_id")


@door.route("")
@door.arguments(shapes.VisitListArgs(), location="query")
@door.response(200, shapes.VisitPageOut())
def list_visits(arguments: dict[str, Any]) -> Response:
    """List the visits that I see, newest first: to me, to the buildings whose reception I keep, those I read.

    Visitors are masked but to their host and the reception.
    """
    names, vault = department_names(unit()), context().vault
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_visits(unit(), subject(), _filter(arguments), after, rows),
        lambda row: engine.listed_visit(subject(), vault, row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.VisitFilterArgs(), location="query")
@door.response(200, shapes.VisitCountsOut())
def count_visits(arguments: dict[str, Any]) -> Response:
    """Count the visits that I see by state; the newest 10,000 at most."""
    return door.answer(engine.count_visits(unit(), subject(), _filter(arguments)))


@door.route("/buildings")
@door.arguments(shapes.VisitorBuildingListArgs(), location="query")
@door.response(200, shapes.VisitorBuildingPageOut())
def list_visitor_buildings(arguments: dict[str, Any]) -> Response:
    """List the buildings that receive visitors, by code."""
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(BUILDINGS, cursor, (str,))[0] if cursor else None
    rows = engine.list_visitor_buildings(subject(), unit(), after, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(BUILDINGS, row.code))
    names = department_names(unit())
    return door.answer({"items": [engine.building_answer(row, names) for row in items], "next_cursor": following})


@door.route("", methods=["POST"])
@door.arguments(shapes.VisitInvitationIn())
@door.response(201, shapes.VisitInvitationOut())
@door.problems(404, 409)
@idempotent
def invite_visitor(arguments: dict[str, Any]) -> Response:
    """Invite up to twenty visitors together (邀请访客); each gets a link by text message, and decides.

    Needs `visits.invite`. Refused as a whole where one of them is barred (409), without the reason.
    """
    if arguments["booking_id"] is not None:
        engine.check_meeting(subject(), unit(), arguments["booking_id"])
    rows = engine.invite_visitors(subject(), unit(), context(), arguments)
    items = [engine.invited_visit(row) for row in rows]
    return door.answer({"group_id": str(rows[0].group_id), "items": items}, 201)


@door.route("/walk_ins", methods=["POST"])
@door.arguments(shapes.WalkInIn())
@door.response(201, shapes.InvitedVisitOut())
@door.problems(404, 409)
@idempotent
def register_walk_in(arguments: dict[str, Any]) -> Response:
    """Register somebody who came without invitation and consented on paper (临时来访); the host is asked.

    Needs `visits.admit` over the building's department.
    """
    return door.answer(engine.invited_visit(engine.register_walk_in(subject(), unit(), context(), arguments)), 201)


@door.route("/admissions", methods=["POST"])
@door.arguments(shapes.PassReadIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412)
def admit_visitor(arguments: dict[str, Any]) -> Response:
    """Admit whoever shows a pass (放行), once, in its building, from half an hour before the visit until its end.

    Needs `visits.admit` over the building's department. Elsewhere or at another time the refusal says where and when
    the pass holds (409).
    """
    code, building = arguments["code"], arguments["building"]
    return _answer(engine.admit_by_pass(subject(), unit(), context(), code, building))


@door.route("/departures", methods=["POST"])
@door.arguments(shapes.PassReadIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412)
def record_visitor_departure(arguments: dict[str, Any]) -> Response:
    """Let somebody leave by the code of their pass. Needs `visits.admit` over the building's department."""
    code, building = arguments["code"], arguments["building"]
    return _answer(engine.record_departure(subject(), unit(), context(), building, code))


@door.route("/inside")
@door.arguments(shapes.InsideListArgs(), location="query")
@door.response(200, shapes.InsidePageOut())
@door.problems(404)
def list_visitors_inside(arguments: dict[str, Any]) -> Response:
    """List who is in a building now and where, and how many they are, for an evacuation.

    Needs `visits.admit` over the building's department.
    """
    building = engine.kept_building(subject(), unit(), arguments["building"])
    names, vault = department_names(unit()), context().vault
    page = newest_first(
        context().cursors,
        INSIDE,
        arguments,
        lambda after, rows: engine.list_inside(unit(), building.id, after, rows),
        lambda row: engine.visitor_inside(vault, row, names),
    )
    return door.answer({**page, "count": engine.count_inside(unit(), building.id)})


@door.route("/cars")
@door.arguments(shapes.ExpectedCarListArgs(), location="query")
@door.response(200, shapes.ExpectedCarPageOut())
@door.problems(404)
def list_expected_cars(arguments: dict[str, Any]) -> Response:
    """List the plates that are expected on a day, or ask for one, for the gate; nobody is named.

    Needs `visits.admit` over the building's department.
    """
    building = engine.kept_building(subject(), unit(), arguments["building"])
    names, vault = department_names(unit()), context().vault
    day, plate = arguments["day"] or clock.today(), arguments["plate"]
    page = newest_first(
        context().cursors,
        CARS,
        arguments,
        lambda after, rows: engine.list_expected_cars(unit(), vault, building.id, day, plate, after, rows),
        lambda row: engine.expected_car(vault, row, names),
    )
    return door.answer(page)


@door.route("/<uuid:visit_id>")
@door.response(200, shapes.VisitOut())
@door.problems(404)
def get_visit(visit_id: uuid.UUID) -> Response:
    """Read a visit that I see, with every step; once its visitor's data are erased it says when (`erased_at`)."""
    return _answer(engine.visit_of(unit(), subject(), visit_id))


@door.route("/<uuid:visit_id>/changes", methods=["POST"])
@door.arguments(shapes.VisitChangeIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def change_visit(arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Move a visit to me before its visitor arrived, to another time or place; they are told."""
    return _answer(engine.change_visit(subject(), unit(), _asked(visit_id), arguments))


@door.route("/<uuid:visit_id>/reminders", methods=["POST"])
@door.arguments(shapes.VisitNothingIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def remind_visitor(_arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Send a visitor who has not consented another link; the one before opens nothing any more."""
    return _answer(engine.remind_visitor(subject(), unit(), context(), _asked(visit_id)))


@door.route("/<uuid:visit_id>/cancellation", methods=["POST"])
@door.arguments(shapes.VisitNothingIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def cancel_visit(_arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Cancel a visit to me before its visitor arrived; they are told, and their pass holds no more."""
    return _answer(engine.cancel_visit(subject(), unit(), _asked(visit_id)))


@door.route("/<uuid:visit_id>/reception", methods=["POST"])
@door.arguments(shapes.VisitNothingIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def receive_walk_in(_arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Receive somebody who came to me without invitation; the reception may admit them then."""
    return _answer(engine.decide_walk_in(subject(), unit(), _asked(visit_id), received=True))


@door.route("/<uuid:visit_id>/declining", methods=["POST"])
@door.arguments(shapes.VisitNothingIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def decline_walk_in(_arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Do not receive somebody who came to me without invitation."""
    return _answer(engine.decide_walk_in(subject(), unit(), _asked(visit_id), received=False))


@door.route("/<uuid:visit_id>/admission", methods=["POST"])
@door.arguments(shapes.DeskAdmissionIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def admit_visitor_at_desk(arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Admit somebody without a pass by the last four characters of the certificate that they show.

    With `paper_consent` also who never opened the link and consents on paper just now. Needs `visits.admit` over the
    building's department.
    """
    row = _asked(visit_id)
    return _answer(engine.admit_by_certificate(subject(), unit(), context(), row.id, arguments))


@door.route("/<uuid:visit_id>/departure", methods=["POST"])
@door.arguments(shapes.VisitNothingIn())
@door.response(200, shapes.VisitOut())
@door.problems(404, 409, 412, 428)
def let_visitor_leave(_arguments: dict[str, Any], visit_id: uuid.UUID) -> Response:
    """Let somebody leave whose pass is not read. Needs `visits.admit` over the building's department."""
    return _answer(engine.leave(subject(), unit(), _asked(visit_id)))


def _filter(arguments: dict[str, Any]) -> VisitFilter:
    return VisitFilter(**{name: arguments[name] for name in _FILTERS})


def _asked(visit_id: uuid.UUID) -> Row[Any]:
    row = engine.visit_of(unit(), subject(), visit_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any]) -> Response:
    unit().flush()
    return versioned(engine.visit_answer(subject(), unit(), context(), row), row.version)
