"""Cards of cars: what staff change stays until the pack itself says something else of just that."""

from datetime import date
from typing import Any

from engines.vehicles import DISPATCH, amend_card, list_cards, store_vehicles
from kit.database import Unit
from tests.engines.subjects import officer

FLEET = "11330900002600114R"
ITEM: dict[str, Any] = {
    "code": "V1-01",
    "department": FLEET,
    "plate": "浙L·00001",
    "self_drive": False,
    "inspection_due_on": "2027-03-31",
    "insurance_due_on": "2027-06-30",
    "odometer_km": 40_000,
    "maintained_at_km": 35_000,
    "maintenance_every_km": 10_000,
}


def test_what_staff_change_stays_until_the_pack_says_something_else(unit: Unit) -> None:
    keeper = officer(DISPATCH, departments=(FLEET,))
    assert store_vehicles(unit, [ITEM]) == 1
    unit.flush()
    assert store_vehicles(unit, [ITEM]) == 0
    (card,) = list_cards(unit, keeper, None, 9)
    renewed = {"inspection_due_on": date(2028, 3, 31), "insurance_due_on": card.insurance_due_on, "odometer_km": 41_000}
    amended = amend_card(keeper, unit, card, ITEM | renewed)
    assert (amended.inspection_due_on, amended.version) == (date(2028, 3, 31), 2)
    assert store_vehicles(unit, [ITEM]) == 0
    assert store_vehicles(unit, [ITEM | {"insurance_due_on": "2028-06-30"}]) == 1
    (card,) = list_cards(unit, keeper, None, 9)
    assert (card.inspection_due_on, card.insurance_due_on) == (date(2028, 3, 31), date(2028, 6, 30))
    assert (card.odometer_km, card.version) == (41_000, 3)
