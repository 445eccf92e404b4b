"""Canteens over HTTP."""

import uuid
from typing import Any

from flask import Response

from auth import department_names
from engines import canteen as engine
from kit.clock import months_after
from kit.idempotency import idempotent
from kit.months import month_of, months_between
from kit.pages import newest_first, page_of
from kit.web import Door, context, subject, unit
from office.canteens import schemas as shapes

door = Door(
    "canteens",
    audience="office",
    url_prefix="/office/v1/canteens",
    description="机关食堂: where there is food, the counter, settlement and statistics.",
)
LISTING, SETTLEMENT = "canteens", "canteen_settlement"
MOST_MONTHS = 12


@door.route("")
@door.arguments(shapes.CanteenListArgs(), location="query")
@door.response(200, shapes.CanteenPageOut())
def list_canteens(arguments: dict[str, Any]) -> Response:
    """List the canteens in which I may eat, by code, with meals, times, cut-offs and prices."""
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(LISTING, cursor, (str,))[0] if cursor else None
    rows = engine.list_canteens(subject(), unit(), after, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(LISTING, row.code))
    names = department_names(unit())
    return door.answer({"items": [engine.canteen_answer(row, names) for row in items], "next_cursor": following})


@door.route("/<uuid:canteen_id>")
@door.response(200, shapes.CanteenOut())
@door.problems(404)
def get_canteen(canteen_id: uuid.UUID) -> Response:
    """Read a canteen."""
    row = engine.canteen_for(subject(), unit(), canteen_id)
    return door.answer(engine.canteen_answer(row, department_names(unit())))


@door.route("/<uuid:canteen_id>/pick_ups", methods=["POST"])
@door.arguments(shapes.PickUpIn())
@door.response(200, shapes.PickUpOut())
@door.problems(404, 409, 412)
@idempotent
def pick_up_meal(arguments: dict[str, Any], canteen_id: uuid.UUID) -> Response:
    """Hand out what was booked under a code (取餐), wholly or in part, while the meal is served.

    Needs `canteen.keep` over the canteen's department. A second pick-up is refused and says when the first was (409).
    """
    row = engine.pick_up_meal(subject(), unit(), context(), canteen_id, **arguments)
    return door.answer(engine.picked_up_answer(row))


@door.route("/<uuid:canteen_id>/settlements")
@door.arguments(shapes.CanteenSettlementArgs(), location="query")
@door.response(200, shapes.CanteenSettlementOut())
@door.problems(404)
def list_canteen_settlements(arguments: dict[str, Any], canteen_id: uuid.UUID) -> Response:
    """List what each diner ate of a month's settled meals, and the totals. What was booked counts.

    Needs `canteen.keep` or `canteen.read` over the canteen's department.
    """
    canteen, names = engine.counted_canteen(subject(), unit(), canteen_id), department_names(unit())
    month, department = month_of(arguments["month"]), arguments["department"]
    page = newest_first(
        context().cursors,
        SETTLEMENT,
        arguments,
        lambda after, rows: engine.settled_by_person(unit(), canteen.id, month, department, after, rows),
        lambda row: engine.settled_person(row, names),
    )
    return door.answer({**page, "totals": engine.settled_in_all(unit(), canteen.id, month, department)})


@door.route("/<uuid:canteen_id>/statistics")
@door.arguments(shapes.CanteenStatisticsArgs(), location="query")
@door.response(200, shapes.CanteenStatisticsOut())
@door.problems(404)
def get_canteen_statistics(arguments: dict[str, Any], canteen_id: uuid.UUID) -> Response:
    """Read what was booked, picked up, left over and thrown away by day or month and meal; twelve months at most.

    Needs `canteen.keep` or `canteen.read` over the canteen's department. Meals count once they are settled.
    """
    canteen = engine.counted_canteen(subject(), unit(), canteen_id)
    first, last = months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS)
    before = months_after(last, 1)
    return door.answer({"items": engine.waste_statistics(unit(), canteen.id, first, before, arguments["by"])})
