"""Whatever staff save, checking it answers with findings and never breaks; what passes can be read by the machine."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.forms import masked_form
from engines.indicators.facts import read_facts
from engines.matters.content import read_content
from engines.packs import load_pack, matter_findings
from kit.database import Database
from tests.engines.zhoushan import DRIVING_LICENCE, PACK, matter_of

LICENCE = matter_of(DRIVING_LICENCE)
WILD = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.sampled_from(["", "01", "M01", "/name", "licence", "不"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["code", "kind", "x-ui", "a"]), inner),
    max_leaves=4,
)


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place in a content."""
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(inner for key, value in items for inner in places(value, (*path, key)))]


PLACES = places(LICENCE)[1:]


def changed(content: Any, path: tuple[Any, ...], value: Any, *, taken: bool) -> Any:
    """Return a content with something else at a place, or nothing."""
    head, *rest = path
    if isinstance(content, dict):
        if not rest and taken:
            return {key: inner for key, inner in content.items() if key != head}
        inner = value if not rest else changed(content[head], tuple(rest), value, taken=taken)
        return {**content, head: inner}
    inner = value if not rest else changed(content[head], tuple(rest), value, taken=taken)
    return [*content[:head], *([] if taken and not rest else [inner]), *content[head + 1 :]]


@pytest.fixture
def loaded(database: Database) -> Database:
    with database.unit() as unit:
        load_pack(unit, PACK)
    return database


def test_checking_never_breaks(loaded: Database) -> None:
    @settings(max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(path=st.sampled_from(PLACES), value=WILD, taken=st.booleans())
    def check(path: tuple[Any, ...], value: Any, taken: bool) -> None:  # noqa: FBT001 -- hypothesis names it
        content = changed(LICENCE, path, value, taken=taken)
        if not matter_findings(unit, content):
            read = read_content(content)
            read_facts(content)
            masked_form(read.form, content["form_example"])

    with loaded.unit() as unit:
        check()
