"""Booked meals that fall: with their meeting, or with a day on which nothing is cooked any more."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from auth import SYSTEM
from engines.canteen.canteens import MEALS
from engines.canteen.lifecycle import BOOK, MEAL_BOOKING, meal_record
from engines.canteen.meals import take_portions
from engines.canteen.models import Canteen, CanteenMeal, MealBooking
from engines.inbox import tell_news
from engines.lifecycles import write_events
from engines.workdays import follows_rest, load_calendar
from kit import clock
from kit.database import Unit
from kit.outbox import Job

_FALL = MEAL_BOOKING.transition("fall")


def let_fall(unit: Unit, why: str, *conditions: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Cancel the booked meals that fulfil some conditions, give their portions back, and return them."""
    changes = {"state": _FALL.target, "version": MealBooking.version + 1, "changed_at": clock.now()}
    booked = MealBooking.state.in_(_FALL.sources)
    fallen = unit.write(
        update(MealBooking).where(booked, *conditions).values(changes).returning(*MealBooking.__table__.c)
    ).fetchall()
    portions: Counter[Any] = Counter()
    for row in fallen:
        portions[row.meal_id] += row.portions
    for meal_id, number in sorted(portions.items()):
        take_portions(unit, meal_id, -number)
    write_events(SYSTEM, unit, _FALL, [(meal_record(row, _FALL.sources[0]), why, {}) for row in fallen])
    return fallen


def tell_diner(unit: Unit, row: Row[Any], what: str) -> None:
    """Let a diner know what happened to a meal, until its day is over."""
    tell_news(
        unit,
        record_kind=MEAL_BOOKING.code,
        record_id=row.id,
        kind="meal_booking_news",
        title=f"{row.day:%m月%d日}{MEALS[row.meal]}：{what}",
        reference=row.number,
        department_code=row.department_code,
        permission=BOOK,
        assignee_id=row.diner_id,
        due_on=row.day,
    )


@follows_rest
def _nothing_is_cooked(job: Job, days: Collection[date]) -> None:
    """Cancel what was booked for days of rest where nothing is cooked then, and tell the diners."""
    calendar = load_calendar(job.unit, fresh=True)
    resting = [day for day in days if not calendar.is_workday(day)]
    closed = select(Canteen.id).where(Canteen.rest_days.is_(False))
    # What was served before the day was declared one of rest is settled as ever.
    ahead = (CanteenMeal.canteen_id.in_(closed), CanteenMeal.day.in_(resting), CanteenMeal.ends_at > clock.now())
    meals = select(CanteenMeal.id).where(*ahead)
    for row in let_fall(job.unit, "当日改为休息日，食堂不供餐", MealBooking.meal_id.in_(meals)):
        tell_diner(job.unit, row, "当日改为休息日，食堂不供餐，订餐已取消")
