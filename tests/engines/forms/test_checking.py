"""Every finding of a form at once, each with its JSON pointer and never with what was typed."""

from typing import Any

import pytest

from engines.forms import FormInvalid, check_form, compile_form
from tests.engines.zhoushan import PACK, matter_of

RESIDENT = "11010519491231002X"
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 4},
        "phone": {"type": "string", "pattern": "^1[3-9][0-9]{9}$"},
        "number": {"type": "string", "format": "resident-id"},
        "organisation": {"type": "string", "format": "uscc"},
        "born": {"type": "string", "format": "date"},
        "months": {"type": "integer", "minimum": 1, "maximum": 12},
        "way": {"enum": ["邮寄", "自取"]},
        "agreed": {"const": True},
        "heirs": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"$ref": "#/$defs/heir"}},
        "a/b~c": {"type": "string"},
    },
    "$defs": {"heir": {"type": "object", "properties": {"share": {"type": "number"}}, "required": ["share"]}},
    "required": ["name"],
    "additionalProperties": False,
}


def found(values: dict[str, Any], schema: dict[str, Any] = SCHEMA) -> list[tuple[str, str]]:
    """Return pointer and code of every finding."""
    try:
        check_form(str(schema), schema, values)
    except FormInvalid as error:
        return sorted((item.pointer, item.code) for item in error.pointers)
    return []


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"name": None}, "/form/name", "type"),
        ({"name": ""}, "/form/name", "minLength"),
        ({"name": "古力娜扎尔"}, "/form/name", "maxLength"),
        ({"phone": 13957200001}, "/form/phone", "type"),
        ({"phone": "12957200001"}, "/form/phone", "pattern"),
        ({"phone": "13957200001\n"}, "/form/phone", "pattern"),
        ({"phone": "1395720000１"}, "/form/phone", "pattern"),
        ({"number": "110105194912310021"}, "/form/number", "format"),
        ({"organisation": "91350100M000100Y44"}, "/form/organisation", "format"),
        ({"born": "2026-02-29"}, "/form/born", "format"),
        ({"months": 0}, "/form/months", "minimum"),
        ({"months": 13}, "/form/months", "maximum"),
        ({"months": True}, "/form/months", "type"),
        ({"way": "飞鸽"}, "/form/way", "enum"),
        ({"agreed": False}, "/form/agreed", "const"),
        ({"heirs": []}, "/form/heirs", "minItems"),
        ({"heirs": [{"share": 1}, {"share": 1}]}, "/form/heirs", "uniqueItems"),
        ({"heirs": [{"share": 1}, {"share": "half"}]}, "/form/heirs/1/share", "type"),
        ({"heirs": [{}]}, "/form/heirs/0/share", "required"),
        ({"a/b~c": 1}, "/form/a~1b~0c", "type"),
    ],
)
def test_a_wrong_value_is_pointed_at(values: dict[str, Any], pointer: str, code: str) -> None:
    assert found({"name": "林海燕", **values}) == [(pointer, code)]


def test_a_missing_field_is_pointed_at_where_it_should_be() -> None:
    assert found({}) == [("/form/name", "required")]


def test_an_unknown_field_is_refused() -> None:
    assert [code for _, code in found({"name": "林海燕", "colour": "red"})] == ["additionalProperties"]


def test_everything_wrong_is_told_at_once() -> None:
    assert found({"phone": "1", "months": "x", "heirs": [{"share": "x"}]}) == [
        ("/form/heirs/0/share", "type"),
        ("/form/months", "type"),
        ("/form/name", "required"),
        ("/form/phone", "pattern"),
    ]


def test_what_holds_is_taken() -> None:
    assert found({"name": "林海燕", "number": RESIDENT, "organisation": "91350100M000100Y43", "months": 12}) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_never_repeats_what_was_typed(language: str) -> None:
    with pytest.raises(FormInvalid) as caught:
        check_form("silent", SCHEMA, {"name": "林海燕林海燕", "number": "secret-number", "phone": "secret-phone"})
    assert caught.value.status == 422
    assert len(caught.value.pointers) == 3
    said = str(caught.value.body(language))
    assert "secret" not in said
    assert "林海燕" not in said


@pytest.mark.parametrize("file", sorted(str(path.relative_to(PACK)) for path in PACK.glob("matters/*/*.json")))
def test_the_citys_forms_refuse_what_nobody_asked_for(file: str) -> None:
    matter = matter_of(file)
    assert found(matter["form_example"], matter["form"]) == []
    assert found({**matter["form_example"], "colour": "red"}, matter["form"]) != []
    for name in matter["form"]["required"]:
        without = {key: value for key, value in matter["form_example"].items() if key != name}
        assert (f"/form/{name}", "required") in found(without, matter["form"])


@pytest.mark.parametrize("schema", [{"type": "objekt"}, {"properties": []}, {"pattern": "["}, {"required": "name"}])
def test_a_schema_that_is_none_does_not_compile(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        compile_form(schema)


def test_each_unknown_field_is_pointed_at() -> None:
    assert found({"name": "林海燕", "colour": "red", "size": 3}) == [
        ("/form/colour", "additionalProperties"),
        ("/form/size", "additionalProperties"),
    ]


def test_the_pointer_to_a_missing_field_is_escaped() -> None:
    assert found({"name": "林海燕"}, {**SCHEMA, "required": ["a/b~c"]}) == [("/form/a~1b~0c", "required")]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"dependentRequired": {"name": ["phone"]}}, ("/form/phone", "required")),
        ({"properties": {"name": False}}, ("/form/name", "additionalProperties")),
    ],
    ids=["dependent", "forbidden"],
)
def test_a_finding_has_a_keyword_for_its_code(schema: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found({"name": "林海燕"}, schema) == [expected]


@pytest.mark.parametrize("typed", [f"{RESIDENT}\n", f" {RESIDENT}", "110105 19491231 002X"])
def test_a_number_with_spaces_is_refused_or_normalised(typed: str) -> None:
    assert found({"name": "林海燕", "number": typed}) == [("/form/number", "format")]
