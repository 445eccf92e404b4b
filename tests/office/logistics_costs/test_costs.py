"""Costs over HTTP: by month and kind, with the entries behind them, in the reader's scope, as charts."""

from datetime import date

import pytest

from engines.costs import Cost, record_costs
from kit.ids import new_id
from tests.product import Product

COSTS = "/office/v1/logistics_costs"
#: A month in which no other test spends anything.
MONTH, PERIOD = date(2031, 5, 1), {"first_month": "2031-05", "last_month": "2031-05"}
OFFICE, DATA = "11330900002600114R", "11330900MB15A0263B"


def spend(product: Product, department: str, amount_fen: int) -> str:
    """Tell a cost, and return its key."""
    key = f"test:{new_id()}"
    with product.context.database.unit() as unit:
        record_costs(unit, [Cost(key, department, "repairs", MONTH, amount_fen, "repair", new_id(), key, "换灯管")])
    return key


def test_who_keeps_the_house_sees_what_it_costs(product: Product) -> None:
    keeper, leader = product.officer("officer-guan"), product.officer("officer-mou")
    before = leader.get(COSTS, query_string=PERIOD).get_json()["total_fen"]
    own, other = spend(product, OFFICE, 12_300), spend(product, DATA, 4_500)
    found = keeper.get(COSTS, query_string=PERIOD).get_json()
    assert {item["department_code"] for item in found["items"]} == {OFFICE}
    assert leader.get(COSTS, query_string=PERIOD).get_json()["total_fen"] - before == 16_800
    numbers = {item["record_number"] for item in keeper.every(f"{COSTS}/entries", month="2031-05")}
    assert (own in numbers, other in numbers) == (True, False)
    charts = keeper.get(f"{COSTS}/charts", query_string=PERIOD)
    assert (charts.status_code, charts.data[:5]) == (200, b"%PDF-")
    assert product.officer("officer-ming").get(COSTS, query_string=PERIOD).status_code == 403


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2031-13", "2031-12", "invalid-arguments"),
        ("0000-01", "2031-01", "invalid-arguments"),
        ("2031-05", "2031-04", "months-unfit"),
        ("2020-01", "2031-01", "months-unfit"),
    ],
)
def test_what_is_no_month_is_refused(product: Product, first: str, last: str, code: str) -> None:
    refused = product.officer("officer-guan").get(COSTS, query_string={"first_month": first, "last_month": last})
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)
