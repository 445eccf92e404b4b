"""Loading the city's pack: once for all, again for nothing, changed for a new revision."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from auth import department_names
from engines.matters import (
    Matter,
    MatterRevisionRow,
    MatterWithdrawn,
    catalogue_version,
    current_revision,
    list_topics,
    revision,
    search_matters,
)
from engines.packs import PackBroken, load_pack
from engines.workdays import load_calendar
from kit.database import Database, Unit
from tests.engines.packs.broken_packs import GONE, change, copy_pack
from tests.engines.zhoushan import DRIVING_LICENCE, MATTERS, PACK, items_of, matter_of

LICENCE = matter_of(DRIVING_LICENCE)
#: Of no matter and no officer.
LIGHTHOUSE = {
    "uscc": "91350100M000100Y43",
    "name": "舟山市灯塔管理处",
    "short_name": "灯塔处",
    "region": "330900",
    "parent": "11330900002600018G",
}
CODE = LICENCE["task_code"]


#: As the file says, and by the name of its topic.
PUBLISHED = {**LICENCE, "topic_name": "车辆和驾驶人"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_pack(tmp_path)


def load(database: Database, folder: Path) -> dict[str, int]:
    with database.unit() as unit:
        return load_pack(unit, folder)


def revisions(unit: Unit) -> int:
    return int(unit.scalar(select(func.count()).select_from(MatterRevisionRow)))


def listed(unit: Unit) -> set[str]:
    return {row.code for row in search_matters(unit, text=None, topic=None, after=None, rows=MATTERS + 1)}


def test_the_citys_pack_is_whole(database: Database) -> None:
    changed = load(database, PACK)
    assert changed["matters"] == MATTERS >= 12
    assert changed["calendar"] == len(items_of("holidays"))
    assert changed["duties"] == len(items_of("duties"))
    assert changed["vehicles"] == len(items_of("vehicles"))
    assert changed["reception standards"] == len(items_of("reception_standards"))
    assert changed["repair categories"] == len(items_of("repair_categories"))
    with database.unit() as unit:
        assert current_revision(unit, CODE).content.raw == PUBLISHED
        assert sum(row.matters for row in list_topics(unit)) == MATTERS
        assert department_names(unit)[LICENCE["department"]] == LICENCE["department_name"]
        assert load_calendar(unit).years == {2025, 2026}


def test_a_second_load_changes_nothing(database: Database) -> None:
    load(database, PACK)
    with database.unit() as unit:
        before = (catalogue_version(unit), revisions(unit))
    assert set(load(database, PACK).values()) == {0}
    with database.unit() as unit:
        load_pack(unit, PACK)
        assert not unit.begun
        assert (catalogue_version(unit), revisions(unit)) == before


def test_the_order_of_keys_in_a_file_is_no_change(database: Database, pack: Path) -> None:
    load(database, pack)
    change(pack / DRIVING_LICENCE, {"/name": GONE})
    change(pack / DRIVING_LICENCE, {"/name": LICENCE["name"]})
    assert set(load(database, pack).values()) == {0}


def test_a_changed_matter_is_a_new_revision_and_the_old_one_stays_readable(database: Database, pack: Path) -> None:
    load(database, pack)
    with database.unit() as unit:
        old = current_revision(unit, CODE)
        version = catalogue_version(unit)
    change(pack / DRIVING_LICENCE, {"/limits/promised/days": 2})
    assert {name: count for name, count in load(database, pack).items() if count} == {"matters": 1}
    with database.unit() as unit:
        new = current_revision(unit, CODE)
        assert (old.revision, new.revision) == (1, 2)
        assert (old.content.promised.days, new.content.promised.days) == (1, 2)
        stored = unit.scalar(select(MatterRevisionRow.content).where(MatterRevisionRow.id == old.id))
        assert stored == PUBLISHED
        assert revision(unit, old.id).content.promised.days == 1
        assert catalogue_version(unit) != version


def test_a_matter_that_left_the_pack_is_withdrawn_and_comes_back(database: Database, pack: Path) -> None:
    load(database, pack)
    content = (pack / DRIVING_LICENCE).read_bytes()
    (pack / DRIVING_LICENCE).unlink()
    assert load(database, pack)["matters"] == 1
    with database.unit() as unit:
        with pytest.raises(MatterWithdrawn):
            current_revision(unit, CODE)
        assert CODE not in listed(unit)
        assert len(listed(unit)) == MATTERS - 1
        assert unit.scalar(select(Matter.status).where(Matter.code == CODE)) == "withdrawn"
    assert set(load(database, pack).values()) == {0}
    (pack / DRIVING_LICENCE).write_bytes(content)
    assert load(database, pack)["matters"] == 1
    with database.unit() as unit:
        assert current_revision(unit, CODE).content.raw == PUBLISHED
        assert len(listed(unit)) == MATTERS


def test_what_a_pack_no_longer_names_goes(database: Database, pack: Path) -> None:
    change(pack / "departments.json", {"/items/-": LIGHTHOUSE})
    load(database, pack)
    with database.unit() as unit:
        assert LIGHTHOUSE["uscc"] in department_names(unit)
    last = len(items_of("departments"))
    change(pack / "departments.json", {f"/items/{last}": GONE, "/items/0/short_name": "舟山市府"})
    assert load(database, pack)["directory"] == 2
    with database.unit() as unit:
        assert LIGHTHOUSE["uscc"] not in department_names(unit)


def test_a_new_notice_reaches_the_calendar(database: Database, pack: Path) -> None:
    load(database, pack)
    day = {"day": "2027-02-08", "kind": "holiday", "name": "春节", "notice": "2027年通知"}
    change(pack / "holidays.json", {"/items/-": day})
    assert load(database, pack)["calendar"] == 1
    with database.unit() as unit:
        assert load_calendar(unit).years == {2025, 2026, 2027}


def test_a_broken_pack_leaves_the_loaded_one_as_it_was(database: Database, pack: Path) -> None:
    load(database, pack)
    change(pack / "departments.json", {"/items/0/short_name": "舟山市府"})
    change(pack / DRIVING_LICENCE, {"/limits/promised/days": 4})
    with pytest.raises(PackBroken):
        load(database, pack)
    assert set(load(database, PACK).values()) == {0}
