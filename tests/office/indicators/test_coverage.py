"""The indicators over HTTP, on the city's own pack and real cases."""

import csv
import io
from typing import Any

import pytest

from tests.assembly.test_budgets import counted
from tests.product import RENEWAL, Caller, Product

COVERAGE = "/office/v1/indicators/coverage"


@pytest.fixture
def planner(product: Product) -> Caller:
    return product.officer("officer-jiang")


def counting(product: Product, planner: Caller) -> dict[str, dict[str, Any]]:
    """Count the cases now and return the figures by code."""
    asked = planner.post(f"{COVERAGE}/recomputations", {})
    assert asked.status_code == 202, asked.text
    product.work()
    found = planner.get(COVERAGE).get_json()
    assert found["as_of"] >= asked.get_json()["asked_at"]
    return {item["code"]: item for item in found["figures"]}


def test_the_figures_say_what_they_count_and_whether_the_target_is_met(product: Product, planner: Caller) -> None:
    found = planner.get(COVERAGE).get_json()
    figures = {item["code"]: item for item in found["figures"]}
    assert [figures[code]["target"] for code in ("online", "mobile", "one_certificate_livelihood", "filed_online")] == [
        100,
        90,
        100,
        60,
    ]
    assert all(item["definition"] and item["definition_en"] and item["source"] for item in figures.values())
    online = figures["online"]
    assert online["denominator"] == found["matters"]
    assert online["met"] is (online["numerator"] == online["denominator"])
    assert "100%网上可办" in online["target_source"]
    limits = {item["code"]: item for item in found["limits"]}
    assert limits["real_estate_mortgage"]["target_days"] == 2
    assert limits["investment_approvals"]["met"] is True
    assert (limits["enterprise_opening"]["promised_days"], limits["enterprise_opening"]["met"]) == (1, True)


def test_a_case_moves_the_figures_at_the_next_counting(product: Product, planner: Caller) -> None:
    before = counting(product, planner)
    case_id = str(product.file_renewal(product.citizen())["id"])
    product.grant(case_id)
    product.work()
    after = counting(product, planner)
    for code in ("filed_online", "on_time"):
        assert after[code]["numerator"] == before[code]["numerator"] + 1
        assert after[code]["denominator"] == before[code]["denominator"] + 1
    assert after["materials_saved"]["numerator"] == before["materials_saved"]["numerator"] + 3
    promise = product.anybody().get(f"/services/v1/matters/{RENEWAL}/promise").get_json()
    assert promise["cases"] >= 1
    assert promise["office_days"]["median"] is not None
    assert promise["as_of"]
    listed = product.anybody().get("/services/v1/matters/promises", query_string={"limit": 1}).get_json()
    assert listed["items"][0]["on_time_percent"] is not None
    second = product.anybody().get(
        "/services/v1/matters/promises", query_string={"limit": 1, "cursor": listed["next_cursor"]}
    )
    assert second.get_json()["items"][0]["code"] != listed["items"][0]["code"]


def test_a_figure_opens_to_the_matters_behind_it(planner: Caller) -> None:
    figures = {item["code"]: item for item in planner.get(COVERAGE).get_json()["figures"]}
    wanted = figures["one_certificate"]
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"indicator": "one_certificate", "met": "false", "limit": 1}
    while True:
        page = planner.get(f"{COVERAGE}/matters", query_string=query).get_json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert len(seen) == wanted["denominator"] - wanted["numerator"] > 0
    assert all([not item["commitment"] for item in matter["in_the_way"]].count(True) for matter in seen)
    assert planner.get(wanted["href"]).get_json()["items"]


def test_the_cases_behind_a_matter_are_those_in_scope(product: Product, planner: Caller) -> None:
    """The figures are public; the cases behind them are not."""
    case_id = product.file_renewal(product.citizen())["id"]
    counting(product, planner)
    items = planner.every(f"{COVERAGE}/matters", indicator="filed_online")
    (href,) = [item["cases_href"] for item in items if item["code"] == RENEWAL]
    seen = {item["id"] for item in product.officer().every(href)}
    assert case_id in seen
    assert product.officer("officer-shu").get(href).get_json()["items"] == []
    assert planner.get(href).get_json()["code"] == "permission-missing"


def test_what_to_share_next_is_ranked(planner: Caller) -> None:
    items = planner.every(f"{COVERAGE}/obstacles")
    assert [item["unlocks"] for item in items] == sorted((item["unlocks"] for item in items), reverse=True)
    first = planner.get(f"{COVERAGE}/obstacles", query_string={"limit": 1}).get_json()
    second = planner.get(f"{COVERAGE}/obstacles", query_string={"limit": 1, "cursor": first["next_cursor"]}).get_json()
    assert [first["items"][0], second["items"][0]] == items[:2]


@pytest.mark.parametrize("by", ["region", "department", "topic"])
def test_groups_add_up_to_the_city(planner: Caller, by: str) -> None:
    found = planner.get(COVERAGE, query_string={"by": by}).get_json()
    assert sum(group["matters"] for group in found["groups"]) == found["matters"]
    assert all(group["name"] != group["code"] for group in found["groups"] if group["matters"])
    for place, figure in enumerate(found["figures"]):
        assert sum(group["figures"][place]["denominator"] for group in found["groups"]) == figure["denominator"]


def test_the_table_for_a_spreadsheet_has_the_same_figures(planner: Caller) -> None:
    found = planner.get(COVERAGE).get_json()["figures"]
    answer = planner.get(f"{COVERAGE}.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [figure["code"] for figure in found]
    assert rows[0]["group"] == "全市"


def test_who_lacks_the_permission_is_told_so(product: Product, planner: Caller) -> None:
    chief, head = product.officer(), product.officer("officer-lou")
    for address in (COVERAGE, f"{COVERAGE}.csv", f"{COVERAGE}/matters?indicator=online", f"{COVERAGE}/obstacles"):
        assert chief.get(address).get_json()["code"] == "permission-missing"
        assert head.get(address).status_code == 200
    assert head.post(f"{COVERAGE}/recomputations", {}).get_json()["code"] == "permission-missing"


def test_bad_questions_are_refused_with_their_place(planner: Caller) -> None:
    refused = planner.get(f"{COVERAGE}/matters", query_string={"indicator": "happiness"})
    assert (refused.status_code, refused.get_json()["errors"][0]["pointer"]) == (422, "/query/indicator")
    assert planner.get(COVERAGE, query_string={"by": "colour"}).status_code == 422
    stolen = planner.get(f"{COVERAGE}/obstacles", query_string={"limit": 1}).get_json()["next_cursor"]
    other = planner.get(f"{COVERAGE}/matters", query_string={"indicator": "online", "cursor": stolen})
    assert other.get_json()["code"] == "bad-cursor"
    assert planner.get("/services/v1/matters/nothing/promise").get_json()["code"] == "matter-unknown"


@pytest.mark.parametrize(
    ("address", "statements"),
    [
        (COVERAGE, 4),
        (f"{COVERAGE}?by=department", 5),
        (f"{COVERAGE}/matters?indicator=one_certificate", 4),
        (f"{COVERAGE}/obstacles", 3),
        (f"/services/v1/matters/{RENEWAL}/promise", 2),
    ],
)
def test_no_question_scans_the_cases(product: Product, planner: Caller, address: str, statements: int) -> None:
    planner.get(address)
    with counted(product) as sent:
        assert planner.get(address).status_code == 200
    assert len(sent) <= statements, sent
    assert not [text for text in sent if "FROM cases" in text]
