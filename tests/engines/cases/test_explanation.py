"""One account of a case from its submission to its due date, seen over HTTP on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kit import clock
from tests.product import Caller, Product

ONE_DAY = timedelta(days=1)


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def at(day: str) -> Any:
    """Move to the morning of a day, Beijing time."""
    return clock.travel(datetime.fromisoformat(f"{day}T09:00:00+08:00"))


def deadline(product: Product, case_id: str) -> dict[str, Any]:
    # A session ends, so the reader signs in on the day of reading.
    return dict(product.citizen().get(f"/services/v1/cases/{case_id}").get_json()["deadline"])


def told(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(span["from"], span["to"], span["rule"], span["holder"]) for span in found["explanation"]]


def adds_up(found: dict[str, Any], submitted_on: str) -> None:
    spans = found["explanation"]
    day = date.fromisoformat(submitted_on)
    for span in spans:
        assert span["from"] == day.isoformat()
        assert date.fromisoformat(span["to"]) == day + (span["days"] - 1) * ONE_DAY
        day += span["days"] * ONE_DAY
    assert (day - ONE_DAY).isoformat() == found["due_on"]
    counted = sum(span["days"] for span in spans if span["counted"])
    assert counted == found["limit"]["days"] + found["limit"]["extension_days"]


def correct(product: Product, case_id: str) -> None:
    applicant = product.citizen()
    etag = applicant.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    answer = applicant.post(f"/services/v1/cases/{case_id}/corrections", {}, If_Match=etag)
    assert answer.status_code == 200, answer.text


def test_every_day_from_submission_on_has_its_holder_and_its_rule(product: Product) -> None:
    with at("2026-04-23"):
        case_id = product.file_renewal(product.citizen())["id"]
    with at("2026-04-24"):
        product.officer().turn(case_id, "correction-requests", {"items": ["照片不清晰"]})
        asked = deadline(product, case_id)
    assert asked["kind"] == "answer"
    assert told(asked)[:3] == [
        ("2026-04-23", "2026-04-23", "acceptance", "office"),
        ("2026-04-24", "2026-04-24", "start", "applicant"),
        ("2026-04-25", "2026-05-24", "calendar_day", "applicant"),
    ]
    # The thirtieth day is a Sunday.
    assert asked["due_on"] == "2026-05-25"
    adds_up(asked, "2026-04-23")
    with at("2026-04-26"):
        correct(product, case_id)
    with at("2026-04-28"):
        product.officer().turn(case_id, "acceptance", {})
        found = deadline(product, case_id)
    assert told(found)[:4] == [
        ("2026-04-23", "2026-04-23", "acceptance", "office"),
        ("2026-04-24", "2026-04-25", "correction", "applicant"),
        ("2026-04-26", "2026-04-27", "acceptance", "office"),
        ("2026-04-28", "2026-04-28", "start", "office"),
    ]
    assert found["explanation"][1]["basis"] == "《行政许可法》第三十二条"
    adds_up(found, "2026-04-23")


def test_a_special_procedure_and_an_extension_stand_in_the_account(product: Product) -> None:
    with at("2026-04-27"):
        case_id = product.file_renewal(product.citizen())["id"]
        product.officer().turn(case_id, "acceptance", {})
    with at("2026-04-28"):
        body = {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4}
        product.officer().turn(case_id, "suspensions", body)
    with at("2026-05-06"):
        chief, head = product.officer(), product.officer("officer-lou")
        chief.turn(case_id, "resumption", {"result": "复检合格。"})
        chief.turn(case_id, "extension-requests", {"days": 5, "reason": "需补充调查。"})
        head.turn(case_id, "extension-decisions", {"outcome": "approved", "opinion": "同意"})
        found = deadline(product, case_id)
    paused = next(span for span in found["explanation"] if span["rule"] == "special_procedure")
    assert (paused["from"], paused["to"], paused["holder"]) == ("2026-04-28", "2026-05-06", "third_party")
    assert paused["basis"] == product_statute(product, case_id)
    extended = [span for span in found["explanation"] if span["extension"]]
    assert sum(span["days"] for span in extended) == 5
    assert {span["basis"] for span in extended} == {"《行政许可法》第四十二条"}
    adds_up(found, "2026-04-27")


def product_statute(product: Product, case_id: str) -> str:
    case = product.citizen().get(f"/services/v1/cases/{case_id}").get_json()
    return str(case["special_procedures"][0]["statute"])


def test_a_reopened_case_tells_of_its_first_decision(product: Product) -> None:
    with at("2026-06-01"):
        case_id = product.file_renewal(product.citizen())["id"]
        product.officer().turn(case_id, "acceptance", {})
    with at("2026-06-02"):
        chief = product.officer()
        chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
        chief.turn(case_id, "decision", {"outcome": "refused", "reason": "身体条件不合格"})
    with at("2026-06-05"):
        product.officer("officer-lou").turn(case_id, "reopening", {"reason": "体检结论被更正。"})
        found = deadline(product, case_id)
    assert {span["rule"] for span in found["explanation"] if span["to"] < "2026-06-05"} == {"earlier_decision"}
    adds_up(found, "2026-06-01")
