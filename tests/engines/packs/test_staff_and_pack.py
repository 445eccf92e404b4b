"""The pack and the office both publish: a file speaks when it changes, and until then what staff did stands."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from auth import SYSTEM
from engines.matters import (
    Matter,
    catalogue_version,
    current_revision,
    list_topics,
    publish_change,
    search_matters,
    withdraw_matter,
)
from engines.packs import load_pack, matter_findings
from engines.packs.audit import RULES
from engines.packs.sentences import SENTENCES
from kit import clock
from kit.database import Database, Unit
from tests.engines.packs.broken_packs import GONE, change, copy_pack
from tests.engines.zhoushan import DRIVING_LICENCE, items_of, matter_of

LICENCE = matter_of(DRIVING_LICENCE)
CODE = LICENCE["task_code"]
#: What staff made of the matter.
OURS = {**LICENCE, "name": "换驾照"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_pack(tmp_path)


def load(database: Database, folder: Path) -> int:
    with database.unit() as unit:
        return load_pack(unit, folder)["matters"]


def publish(database: Database) -> None:
    with database.unit() as unit:
        publish_change(SYSTEM, unit, OURS, current_revision(unit, CODE).id, by="裘岚")


def name_of(unit: Unit) -> str:
    return current_revision(unit, CODE).content.name


def test_a_file_that_did_not_change_leaves_what_staff_published(database: Database, pack: Path) -> None:
    load(database, pack)
    publish(database)
    assert load(database, pack) == 0
    with database.unit() as unit:
        assert (name_of(unit), current_revision(unit, CODE).revision) == ("换驾照", 2)


def test_a_file_that_changed_is_a_new_revision_from_the_pack(database: Database, pack: Path) -> None:
    load(database, pack)
    publish(database)
    change(pack / DRIVING_LICENCE, {"/limits/promised/days": 2})
    assert load(database, pack) == 1
    with database.unit() as unit:
        assert (name_of(unit), current_revision(unit, CODE).revision) == (LICENCE["name"], 3)


def test_what_staff_withdrew_stays_withdrawn_until_its_file_changes(database: Database, pack: Path) -> None:
    load(database, pack)
    with database.unit() as unit:
        withdraw_matter(SYSTEM, unit, CODE, reason="停办")
    assert load(database, pack) == 0
    with database.unit() as unit:
        assert unit.scalar(select(Matter.status).where(Matter.code == CODE)) == "withdrawn"
    change(pack / DRIVING_LICENCE, {"/limits/promised/days": 2})
    assert load(database, pack) == 1


def test_a_file_that_is_gone_withdraws_once(database: Database, pack: Path) -> None:
    load(database, pack)
    (pack / DRIVING_LICENCE).unlink()
    assert load(database, pack) == 1
    with database.unit() as unit:
        gone = unit.scalar(select(Matter.revision_id).where(Matter.code == CODE))
        publish_change(SYSTEM, unit, OURS, gone, by="裘岚")
    assert load(database, pack) == 0
    with database.unit() as unit:
        assert name_of(unit) == "换驾照"


def test_a_matter_of_staff_alone_is_none_of_the_packs_business(database: Database, pack: Path) -> None:
    load(database, pack)
    own = {**LICENCE, "catalog_code": "330109099001", "task_code": "11330900002600341Y3330109099001"}
    with database.unit() as unit:
        publish_change(SYSTEM, unit, own, None, by="裘岚")
    assert load(database, pack) == 0
    with database.unit() as unit:
        assert current_revision(unit, own["task_code"]).revision == 1


def test_a_change_is_seen_whatever_clock_the_one_before_was_made_by(database: Database, pack: Path) -> None:
    with clock.travel(clock.now() + timedelta(minutes=5)):
        load(database, pack)
    with database.unit() as unit:
        before = catalogue_version(unit)
    publish(database)
    with database.unit() as unit:
        assert catalogue_version(unit) > before


def test_a_topic_that_is_renamed_is_found_by_its_new_name(database: Database, pack: Path) -> None:
    load(database, pack)
    place = [item["code"] for item in items_of("topics")].index("vehicles")
    change(pack / "topics.json", {f"/items/{place}/name": "机动车"})
    with database.unit() as unit:
        changed = load_pack(unit, pack)
        assert (changed["topics"], changed["matters"]) == (1, 0)
    with database.unit() as unit:
        assert "机动车" in {row.name for row in list_topics(unit)}
        assert CODE in {row.code for row in search_matters(unit, text="机动车", topic="机动车", after=None, rows=100)}
        assert current_revision(unit, CODE).revision == 1


def test_the_database_holds_a_matter_to_the_rules_of_the_pack(database: Database, pack: Path) -> None:
    load(database, pack)
    with database.unit() as unit:
        assert matter_findings(unit, LICENCE) == []
        lost = {**LICENCE, "region": "330800", "topic": "cooking"}
        assert {(item.pointer, item.code) for item in matter_findings(unit, lost)} == {
            ("/content/region", "references_exist"),
            ("/content/topic", "references_exist"),
        }
        half = {name: value for name, value in LICENCE.items() if name != "faq"}
        assert [(item.pointer, item.code) for item in matter_findings(unit, half)] == [("/content/faq", "required")]


def test_every_matter_of_the_pack_passes_as_stored(database: Database, pack: Path) -> None:
    load(database, pack)
    with database.unit() as unit:
        for file in sorted((pack / "matters").rglob("*.json")):
            assert matter_findings(unit, matter_of(str(file.relative_to(pack)))) == [], file


def test_every_rule_speaks_chinese_too() -> None:
    assert {rule.__name__ for rule in RULES} == set(SENTENCES)


def test_a_topic_that_the_pack_lost_is_known_no_more(database: Database, pack: Path) -> None:
    load(database, pack)
    change(pack / "topics.json", {"/items/-": {"code": "fishing", "name": "渔业", "name_en": "Fishing"}})
    load(database, pack)
    with database.unit() as unit:
        assert matter_findings(unit, {**LICENCE, "topic": "fishing"}) == []
    place = len(items_of("topics"))
    change(pack / "topics.json", {f"/items/{place}": GONE})
    load(database, pack)
    with database.unit() as unit:
        assert [item.pointer for item in matter_findings(unit, {**LICENCE, "topic": "fishing"})] == ["/content/topic"]
