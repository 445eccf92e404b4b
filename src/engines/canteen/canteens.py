"""Canteens as the city's pack has them, and the meals that they cook on a day."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from auth import Subject
from engines.canteen.access import sees_canteens
from engines.canteen.lifecycle import KEEP
from engines.canteen.models import Canteen
from engines.canteen.refusals import CanteenNotFound, MealUnfit, NotYourCanteen
from engines.workdays import Calendar
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

MEALS = {"breakfast": "早餐", "lunch": "午餐", "dinner": "晚餐"}
CANTEEN_COLUMNS = tuple(Canteen.__table__.c)
#: So many days ahead, today counted in, is it planned and booked.
AHEAD_DAYS = 31


def store_canteens(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the canteens what a pack says, and return how many changed; those that it has no more are closed.

    ``items`` are ``{code, name, department, place, meals, rest_days?}``. Meals that somebody planned or booked before
    keep their times and prices.
    """
    present = {row.code: row for row in unit.rows(select(*CANTEEN_COLUMNS))}
    wanted = {item["code"]: _said(item) for item in items}
    closed = {code: {"open": False} for code, row in present.items() if row.open and code not in wanted}
    changed = 0
    for code, said in {**wanted, **closed}.items():
        row = present.get(code)
        if row is None:
            unit.add(Canteen, id=new_id(), code=code, **said)
        elif any(getattr(row, name) != value for name, value in said.items()):
            unit.write(update(Canteen).where(Canteen.code == code).values(**said))
        else:
            continue
        changed += 1
    return changed


def _said(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "department_code": item["department"],
        "name": item["name"],
        "place": item["place"],
        "rest_days": item.get("rest_days", False),
        "open": True,
        "meals": [{"most": None, **meal} for meal in item["meals"]],
    }


def list_canteens(subject: Subject, unit: Unit, after: str | None, rows: int) -> Sequence[Row[Any]]:
    """Return the canteens that are open, by code; none for officers who eat in none."""
    if not sees_canteens(subject):
        return ()
    wanted = select(*CANTEEN_COLUMNS).where(Canteen.open)
    if after is not None:
        wanted = wanted.where(Canteen.code > after)
    return unit.rows(wanted.order_by(Canteen.code).limit(rows))


def canteen_for(subject: Subject, unit: Unit, canteen_id: uuid.UUID) -> Row[Any]:
    """Return a canteen that an officer sees. Errors: :class:`CanteenNotFound`."""
    row = unit.first(select(*CANTEEN_COLUMNS).where(Canteen.id == canteen_id)) if sees_canteens(subject) else None
    if row is None:
        raise CanteenNotFound
    return row


def kept_canteen(subject: Subject, unit: Unit, canteen_id: uuid.UUID) -> Row[Any]:
    """Return a canteen that an officer keeps. Errors: :class:`CanteenNotFound`, :class:`NotYourCanteen`."""
    row = canteen_for(subject, unit, canteen_id)
    if not subject.holds(KEEP, row.department_code):
        raise NotYourCanteen
    return row


def planned_meal(canteen: Row[Any], day: date, meal: str, calendar: Calendar) -> dict[str, Any]:
    """Return what a canteen plans for a meal of a day that lies ahead.

    Errors: :class:`MealUnfit` where it cooks no such meal, not on that day, or the day is past or too far ahead.
    """
    plan = next((item for item in canteen.meals if item["meal"] == meal), None)
    lost = []
    if not canteen.open or plan is None:
        lost.append(Pointer("/meal", "not-cooked", "该食堂不供应此餐。", "The canteen does not cook this meal."))
    if not 0 <= (day - clock.today()).days < AHEAD_DAYS:
        sentence = (f"只能选择今天起{AHEAD_DAYS}天内的日期。", f"The day is one of {AHEAD_DAYS} from today on.")
        lost.append(Pointer("/day", "range", *sentence))
    elif not cooks_on(canteen, day, calendar):
        lost.append(Pointer("/day", "closed", "该食堂休息日不供餐。", "The canteen is closed on days of rest."))
    if plan is None or lost:
        raise MealUnfit(pointers=lost)
    return said_of(plan, day)


def cooks_on(canteen: Row[Any], day: date, calendar: Calendar) -> bool:
    """Tell whether a canteen cooks on a day."""
    return bool(canteen.rest_days) or calendar.is_workday(day)


def said_of(plan: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return the times, prices and portions of a planned meal on a day."""
    return {
        "begins_at": _at(day, plan["serves_from"]),
        "ends_at": _at(day, plan["serves_until"]),
        "books_until": _at(day - timedelta(days=plan["cut_off_days"]), plan["cut_off"]),
        "price_fen": plan["price_fen"],
        "guest_price_fen": plan["guest_price_fen"],
        "most": plan["most"],
    }


def _at(day: date, written: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(written), clock.BEIJING)
