"""Whose days they were: counted at every turn as terms are, and only the office's assessed; on both databases."""

from datetime import datetime
from typing import Any
from uuid import UUID

from engines.cases import case_by_id
from kit import clock
from tests.product import Caller, Product


def at(day: str) -> Any:
    return clock.travel(datetime.fromisoformat(f"{day}T09:00:00+08:00"))


def days(product: Product, case_id: str) -> tuple[int, int, int]:
    """Return the kept working days of office, applicant and third party."""
    with product.context.database.unit() as unit:
        row: Any = case_by_id(unit, UUID(case_id))
    return row.office_days, row.applicant_days, row.third_party_days


def turn(product: Product, day: str, case_id: str, name: str, body: object) -> None:
    with at(day):
        product.officer().turn(case_id, name, body)


def correct(product: Product, day: str, case_id: str) -> None:
    with at(day):
        citizen = product.citizen()
        tag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
        assert citizen.post(f"/services/v1/cases/{case_id}/corrections", {}, If_Match=tag).status_code == 200


def assessed(product: Product, case_id: str) -> Any:
    return product.citizen().get(f"/services/v1/cases/{case_id}").get_json()["assessment"]


def filed(product: Product, day: str) -> str:
    with at(day):
        return str(product.file_renewal(product.citizen())["id"])


ITEMS = {"items": ["照片不清晰"]}
INSPECTION = {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4}
AGREED = {"outcome": "approved", "opinion": "同意"}
REFUSED = {"outcome": "refused", "reason": "身体条件不合格"}


def test_every_working_day_is_somebodys_once(product: Product) -> None:
    # Thursday; the weekend after it is nobody's, the holiday in May neither.
    case_id = filed(product, "2026-04-23")
    turn(product, "2026-04-24", case_id, "correction-requests", ITEMS)
    assert days(product, case_id) == (1, 0, 0)
    # Friday to Tuesday over a weekend: Monday and Tuesday.
    correct(product, "2026-04-28", case_id)
    assert days(product, case_id) == (1, 2, 0)
    turn(product, "2026-04-28", case_id, "correction-requests", ITEMS)
    # A second round: two working days before the holiday, and the first one after it.
    correct(product, "2026-05-06", case_id)
    assert days(product, case_id) == (1, 5, 0)
    turn(product, "2026-05-07", case_id, "acceptance", {})
    assert days(product, case_id) == (1, 5, 0)
    turn(product, "2026-05-07", case_id, "suspensions", INSPECTION)
    assert days(product, case_id) == (2, 5, 0)
    # The make-up Saturday counts, the Sunday does not.
    turn(product, "2026-05-11", case_id, "resumption", {"result": "复检合格。"})
    assert days(product, case_id) == (2, 5, 3)
    turn(product, "2026-05-12", case_id, "reviews", AGREED)
    turn(product, "2026-05-12", case_id, "decision", REFUSED)
    with at("2026-05-13"):
        product.work()
        case = product.citizen().get(f"/services/v1/cases/{case_id}").get_json()
    assert days(product, case_id) == (4, 5, 3)
    held = [(line["holder"], line["working_days"]) for line in case["ledger"] if line["holder"] != "nobody"]
    assert held == [
        ("office", 1),
        ("applicant", 2),
        ("office", 0),
        ("applicant", 3),
        ("office", 1),
        ("third_party", 3),
        ("office", 2),
    ]
    assert sum(number for _, number in held) == 12


def test_days_that_end_by_themselves_are_counted_too(product: Product) -> None:
    case_id = filed(product, "2026-06-01")
    with at("2026-06-03"):
        citizen: Caller = product.citizen()
        citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match='"1"')
    assert days(product, case_id) == (2, 0, 0)
    assert assessed(product, case_id) is None


def test_only_the_days_of_the_term_are_held_against_the_promise(product: Product) -> None:
    kept, late = filed(product, "2026-06-01"), filed(product, "2026-06-01")
    for case_id in (kept, late):
        turn(product, "2026-06-03", case_id, "acceptance", {})
        turn(product, "2026-06-03", case_id, "suspensions", INSPECTION)
        turn(product, "2026-06-05", case_id, "resumption", {"result": "复检合格。"})
        turn(product, "2026-06-05", case_id, "reviews", AGREED)
    turn(product, "2026-06-08", kept, "decision", REFUSED)
    turn(product, "2026-06-09", late, "decision", REFUSED)
    one, two = assessed(product, kept), assessed(product, late)
    # Promised within one working day: the Monday after the inspection.
    assert (one["on_time"], one["handling_days"], one["promised_days"]) == (True, 1, 1)
    assert (two["on_time"], two["handling_days"], two["promised_days"]) == (False, 2, 1)
    assert (one["decided_on"], two["decided_on"]) == ("2026-06-08", "2026-06-09")
    assert (one["third_party_days"], one["applicant_days"]) == (2, 0)
