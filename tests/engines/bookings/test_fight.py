"""No double booking, ever: many processes fight for the same rooms, and the database itself refuses what overlaps."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engines.bookings import Booking, BookingTake
from engines.bookings.line import minute_of, place_on_line
from engines.bookings.models import EXCLUSION
from kit.database import Database, DuplicateRow, Unit
from kit.ids import new_id
from tests.conftest import MASTER_KEY
from tests.engines.bookings.hall import MORNING, add_rooms, fight, overlaps

PROCESSES, ROOMS = 4, 3
#: A thorough run tries ten thousand times.
TRIES, THOROUGH = 600, 10_000


def test_a_fight_of_many_processes_leaves_no_double_booking(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> None:
    tries = THOROUGH if request.config.getoption("thorough") else TRIES
    with database.unit() as unit:
        add_rooms(unit, ROOMS)
    values = {
        "ZHANGBAN_ENVIRONMENT": "test",
        "ZHANGBAN_MASTER_KEY": MASTER_KEY,
        "ZHANGBAN_DATA_DIR": str(tmp_path),
        "ZHANGBAN_SETTINGS_FILE": str(tmp_path / "none.env"),
        "DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
    }
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        fights = [processes.submit(fight, values, seed, tries // PROCESSES, ROOMS) for seed in range(PROCESSES)]
        outcomes: Counter[str] = sum((found.result() for found in fights), start=Counter())
    with database.unit() as unit:
        standing = unit.scalar(select(func.count()).where(Booking.state == "confirmed"))
        active = unit.scalar(select(func.count()).where(BookingTake.active))
        assert overlaps(unit) == 0
    assert outcomes.total() == tries
    assert outcomes["booked"] - outcomes["cancelled"] == standing == active
    assert outcomes["taken"] > tries / 10, "they hardly met, so the test means nothing"


@pytest.mark.parametrize(
    ("begin", "end", "refused"),
    [(0, 60, True), (30, 90, True), (-30, 1, True), (59, 60, True), (-60, 0, False), (60, 120, False)],
)
def test_the_database_itself_refuses_what_overlaps(unit: Unit, begin: int, end: int, *, refused: bool) -> None:
    nine = place_on_line(7, minute_of(MORNING))

    def take(first: int, last: int, *, active: bool = True) -> None:
        unit.add(
            BookingTake,
            id=new_id(),
            booking_id=new_id(),
            resource_id=new_id(),
            slot_begin=nine + first,
            slot_end=nine + last,
            active=active,
        )
        unit.flush()

    take(0, 60)
    take(begin, end, active=False)
    if not refused:
        take(begin, end)
        return
    with pytest.raises(DuplicateRow) as caught:
        take(begin, end)
    assert EXCLUSION in caught.value.constraint


def test_resources_have_stretches_of_their_own(unit: Unit) -> None:
    for number in (1, 2, 3):
        begin = place_on_line(number, minute_of(MORNING))
        unit.add(
            BookingTake,
            id=new_id(),
            booking_id=new_id(),
            resource_id=new_id(),
            slot_begin=begin,
            slot_end=begin + 60,
            active=True,
        )
    unit.flush()
    assert overlaps(unit) == 0
