"""Filing for another under a mandate: whose case it is, what is used, who sees it, and what happens when it ends."""

from typing import Any

import pytest

from tests.product import PERMIT, RENEWAL, SALE, Caller, Product, filled
from tests.services.mandates.giving import ADDRESS, LIN, WARD, accepted, offer, run_out, turn

CASES = "/services/v1/cases"
DRAFTS = "/services/v1/drafts"


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def zhou(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


@pytest.fixture
def mandate(lin: Caller, zhou: Caller) -> dict[str, Any]:
    return accepted(lin, zhou)


def prepared(agent: Caller, mandate: dict[str, Any], matter: str = RENEWAL) -> Any:
    return agent.get(f"/services/v1/matters/{matter}/preparation", query_string={"mandate_id": mandate["id"]})


def try_filing(agent: Caller, mandate: dict[str, Any], form: dict[str, Any], **more: Any) -> Any:
    body = {"matter_code": RENEWAL, "form": form, "materials": [], "mandate_id": mandate["id"], **more}
    return agent.post(CASES, body)


def filed(agent: Caller, mandate: dict[str, Any]) -> str:
    answer = try_filing(agent, mandate, filled(prepared(agent, mandate).get_json()))
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def acted(agent: Caller, acting_for: str) -> list[str]:
    items = agent.every(CASES, acting_for=acting_for)
    return [item["id"] for item in items]


def own(caller: Caller) -> list[str]:
    return [item["id"] for item in caller.every(CASES)]


def test_what_an_agent_files_is_the_principals(
    product: Product, lin: Caller, zhou: Caller, mandate: dict[str, Any]
) -> None:
    answer = prepared(zhou, mandate).get_json()
    # 周礼文's own licence has expired: that nothing need be brought shows whose licences were asked.
    assert answer["to_upload"] == 0
    assert answer["form"]["values"]["name"] == "林海燕"
    case_id = filed(zhou, mandate)
    case = lin.get(f"{CASES}/{case_id}").get_json()
    assert (case["applicant"]["name"], case["mandate_id"]) == ("林海燕", mandate["id"])
    event = case["timeline"][0]
    assert (event["actor_name"], event["detail"]["on_behalf_of"]) == ("周礼文", {"kind": "person", "name": "林海燕"})
    lines = lin.get("/services/v1/data-uses", query_string={"case_id": case_id}).get_json()["items"]
    assert {line["used_by"] for line in lines} == {"周礼文（代办）"}
    officers = product.officer().get(f"/office/v1/cases/{case_id}").get_json()["timeline"][0]
    assert (officers["actor_name"], officers["detail"]["on_behalf_of"]["name"]) == ("周**", "林**")
    assert case_id in own(lin)
    assert case_id not in own(zhou)
    assert case_id in acted(zhou, mandate["id"])
    assert case_id in acted(zhou, "anybody")


def test_an_agent_reads_corrects_and_withdraws(
    product: Product, lin: Caller, zhou: Caller, mandate: dict[str, Any]
) -> None:
    case_id = filed(zhou, mandate)
    product.officer().turn(case_id, "correction-requests", {"items": ["照片不清晰"]})
    read = zhou.get(f"{CASES}/{case_id}")
    assert {action["action"] for action in read.get_json()["available_actions"]} == {"correct", "withdraw"}
    body = {"form": read.get_json()["form"], "materials": []}
    assert zhou.post(f"{CASES}/{case_id}/corrections", body).status_code == 428
    corrected = zhou.post(f"{CASES}/{case_id}/corrections", body, If_Match=read.headers["ETag"])
    assert corrected.status_code == 200, corrected.text
    assert corrected.get_json()["timeline"][-1]["actor_name"] == "周礼文"
    notice = corrected.get_json()["notices"][0]["href"]
    assert zhou.get(notice).status_code == 200
    gone = zhou.post(f"{CASES}/{case_id}/withdrawal", {}, If_Match=corrected.headers["ETag"])
    assert gone.get_json()["state"] == "withdrawn"
    assert lin.get(f"{CASES}/{case_id}").get_json()["timeline"][-1]["detail"]["on_behalf_of"]["name"] == "林海燕"


@pytest.mark.parametrize("end", ["revocation", "resignation", "last day"])
def test_when_the_mandate_ends_the_agent_sees_nothing_more(
    product: Product, lin: Caller, zhou: Caller, mandate: dict[str, Any], end: str
) -> None:
    case_id = filed(zhou, mandate)
    if end == "last day":
        run_out(product, mandate)
    else:
        turn(lin if end == "revocation" else zhou, mandate, end)
    for path in ("", "/result"):
        assert zhou.get(f"{CASES}/{case_id}{path}").get_json()["code"] == "case-not-found"
    assert zhou.post(f"{CASES}/{case_id}/withdrawal", {}, If_Match='"1"').status_code == 404
    assert case_id not in acted(zhou, "anybody")
    assert zhou.get(CASES, query_string={"acting_for": mandate["id"]}).get_json()["code"] == "mandate-not-found"
    assert lin.get(f"{CASES}/{case_id}").status_code == 200


def test_a_mandate_that_ends_in_mid_filing_loses_nothing(
    product: Product, lin: Caller, zhou: Caller, mandate: dict[str, Any]
) -> None:
    form = filled(prepared(zhou, mandate).get_json())
    content = {"form": form, "materials": [], "mandate_id": mandate["id"]}
    draft = zhou.post(DRAFTS, {"matter_code": RENEWAL, "content": content}).get_json()
    assert draft["content"]["mandate_id"] == mandate["id"]
    turn(lin, mandate, "revocation")
    address = f"{DRAFTS}/{draft['id']}"
    refused = zhou.post(f"{address}/filing", {}, If_Match='"1"')
    assert (refused.status_code, refused.get_json()["code"]) == (409, "mandate-ended")
    assert zhou.get(address).get_json()["content"]["form"] == form
    assert try_filing(zhou, mandate, form).get_json()["code"] == "mandate-ended"
    assert prepared(zhou, mandate).get_json()["code"] == "mandate-ended"
    anew = accepted(lin, zhou)
    saved = zhou.send("PUT", address, json={**content, "mandate_id": anew["id"]}, headers={"If-Match": '"1"'})
    assert zhou.post(f"{address}/filing", {}, If_Match=saved.headers["ETag"]).status_code == 201


def test_what_an_agent_may_not_do(product: Product, lin: Caller, zhou: Caller, mandate: dict[str, Any]) -> None:
    other = prepared(zhou, mandate, PERMIT)
    assert (other.status_code, other.get_json()["code"]) == (403, "mandate-does-not-cover")
    lawyer = accepted(lin, zhou, kind="lawyer", everything=True)
    assert prepared(zhou, lawyer, SALE).status_code == 200
    refused = prepared(zhou, lawyer)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "agent-not-admitted")
    assert refused.get_json()["admitted"] == ["relative"]
    for stranger in (product.citizen("ho-wing-sze"), lin, product.citizen("haiyun-design")):
        assert prepared(stranger, mandate).get_json()["code"] == "mandate-not-found"
        assert try_filing(stranger, mandate, {}).status_code == 404
    waiting = offer(lin, everything=True)
    unaccepted = prepared(zhou, waiting)
    assert (unaccepted.status_code, unaccepted.get_json()["code"]) == (409, "mandate-not-in-force")


def test_topics_and_everything_cover_their_matters(lin: Caller, zhou: Caller) -> None:
    for scope in ({"topics": ["vehicles"]}, {"everything": True}):
        assert prepared(zhou, accepted(lin, zhou, **scope)).status_code == 200
    assert prepared(zhou, accepted(lin, zhou, topics=["household"])).get_json()["code"] == "mandate-does-not-cover"


def test_files_that_an_agent_brings_become_the_principals(product: Product, lin: Caller, zhou: Caller) -> None:
    held = accepted(zhou, lin, agent=LIN, matters=[SALE])
    form = filled(prepared(lin, held, SALE).get_json())
    contract = lin.upload().get_json()["id"]
    others = product.citizen("ho-wing-sze").upload().get_json()["id"]
    materials = [{"code": "M03", "file_ids": [contract]}, {"code": "M05"}]
    stolen = [{"code": "M03", "file_ids": [others]}, {"code": "M05"}]
    assert try_filing(lin, held, form, matter_code=SALE, materials=stolen).get_json()["code"] == "file-not-found"
    answer = try_filing(lin, held, form, matter_code=SALE, materials=materials)
    assert answer.status_code == 201, answer.text
    assert zhou.get(f"/services/v1/files/{contract}").status_code == 200
    assert lin.get(f"/services/v1/files/{contract}").status_code == 404


def test_a_company_is_acted_for_by_its_staff(product: Product, zhou: Caller) -> None:
    company = product.citizen("haiyun-design")
    held = accepted(company, zhou, kind="company_agent", everything=True)
    matters = zhou.get("/services/v1/matters", query_string={"q": "单位住房公积金"}).get_json()["items"]
    code = next(item["code"] for item in matters if "单位" in item["name"])
    answer = prepared(zhou, held, code)
    assert answer.status_code == 200, answer.text
    assert "舟山海韵船舶设计有限公司" in answer.get_json()["form"]["values"].values()


def test_a_guardian_files_for_a_child(product: Product, lin: Caller) -> None:
    held = lin.post(f"{ADDRESS}/guardianships", {"ward": WARD}).get_json()
    found = prepared(lin, held, PERMIT).get_json()
    form = filled(found)
    assert form["name"] == "周小满"
    materials = [
        {"code": item["code"], "file_ids": [lin.upload().get_json()["id"]]}
        for item in found["materials"]
        if item["status"] == "to_upload" and not item["tolerated"]
    ]
    answer = try_filing(lin, held, form, matter_code=PERMIT, materials=materials)
    assert answer.status_code == 201, answer.text
    child = product.citizen("zhou-xiaoman")
    assert child.get(f"{CASES}/{answer.get_json()['id']}").get_json()["applicant"]["name"] == "周小满"
    assert prepared(lin, held, RENEWAL).get_json()["code"] == "agent-not-admitted"
    turn(lin, held, "resignation")
