"""An evaluation on its way: to the bus on its scale, to the 好差评 platform on the national one, and no name lost."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.office.evaluations.evaluated import decided, rate
from tests.product import Product

Arrived = Callable[[str], dict[str, Any]]
Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def pushed(bus: Call) -> Callable[[str], list[dict[str, Any]]]:
    """Return what the platform has of a case."""

    def find(number: str) -> list[dict[str, Any]]:
        items = bus("GET", "/sandbox/evaluation_platform/records")[1]["items"]
        return [item for item in items if item["projectNo"] == number]

    return find


def test_the_best_is_1_on_the_bus_and_5_on_the_platform(
    product: Product, arrived: Arrived, pushed: Callable[[str], list[dict[str, Any]]]
) -> None:
    citizen = product.citizen()
    case_id = decided(product, citizen)
    number = arrived(case_id)["number"]
    rate(citizen, case_id, level=5, tags=["501"], text="很快")
    product.work()
    assert arrived(case_id)["satisfyLevel"] == 1
    mine = pushed(number)
    assert [item["kind"] for item in mine] == ["service", "evaluation"]
    assert mine[1]["satisfaction"] == 5
    case_number = citizen.get(f"/services/v1/cases/{case_id}").get_json()["number"]
    told = product.officer().every("/office/v1/reports", case_number=case_number, system="evaluation_platform")
    assert [item["state"] for item in told] == ["sent", "sent"]


def test_an_anonymous_one_does_not_lead_to_the_case(product: Product, arrived: Arrived) -> None:
    citizen, chief = product.citizen(), product.officer()
    case_id = decided(product, citizen)
    number = citizen.get(f"/services/v1/cases/{case_id}").get_json()["number"]
    rate(citizen, case_id, level=2, tags=["201"], anonymous=True)
    product.work()
    assert arrived(case_id)["satisfyLevel"] == 4
    listed = chief.every("/office/v1/reports", case_number=number)
    assert not {"eval.eval", "evaluation"} & {item["service"] for item in listed}
    newest = chief.get("/office/v1/reports").get_json()["items"][0]
    assert (newest["turn"], newest["case_id"], newest["case_number"], newest["number"]) == (
        "evaluate",
        None,
        None,
        None,
    )
    whole = chief.get(f"/office/v1/reports/{newest['id']}").get_json()
    assert whole["body"] is None
    assert case_id not in str(whole)


def test_one_that_waits_for_the_platform_arrives_later(
    product: Product,
    arrived: Arrived,
    force: Callable[..., None],
    later: Callable[[], None],
    pushed: Callable[[str], list[dict[str, Any]]],
) -> None:
    citizen = product.citizen()
    case_id = decided(product, citizen)
    number = arrived(case_id)["number"]
    force("down", 2, system="evaluation_platform")
    rate(citizen, case_id, level=4)
    product.work()
    assert pushed(number) == []
    later()
    later()
    later()
    assert [item["kind"] for item in pushed(number)] == ["service", "evaluation"]
