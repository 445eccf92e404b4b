"""好差评 in figures, over HTTP on both databases: each rate with what it is made of."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from tests.office.evaluations.evaluated import (
    BAD,
    HANDLER,
    STRANGER,
    SUPERVISOR,
    days_later,
    decided,
    listed,
    rate,
    step,
)
from tests.product import RENEWAL, Caller, Product

POLICE = "11330900002600341Y"


def figures(officer: Caller, **query: Any) -> dict[str, Any]:
    answer = officer.get("/office/v1/evaluations/statistics", query_string=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def counts(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {
        name: (rate["numerator"], rate["denominator"])
        for name, rate in found["total"].items()
        if isinstance(rate, dict)
    }


def test_the_rates_count_what_happened_and_leave_defaults_out_of_the_active_one(product: Product) -> None:
    citizen, handler = product.citizen(), product.officer(HANDLER)
    days_later(product, 20)
    before = counts(figures(handler))
    cases = [decided(product, citizen) for _ in range(4)]
    days_later(product, 20)
    rate(citizen, cases[0], level=5)
    rate(citizen, cases[1], **BAD)
    rate(citizen, cases[2], **BAD, anonymous=True)
    named, unnamed = (item["id"] for item in reversed(listed(handler, bad="true", follow_up_state="opened")[:2]))
    step(handler, named, "contacts", {"result": "已致电。"})
    step(handler, named, "rectifications", {"text": "已整改。"})
    after = counts(figures(handler))
    grown = {name: (after[name][0] - before[name][0], after[name][1] - before[name][1]) for name in after}
    assert grown == {
        "evaluation_rate": (4, 4),
        "active_rate": (3, 4),
        "good_rate": (2, 4),
        "rectification_rate": (1, 2),
        "timely_rectification_rate": (1, 2),
        "call_back_rate": (1, 1),
    }
    step(handler, unnamed, "appeals", {"text": "恶意评价。"})
    step(product.officer(SUPERVISOR), unnamed, "appeal-decisions", {"upheld": True, "reason": "经核实。"})
    aside = counts(figures(handler))
    assert aside["good_rate"] == (after["good_rate"][0], after["good_rate"][1] - 1)
    assert aside["rectification_rate"][1] == after["rectification_rate"][1] - 1


def test_figures_come_by_department_matter_and_channel(product: Product) -> None:
    rate(product.citizen(), decided(product, product.citizen()), level=5)
    handler = product.officer(HANDLER)
    total = figures(handler)["total"]
    for by, key in (("department", POLICE), ("matter", RENEWAL), ("channel", "mobile")):
        found = figures(handler, by=by)
        assert found["total"] == total
        assert sum(group["cases"] for group in found["groups"]) == total["cases"]
        assert key in {group["key"] for group in found["groups"]}
    narrowed = figures(handler, matter_code=RENEWAL, department_code=POLICE, channel="mobile")
    assert 0 < narrowed["total"]["cases"] <= total["cases"]
    share = narrowed["total"]["good_rate"]
    assert share["share"] == pytest.approx(share["numerator"] / share["denominator"], abs=0.0001)


def test_figures_are_of_the_period_and_of_my_scope(product: Product) -> None:
    decided(product, product.citizen())
    handler, stranger = product.officer(HANDLER), product.officer(STRANGER)
    later = str(clock.today() + timedelta(days=100))
    empty = figures(handler, **{"from": later, "to": later})
    assert (empty["total"]["cases"], empty["total"]["good_rate"]["share"]) == (0, None)
    assert figures(handler)["from"] == str(clock.today() - timedelta(days=29))
    assert RENEWAL not in {group["key"] for group in figures(stranger, by="matter")["groups"]}
    assert figures(stranger, department_code=POLICE)["total"]["cases"] == 0


@pytest.mark.parametrize(
    "query",
    [{"from": "2026-02-30"}, {"from": "2026-05-02", "to": "2026-05-01"}, {"from": "2020-01-01"}, {"by": "mood"}],
)
def test_a_period_that_cannot_be_is_refused(product: Product, query: dict[str, str]) -> None:
    answer = product.officer(HANDLER).get("/office/v1/evaluations/statistics", query_string=query)
    assert answer.status_code == 422
    assert answer.get_json()["errors"]


def test_figures_need_the_permission(product: Product) -> None:
    answer = product.officer("officer-xu").get("/office/v1/evaluations/statistics")
    assert answer.get_json()["code"] == "permission-missing"
