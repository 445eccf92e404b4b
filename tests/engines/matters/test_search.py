"""Finding matters by words of any length, the same on both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import SYSTEM
from engines.matters import MatterUnknown, current_revision, list_topics, publish_matter, search_matters
from engines.matters.search_tokens import tokens_of, tokens_sought
from kit.database import Database, Unit
from tests.engines.zhoushan import PACK, matter_of

MATTERS = [matter_of(str(path.relative_to(PACK))) for path in sorted(PACK.glob("matters/*/*.json"))]
hanzi = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=12)


@pytest.fixture
def catalogue(database: Database) -> Database:
    with database.unit() as unit:
        for matter in MATTERS:
            publish_matter(SYSTEM, unit, matter)
    return database


def names(unit: Unit, text: str | None, topic: str | None = None) -> set[str]:
    return {row.listing["name"] for row in search_matters(unit, text=text, topic=topic, after=None, rows=len(MATTERS))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("换证", {"机动车驾驶证期满换证"}),
        ("驾照", {"机动车驾驶证期满换证", "机动车驾驶证遗失补领"}),
        ("驾驶证", {"机动车驾驶证期满换证", "机动车驾驶证遗失补领"}),
        ("机动车驾驶证期满换证", {"机动车驾驶证期满换证"}),
        ("换证 驾照", {"机动车驾驶证期满换证"}),
        ("“换证”，驾照！", {"机动车驾驶证期满换证"}),
        ("RENEWAL driving", {"机动车驾驶证期满换证"}),
        ("换证 公积金", set()),
        ("火箭", set()),
        ("证换", set()),
        ("%", set()),
        ("_ ' --", set()),
    ],
)
def test_every_word_must_be_there(catalogue: Database, text: str, found: set[str]) -> None:
    with catalogue.unit() as unit:
        assert names(unit, text) == found


@pytest.mark.parametrize("matter", MATTERS, ids=[matter["name_en"] for matter in MATTERS])
def test_every_two_characters_of_a_name_find_its_matter(catalogue: Database, matter: dict[str, str]) -> None:
    name = matter["name"]
    pairs = [name[i : i + 2] for i in range(len(name) - 1) if all("一" <= c <= "鿿" for c in name[i : i + 2])]
    assert len(pairs) > 2
    with catalogue.unit() as unit:
        assert [pair for pair in pairs if name not in names(unit, pair)] == []


def test_one_character_finds_all_that_hold_it(catalogue: Database) -> None:
    holding = {matter["name"] for matter in MATTERS if "证" in matter["name"]}
    with catalogue.unit() as unit:
        assert holding <= names(unit, "证")


def test_no_words_are_no_filter_and_topics_are(catalogue: Database) -> None:
    with catalogue.unit() as unit:
        assert names(unit, None) == {matter["name"] for matter in MATTERS}
        vehicles = names(unit, None, "vehicles")
        assert vehicles == {matter["name"] for matter in MATTERS if matter["topic"] == "vehicles"}
        assert names(unit, "换证", "household") == set()
        assert {row.code: row.matters for row in list_topics(unit)}["vehicles"] == len(vehicles)


def test_pages_join_by_code(catalogue: Database) -> None:
    with catalogue.unit() as unit:
        first = search_matters(unit, text=None, topic=None, after=None, rows=5)
        rest = search_matters(unit, text=None, topic=None, after=first[-1].code, rows=len(MATTERS))
    assert [row.code for row in (*first, *rest)] == sorted(matter["task_code"] for matter in MATTERS)


def test_a_new_name_is_found_and_the_old_one_no_longer(catalogue: Database) -> None:
    renamed = {**MATTERS[0], "name": "灯塔看守登记", "keywords": []}
    with catalogue.unit() as unit:
        assert publish_matter(SYSTEM, unit, renamed)
    with catalogue.unit() as unit:
        assert names(unit, "灯塔") == {"灯塔看守登记"}
        assert MATTERS[0]["name"] not in names(unit, None)


def test_an_unknown_code_is_no_matter(catalogue: Database) -> None:
    with catalogue.unit() as unit, pytest.raises(MatterUnknown):
        current_revision(unit, "0" * 31)


@given(hanzi, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    assert set(tokens_sought(text[first:last])) <= tokens_of(text)
