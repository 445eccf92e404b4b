"""Immediate matters (即办件) are decided by their rules in the request, or say why not; a human reviews on request."""

from datetime import date, timedelta
from typing import Any

import pytest

from engines.workdays import load_calendar
from kit import clock
from tests.product import Caller, Product, filled

#: Three rules over a licence and two shared records.
MARK = "11330900002600341Y3330109021002"
#: Two rules over two shared records and the form.
RENT = "12330900MB15A002883331017001001"
#: The age of the applicant, and a rule that leaves some ages to officers.
FLEXIBLE = "11330900002600122L3332002014001"
Json = dict[str, Any]
#: More than lin-haiyan has in her account.
MORE_THAN_THERE_IS = {"monthly_rent": 7900, "months": 12}


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def try_filing(caller: Caller, matter: str, *, materials: list[Json] | None = None, **form: Any) -> Any:
    prepared = caller.get(f"/services/v1/matters/{matter}/preparation").get_json()
    body = {"matter_code": matter, "form": {**filled(prepared), **form}, "materials": materials or []}
    return caller.post("/services/v1/cases", body)


def file(caller: Caller, matter: str, **more: Any) -> Json:
    answer = try_filing(caller, matter, **more)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def seen(caller: Caller, case_id: str, area: str = "services") -> Json:
    return dict(caller.get(f"/{area}/v1/cases/{case_id}").get_json())


def working_day(product: Product) -> str:
    """Return today, or the first working day after it: a same-day promise ends on a working day."""
    with product.context.database.unit() as unit:
        return load_calendar(unit).add_working_days(clock.today() - timedelta(days=1), 1).isoformat()


def ask_for_a_human(caller: Caller, case_id: str, version: int | None = None) -> Any:
    tag = f'"{version}"' if version else caller.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    return caller.post(f"/services/v1/cases/{case_id}/human-review", {"reason": "请人工核对。"}, If_Match=tag)


def test_what_keeps_every_rule_is_granted_in_the_request(product: Product, citizen: Caller) -> None:
    filed = file(citizen, MARK)
    assert (filed["state"], filed["outcome"]) == ("done", "granted")
    assert [rule["outcome"] for rule in filed["automated_decision"]["rules"]] == ["passed"] * 3
    result = citizen.get(f"/services/v1/cases/{filed['id']}/result").get_json()
    assert (result["outcome"], result["licence"]["name"]) == ("granted", "机动车检验合格标志")
    assert product.officer().tasks(filed["id"]) == []
    product.work()
    case = seen(citizen, filed["id"])
    assert (case["state"], case["decided_by"]) == ("delivered", "rules")
    assert case["accepted_at"] == case["decided_at"]
    assert [event["turn"] for event in case["timeline"]] == ["submit", "decide_by_rules", "deliver"]
    assert case["automated_decision"]["rules"] == case["timeline"][1]["detail"]["rules"]
    assert case["automated_decision"]["human_review"] is False
    (notice,) = case["notices"]
    assert notice["title"] == "准予决定书"
    assert citizen.get(notice["href"]).data[:5] == b"%PDF-"


def test_the_same_key_gets_the_same_decided_case(citizen: Caller) -> None:
    prepared = citizen.get(f"/services/v1/matters/{MARK}/preparation").get_json()
    body = {"matter_code": MARK, "form": filled(prepared), "materials": []}
    first = citizen.post("/services/v1/cases", body, Idempotency_Key="mark-once")
    again = citizen.post("/services/v1/cases", body, Idempotency_Key="mark-once")
    assert first.get_json() == again.get_json()
    assert first.headers["ETag"] == again.headers["ETag"] == '"2"'


def test_what_breaks_a_rule_is_refused_with_the_reason_and_the_remedies(product: Product, citizen: Caller) -> None:
    filed = file(citizen, RENT, **MORE_THAN_THERE_IS)
    assert (filed["state"], filed["outcome"]) == ("done", "refused")
    outcomes = {rule["code"]: rule for rule in filed["automated_decision"]["rules"]}
    assert [rule["outcome"] for rule in outcomes.values()] == ["passed", "failed"]
    assert "减少提取月数" in outcomes["balance"]["sentence"]
    case = seen(citizen, filed["id"])
    assert case["decision_reason"] == outcomes["balance"]["sentence"]
    assert {item["kind"] for item in case["timeline"][-1]["detail"]["remedies"]} == {"reconsideration", "litigation"}
    assert case["automated_decision"]["human_review"] is True
    assert "request_human_review" in {action["action"] for action in case["available_actions"]}
    (notice,) = case["notices"]
    assert notice["title"] == "不予决定书"
    office = seen(product.officer("officer-bao"), filed["id"], "office")
    assert office["automated_decision"]["rules"] == filed["automated_decision"]["rules"]


def test_a_human_decides_anew_the_same_day(product: Product, citizen: Caller) -> None:
    case_id = file(citizen, RENT, **MORE_THAN_THERE_IS)["id"]
    product.work()
    answer = ask_for_a_human(citizen, case_id)
    assert answer.status_code == 200, answer.text
    case = answer.get_json()
    assert (case["state"], case["outcome"], case["step"]) == ("in_handling", None, "decision")
    assert case["deadline"]["due_on"] == working_day(product)
    assert (case["notices"][-1]["title"], case["automated_decision"]["human_review"]) == ("人工复核告知书", False)
    assert citizen.get(case["notices"][-1]["href"]).data[:5] == b"%PDF-"
    decider = product.officer("officer-bao")
    assert [task["kind"] for task in decider.tasks(case_id)] == ["decide"]
    decider.turn(case_id, "decision", {"outcome": "granted", "reason": "余额已核实。"})
    case = seen(citizen, case_id)
    assert (case["outcome"], case["decided_by"]) == ("granted", "officer")
    assert ask_for_a_human(citizen, case_id).get_json()["code"] == "not-decided-by-rules"


def test_only_the_applicant_asks_and_only_against_a_refusal_by_rules(product: Product, citizen: Caller) -> None:
    refused = file(citizen, RENT, **MORE_THAN_THERE_IS)
    assert ask_for_a_human(product.citizen("zhou-liwen"), refused["id"], refused["version"]).status_code == 404
    assert ask_for_a_human(citizen, refused["id"], 1).status_code == 412
    address = f"/services/v1/cases/{refused['id']}/human-review"
    assert citizen.post(address, {}).status_code == 428
    assert citizen.post(address, {"reason": 5}, If_Match='"2"').status_code == 422
    granted = file(citizen, MARK)
    against = ask_for_a_human(citizen, granted["id"])
    assert (against.status_code, against.get_json()["code"]) == (409, "not-decided-by-rules")
    ordinary = product.file_renewal(citizen)["id"]
    assert ask_for_a_human(citizen, ordinary).get_json()["code"] == "transition-forbidden"
    assert seen(citizen, refused["id"])["state"] == "done"


def test_a_material_brought_by_hand_goes_to_officers_the_same_day(product: Product) -> None:
    stranger = product.citizen("ho-wing-sze")
    file_id = stranger.upload().get_json()["id"]
    materials = [{"code": "M01", "file_ids": [file_id]}, {"code": "M03"}]
    filed = file(stranger, FLEXIBLE, materials=materials)
    assert (filed["state"], filed["outcome"], filed["automated_decision"]["rules"]) == ("received", None, [])
    assert "居民身份证" in filed["automated_decision"]["undecided"]
    assert filed["deadline"]["due_on"] == working_day(product)
    case = seen(stranger, filed["id"])
    assert case["automated_decision"]["undecided"] == filed["automated_decision"]["undecided"]
    assert "当日" in case["deadline"]["rule"]["zh"]
    (task,) = product.officer().tasks(filed["id"])
    assert (task["kind"], task["due_on"]) == ("accept", working_day(product))
    chief = product.officer()
    accepted = chief.turn(filed["id"], "acceptance", {})
    assert accepted["deadline"]["due_on"] == working_day(product)


def test_what_a_rule_cannot_know_goes_to_officers(product: Product) -> None:
    filed = file(product.citizen("le-amei"), FLEXIBLE)
    assert (filed["state"], filed["outcome"]) == ("received", None)
    assert [rule["outcome"] for rule in filed["automated_decision"]["rules"]] == ["unknown", "passed"]
    assert "法定退休年龄" in filed["automated_decision"]["undecided"]
    assert [task["kind"] for task in product.officer().tasks(filed["id"])] == ["accept"]


def test_one_broken_rule_decides_whatever_else_is_unknown(product: Product) -> None:
    filed = file(product.citizen("zhou-liwen"), FLEXIBLE)
    assert (filed["outcome"], filed["state"]) == ("refused", "done")
    assert "无需重复登记" in seen(product.citizen("zhou-liwen"), filed["id"])["decision_reason"]


def test_a_rule_goes_by_the_day_on_which_it_is_asked(product: Product) -> None:
    with clock.travel(date(2027, 11, 2)):
        filed = file(product.citizen(), MARK)
    assert [rule["outcome"] for rule in filed["automated_decision"]["rules"]] == ["passed", "failed", "passed"]


def test_preparation_says_what_is_decided_at_once(citizen: Caller, product: Product) -> None:
    assert citizen.get(f"/services/v1/matters/{MARK}/preparation").get_json()["immediate"] is True
    stranger = product.citizen("ho-wing-sze")
    assert stranger.get(f"/services/v1/matters/{FLEXIBLE}/preparation").get_json()["immediate"] is False


def test_bad_input_to_an_immediate_matter_decides_nothing(citizen: Caller) -> None:
    answer = try_filing(citizen, RENT, months="six")
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"]) == (422, "/form/months")
    locked = try_filing(citizen, RENT, account="330900018000999")
    assert locked.get_json()["code"] == "locked-field-changed"
