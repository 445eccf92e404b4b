"""A canteen of nobody else and those who eat in it, for tests of meals."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from auth import Subject
from engines.canteen import BOOK, KEEP, READ, book_meal, store_canteens
from engines.canteen.models import Canteen, CanteenMeal
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database, Unit
from kit.pages import CursorSigner
from kit.settings import Settings
from tests.conftest import MASTER_KEY
from tests.engines.subjects import officer

ORGAN = "11330900002600114R"
#: A Tuesday, and the moment at which everything of it can be booked.
DAY = date(2027, 4, 6)
MORNING = datetime(2027, 4, 6, 6, 0, tzinfo=clock.BEIJING)
LUNCH: dict[str, Any] = {
    "meal": "lunch",
    "serves_from": "11:30",
    "serves_until": "13:00",
    "cut_off": "09:00",
    "cut_off_days": 0,
    "price_fen": 1000,
    "guest_price_fen": 3000,
}


def diner() -> Subject:
    """Return an officer who may eat."""
    return officer(BOOK, departments=(ORGAN,))


def keeper() -> Subject:
    """Return an officer who keeps the canteen."""
    return officer(KEEP, READ, departments=(ORGAN,))


def context_of(database: Database, settings: Settings) -> Context:
    """Return what bookings need of an application."""
    return Context(settings, database, Vault(MASTER_KEY), CursorSigner(MASTER_KEY), None)


def a_canteen(unit: Unit, *, rest_days: bool = False, **more: Any) -> uuid.UUID:
    """Open the only canteen, which cooks lunch (with ``more``), and return its id."""
    item = {"code": "T1", "name": "食堂", "department": ORGAN, "place": "1层", "meals": [{**LUNCH, **more}]}
    assert store_canteens(unit, [{**item, "rest_days": rest_days}]) == 1
    unit.flush()
    return uuid.UUID(str(unit.scalar(select(Canteen.id).where(Canteen.code == "T1"))))


def book(context: Context, canteen_id: uuid.UUID, by: Subject, guests: int = 0, day: date = DAY) -> uuid.UUID:
    """Book lunch in a transaction of its own."""
    given = {"canteen_id": canteen_id, "day": day, "meal": "lunch", "guests": guests, "take_away": False}
    with context.database.unit() as unit:
        return book_meal(by, unit, context, {**given, "reason": "接待" if guests else ""})


def booked(unit: Unit) -> int:
    """Return how many portions the meals have given."""
    return sum(row.booked for row in unit.rows(select(CanteenMeal.booked)))
