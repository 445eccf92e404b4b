"""What the bus calls us about, signed by the sandbox: taken once, refused with a reason, never believed unsigned."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
import urllib3
from werkzeug.test import TestResponse

from kit.ids import new_id
from tests.product import Product

ADDRESS = "/integration/v1/bus_callbacks"
Door = Callable[[str, dict[str, Any]], dict[str, Any]]
CallBack = Callable[..., dict[str, Any]]


@pytest.fixture
def signed(product: Product) -> Iterator[Door]:
    """Let the sandbox sign a call to us."""
    url = f"{product.context.settings.sandbox_url}/sandbox/government_bus/callbacks"
    with urllib3.PoolManager() as pool:

        def sign(verb: str, body: dict[str, Any]) -> dict[str, Any]:
            sent = orjson.dumps({"verb": verb, "body": body})
            answer = pool.request("POST", url, body=sent, headers={"Content-Type": "application/json"})
            assert answer.status == 201
            return dict(orjson.loads(answer.data))

        yield sign


def send(product: Product, call: dict[str, Any]) -> TestResponse:
    headers = {**call["headers"], "Content-Type": "application/json"}
    return product.anybody().send("POST", ADDRESS, data=call["body"], headers=headers)


@pytest.fixture
def call_back(product: Product, signed: Door) -> CallBack:
    """Call us as the bus does and return the answer."""

    def call(verb: str, **body: Any) -> dict[str, Any]:
        answer = send(product, signed(verb, body))
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    return call


@pytest.fixture
def case(product: Product) -> dict[str, Any]:
    """Return a case that the bus knows, with its number there."""
    found = product.file_renewal(product.citizen())
    product.work()
    reports = product.officer().every("/office/v1/reports", case_number=found["number"])
    return {**found, "projId": reports[0]["number"]}


def state(product: Product, case: dict[str, Any]) -> str:
    return str(product.officer().get(f"/office/v1/cases/{case['id']}").get_json()["state"])


def test_an_applicant_withdraws_on_the_portal(product: Product, call_back: CallBack, case: dict[str, Any]) -> None:
    body = {"projId": case["projId"], "requestId": str(new_id()), "cancelReason": "不办了"}
    for _ in range(2):
        assert call_back("cancel", **body)["resultStatus"] == "S"
    assert state(product, case) == "withdrawn"
    refused = call_back("cancel", **{**body, "requestId": str(new_id())})
    assert (refused["resultStatus"], refused["resultCode"]) == ("F", "transition-forbidden")
    assert "撤回" in refused["resultMsg"]
    product.work()


def test_a_correction_filed_on_the_portal(product: Product, call_back: CallBack, case: dict[str, Any]) -> None:
    chief = product.officer()
    early = call_back("supplementAccept", projId=case["projId"], formFields={})
    assert early["resultStatus"] == "F"
    chief.turn(case["id"], "correction-requests", {"items": ["照片不清晰"]})
    product.work()
    files = [{"stuffName": "照片", "attachPath": "/a.jpg"}]
    elsewhere = call_back("supplementAccept", projId=case["projId"], stuffInfos=files)
    assert (elsewhere["resultStatus"], elsewhere["resultCode"]) == ("F", "ATTACHMENTS_NOT_TAKEN")
    assert state(product, case) == "correction"
    body = {"projId": case["projId"], "stuffInfos": [{"stuffName": "照片"}]}
    assert [call_back("supplementAccept", **body)["resultStatus"] for _ in range(2)] == ["S", "S"]
    assert state(product, case) == "received"
    chief.turn(case["id"], "acceptance", {})
    product.work()
    reports = chief.every("/office/v1/reports", case_number=case["number"])[::-1]
    wanted = ["unicode.generate", "receive", "supplementNotify", "supplementAccept", "accept"]
    assert [(item["service"], item["state"]) for item in reports] == [(service, "sent") for service in wanted]
    assert reports[3]["tries"] == 0


def test_a_wrong_form_is_refused_with_its_reason(product: Product, call_back: CallBack, case: dict[str, Any]) -> None:
    product.officer().turn(case["id"], "correction-requests", {"items": ["电话有误"]})
    refused = call_back("supplementAccept", projId=case["projId"], formFields={"phone": 5})
    assert refused["resultStatus"] == "F"
    assert refused["resultMsg"]
    assert state(product, case) == "correction"
    product.work()


def test_an_evaluation_given_on_the_portal(product: Product, call_back: CallBack, case: dict[str, Any]) -> None:
    body = {"projId": case["projId"], "satisfyLevel": "1", "content": "很好", "isAnonymous": "0"}
    early = call_back("evaluate", **body)
    assert (early["success"], early["errorCode"]) == (False, "not-done-yet")
    product.grant(case["id"])
    product.work()
    assert call_back("evaluate", **{**body, "satisfyLevel": 6})["errorCode"] == "BAD_LEVEL"
    assert call_back("evaluate", **{**body, "satisfyLevel": True})["errorCode"] == "BAD_LEVEL"
    assert [call_back("evaluate", **body)["success"] for _ in range(2)] == [True, True]
    mine = product.citizen().get(f"/services/v1/cases/{case['id']}/evaluation").get_json()
    assert (mine["level"], mine["text"]) == (5, "很好")
    product.work()
    reports = product.officer().every("/office/v1/reports", case_number=case["number"], service="eval.eval")
    assert [(item["state"], item["tries"]) for item in reports] == [("sent", 0)]


@pytest.mark.parametrize("verb", ["receive", "userConfirm", "unheard-of"])
def test_what_nobody_answers_is_refused(call_back: CallBack, case: dict[str, Any], verb: str) -> None:
    answer = call_back(verb, projId=case["projId"])
    assert (answer["resultStatus"], answer["resultCode"]) == ("F", "VERB_NOT_SUPPORTED")
    assert verb in answer["resultMsg"]


def test_a_number_that_nobody_has(call_back: CallBack) -> None:
    assert call_back("cancel", projId="330000")["resultCode"] == "PROJ_NOT_FOUND"


@pytest.mark.parametrize(
    "change",
    [{"_api_signature": "x"}, {"_api_timestamp": "1"}, {"_api_access_key": ""}, {"_api_name": "callback.x.cancel.1"}],
)
def test_what_is_not_signed_by_the_bus_is_not_believed(
    product: Product, signed: Door, case: dict[str, Any], change: dict[str, str]
) -> None:
    call = signed("cancel", {"projId": case["projId"]})
    call["headers"] |= change
    answer = send(product, call)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "callback-refused")
    assert state(product, case) == "received"


@pytest.mark.parametrize("body", ["[]", "{}", '{"projId": 5}', '{"projId": ""}', "not json"])
def test_a_body_that_is_none_is_told_so(product: Product, signed: Door, body: str) -> None:
    call = signed("cancel", {})
    assert send(product, {**call, "body": body}).status_code in {400, 422}


def test_of_many_repeats_at_once_one_is_taken(product: Product, signed: Door, case: dict[str, Any]) -> None:
    call = signed("cancel", {"projId": case["projId"], "requestId": str(new_id())})
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: send(product, call).get_json(), range(4)))
    assert {answer["resultStatus"] for answer in answers} == {"S"}
    turns = [item["turn"] for item in product.officer().get(f"/office/v1/cases/{case['id']}").get_json()["timeline"]]
    assert turns.count("withdraw") == 1
