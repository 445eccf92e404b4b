"""The public calculator, over HTTP on both databases."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.product import Product

ADDRESS = "/services/v1/deadlines/calculation"
ACCEPTED = "2026-04-27"


def ask(product: Product, **asked: Any) -> TestResponse:
    return product.anybody().get(ADDRESS, query_string={"started_on": ACCEPTED, **asked})


@pytest.mark.parametrize(
    ("asked", "due_on"),
    [
        ({"days": 5}, "2026-05-07"),
        ({"days": 20}, "2026-05-27"),
        ({"days": 20, "extension_days": 10}, "2026-06-10"),
        ({"days": 20, "pause": "2026-05-06/2026-05-12"}, "2026-06-04"),
        ({"days": 5, "unit": "calendar_day"}, "2026-05-06"),
        ({"days": 0}, ACCEPTED),
    ],
)
def test_anybody_computes_a_legal_term(product: Product, asked: dict[str, Any], due_on: str) -> None:
    answer = ask(product, **asked)
    assert answer.status_code == 200, answer.text
    found = answer.get_json()
    assert (found["due_on"], found["provisional"]) == (due_on, False)
    assert found["explanation"][0]["from"] == ACCEPTED
    assert found["explanation"][-1]["to"] == due_on


def test_two_pauses_are_left_out(product: Product) -> None:
    found = ask(product, days=20, pause=["2026-05-06/2026-05-12", "2026-06-01/2026-06-02"]).get_json()
    assert found["due_on"] == "2026-06-08"
    left_out = [span for span in found["explanation"] if span["rule"] == "special_procedure"]
    assert [(span["days"], span["basis"]) for span in left_out] == [
        (7, "《行政许可法》第四十五条"),
        (2, "《行政许可法》第四十五条"),
    ]


def test_a_year_without_notice_is_marked(product: Product) -> None:
    found = ask(product, days=5, started_on="2029-12-28").get_json()
    assert found["provisional"]
    assert {span["provisional"] for span in found["explanation"][1:]} == {True}


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/query/days"),
        ({"days": -1}, "/query/days"),
        ({"days": 1001}, "/query/days"),
        ({"days": "twenty"}, "/query/days"),
        ({"days": 20, "unit": "fortnight"}, "/query/unit"),
        ({"days": 20, "started_on": "2027-02-30"}, "/query/started_on"),
        ({"days": 20, "started_on": "9999-12-31"}, "/query/started_on"),
        ({"days": 20, "extension_days": 366}, "/query/extension_days"),
        ({"days": 20, "pause": "2026-05-06"}, "/query/pause/0"),
        ({"days": 20, "pause": "2026-05-12/2026-05-06"}, "/query/pause/0"),
        ({"days": 20, "pause": "2026-05-06/9999-12-31"}, "/query/pause/0"),
        ({"days": 20, "pause": ["2026-05-06/2026-05-12"] * 21}, "/query/pause"),
    ],
)
def test_bad_input_is_pointed_at(product: Product, asked: dict[str, Any], pointer: str) -> None:
    refused = ask(product, **asked)
    assert refused.status_code == 422
    assert [item["pointer"] for item in refused.get_json()["errors"]] == [pointer]
