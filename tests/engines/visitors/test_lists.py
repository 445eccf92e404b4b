"""Lists of visits look through each way of seeing one by itself, by its index, and merge what is newest."""

import uuid
from typing import Any

from sqlalchemy import select

from auth import Subject
from engines.visitors import ADMIT, READ, VisitFilter, count_visits, list_visits, store_visitor_buildings
from engines.visitors.access import MOST_WAYS
from engines.visitors.models import VISIT_COLUMNS, Visit, VisitorBuilding
from kit.database import Unit
from kit.ids import new_id
from tests.engines.subjects import officer
from tests.engines.visitors.test_passes import BUILDING, MORNING, ORGAN, OTHER
from tests.plans import plan_of

THIRD = "11330900002600341Y"
#: How a database says that it asked every visit, or sorted what it found.
SLOW = ("MULTI-INDEX OR", "FOR ORDER BY", "BitmapOr", " OR ")


def visits(unit: Unit, host: Subject, keepers: list[str]) -> list[uuid.UUID]:
    """Write a visit of a host for each keeper, one after another, and return their ids."""
    store_visitor_buildings(unit, [BUILDING])
    unit.flush()
    building_id = unit.scalar(select(VisitorBuilding.id))
    known: dict[str, Any] = dict.fromkeys(column.name for column in VISIT_COLUMNS)
    said = {"state": "invited", "version": 1, "place": "1室", "purpose": "tour", "walk_in": False, "texts_that_day": 0}
    whose = {"host_id": host.id, "host_name": host.name, "department_code": ORGAN, "building_id": building_id}
    times = {"starts_at": MORNING, "ends_at": MORNING, "asked_at": MORNING, "group_id": new_id()}
    ids = [new_id() for _ in keepers]
    each: dict[str, list[Any]] = {"id": ids, "number": [str(visit_id) for visit_id in ids], "keeper_code": keepers}
    same = {name: value for name, value in (known | said | whose | times).items() if name not in each}
    unit.add_many(Visit, same=same, each=each)
    unit.flush()
    return ids


def test_a_list_merges_the_newest_of_every_way(unit: Unit) -> None:
    keeper, host = officer(ADMIT, READ, departments=(ORGAN, OTHER)), officer()
    ids = visits(unit, host, [ORGAN, THIRD, OTHER, THIRD])
    (own,) = visits(unit, keeper, [THIRD])

    def seen(who: Subject, after: uuid.UUID | None = None, rows: int = 9, **wanted: Any) -> list[uuid.UUID]:
        return [row.id for row in list_visits(unit, who, VisitFilter(**wanted), after, rows)]

    first, _, second, _ = ids
    assert seen(keeper) == seen(keeper, building="T1", first_day=MORNING.date()) == [own, second, first]
    assert (seen(keeper, rows=1), seen(keeper, after=own, rows=1), seen(keeper, after=second)) == (
        [own],
        [second],
        [first],
    )
    assert (seen(keeper, mine=True), seen(keeper, mine=False), seen(host)) == ([own], [second, first], ids[::-1])
    assert seen(keeper, building="T9") == seen(keeper, state="left") == seen(officer()) == []
    assert seen(officer(READ, everywhere=True)) == [own, *ids[::-1]]
    many = officer(READ, departments=(*(f"D{place}" for place in range(MOST_WAYS)), OTHER))
    assert seen(many) == [second]
    counted = count_visits(unit, keeper, VisitFilter())
    assert counted == {"states": {"invited": 3}, "total": 3, "complete": True}


def test_a_list_of_the_reception_sorts_nothing_but_its_page(unit: Unit) -> None:
    keeper = officer(ADMIT, departments=(ORGAN, OTHER))
    visits(unit, keeper, [ORGAN, OTHER] * 100)
    for wanted in (VisitFilter(), VisitFilter(state="invited"), VisitFilter(last_day=MORNING.date())):
        plan = plan_of(unit, lambda wanted=wanted: list_visits(unit, keeper, wanted, None, 21))  # type: ignore[misc]
        assert [word for word in SLOW if word in plan] == [], plan
