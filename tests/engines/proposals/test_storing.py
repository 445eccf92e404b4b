"""The duties of the pack are stored and read back; departments are the directory's."""

from typing import Any

from auth import store_directory
from engines.proposals import Department, Duty, departments, duties, store_duties
from kit.database import Database, Unit
from tests.engines.zhoushan import items_of

POLICE, HARBOURS = "11330900002600237T", "11330900MB15A02123"


def store(database: Database, items: list[dict[str, Any]]) -> int:
    with database.unit() as unit:
        return store_duties(unit, items)


def test_duties_are_what_the_pack_says(database: Database) -> None:
    items: list[dict[str, Any]] = [
        {"department": POLICE, "words": ["治安", "视频监控"]},
        {"department": HARBOURS, "words": ["口岸"]},
    ]
    assert [store(database, items), store(database, items)] == [2, 0]
    with database.unit() as unit:
        assert set(duties(unit)) == {Duty(POLICE, ("治安", "视频监控")), Duty(HARBOURS, ("口岸",))}
    assert store(database, [{"department": POLICE, "words": ["治安"]}]) == 2
    with database.unit() as unit:
        assert duties(unit) == (Duty(POLICE, ("治安",)),)


def test_departments_are_the_directorys(unit: Unit) -> None:
    names = ("regions", "departments", "roles")
    regions, organs, roles = (items_of(name) for name in names)
    store_directory(unit, regions=regions, departments=organs, roles=roles)
    found = departments(unit)
    assert len(found) == len(organs)
    assert Department(POLICE, "舟山市公安局", "市公安局", "11330900002600018G", "330900") in found
