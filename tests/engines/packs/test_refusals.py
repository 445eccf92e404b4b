"""A broken pack is refused with the file, the place, the rule and the remedy, before anything is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from engines.packs import Finding, PackBroken, load_pack
from engines.packs.audit import RULES
from kit.database import Database, Unit
from tests.engines.packs.broken_packs import BREAKS, GONE, Break, change, copy_pack
from tests.engines.zhoushan import DRIVING_LICENCE, PACK, items_of


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_pack(tmp_path)


@pytest.fixture
def untouched() -> Iterator[Unit]:
    """Yield a unit on a database without tables: whoever reads or writes it fails."""
    database = Database("sqlite://")
    with database.unit() as unit:
        yield unit
        assert not unit.begun
    database.engine.dispose()


def findings(unit: Unit, pack: Path) -> tuple[Finding, ...]:
    with pytest.raises(PackBroken) as caught:
        load_pack(unit, pack)
    return caught.value.findings


def officer_in(pack: Path) -> int:
    personas = orjson.loads((pack / "personas.json").read_bytes())["items"]
    return next(index for index, persona in enumerate(personas) if "officer" in persona)


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_a_break_is_named_with_its_place_and_its_remedy(untouched: Unit, pack: Path, broken: Break) -> None:
    change(pack / broken.file, broken.changes)
    found = findings(untouched, pack)
    assert [(item.file, item.pointer) for item in found] == [(broken.file, place) for place in broken.pointers]
    assert broken.says in found[0].rule
    assert broken.remedy in found[0].remedy


def test_every_rule_of_the_audit_is_broken_above() -> None:
    assert {broken.rule for broken in BREAKS.values()} == {rule.__name__ for rule in RULES} | {"shape", "persona"}


def test_everything_is_said_at_once_one_line_each(untouched: Unit, pack: Path) -> None:
    change(pack / DRIVING_LICENCE, {"/limits/promised/days": 4, "/faq": []})
    change(pack / "personas.json", {"/items/0/certificate/number": "330902199004120326"})
    with pytest.raises(PackBroken) as caught:
        load_pack(untouched, pack)
    assert str(caught.value).splitlines() == [
        f"{DRIVING_LICENCE} /limits/promised/days: promised is at most statutory → write at most 3",
        f"{DRIVING_LICENCE} /faq: a permit answers at least one question → add one",
        "personas.json /items/0/certificate/number: the number passes its check digit → recompute it",
    ]


@pytest.mark.parametrize("name", ["regions", "personas", "holidays"])
def test_a_missing_file_is_named(untouched: Unit, pack: Path, name: str) -> None:
    (pack / f"{name}.json").unlink()
    (found,) = findings(untouched, pack)
    assert (found.file, found.rule) == (f"{name}.json", "the file is missing")


@pytest.mark.parametrize("file", ["departments.json", DRIVING_LICENCE])
@pytest.mark.parametrize("content", [b'{\n"items": [,]}', b"", b"\xff\xfe"], ids=["comma", "empty", "no UTF-8"])
def test_malformed_json_is_named(untouched: Unit, pack: Path, file: str, content: bytes) -> None:
    (pack / file).write_bytes(content)
    (found,) = findings(untouched, pack)
    assert found.file == file
    assert "no valid JSON" in found.rule


def test_malformed_json_is_named_with_its_line(untouched: Unit, pack: Path) -> None:
    (pack / DRIVING_LICENCE).write_text('{\n  "name": ,\n}', encoding="utf-8")
    assert "line 2" in findings(untouched, pack)[0].rule


@pytest.mark.parametrize("content", ["[]", "{}", '{"items": {}}', "3"])
def test_a_file_without_a_list_of_items_is_named(untouched: Unit, pack: Path, content: str) -> None:
    (pack / "regions.json").write_text(content, encoding="utf-8")
    (found,) = findings(untouched, pack)
    assert (found.file, found.pointer, found.rule) == ("regions.json", "/items", "must be a list")


def test_the_file_that_the_remedies_name_exists() -> None:
    assert (PACK.parent / "README.md").exists()


@pytest.mark.parametrize(
    "name", ["regions", "departments", "roles", "licence_types", "data_resources", "holidays", "duties", "personas"]
)
def test_an_item_that_stands_twice_is_named(untouched: Unit, pack: Path, name: str) -> None:
    change(pack / f"{name}.json", {"/items/-": items_of(name)[1]})
    assert {item.file for item in findings(untouched, pack)} == {f"{name}.json"}


def test_a_task_code_that_stands_in_two_files_is_named(untouched: Unit, pack: Path) -> None:
    copy = pack / "matters" / "vehicles" / "copy.json"
    copy.write_bytes((pack / DRIVING_LICENCE).read_bytes())
    change(copy, {"/name": "机动车驾驶证换证"})
    assert "/task_code" in {item.pointer for item in findings(untouched, pack)}


def test_an_interface_that_serves_two_resources_is_named(untouched: Unit, pack: Path) -> None:
    first = items_of("data_resources")[0]
    change(pack / "data_resources.json", {"/items/1/gateway_code": first["gateway_code"]})
    (found,) = findings(untouched, pack)
    assert (found.file, found.pointer) == ("data_resources.json", "/items/1/gateway_code")
    assert first["code"] in found.remedy


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (DRIVING_LICENCE, "[]"),
        (DRIVING_LICENCE, "null"),
        ("roles.json", "null"),
        ("matters/driving_licence_renewal.json", "{}"),
    ],
    ids=["a list for a matter", "null for a matter", "null for items", "a matter outside a folder"],
)
def test_a_file_that_cannot_be_a_matter_is_named(untouched: Unit, pack: Path, file: str, content: str) -> None:
    (pack / file).write_text(content, encoding="utf-8")
    assert {item.file for item in findings(untouched, pack)} == {file}


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        (DRIVING_LICENCE, {"/form/properties": []}),
        (DRIVING_LICENCE, {"/form/properties/delivery": True}),
        ("personas.json", {"/items/0/organisation": {}}),
        ("personas.json", {"/items/0/certificate": {}}),
        ("personas.json", {"/items/OFFICER/officer/positions/0/title": GONE}),
    ],
    ids=["list of fields", "field without rules", "nameless organisation", "empty certificate", "untitled post"],
)
def test_a_break_inside_a_form_or_persona_is_named(
    untouched: Unit, pack: Path, file: str, changes: dict[str, Any]
) -> None:
    place = str(officer_in(pack))
    change(pack / file, {pointer.replace("OFFICER", place): value for pointer, value in changes.items()})
    assert {item.file for item in findings(untouched, pack)} == {file}


@pytest.mark.parametrize(
    ("file", "pointer", "value"),
    [
        ("departments.json", "/items/1/region", "330800"),
        ("departments.json", "/items/1/parent", "91350100M000100Y43"),
        ("regions.json", "/items/1/parent", "340000"),
        ("data_resources.json", "/items/0/department", "91350100M000100Y43"),
        ("duties.json", "/items/0/department", "91350100M000100Y43"),
        ("repair_categories.json", "/items/0/department", "91350100M000100Y43"),
        ("vehicles.json", "/items/0/code", "V9-99"),
        ("vehicles.json", "/items/0/code", "D1-01"),
        ("vehicles.json", "/items/1/plate", "浙L·00001"),
        ("reception_standards.json", "/items/1/code", "ministry"),
        ("reception_standards.json", "/items/0/meal_fen", 0),
        ("canteens.json", "/items/0/department", "91350100M000100Y43"),
        ("canteens.json", "/items/0/meals/1/serves_until", "11:30"),
        ("canteens.json", "/items/0/meals/1/cut_off", "11:31"),
        ("visitor_buildings.json", "/items/0/department", "91350100M000100Y43"),
        ("visitor_buildings.json", "/items/0/closes", "08:00"),
        ("personas.json", "/items/OFFICER/officer/positions/0/role", "admiral"),
        ("personas.json", "/items/OFFICER/officer/positions/0/department", "91350100M000100Y43"),
    ],
)
def test_a_reference_to_nothing_is_named(untouched: Unit, pack: Path, file: str, pointer: str, value: object) -> None:
    change(pack / file, {pointer.replace("OFFICER", str(officer_in(pack))): value})
    assert {item.file for item in findings(untouched, pack)} == {file}


@pytest.mark.parametrize("through", ["11330900002600018G", "91350100M000100Y43"])
def test_a_department_receives_through_one_that_receives_for_itself(untouched: Unit, pack: Path, through: str) -> None:
    change(pack / "departments.json", {"/items/1/receives_through": through})
    assert [item.pointer for item in findings(untouched, pack)] == ["/items/1/receives_through"]


@pytest.mark.parametrize("spoilt", ["11330900002600018g", "11330900002600018G\n", "1133 0900002600018G"])
def test_a_department_code_stands_in_its_normal_form(untouched: Unit, pack: Path, spoilt: str) -> None:
    children = {
        f"/items/{index}/parent": spoilt
        for index, item in enumerate(items_of("departments"))
        if item["parent"] == "11330900002600018G"
    }
    change(pack / "departments.json", {"/items/0/uscc": spoilt, **children})
    assert "/items/0/uscc" in {item.pointer for item in findings(untouched, pack)}


def test_a_promise_of_ninety_days_against_three_working_days_is_named(untouched: Unit, pack: Path) -> None:
    change(pack / DRIVING_LICENCE, {"/limits/promised": {"days": 90, "unit": "calendar_day"}})
    assert [item.pointer for item in findings(untouched, pack)] == ["/limits/promised/days"]


@pytest.mark.parametrize(
    ("code", "member", "value", "pointer"),
    [
        ("real_estate_mortgage", "matters", ["1" * 31], "matters"),
        ("enterprise_opening", "joint_matter", "opening_a_shop", "joint_matter"),
        ("happiness", "percent", 100, ""),
        ("online", "percent", 101, ""),
    ],
)
def test_a_target_that_nothing_can_be_held_to_is_named(
    untouched: Unit, pack: Path, code: str, member: str, value: object, pointer: str
) -> None:
    codes = [item["code"] for item in items_of("targets")]
    place = codes.index(code) if code in codes else 0
    change(pack / "targets.json", {f"/items/{place}/code": code, f"/items/{place}/{member}": value})
    (found,) = findings(untouched, pack)
    assert (found.file, found.pointer) == ("targets.json", f"/items/{place}/{pointer}".rstrip("/"))


def test_a_limit_in_working_days_is_for_promises_in_working_days(untouched: Unit, pack: Path) -> None:
    mortgage = "matters/real_estate/mortgage_registration.json"
    change(pack / mortgage, {"/limits/promised/unit": "calendar_day"})
    found = [item for item in findings(untouched, pack) if item.file == "targets.json"]
    assert [item.pointer.rpartition("/items/")[2].partition("/")[2] for item in found] == ["limit/unit"]


@pytest.mark.parametrize("hours", [0, -1, "2", 2001, None])
def test_a_repair_has_a_limit_in_hours(untouched: Unit, pack: Path, hours: object) -> None:
    place = "/items/0/hours/urgent/arrival"
    change(pack / "repair_categories.json", {place: hours})
    found = findings(untouched, pack)
    assert {(item.file, item.pointer) for item in found} == {("repair_categories.json", place)}


@pytest.mark.parametrize("words", [[], ["水"], ["口岸", "口岸"], "口岸"])
def test_words_of_a_duty_say_something_each_once(untouched: Unit, pack: Path, words: object) -> None:
    change(pack / "duties.json", {"/items/0/words": words})
    found = findings(untouched, pack)
    assert {(item.file, item.pointer.rpartition("words")[0]) for item in found} == {("duties.json", "/items/0/")}
