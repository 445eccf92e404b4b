"""Canteens, meals and bookings as the API shows them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.canteen.access import sees_numbers
from engines.canteen.canteens import MEALS
from engines.canteen.lifecycle import BEGIN, MEAL_BOOKING, meal_record
from engines.canteen.queries import parts_of_meal_booking
from engines.canteen.statistics import in_kg, shares_of, sums_of
from engines.lifecycles import available_actions, event_answer
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.masking import mask_number

CANTEENS, CANTEEN_MEALS, MEAL_BOOKINGS = "/office/v1/canteens", "/office/v1/canteen_meals", "/office/v1/meal_bookings"


def canteen_answer(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a canteen with its meals; ``names`` are the departments'."""
    return {
        "id": str(row.id),
        "href": f"{CANTEENS}/{row.id}",
        **{name: getattr(row, name) for name in ("code", "name", "place", "rest_days", "open")},
        "meals": [{**meal, "meal_name": MEALS[meal["meal"]]} for meal in row.meals],
        **_organ(row, names),
    }


def offered_meal(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a meal of a day as those see it who may book it; ``id`` is null until somebody plans or books it."""
    most = item["most"]
    return {
        "id": str(item["id"]) if item["id"] else None,
        "href": f"{CANTEEN_MEALS}/{item['id']}" if item["id"] else None,
        "day": item["day"].isoformat(),
        "meal": item["meal"],
        "meal_name": MEALS[item["meal"]],
        **{name: beijing(item[name]) for name in ("begins_at", "ends_at", "books_until", "published_at")},
        "bookable": clock.now() < item["books_until"],
        "price_fen": item["price_fen"],
        "guest_price_fen": item["guest_price_fen"],
        "most": most,
        "available": None if most is None else most - item["booked"],
        "dishes": item["dishes"],
    }


def meal_answer(subject: Subject, row: Row[Any]) -> dict[str, Any]:
    """Return a meal with its menu and, for who keeps or reads the canteen, what became of it."""
    return {
        **offered_meal(row._asdict()),
        "canteen_id": str(row.canteen_id),
        "version": row.version,
        "numbers": _numbers(row) if sees_numbers(subject, row.keeper_code) else None,
    }


def _numbers(row: Row[Any]) -> dict[str, Any]:
    """Return what became of a meal: what was picked up and missed is known once it is settled."""
    counted = shares_of({**row._asdict(), "waste_grams": row.waste_grams or 0})
    if row.settled_at is None:
        counted = {**dict.fromkeys(counted), "booked": row.booked}
    weighed = {"waste_kg": None if row.waste_grams is None else in_kg(row.waste_grams)}
    return {**counted, **weighed, "weighed_at": beijing(row.weighed_at), "settled_at": beijing(row.settled_at)}


def listed_meal_booking(context: Context, row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a booking as lists show it, its code masked; ``row`` has the canteen's name and the meal's times."""
    return {**_booking(row, names), **_place(row), "code": mask_number(context.vault.open(row.code_sealed))}


def meal_booking_answer(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> dict[str, Any]:
    """Return a booking with every step, its code to its diner alone, and what its reader can do."""
    (place,), events = parts_of_meal_booking(unit, row)
    code = context.vault.open(row.code_sealed)
    return {
        **_booking(row, department_names(unit)),
        **_place(place),
        "code": code if row.diner_id == subject.id else mask_number(code),
        "meeting_id": None if row.meeting_id is None else str(row.meeting_id),
        "timeline": [event_answer(MEAL_BOOKING, BEGIN, event, unmasked=True) for event in events],
        "available_actions": available_actions(subject, meal_record(row)),
    }


def picked_up_answer(row: Row[Any]) -> dict[str, Any]:
    """Return what the counter is to know: whose booking it is, and how much of it is handed out by now."""
    plain = ("number", "state", "diner_name", "meal", "take_away", "portions", "picked_up")
    return {
        "booking_id": str(row.id),
        **{name: getattr(row, name) for name in plain},
        "state_name": MEAL_BOOKING.state(row.state).zh,
        "first_picked_up_at": beijing(row.first_picked_up_at),
    }


def settled_person(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return what one diner ate in a month."""
    return {"diner_id": str(row.id), "diner_name": row.diner_name, **sums_of(row), **_organ(row, names)}


def _booking(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    plain = ("number", "state", "version", "meal", "diner_name", "guests", "reason", "take_away", "portions")
    return {
        "id": str(row.id),
        "href": f"{MEAL_BOOKINGS}/{row.id}",
        **{name: getattr(row, name) for name in plain},
        "state_name": MEAL_BOOKING.state(row.state).zh,
        "canteen_id": str(row.canteen_id),
        "meal_id": str(row.meal_id),
        "day": row.day.isoformat(),
        "meal_name": MEALS[row.meal],
        "picked_up": row.picked_up,
        "first_picked_up_at": beijing(row.first_picked_up_at),
        "amount_fen": row.price_fen,
        "guests_fen": row.guests * row.guest_price_fen,
        "booked_at": beijing(row.booked_at),
        "settled_at": beijing(row.settled_at),
        **_organ(row, names),
    }


def _place(row: Row[Any]) -> dict[str, Any]:
    times = {name: beijing(getattr(row, name)) for name in ("begins_at", "ends_at", "books_until")}
    return {"canteen_name": row.canteen_name, **times}


def _organ(row: Row[Any], names: Mapping[str, str]) -> dict[str, str]:
    return {
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
    }
