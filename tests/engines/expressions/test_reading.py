"""An expression is held against the language before it is evaluated: what may loop or look around is refused."""

import time

import pytest

from engines.expressions import ExpressionInvalid, read_expression


def refused(text: str) -> ExpressionInvalid:
    with pytest.raises(ExpressionInvalid) as caught:
        read_expression(text)
    assert caught.value.wrong
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("form.months <= 12", {("form", "months")}),
        ("records.vehicle_insurance.expires_on >= today", {("records", "vehicle_insurance", "expires_on"), ("today",)}),
        (
            'licences["11100000000013127D103"].plate == form["plate"]',
            {
                ("licences", "11100000000013127D103", "plate"),
                ("form", "plate"),
            },
        ),
        ("has(records.fund.account) && !(applicant.age < 16)", {("records", "fund", "account"), ("applicant", "age")}),
        ("form.kind in ['a', 'b'] || form.kind.startsWith('c')", {("form", "kind")}),
        ("years_between(record.born_on, today) >= 80", {("record", "born_on"), ("today",)}),
        ("applicant.age < 16 ? false : true", {("applicant", "age")}),
    ],
)
def test_a_rule_says_what_it_reads(text: str, paths: set[tuple[str, ...]]) -> None:
    assert read_expression(text).paths == paths


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2].exists(x, x == 1)",
        "[1, 2].all(x, x > 0)",
        "[1, 2].map(x, x)",
        "[1, 2].filter(x, true)",
        "[1, 2].exists_one(x, x == 1)",
        "form.name.matches('(a+)+$')",
        "matches(form.name, 'a')",
        "form.name.upper() == 'A'",
        "type(form.name) == string",
        "timestamp('2026-11-24T00:00:00Z') > timestamp('2020-01-01T00:00:00Z')",
        "__import__('os')",
        "days_between(today)",
        "has(1)",
        "has()",
        "size(form.name, 2)",
    ],
)
def test_a_rule_calls_only_what_is_listed(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "form.",
        "form.a ==",
        "{'a': 1}.a == 1",
        "Foo{a: 1}",
        ".form.name == 'a'",
        "b'a' == b'a'",
        "1u == 1u",
        '"""a""" == form.name',
        "99999999999999999999 > 1",
        "0xfffffffffffffffff > 1",
        "form.name == 'a\\nb'",
        "form.name; true",
        "\x00",
    ],
)
def test_what_is_no_rule_of_the_language_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "unit.id == 1",
        "context.vault == 1",
        "form == 1",
        "records.fund == 1",
        "form.a.b == 1",
        "has(form)",
        "form[form.name] == 1",
        "form[0] == 1",
        "records[today].fund == 1",
        "today.year == 2026",
    ],
)
def test_a_rule_reads_named_fields_and_nothing_else(text: str) -> None:
    refused(text)


def test_length_and_nesting_are_bounded() -> None:
    assert read_expression("(" * 8 + "true" + ")" * 8).paths == set()
    assert read_expression(" && ".join(["today == today"] * 27)).paths == {("today",)}
    assert "500" in refused("true" + " " * 500).wrong
    for deep in ("(" * 200 + "true" + ")" * 200, "!" * 400 + "true", "-" * 400 + "1", "+".join("1" * 200)):
        assert "nested" in refused(deep).wrong
    refused("[" * 240 + "]" * 240)


def test_the_grammar_is_not_led_into_its_own_trap() -> None:
    # The library's pattern for texts needs exponential time for backslashes: minutes for these.
    started = time.process_time()
    refused("'" + "\\\\" * 40)
    assert time.process_time() - started < 1


def test_a_rule_is_compiled_once() -> None:
    assert read_expression("form.months == 3") is read_expression("form.months == 3")
