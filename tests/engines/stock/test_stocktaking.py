"""A count is held against the balance at the moment of counting, whatever moves before and after it."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row

from engines.stock import (
    begin_stocktaking,
    cancel_stocktaking,
    confirm_stocktaking,
    record_counts,
    send_back_stocktaking,
    stocktaking_of,
    submit_stocktaking,
)
from engines.stock.refusals import CountsMissing, SamePerson, StockShort, SuppliesUnfit, WarehouseBeingCounted
from engines.stock.stocktakings import counted_lines
from kit.database import Database, Unit
from kit.errors import PreconditionFailed
from tests.engines.stock.shelves import KEEPER, SECOND, a_warehouse, an_item, balance, check_chain, move


def begun(unit: Unit, warehouse: uuid.UUID) -> Row[Any]:
    return stocktaking_of(unit, KEEPER, begin_stocktaking(KEEPER, unit, warehouse, ""))


def count(item: uuid.UUID, counted: int, reason: str = "自然损耗") -> dict[str, Any]:
    return {"item_id": item, "counted": counted, "reason": reason}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.integers(0, 20),
    meanwhile=st.integers(-20, 20),
    counted=st.integers(0, 30),
    afterwards=st.integers(-30, 30),
)
def test_the_balance_becomes_the_count_and_what_moved_since(
    database: Database, before: int, meanwhile: int, counted: int, afterwards: int
) -> None:
    with database.unit() as unit:
        house, item = a_warehouse(unit), an_item(unit)
        meanwhile = max(meanwhile, -before)
        # What lies there by the books when it is confirmed, never less than nothing.
        afterwards = max(afterwards, -(before + meanwhile))
        for quantity in (before, 1, -1):
            if quantity:
                move(unit, "received", house, item, quantity)
        row = begun(unit, house)
        if meanwhile:
            move(unit, "issued", house, item, meanwhile)
        row = record_counts(KEEPER, unit, row, [count(item, counted)])
        if afterwards:
            move(unit, "issued", house, item, afterwards)
        row = submit_stocktaking(KEEPER, unit, row, "")
        (line,) = counted_lines(unit, row.id)
        assert (line.expected, line.book, line.counted) == (before, before + meanwhile, counted)
    if counted + afterwards < 0:
        # More was booked out since the count than was there when it was taken.
        with pytest.raises(StockShort), database.unit() as unit:
            confirm_stocktaking(SECOND, unit, row, "")
        with database.unit() as unit:
            assert check_chain(unit, house, item) == before + meanwhile + afterwards
            assert stocktaking_of(unit, KEEPER, row.id).state == "counted"
        return
    with database.unit() as unit:
        confirm_stocktaking(SECOND, unit, row, "")
        assert check_chain(unit, house, item) == counted + afterwards


def test_what_is_not_right_is_refused_and_changes_nothing(unit: Unit) -> None:
    house, item, found = a_warehouse(unit), an_item(unit), an_item(unit)
    move(unit, "received", house, item, 10)
    row = begun(unit, house)
    with pytest.raises(CountsMissing) as missing:
        submit_stocktaking(KEEPER, unit, row, "")
    assert missing.value.values["number"] == 1
    unit.commit()
    with pytest.raises(SuppliesUnfit) as unfit:
        record_counts(KEEPER, unit, row, [count(item, 10, ""), count(found, 2, "")])
    assert [item.pointer for item in unfit.value.pointers] == ["/lines/1/reason"]
    unit.rollback()
    # Something found that was never here is entered too.
    row = record_counts(KEEPER, unit, row, [count(item, 10, ""), count(found, 2, "盘盈")])
    row = submit_stocktaking(KEEPER, unit, row, "")
    row = send_back_stocktaking(SECOND, unit, row, "请重盘。")
    row = record_counts(SECOND, unit, row, [count(item, 8)])
    row = submit_stocktaking(KEEPER, unit, row, "")
    with pytest.raises(SamePerson):
        confirm_stocktaking(SECOND, unit, row, "")
    assert (balance(unit, house, item), balance(unit, house, found)) == (10, 0)
    # SECOND counted in this one; after it is cancelled nothing was moved.
    cancel_stocktaking(KEEPER, unit, row, "改期。")
    assert check_chain(unit, house, item) == 10
    again = record_counts(KEEPER, unit, begun(unit, house), [count(item, 8), count(found, 2, "盘盈")])
    again = submit_stocktaking(KEEPER, unit, again, "")
    confirm_stocktaking(SECOND, unit, again, "")
    assert (check_chain(unit, house, item), check_chain(unit, house, found)) == (8, 2)


def test_a_warehouse_is_counted_once_at_a_time_and_confirmed_once(database: Database) -> None:
    with database.unit() as unit:
        house, item = a_warehouse(unit), an_item(unit)
        move(unit, "received", house, item, 10)
        row = begun(unit, house)
    with pytest.raises(WarehouseBeingCounted), database.unit() as unit:
        begun(unit, house)
    with database.unit() as unit:
        row = record_counts(KEEPER, unit, row, [count(item, 7)])
        row = submit_stocktaking(KEEPER, unit, row, "")
    with database.unit() as unit:
        confirm_stocktaking(SECOND, unit, row, "")
    with pytest.raises(PreconditionFailed), database.unit() as unit:
        confirm_stocktaking(SECOND, unit, row, "")
    with database.unit() as unit:
        assert check_chain(unit, house, item) == 7
        begun(unit, house)
