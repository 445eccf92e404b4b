"""What a matter's result does to a licence that exists, over HTTP on both databases."""

from typing import Any

import pytest

from tests.assembly.test_budgets import counted
from tests.office.licences.test_turns import granted, lose, own, result_of, verified
from tests.product import Caller, Product, filled

#: 遗失补领, with the loss declared.
REPLACEMENT = "11330900002600341Y3330109023003"


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def replaced(product: Product, citizen: Caller) -> dict[str, Any]:
    prepared = citizen.get(f"/services/v1/matters/{REPLACEMENT}/preparation").get_json()
    body = {"matter_code": REPLACEMENT, "form": filled(prepared), "materials": [{"code": "M03"}]}
    answer = citizen.post("/services/v1/cases", body)
    assert answer.status_code == 201, answer.text
    product.grant(answer.get_json()["id"])
    return result_of(citizen, answer.get_json()["id"])


def test_a_matter_for_lost_licences_issues_the_lost_one_again(product: Product, citizen: Caller) -> None:
    first = granted(product, citizen)
    lose(citizen, first)
    second = replaced(product, citizen)
    assert (second["number"], second["edition"], second["status"]) == (first["number"], first["edition"] + 1, "valid")
    assert (own(citizen, first)["status"], verified(product, first)["newer_exists"]) == ("replaced", True)
    assert product.officer().tasks(first["id"]) == []


def test_a_page_of_many_costs_what_a_page_of_one_costs(product: Product, citizen: Caller) -> None:
    for _ in range(2):
        granted(product, citizen)
    chief = product.officer()
    for address in ("/office/v1/licences", "/office/v1/evaluations"):
        costs = []
        for limit in (1, 50):
            chief.get(address, query_string={"limit": limit})
            with counted(product) as sent:
                assert chief.get(address, query_string={"limit": limit}).status_code == 200
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 4, address
