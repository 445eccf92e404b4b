"""Staff change matters, over HTTP on both databases: drafted, validated, approved by another, published."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from engines.packs import load_pack
from kit import clock
from tests.office.matter_changes.keeping import (
    CHANGES,
    MOVE,
    another_matter,
    begin,
    done,
    publish,
    refused,
    save,
    turn,
    waiting,
)
from tests.product import PACK, RENEWAL, Caller, Product


@pytest.fixture
def editor(product: Product) -> Caller:
    return product.officer("officer-qu")


@pytest.fixture
def approver(product: Product) -> Caller:
    return product.officer("officer-qiu")


def guide(product: Product, code: str) -> dict[str, Any]:
    return dict(product.anybody().get(f"/services/v1/matters/{code}").get_json())


def shorter(content: dict[str, Any], days: int) -> dict[str, Any]:
    return {**content, "limits": {**content["limits"], "promised": {"days": days, "unit": "working_day"}}}


def test_a_change_goes_from_draft_to_published_without_a_deployment(
    product: Product, editor: Caller, approver: Caller
) -> None:
    code = publish(product, another_matter())["matter_code"]
    begun = begin(editor, code, reason="压缩承诺期限")
    assert (begun["state"], begun["base_revision"], begun["differences"], begun["findings"]) == ("draft", 1, [], [])
    saved = save(editor, begun["id"], shorter(begun["content"], 5), reason="压缩承诺期限")
    assert saved["differences"] == [{"pointer": "/limits/promised/days", "kind": "changed", "before": 10, "after": 5}]
    asked = done(turn(editor, begun["id"], "validation"))
    assert asked["state"] == "validated"
    (task,) = approver.tasks(begun["id"])
    assert approver.get(task["href"]).get_json()["differences"] == saved["differences"]
    published = done(turn(approver, begun["id"], "approval", opinion="同意"))
    assert (published["state"], published["revision"], published["approved_by"]) == ("published", 2, "裘岚")
    assert guide(product, code)["guide"]["limits"]["promised"]["days"] == 5
    assert [event["turn"] for event in published["timeline"]] == ["begin", "save", "validate", "approve", "publish"]
    assert approver.tasks(begun["id"]) == []


def test_anything_can_be_saved_and_what_is_wrong_is_pointed_at(editor: Caller) -> None:
    content = another_matter()
    change = begin(editor, content["task_code"])
    assert change["content"] == {}
    saved = save(editor, change["id"], {"name": "半成品", "limits": "以后再写"})
    assert (saved["state"], saved["matter_name"]) == ("draft", "半成品")
    assert {"pointer": "/content/task_code", "code": "const"}.items() <= saved["findings"][0].items()
    broken = {**shorter(content, 99), "topic": "cooking", "complaint_phone": content["consultation_phone"]}
    save(editor, change["id"], broken)
    found = refused(turn(editor, change["id"], "validation"), 422)
    assert found["code"] == "matter-invalid"
    assert {(item["pointer"], item["code"]) for item in found["errors"]} == {
        ("/content/limits/promised/days", "limits_promise_no_less"),
        ("/content/topic", "references_exist"),
        ("/content/complaint_phone", "telephones_differ"),
    }
    assert "承诺期限不得长于法定期限" in str(found["errors"])
    shapeless = save(editor, change["id"], {**content, "audience": ["7"], "colour": "red"})
    assert {item["pointer"] for item in shapeless["findings"]} == {"/content/audience/0", "/content/colour"}
    assert editor.get(f"{CHANGES}/{change['id']}").get_json()["content"]["colour"] == "red"


@pytest.mark.parametrize(
    "form",
    [
        {"properties": {"a": {"x-ui": 5}}},
        {"properties": {"a": True}},
        {"properties": {"a": {"$ref": "http://127.0.0.1:9/schema"}}},
        {"properties": {"a": {"examples": ["x"], "x-ui": {"order": 1, "grade": ["L3"]}}}},
        {"properties": {"a": {"pattern": "("}}},
    ],
)
def test_a_form_that_would_break_the_machine_is_a_finding(editor: Caller, form: dict[str, Any]) -> None:
    content = another_matter()
    whole = {"$schema": content["form"]["$schema"], "type": "object", "additionalProperties": False, **form}
    change = begin(editor, content["task_code"])
    saved = save(editor, change["id"], {**content, "form": whole, "form_example": {}, "prefill": []})
    assert any(item["pointer"].startswith("/content/form") for item in saved["findings"])


def test_a_content_without_end_is_refused(editor: Caller) -> None:
    change = begin(editor, another_matter()["task_code"])
    nested: dict[str, Any] = {}
    for _ in range(60):
        nested = {"a": nested}
    for content in (nested, {"name": "长" * 200_000}):
        sent = editor.send("PUT", f"{CHANGES}/{change['id']}", json={"content": content}, headers={"If-Match": '"1"'})
        assert (sent.status_code, sent.get_json()["errors"][0]["pointer"]) == (422, "/content")


def test_nobody_approves_what_they_wrote(product: Product, editor: Caller, approver: Caller) -> None:
    content = another_matter()
    change_id = str(begin(approver, content["task_code"])["id"])
    save(approver, change_id, content)
    save(editor, change_id, content)
    asked = done(turn(editor, change_id, "validation"))
    assert refused(turn(approver, change_id, "approval"), 403)["code"] == "own-change"
    assert refused(turn(editor, change_id, "approval"), 403)["code"] == "not-your-turn"
    offered = {item["action"] for item in approver.get(f"{CHANGES}/{change_id}").get_json()["available_actions"]}
    assert "approve" not in offered
    assert {item["action"] for item in asked["available_actions"]} == {"rebase", "discard"}
    assert product.anybody().get(f"/services/v1/matters/{content['task_code']}").status_code == 404


def test_strangers_and_other_departments_see_nothing_and_change_nothing(product: Product, editor: Caller) -> None:
    change = begin(editor, MOVE["task_code"])
    for stranger in (product.officer(), product.officer("officer-shu")):
        assert stranger.get(f"{CHANGES}/{change['id']}").status_code == 404
        assert turn(stranger, change["id"], "validation").status_code == 404
        assert stranger.get(CHANGES).get_json()["items"] == []
    chief = product.officer()
    assert refused(chief.post(CHANGES, {"matter_code": MOVE["task_code"]}), 403)["code"] == "permission-missing"
    fund = "12330900MB15A002883331017001001"
    assert refused(editor.post(CHANGES, {"matter_code": fund}), 403)["code"] == "department-out-of-scope"
    listed = editor.get(CHANGES, query_string={"matter_code": MOVE["task_code"], "state": "draft"}).get_json()
    assert change["id"] in {item["id"] for item in listed["items"]}


def test_a_change_is_returned_with_the_reason_and_taken_up_again(
    product: Product, editor: Caller, approver: Caller
) -> None:
    content = another_matter()
    change_id = waiting(product, content)
    assert refused(turn(approver, change_id, "return"), 422)["errors"][0]["pointer"] == "/opinion"
    returned = done(turn(approver, change_id, "return", opinion="请补充依据"))
    assert (returned["state"], returned["timeline"][-1]["opinion"]) == ("returned", "请补充依据")
    assert [item["kind"] for item in editor.tasks(change_id)] == ["returned_matter"]
    assert refused(turn(approver, change_id, "approval"), 409)["code"] == "transition-forbidden"
    done(turn(editor, change_id, "validation"))
    assert save(editor, change_id, content)["state"] == "draft"
    assert done(turn(editor, change_id, "disposal", reason="重复"))["state"] == "discarded"


def test_a_change_from_an_outdated_revision_is_refused_and_nothing_is_lost(
    product: Product, editor: Caller, approver: Caller
) -> None:
    content = another_matter()
    code = publish(product, content)["matter_code"]
    slow, quick = waiting(product, shorter(content, 8)), waiting(product, shorter(content, 7))
    done(turn(approver, quick, "approval"))
    late = refused(turn(approver, slow, "approval"), 409)
    assert late["code"] == "revision-outdated"
    kept = editor.get(f"{CHANGES}/{slow}").get_json()
    assert (kept["state"], kept["outdated"], kept["content"]) == ("validated", True, shorter(content, 8))
    rebased = done(turn(editor, slow, "rebase"))
    assert (rebased["state"], rebased["base_revision"], rebased["outdated"]) == ("draft", 2, False)
    assert [(item["before"], item["after"]) for item in rebased["differences"]] == [(7, 8)]
    done(turn(editor, slow, "validation"))
    assert done(turn(approver, slow, "approval"))["revision"] == 3
    assert guide(product, code)["revision"] == 3


@pytest.mark.parametrize("new", [True, False])
def test_of_two_who_publish_at_once_one_is_told(product: Product, new: bool) -> None:  # noqa: FBT001 -- a parameter
    content = another_matter()
    if not new:
        publish(product, content)
    changes = [waiting(product, shorter(content, days)) for days in (6, 7)]
    answers: list[tuple[int, str]] = []

    def approve(change_id: str) -> None:
        caller = product.officer("officer-qiu")
        answer = turn(caller, change_id, "approval")
        answers.append((answer.status_code, answer.get_json().get("code", "")))

    threads = [Thread(target=approve, args=(change_id,)) for change_id in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(200, ""), (409, "revision-outdated")]
    assert guide(product, content["task_code"])["revision"] == (1 if new else 2)


def test_two_who_save_at_once_do_not_overwrite_each_other(editor: Caller) -> None:
    change = begin(editor, another_matter()["task_code"])
    body = {"content": {"name": "甲"}}
    address = f"{CHANGES}/{change['id']}"
    assert editor.send("PUT", address, json=body, headers={"If-Match": '"1"'}).status_code == 200
    assert editor.send("PUT", address, json=body, headers={"If-Match": '"1"'}).status_code == 412
    assert editor.send("PUT", address, json=body).status_code == 428


def test_nothing_is_published_twice(product: Product, editor: Caller) -> None:
    code = publish(product, another_matter())["matter_code"]
    change = begin(editor, code)
    assert refused(turn(editor, change["id"], "validation"), 409)["code"] == "nothing-changed"


def test_a_publication_waits_for_its_day(product: Product, approver: Caller) -> None:
    content = another_matter()
    code = publish(product, content)["matter_code"]
    change_id = waiting(product, shorter(content, 6))
    tomorrow = clock.today() + timedelta(days=1)
    for unfit in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        found = refused(turn(approver, change_id, "approval", publish_on=unfit.isoformat()), 422)
        assert found["errors"][0]["pointer"] == "/publish_on"
    approved = done(turn(approver, change_id, "approval", publish_on=tomorrow.isoformat()))
    assert (approved["state"], approved["publish_on"]) == ("approved", tomorrow.isoformat())
    product.work()
    assert guide(product, code)["revision"] == 1
    with clock.travel(tomorrow):
        product.work()
    assert guide(product, code)["revision"] == 2
    seen = approver.get(f"{CHANGES}/{change_id}").get_json()
    assert (seen["state"], seen["revision"]) == ("published", 2)


def test_what_does_not_fit_any_more_on_its_day_goes_back(product: Product, editor: Caller, approver: Caller) -> None:
    content = another_matter()
    publish(product, content)
    planned, urgent = waiting(product, shorter(content, 6)), waiting(product, shorter(content, 5))
    tomorrow = clock.today() + timedelta(days=1)
    done(turn(approver, planned, "approval", publish_on=tomorrow.isoformat()))
    done(turn(approver, urgent, "approval"))
    with clock.travel(tomorrow):
        product.work()
    seen = editor.get(f"{CHANGES}/{planned}").get_json()
    assert (seen["state"], seen["approved_by"], seen["content"]) == ("returned", None, shorter(content, 6))
    assert "新的版本" in seen["timeline"][-1]["opinion"]


def test_a_matter_is_withdrawn_with_a_reason_and_comes_back(product: Product, editor: Caller, approver: Caller) -> None:
    content = another_matter()
    code = publish(product, content)["matter_code"]
    silent = refused(editor.post(CHANGES, {"matter_code": code, "kind": "withdrawal"}), 422)
    assert silent["errors"][0]["pointer"] == "/reason"
    change = begin(editor, code, kind="withdrawal", reason="法律依据已废止")
    done(turn(editor, change["id"], "validation"))
    done_with = done(turn(approver, change["id"], "approval"))
    assert (done_with["state"], done_with["reason"]) == ("withdrawn", "法律依据已废止")
    assert product.anybody().get(f"/services/v1/matters/{code}").get_json()["code"] == "matter-withdrawn"
    again = editor.post(CHANGES, {"matter_code": code, "kind": "withdrawal", "reason": "再次"})
    assert refused(again, 409)["code"] == "matter-withdrawn"
    unknown = another_matter()["task_code"]
    missing = editor.post(CHANGES, {"matter_code": unknown, "kind": "withdrawal", "reason": "不存在"})
    assert refused(missing, 404)["code"] == "matter-unknown"
    back = begin(editor, code)
    assert back["content"] == content
    done(turn(editor, back["id"], "validation"))
    assert done(turn(approver, back["id"], "approval"))["revision"] == 2
    assert guide(product, code)["revision"] == 2


def test_a_part_of_a_joint_matter_is_not_withdrawn_by_accident(
    product: Product, editor: Caller, approver: Caller
) -> None:
    seal = "11330900002600237T3331009003001"
    body = {"matter_code": seal, "kind": "withdrawal", "reason": "改为备案"}
    found = refused(editor.post(CHANGES, body), 409)
    assert (found["code"], found["joint_matters"][0]["code"]) == ("part-of-joint-matters", "enterprise_opening")
    assert "企业开办" in found["detail"]
    change = begin(editor, seal, kind="withdrawal", reason="改为备案", joint_matters=["enterprise_opening"])
    save(editor, change["id"], {}, reason="改为备案")
    assert refused(turn(editor, change["id"], "validation"), 409)["code"] == "part-of-joint-matters"
    save(editor, change["id"], {}, reason="改为备案", joint_matters=["enterprise_opening"])
    done(turn(editor, change["id"], "validation"))
    assert done(turn(approver, change["id"], "return", opinion="暂缓停办"))["state"] == "returned"


def test_a_change_that_would_break_a_joint_matter_is_a_finding(editor: Caller) -> None:
    seal = "11330900002600237T3331009003001"
    change = begin(editor, seal)
    content = change["content"]
    field = {"type": "string", "examples": ["甲"], "x-ui": {"order": 99}}
    form = {
        **content["form"],
        "properties": {**content["form"]["properties"], "wish": field},
        "required": [*content["form"]["required"], "wish"],
    }
    example = {**content["form_example"], "wish": "甲"}
    saved = save(editor, change["id"], {**content, "form": form, "form_example": example})
    assert [item["code"] for item in saved["findings"]] == ["joint_matter"]
    assert "企业开办" in saved["findings"][0]["detail"]


def test_a_running_case_keeps_its_revision_and_a_draft_is_told(product: Product, approver: Caller) -> None:
    renewal = product.officer("officer-qu")
    citizen = product.citizen()
    case_id = product.file_renewal(citizen)["id"]
    draft = citizen.post("/services/v1/drafts", {"matter_code": RENEWAL}).get_json()
    change = begin(renewal, RENEWAL)
    content = change["content"]
    properties = {
        **content["form"]["properties"],
        "wish": {"type": "string", "examples": ["甲"], "x-ui": {"order": 99}},
    }
    save(renewal, change["id"], {**content, "form": {**content["form"], "properties": properties}})
    done(turn(renewal, change["id"], "validation"))
    done(turn(approver, change["id"], "approval"))
    assert citizen.get(f"/services/v1/cases/{case_id}").get_json()["matter"]["revision"] == 1
    assert citizen.get(f"/services/v1/drafts/{draft['id']}").get_json()["form_changed"] is True


def test_reloading_the_pack_does_not_undo_what_staff_published(
    product: Product, editor: Caller, approver: Caller
) -> None:
    endorsement = "1133090000260045653330109042001"
    before = guide(product, endorsement)["revision"]
    change = begin(editor, endorsement)
    save(editor, change["id"], shorter(change["content"], 3))
    done(turn(editor, change["id"], "validation"))
    done(turn(approver, change["id"], "approval"))
    with product.context.database.unit() as unit:
        assert load_pack(unit, PACK)["matters"] == 0
    assert guide(product, endorsement)["revision"] == before + 1
    assert guide(product, endorsement)["guide"]["limits"]["promised"]["days"] == 3
    history = editor.get(f"/office/v1/matters/{endorsement}/revisions").get_json()["items"]
    assert [(item["origin"], item["published_by"], item["in_force"]) for item in history] == [
        ("office", "裘岚", True),
        ("pack", "系统", False),
    ]
