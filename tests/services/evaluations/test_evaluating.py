"""Evaluating a case: once, with options of its level, late after a default one, over HTTP on both databases."""

import pytest

from kit import clock
from tests.office.evaluations.evaluated import BAD, HANDLER, days_later, decided, listed, own, rate, tasks
from tests.product import RENEWAL, Caller, Product, filled
from tests.services.mandates.giving import accepted, turn

#: Calendar days in which five working days have passed, whatever holidays lie between.
LONG = 20


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def test_every_level_has_its_options_about_four_things(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    levels = citizen.get(f"/services/v1/cases/{case_id}/evaluation-options").get_json()["items"]
    assert [item["level"] for item in levels] == [5, 4, 3, 2, 1]
    for level in levels:
        assert {item["code"][0] for item in level["options"]} == {str(level["level"])}
        assert {item["indicator_name"] for item in level["options"]} == {
            "办事效率",
            "指南精确度",
            "便捷度",
            "平台操作性",
        }


def test_an_evaluation_says_its_options_and_both_scales(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    rated = rate(citizen, case_id, level=5, tags=["501", "503"], text="快", channel="pc")
    assert (rated["level_name"], rated["level_on_bus"], rated["channel_code"]) == ("非常满意", 1, "1")
    assert [item["text"] for item in rated["options"]] == ["办事效率高", "足不出户就能办"]
    assert (rated["follow_up"], rated["by_default"], rated["number"]) == (None, False, 1)
    assert own(citizen, case_id) == rated


def test_an_option_of_another_level_is_refused(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    wrong = rate(citizen, case_id, level=5, tags=["501", "101"], expect=422)
    assert (wrong["code"], wrong["errors"][0]["pointer"]) == ("option-unknown", "/tags/1")
    assert rate(citizen, case_id, level=5, tags=["599"], expect=422)["code"] == "option-unknown"
    assert rate(citizen, case_id, level=5, tags=["好"], expect=422)["errors"][0]["pointer"] == "/tags/0"
    assert rate(citizen, case_id, level=6, expect=422)["errors"][0]["pointer"] == "/level"
    assert rate(citizen, case_id, channel="default", expect=422)["errors"][0]["pointer"] == "/channel"
    assert citizen.get(f"/services/v1/cases/{case_id}/evaluation").get_json()["code"] == "not-evaluated"


def test_a_case_is_evaluated_once_and_only_after_its_decision(product: Product, citizen: Caller) -> None:
    open_case = product.file_renewal(citizen)["id"]
    assert rate(citizen, open_case, expect=409)["code"] == "not-done-yet"
    case_id = decided(product, citizen)
    rate(citizen, case_id)
    assert rate(citizen, case_id, **BAD, expect=409)["code"] == "evaluated-already"
    assert rate(citizen, case_id, again=True, expect=409)["code"] == "nothing-to-follow-up"
    assert own(citizen, case_id)["level"] == 5


def test_the_same_key_evaluates_once(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    address = f"/services/v1/cases/{case_id}/evaluation"
    one, two = (citizen.post(address, {"level": 4}, Idempotency_Key="k-" + case_id) for _ in range(2))
    assert (one.status_code, two.status_code, one.get_json()) == (201, 201, two.get_json())


def test_silence_is_evaluated_by_default_once(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    days_later(product, 2)
    assert citizen.get(f"/services/v1/cases/{case_id}/evaluation").status_code == 404
    days_later(product, LONG)
    rated = own(citizen, case_id)
    assert (rated["level"], rated["by_default"], rated["channel_code"], rated["follow_up"]) == (4, True, "7", None)
    assert days_later(product, LONG) == 0
    assert case_id in {item["case_id"] for item in listed(product.officer(HANDLER), by_default="true")}


def test_an_evaluated_case_has_no_default_one(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    rate(citizen, case_id, level=3)
    days_later(product, LONG)
    assert (own(citizen, case_id)["level"], own(citizen, case_id)["by_default"]) == (3, False)


def test_a_late_evaluation_replaces_the_default_one_once(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    days_later(product, LONG)
    late = rate(citizen, case_id, **BAD)
    assert (late["level"], late["by_default"], late["follow_up"]["state"]) == (1, False, "opened")
    evaluation_id = next(item["id"] for item in listed(product.officer(), bad="true") if item["case_id"] == case_id)
    assert tasks(product.officer(HANDLER), evaluation_id) == ["follow_up"]
    assert rate(citizen, case_id, expect=409)["code"] == "evaluated-already"


def test_a_decision_taken_back_is_not_evaluated_by_default(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    product.officer("officer-lou").turn(case_id, "reopening", {"reason": "有误。"})
    days_later(product, LONG)
    assert citizen.get(f"/services/v1/cases/{case_id}/evaluation").status_code == 404
    assert rate(citizen, case_id, expect=409)["code"] == "not-done-yet"


def test_a_bad_evaluation_has_its_dates(product: Product, citizen: Caller) -> None:
    case_id = decided(product, citizen)
    follow_up = rate(citizen, case_id, **BAD)["follow_up"]
    assert str(clock.today()) < follow_up["due_on"] < follow_up["rectify_by"]
    assert own(citizen, case_id)["follow_up_due_on"] == follow_up["rectify_by"]


def test_an_agent_evaluates_for_the_principal_while_the_mandate_runs(product: Product, citizen: Caller) -> None:
    agent = product.citizen("zhou-liwen")
    mandate = accepted(citizen, agent)
    query = {"mandate_id": mandate["id"]}
    prepared = agent.get(f"/services/v1/matters/{RENEWAL}/preparation", query_string=query).get_json()
    body = {"matter_code": RENEWAL, "form": filled(prepared), "materials": [], **query}
    case_id = agent.post("/services/v1/cases", body).get_json()["id"]
    product.grant(case_id)
    rate(agent, case_id, **BAD, anonymous=True)
    assert rate(citizen, case_id, expect=409)["code"] == "evaluated-already"
    handler = product.officer(HANDLER)
    newest = listed(handler, bad="true")[0]
    read = handler.get(f"/office/v1/evaluations/{newest['id']}").text
    assert not [name for name in ("林", "周") if name in read]
    assert turn(citizen, mandate, "revocation", reason="不再需要").status_code == 200
    assert agent.get(f"/services/v1/cases/{case_id}/evaluation").status_code == 404
