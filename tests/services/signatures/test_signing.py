"""A second signature: nothing moves before it, nobody else can give it."""

from typing import Any

import pytest

from tests.product import MORTGAGE, Caller, Product, filled

SPOUSE = {"certificate_kind": "resident_id", "number": "330902199004120325", "name": "林海燕"}
ADDRESS = "/services/v1/signatures"


@pytest.fixture
def mortgagor(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


@pytest.fixture
def spouse(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


def ask(mortgagor: Caller, **more: Any) -> Any:
    prepared = mortgagor.get(f"/services/v1/matters/{MORTGAGE}/preparation").get_json()
    contract = mortgagor.upload().get_json()["id"]
    body = {
        "matter_code": MORTGAGE,
        "form": filled(prepared),
        "materials": [{"code": "M03", "file_ids": [contract]}],
        "second_signer": SPOUSE,
        **more,
    }
    return mortgagor.post("/services/v1/cases", body)


def waiting(signer: Caller, case: dict[str, Any]) -> dict[str, Any]:
    items = signer.every(ADDRESS)
    return next(item for item in items if item["number"] == case["number"])


def test_the_case_is_received_when_both_have_signed(product: Product, mortgagor: Caller, spouse: Caller) -> None:
    case = ask(mortgagor).get_json()
    assert (case["state"], case["deadline"]["kind"]) == ("signing", "answer")
    registrar = product.officer("officer-ying")
    assert registrar.turn(case["id"], "acceptance", {}, expect=409)["code"] == "transition-forbidden"
    item = waiting(spouse, case)
    assert (item["role"], item["applicant_name"]) == ("抵押人配偶", "周礼文")
    address = f"{ADDRESS}/{item['id']}"
    read = spouse.get(address)
    shown = read.get_json()
    assert shown["form"]["name"] == "周礼文"
    body, tag = {"form_sha256": shown["form_sha256"]}, read.headers["ETag"]
    assert spouse.post(f"{address}/confirmation", {"form_sha256": "0" * 64}, If_Match=tag).status_code == 412
    assert spouse.post(f"{address}/confirmation", body, If_Match='"9"').status_code == 412
    signed = spouse.post(f"{address}/confirmation", body, If_Match=tag)
    assert (signed.get_json()["outcome"], signed.get_json()["case_state"]) == ("signed", "received")
    again = spouse.post(f"{address}/confirmation", body, If_Match=signed.headers["ETag"])
    assert again.get_json()["code"] == "signature-answered"
    assert mortgagor.get(f"/services/v1/cases/{case['id']}").get_json()["deadline"]["kind"] == "acceptance"
    assert registrar.turn(case["id"], "acceptance", {})["state"] == "accepted"


def test_a_refused_signature_ends_the_case(product: Product, mortgagor: Caller, spouse: Caller) -> None:
    case = ask(mortgagor).get_json()
    address = f"{ADDRESS}/{waiting(spouse, case)['id']}"
    tag = spouse.get(address).headers["ETag"]
    assert spouse.post(f"{address}/refusal", {"reason": "不同意抵押。"}, If_Match=tag).status_code == 200
    ended = mortgagor.get(f"/services/v1/cases/{case['id']}").get_json()
    assert (ended["state"], ended["timeline"][-1]["opinion"]) == ("withdrawn", "不同意抵押。")


def test_nobody_else_sees_or_gives_a_signature(product: Product, mortgagor: Caller, spouse: Caller) -> None:
    case = ask(mortgagor).get_json()
    address = f"{ADDRESS}/{waiting(spouse, case)['id']}"
    for stranger in (mortgagor, product.citizen("anna-lindqvist")):
        assert stranger.get(address).get_json()["code"] == "signature-not-found"
        assert stranger.post(f"{address}/refusal", {"reason": "无关"}, If_Match='"1"').status_code == 404
    assert spouse.get(f"/services/v1/cases/{case['id']}").status_code == 404


@pytest.mark.parametrize(
    ("signer", "code"),
    [
        (None, "signer-needed"),
        ({**SPOUSE, "number": "330903198507231176", "name": "周礼文"}, "signer-is-applicant"),
        ({**SPOUSE, "number": "330902199004120326"}, "certificate-invalid"),
    ],
)
def test_a_signer_that_cannot_be(mortgagor: Caller, signer: object, code: str) -> None:
    refused = ask(mortgagor, second_signer=signer)
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)


def test_the_applicant_can_withdraw_before_the_signature(mortgagor: Caller, spouse: Caller) -> None:
    case = ask(mortgagor).get_json()
    address = f"{ADDRESS}/{waiting(spouse, case)['id']}"
    read = spouse.get(address)
    gone = mortgagor.post(f"/services/v1/cases/{case['id']}/withdrawal", {}, If_Match='"1"')
    assert gone.get_json()["state"] == "withdrawn"
    body = {"form_sha256": read.get_json()["form_sha256"]}
    late = spouse.post(f"{address}/confirmation", body, If_Match=spouse.get(address).headers["ETag"])
    assert (late.status_code, late.get_json()["code"]) == (409, "transition-forbidden")
    assert case["number"] not in [item["number"] for item in spouse.get(ADDRESS).get_json()["items"]]
