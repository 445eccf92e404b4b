"""A balance is what its moves add up to and never below nothing: whatever is moved, and whoever fights for it."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from engines.inbox import InboxTask
from engines.stock.models import StockLevel
from engines.stock.moving import Move, MoveKind, move_stock, set_minimum
from engines.stock.refusals import StockShort
from kit.database import Database, Unit
from tests.engines.stock.shelves import KEEPER, a_warehouse, an_item, balance, check_chain, move

IN: tuple[MoveKind, ...] = ("received", "returned", "counted")
OUT: tuple[MoveKind, ...] = ("issued", "written_off")
#: Warehouse, item, kind, quantity; a transfer to the other warehouse is two moves.
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from([*IN, *OUT, "to the other"]), st.integers(1, 9)),
    max_size=25,
)
CLERKS, PIECES, WANTED = 6, 20, 5


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_moves_leaves_their_sum(database: Database, steps: list[tuple[int, int, str, int]]) -> None:
    with database.unit() as unit:
        houses, items = [a_warehouse(unit) for _ in range(2)], [an_item(unit) for _ in range(2)]
    expected: Counter[tuple[int, int]] = Counter()
    for house, item, kind, much in steps:
        if kind == "to the other":
            changes = {(house, item): -much, (1 - house, item): much}
            kinds: tuple[str, ...] = ("transferred_out", "transferred_in")
        else:
            # A difference of a stocktaking goes either way.
            comes = kind in IN and (kind != "counted" or much % 2 == 0)
            changes, kinds = {(house, item): much if comes else -much}, (kind,)
        moves = [
            Move(cast("MoveKind", name), houses[place], items[what], quantity, 100, "试验")
            for name, ((place, what), quantity) in zip(kinds, changes.items(), strict=True)
        ]
        possible = all(expected[key] + quantity >= 0 for key, quantity in changes.items())
        if possible:
            with database.unit() as unit:
                move_stock(KEEPER, unit, moves)
            expected.update(changes)
        else:
            with pytest.raises(StockShort), database.unit() as unit:
                move_stock(KEEPER, unit, moves)
    with database.unit() as unit:
        for place, house_id in enumerate(houses):
            for what, item_id in enumerate(items):
                assert check_chain(unit, house_id, item_id) == expected[place, what]


def test_who_fights_for_the_last_pieces_gets_what_there_is(database: Database) -> None:
    with database.unit() as unit:
        house, item = a_warehouse(unit), an_item(unit)
        move(unit, "received", house, item, PIECES)
    # Two processes: databases of their own, as each has its own connections.
    other = Database(database.engine.url.render_as_string(hide_password=False))

    def clerk(number: int) -> int:
        got = 0
        for _ in range(WANTED):
            try:
                with (database, other)[number % 2].unit() as unit:
                    move(unit, "issued", house, item, -1)
                got += 1
            except StockShort:
                continue
        return got

    try:
        with ThreadPoolExecutor(CLERKS) as threads:
            got = sum(threads.map(clerk, range(CLERKS)))
    finally:
        other.engine.dispose()
    assert CLERKS * WANTED > got == PIECES
    with database.unit() as unit:
        assert check_chain(unit, house, item) == 0


def test_many_who_move_the_same_items_never_wait_for_each_other(database: Database) -> None:
    with database.unit() as unit:
        houses, items = [a_warehouse(unit) for _ in range(2)], [an_item(unit) for _ in range(3)]
        for house in houses:
            for item in items:
                move(unit, "received", house, item, 50)

    def clerk(number: int) -> None:
        for turn in range(6):
            giver, taker = houses if (number + turn) % 2 else reversed(houses)
            shuffled = random.Random(number * 100 + turn).sample(items, len(items))  # noqa: S311 -- no secret
            moves = [Move("transferred_in", taker, item, 1, 1, "调入") for item in shuffled]
            moves += [Move("transferred_out", giver, item, -1, 1, "调出") for item in reversed(shuffled)]
            with database.unit() as unit:
                move_stock(KEEPER, unit, moves)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(clerk, range(4)))
    with database.unit() as unit:
        for item in items:
            assert sum(check_chain(unit, house, item) for house in houses) == 100


def test_the_table_itself_refuses_a_balance_below_nothing(database: Database) -> None:
    with database.unit() as unit:
        house, item = a_warehouse(unit), an_item(unit)
        move(unit, "received", house, item, 1)
    with pytest.raises(IntegrityError), database.unit() as unit:
        unit.write(update(StockLevel).where(StockLevel.item_id == item).values(quantity=-1))
    with database.unit() as unit:
        assert balance(unit, house, item) == 1


def test_what_falls_under_its_minimum_is_one_task_until_it_is_filled_up(unit: Unit) -> None:
    house, item = a_warehouse(unit), an_item(unit)
    level_id = set_minimum(KEEPER, unit, house, item, 5)

    def tasks() -> list[bool]:
        unit.flush()
        rows = unit.rows(select(InboxTask.closed_at).where(InboxTask.record_id == level_id).order_by(InboxTask.id))
        return [row.closed_at is None for row in rows]

    assert tasks() == [True]
    for kind, much in (("received", 3), ("issued", -1), ("received", 2)):
        move(unit, cast("MoveKind", kind), house, item, much)
        assert tasks() == [True]
    move(unit, "received", house, item, 1)
    assert tasks() == [False]
    move(unit, "issued", house, item, -1)
    move(unit, "issued", house, item, -1)
    assert tasks() == [False, True]
    set_minimum(KEEPER, unit, house, item, 0)
    assert tasks() == [False, False]
