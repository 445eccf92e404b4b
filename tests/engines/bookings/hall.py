"""A hall of rooms and the officers who fight for them, for tests of bookings."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from auth import Subject
from engines.bookings import BOOK, MANAGE, BookingTake, cancel_booking, change_booking, create_booking
from engines.bookings.models import Resource
from engines.bookings.queries import booking_by_id
from engines.bookings.refusals import SlotTaken
from engines.bookings.resources import USUAL
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database, Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id
from kit.pages import CursorSigner
from kit.settings import load_settings
from tests.engines.subjects import officer

KEEPER = "11330900002600114R"
#: A Monday, from nine on.
MORNING = datetime(2027, 3, 1, 9, 0, tzinfo=clock.BEIJING)
GIVEN: dict[str, Any] = {
    "title": "会议",
    "note": "",
    "time_zone": "Asia/Shanghai",
    "attendees": [],
    "hold": False,
    "wait": False,
    "repeat": None,
}


def booker(*more: str) -> Subject:
    """Return an officer who may book."""
    return officer(BOOK, *more, departments=(KEEPER,))


def keeper() -> Subject:
    """Return an officer who keeps the rooms too."""
    return booker(MANAGE)


def add_rooms(unit: Unit, number: int, **more: Any) -> None:
    """Add rooms, open every day and all day, by the codes R1, R2 …"""
    said = {**USUAL, "open_days": "every", "opens": "00:00", "closes": "24:00", "ahead_days": 366, **more}
    for place in range(1, number + 1):
        unit.add(
            Resource,
            id=new_id(),
            number=place,
            code=f"R{place}",
            kind="room",
            name=f"{place}号会议室",
            state="open",
            version=1,
            department_code=KEEPER,
            **said,
        )


def wanted(room: int, hour: float, hours: float = 1, **more: Any) -> dict[str, Any]:
    """Return what is asked for: a room, so many hours after the morning, for so long."""
    begin = MORNING + timedelta(hours=hour)
    return {**GIVEN, "resources": [f"R{room}"], "starts_at": begin, "ends_at": begin + timedelta(hours=hours), **more}


def overlaps(unit: Unit) -> int:
    """Count the pairs of active takes that overlap, by their places on the line alone."""
    one, other = BookingTake.__table__.alias("one"), BookingTake.__table__.alias("other")
    pairs = select(one.c.id).join(
        other,
        (one.c.id < other.c.id)
        & (one.c.resource_id == other.c.resource_id)
        & (one.c.slot_begin < other.c.slot_end)
        & (one.c.slot_end > other.c.slot_begin),
    )
    return len(unit.rows(pairs.where(one.c.active, other.c.active)))


def fight(values: dict[str, str], seed: int, tries: int, rooms: int) -> Counter[str]:
    """Book, move and cancel at random in a process of its own; return how often what happened."""
    made = load_settings(values)
    database, signer = Database(made.database_url), CursorSigner(made.master_key)
    context = Context(made, database, Vault(made.master_key), signer, gateways=None)
    chance, who = random.Random(seed), booker()  # noqa: S311 -- the same fight each time
    own: list[Any] = []
    outcomes: Counter[str] = Counter()
    with clock.travel(MORNING - timedelta(hours=1)):
        for _ in range(tries):
            outcomes[_act(context, who, chance, own, rooms)] += 1
    database.engine.dispose()
    return outcomes


def _act(context: Context, who: Subject, chance: random.Random, own: list[Any], rooms: int) -> str:
    asked = wanted(chance.randint(1, rooms), chance.randint(0, 40) / 4, chance.randint(1, 8) / 4)
    try:
        with context.database.unit() as unit:
            if own and chance.random() < 0.3:
                booking_id = own.pop(chance.randrange(len(own)))
                cancel_booking(who, unit, booking_by_id(unit, booking_id), "", "this")
                return "cancelled"
            if own and chance.random() < 0.3:
                row = booking_by_id(unit, chance.choice(own))
                times = {name: asked[name] for name in ("starts_at", "ends_at", "resources")}
                change_booking(who, unit, context, row, times, "this")
                return "moved"
            (row,) = create_booking(who, unit, context, asked)
        own.append(row.id)
    except SlotTaken:
        return "taken"
    except PreconditionFailed:
        return "stale"
    return "booked"
