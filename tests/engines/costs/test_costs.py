"""Costs: told once, summed by month, taken back by their opposite, seen in one's scope alone."""

from datetime import date

from auth import DataScope
from engines.costs import Cost, costs_by_month, entries_of_costs, record_costs
from kit.database import Unit
from kit.ids import new_id

EVERYWHERE = DataScope(all_departments=True)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def a_cost(key: str, department: str, day: date, amount_fen: int) -> Cost:
    return Cost(key, department, "supplies", day, amount_fen, "supply_request", new_id(), "LY1", "打印纸")


def test_costs_are_told_once_and_summed_by_month(unit: Unit) -> None:
    told = [a_cost("a", "D1", date(2026, 6, 3), 500), a_cost("b", "D1", date(2026, 6, 30), 250)]
    record_costs(unit, [*told, a_cost("c", "D1", date(2026, 7, 1), 100), a_cost("nothing", "D1", JUNE, 0)])
    record_costs(unit, [*told, a_cost("back", "D1", date(2026, 6, 30), -250)])
    found = costs_by_month(unit, EVERYWHERE, JUNE, JULY)
    assert [(row.month, row.kind, row.amount_fen, row.entries) for row in found] == [
        (JUNE, "supplies", 500, 3),
        (JULY, "supplies", 100, 1),
    ]
    assert costs_by_month(unit, EVERYWHERE, JULY, JULY) == found[1:]


def test_a_reader_sees_the_costs_of_their_scope(unit: Unit) -> None:
    record_costs(unit, [a_cost("a", "D1", JUNE, 500), a_cost("b", "D2", JUNE, 700)])
    scope = DataScope(departments=frozenset({"D2"}))
    assert [row.amount_fen for row in costs_by_month(unit, scope, JUNE, JUNE)] == [700]
    own = entries_of_costs(unit, scope, JUNE, department=None, kind=None, after=None, rows=10)
    assert [row.key for row in own] == ["b"]
    none = entries_of_costs(unit, scope, JUNE, department="D1", kind=None, after=None, rows=10)
    assert list(none) == []
    assert list(costs_by_month(unit, DataScope(), JUNE, JUNE)) == []
