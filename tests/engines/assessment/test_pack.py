"""The city's own indicators and schemes: loaded in force, a second time unchanged, computed from its real matters."""

from datetime import date

import pytest

from auth import SYSTEM
from engines.assessment import (
    compute_assessment,
    list_schemes,
    list_scores,
    read_period,
    scheme_in_force,
    scheme_items,
    store_assessment,
)
from engines.assessment.inputs import gather
from engines.indicators import figure_codes, figures_by_department
from engines.packs import PackBroken, load_pack
from kit import clock
from kit.database import Database, Unit
from tests.engines.packs.broken_packs import change, copy_pack
from tests.engines.zhoushan import PACK, items_of

ITEMS = items_of("assessment")
NOVEMBER = read_period("2026-11")


def place_of(code: str) -> int:
    return next(place for place, item in enumerate(ITEMS) if item["code"] == code)


def test_the_citys_schemes_score_its_departments_by_its_matters(database: Database) -> None:
    with database.unit() as unit:
        assert load_pack(unit, PACK)["assessment"] == len(ITEMS)
    with database.unit() as unit:
        assert load_pack(unit, PACK)["assessment"] == 0
        scheme = scheme_in_force(unit, "city_month")
        items = scheme_items(unit, scheme.id)
        assert {item.indicator.measured_by for item in items if item.indicator.source == "computed"} <= figure_codes(
            unit
        )
        figures = figures_by_department(unit)
        with clock.travel(date(2026, 11, 20)):
            assessment = compute_assessment(SYSTEM, unit, "city_month", NOVEMBER)
        scores = list_scores(SYSTEM, unit, assessment.id)
        assert {row.department_code for row in scores} == set(scheme.departments)
        served = next(code for code in scheme.departments if "real_estate_transfer" in figures.get(code, {}))
        inputs = gather(unit, items, NOVEMBER, scheme.departments)
        outcomes = {item.indicator.code: inputs.line(item, served).outcome for item in items}
        assert (outcomes["real_estate_transfer"], outcomes["online"], outcomes["overdue_days"]) == ("counted",) * 3
        assert outcomes["on_time"] == "unknown"  # no case was decided


def test_a_changed_indicator_makes_a_new_edition_of_the_schemes_that_weigh_it(unit: Unit) -> None:
    store_assessment(unit, ITEMS)
    changed = [{**item, "formula": "value * 2"} if item["code"] == "returned" else item for item in ITEMS]
    assert store_assessment(unit, changed) == 1 + sum(
        any(part["indicator"] == "returned" for part in item.get("weights", ())) for item in ITEMS
    )
    assert scheme_in_force(unit, "supervision_week").edition == 2
    assert {row.state for row in list_schemes(unit)} == {"published"}


@pytest.mark.parametrize(
    ("pointer", "value", "says"),
    [
        (f"/items/{place_of('city_month')}/weights/0/weight", "31", "add up to 101.00"),
        (f"/items/{place_of('city_month')}/weights/0/indicator", "red_sheets", "weighed once"),
        (f"/items/{place_of('city_month')}/weights/0/indicator", "loved", "no indicator “loved”"),
        (f"/items/{place_of('city_month')}/departments/0", "91350100M000100Y43", "the department is in departments"),
        (f"/items/{place_of('returned')}/formula", "1 / value", "divides by zero"),
        (f"/items/{place_of('returned')}/department", "91350100M000100Y43", "the department is in departments.json"),
        (f"/items/{place_of('online')}/measured_by", "loved", "no figure loved"),
        (f"/items/{place_of('online')}/cap", "viel", "is not valid under"),
    ],
)
def test_what_does_not_hold_is_found(
    tmp_path_factory: pytest.TempPathFactory, unit: Unit, pointer: str, value: str, says: str
) -> None:
    folder = copy_pack(tmp_path_factory.mktemp("pack"))
    change(folder / "assessment.json", {pointer: value})
    with pytest.raises(PackBroken) as caught:
        load_pack(unit, folder)
    assert says in str(caught.value)
