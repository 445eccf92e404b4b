"""Settling meals once they were served: what was booked counts, also when nobody came."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.canteen.canteens import MEALS
from engines.canteen.lifecycle import KEEP, MEAL_BOOKING, meal_record
from engines.canteen.meals import MEAL_COLUMNS
from engines.canteen.models import CanteenMeal, MealBooking
from engines.costs import Cost, record_costs
from engines.inbox import open_task
from engines.lifecycles import Record, run_due, write_events
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: Working days within which the keeper weighs what was thrown away.
WEIGH_DAYS = 1


def run_canteen_timers(context: Context) -> int:
    """Settle the meals that are over; returns how many. For the worker, once a round."""
    return run_due(context, _due, _settle)


def _due(unit: Unit) -> Sequence[Row[Any]]:
    due = (CanteenMeal.settled_at.is_(None), CanteenMeal.ends_at <= clock.now())
    return unit.rows(select(CanteenMeal.id).where(*due).order_by(CanteenMeal.ends_at, CanteenMeal.id).limit(BATCH))


def _settle(unit: Unit, _context: Context, meal_id: uuid.UUID) -> None:
    meal = _change(unit, meal_id, CanteenMeal.settled_at.is_(None), settled_at=clock.now())
    if meal is None:
        return  # Another worker settled it meanwhile.
    missed, eaten = _turn(unit, meal_id, "miss"), _turn(unit, meal_id, "settle")
    rows, picked_up = [*missed, *eaten], sum(row.picked_up for row in eaten)
    _change(unit, meal_id, bookings=len(rows), missed=len(missed), picked_up=picked_up)
    record_costs(unit, [_guests_cost(row) for row in rows])
    if rows and meal.waste_grams is None:
        _ask_keeper(unit, meal, picked_up, len(missed))


def _change(unit: Unit, meal_id: uuid.UUID, *conditions: Any, **changes: Any) -> Row[Any] | None:
    changed = {"version": CanteenMeal.version + 1, **changes}
    wanted = update(CanteenMeal).where(CanteenMeal.id == meal_id, *conditions).values(changed)
    return unit.write(wanted.returning(*MEAL_COLUMNS)).first()


def _turn(unit: Unit, meal_id: uuid.UUID, name: str) -> list[Row[Any]]:
    """Let all bookings of a meal take a turn, each from the state that it is in, and return them."""
    turn = MEAL_BOOKING.transition(name)
    found: list[Row[Any]] = []
    told: list[tuple[Record, str | None, dict[str, Any]]] = []
    changes = {"state": turn.target, "version": MealBooking.version + 1, "settled_at": clock.now()}
    for state in turn.sources:
        own = (MealBooking.meal_id == meal_id, MealBooking.state == state)
        rows = unit.write(
            update(MealBooking).where(*own).values(changes).returning(*MealBooking.__table__.c)
        ).fetchall()
        found += rows
        told += [(meal_record(row, state), None, {"picked_up": row.picked_up}) for row in rows]
    write_events(SYSTEM, unit, turn, told)
    return found


def _guests_cost(row: Row[Any]) -> Cost:
    return Cost(
        key=f"meal_booking:{row.id}:guests",
        department_code=row.department_code,
        kind="meals",
        day=row.day,
        amount_fen=row.guests * row.guest_price_fen,
        record_kind="meal_booking",
        record_id=row.id,
        record_number=row.number,
        title=f"客人用{MEALS[row.meal]}×{row.guests}",
    )


def _ask_keeper(unit: Unit, meal: Row[Any], picked_up: int, missed: int) -> None:
    """Tell the keepers what became of a meal, and ask for the weight of its waste."""
    said = f"订{meal.booked}份，取{picked_up}份，{missed}单未取"
    open_task(
        unit,
        record_kind="canteen_meal",
        record_id=meal.id,
        kind="weigh_waste",
        title=f"{meal.day:%m月%d日}{MEALS[meal.meal]}：{said}，请登记餐厨垃圾重量",
        reference=f"{meal.day:%Y%m%d}",
        department_code=meal.keeper_code,
        permission=KEEP,
        due_on=load_calendar(unit).add_working_days(clock.today(), WEIGH_DAYS),
        limit_days=WEIGH_DAYS,
    )
