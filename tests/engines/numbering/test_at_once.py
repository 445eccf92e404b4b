"""Many numberings at once, some of them undone: no number twice, and no gap where law forbids one."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from engines.numbering import next_number
from kit.database import Database
from kit.ids import new_id

CLERKS = 4
#: A thorough run tries ten thousand.
TRIES, THOROUGH = 2_000, 10_000
UNDONE = 0.15


def numbered(database: Database, register: str, chance: random.Random, *, gapless: bool) -> int | None:
    """Take a number in a transaction of its own; return it, or None when the act was undone after it."""
    unit = database.open_unit()
    try:
        number = next_number(unit, register, gapless=gapless)
        if chance.random() < UNDONE:
            unit.rollback()
            return None
        unit.commit()
        return number
    finally:
        unit.close()


@pytest.mark.parametrize("gapless", [True, False], ids=["gapless", "gaps allowed"])
def test_many_numberings_at_once(request: pytest.FixtureRequest, database: Database, *, gapless: bool) -> None:
    tries = THOROUGH if request.config.getoption("thorough") else TRIES
    register = f"test:{new_id()}"
    together = Barrier(CLERKS)

    def clerk(seed: int) -> list[int | None]:
        chance = random.Random(seed)  # noqa: S311 -- which acts are undone is no secret, and must be the same each run
        together.wait()
        return [numbered(database, register, chance, gapless=gapless) for _ in range(tries // CLERKS)]

    with ThreadPoolExecutor(CLERKS) as threads:
        tried = [number for found in threads.map(clerk, range(CLERKS)) for number in found]
    kept = [number for number in tried if number is not None]
    assert len(tried) == tries
    assert len(kept) < tries * (1 - UNDONE / 2), "too few acts were undone for the test to mean anything"
    assert len(set(kept)) == len(kept), "a number was given twice"
    if gapless:
        assert sorted(kept) == list(range(1, len(kept) + 1)), "a number is missing"
