"""The follow-up of a bad evaluation, step by step, over HTTP on both databases."""

import pytest
from urllib3 import encode_multipart_formdata
from werkzeug.test import TestResponse

from tests.office.evaluations.evaluated import (
    HANDLER,
    HEAD,
    STRANGER,
    SUPERVISOR,
    days_later,
    listed,
    own,
    rate,
    rated_badly,
    step,
    tasks,
)
from tests.product import PDF, Caller, Product

CALLED = {"result": "已致电，群众反映等候时间过长。"}
MENDED = {"text": "已增设窗口并当面致歉。"}
PLEASED = {"satisfied": True, "result": "群众表示满意。"}
NOT_PLEASED = {"satisfied": False, "result": "问题仍未解决。"}


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def test_a_bad_evaluation_is_called_back_mended_and_re_visited(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen)
    handler, supervisor = product.officer(HANDLER), product.officer(SUPERVISOR)
    seen = handler.get(f"/office/v1/evaluations/{evaluation_id}").get_json()
    assert (seen["evaluator"], seen["case_id"], seen["follow_up"]["state"]) == ("林**", case_id, "opened")
    assert [item["action"] for item in seen["follow_up"]["available_actions"]] == ["contact"]
    assert (tasks(handler, evaluation_id), tasks(supervisor, evaluation_id)) == (["follow_up"], [])
    assert step(handler, evaluation_id, "rectifications", MENDED, 409)["code"] == "contact-first"
    assert step(handler, evaluation_id, "contacts", CALLED)["follow_up"]["state"] == "contacted"
    file_id = upload(handler, evaluation_id).get_json()["id"]
    mended = step(handler, evaluation_id, "rectifications", {**MENDED, "file_ids": [file_id]})
    assert (mended["follow_up"]["state"], mended["light"]) == ("rectified", "green")
    assert (tasks(handler, evaluation_id), tasks(supervisor, evaluation_id)) == ([], ["revisit"])
    closed = step(supervisor, evaluation_id, "revisits", PLEASED)
    assert (closed["follow_up"]["state"], closed["follow_up"]["outcome"]) == ("closed", "satisfied")
    assert tasks(supervisor, evaluation_id) == []
    steps = own(citizen, case_id)["follow_up"]["timeline"]
    assert [event["turn"] for event in steps] == ["open", "contact", "rectify", "close"]
    assert steps[2]["detail"]["evidence"][0]["name"] == "照片.pdf"
    for caller, address in (
        (citizen, f"/services/v1/cases/{case_id}/evaluation/evidence"),
        (supervisor, f"/office/v1/evaluations/{evaluation_id}/evidence"),
    ):
        assert caller.get(f"{address}/{file_id}").data == PDF
        assert caller.get(f"{address}/{case_id}").status_code == 404


def upload(officer: Caller, evaluation_id: str) -> TestResponse:
    body, content_type = encode_multipart_formdata({"file": ("照片.pdf", PDF)})
    address = f"/office/v1/evaluations/{evaluation_id}/evidence"
    return officer.send("POST", address, data=body, headers={"Content-Type": content_type})


def test_a_re_visit_sends_back_once_and_then_closes(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen)
    handler, supervisor = product.officer(HANDLER), product.officer(SUPERVISOR)
    step(handler, evaluation_id, "contacts", {**CALLED, "reached": False})
    step(handler, evaluation_id, "explanations", {"text": "该要求没有法律依据。"})
    back = step(supervisor, evaluation_id, "revisits", NOT_PLEASED)["follow_up"]
    assert (back["state"], back["round"]) == ("contacted", 2)
    assert tasks(handler, evaluation_id) == ["follow_up"]
    refused = rate(citizen, case_id, again=True, expect=409)
    assert refused["code"] == "follow-up-running"
    step(handler, evaluation_id, "rectifications", MENDED)
    closed = step(supervisor, evaluation_id, "revisits", NOT_PLEASED)["follow_up"]
    assert (closed["state"], closed["outcome"]) == ("closed", "dissatisfied")
    assert step(supervisor, evaluation_id, "revisits", PLEASED, 409)["code"] == "transition-forbidden"


def test_afterwards_one_may_evaluate_once_more(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen)
    assert own(citizen, case_id)["can_evaluate_again"] is False
    handler = product.officer(HANDLER)
    step(handler, evaluation_id, "contacts", CALLED)
    step(handler, evaluation_id, "rectifications", MENDED)
    step(product.officer(SUPERVISOR), evaluation_id, "revisits", PLEASED)
    assert own(citizen, case_id)["can_evaluate_again"] is True
    rated = rate(citizen, case_id, again=True, level=4, tags=["401"])
    assert (rated["level"], rated["second"]["level"], rated["second"]["number"]) == (1, 4, 2)
    assert rate(citizen, case_id, again=True, expect=409)["code"] == "evaluated-already"
    assert own(citizen, case_id)["can_evaluate_again"] is False
    newest = listed(handler)[0]
    assert (newest["number"], newest["level"], newest["follow_up_state"]) == (2, 4, None)
    nothing = handler.post(f"/office/v1/evaluations/{newest['id']}/contacts", CALLED, If_Match='"1"')
    assert nothing.get_json()["code"] == "nothing-to-follow-up"


def test_an_appeal_is_decided_by_somebody_else(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen)
    handler, supervisor = product.officer(HANDLER), product.officer(SUPERVISOR)
    step(handler, evaluation_id, "contacts", {"result": "群众表示点错了。"})
    step(handler, evaluation_id, "appeals", {"text": "经联系系误评。"})
    no = {"upheld": False, "reason": "证据不足。"}
    assert step(handler, evaluation_id, "appeal-decisions", no, 403)["code"] == "not-your-turn"
    assert tasks(supervisor, evaluation_id) == ["appeal"]
    assert step(supervisor, evaluation_id, "appeal-decisions", no)["follow_up"]["state"] == "contacted"
    step(handler, evaluation_id, "appeals", {"text": "补充通话录音，确系误评。"})
    yes = {"upheld": True, "reason": "经核实系误评。"}
    upheld = step(supervisor, evaluation_id, "appeal-decisions", yes)
    assert (upheld["set_aside"], upheld["follow_up"]["outcome"]) == (True, "set_aside")
    assert own(citizen, case_id)["set_aside"] is True


def test_the_office_does_not_learn_who_evaluated_anonymously(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen, anonymous=True)
    number = citizen.get(f"/services/v1/cases/{case_id}").get_json()["number"]
    handler, supervisor = product.officer(HANDLER), product.officer(SUPERVISOR)
    read = handler.get(f"/office/v1/evaluations/{evaluation_id}")
    (task,) = handler.tasks(evaluation_id)
    seen = read.get_json()
    assert (seen["evaluator"], seen["case_id"], seen["case_number"]) == (None, None, None)
    assert not [secret for secret in ("林", case_id, number) if secret in read.text]
    assert not [secret for secret in (case_id, number) if secret in str(task)]
    assert task["reference"] == seen["follow_up_number"]
    assert step(handler, evaluation_id, "contacts", CALLED, 409)["code"] == "evaluator-anonymous"
    step(handler, evaluation_id, "rectifications", MENDED)
    step(supervisor, evaluation_id, "revisits", PLEASED)
    rate(citizen, case_id, again=True, level=5)
    assert listed(handler)[0]["evaluator"] is None


def test_strangers_and_other_departments_stay_outside(product: Product, citizen: Caller) -> None:
    case_id, evaluation_id = rated_badly(product, citizen)
    stranger, other = product.officer(STRANGER), product.citizen("zhou-liwen")
    address = f"/office/v1/evaluations/{evaluation_id}"
    assert stranger.get(address).status_code == 404
    for resource, body in (("contacts", CALLED), ("rectifications", MENDED), ("revisits", PLEASED)):
        assert stranger.post(f"{address}/{resource}", body, If_Match='"1"').status_code == 404
    assert upload(stranger, evaluation_id).status_code == 404
    assert evaluation_id not in {item["id"] for item in listed(stranger)}
    assert tasks(stranger, evaluation_id) == []
    acceptor = product.officer("officer-xu")
    assert acceptor.get("/office/v1/evaluations").get_json()["code"] == "permission-missing"
    assert acceptor.get(address).status_code == 404
    for part in ("evaluation", "evaluation-options"):
        assert other.get(f"/services/v1/cases/{case_id}/{part}").status_code == 404
    for part in ("evaluation", "second-evaluation"):
        assert other.post(f"/services/v1/cases/{case_id}/{part}", {"level": 5}).status_code == 404
    supervisor = product.officer(SUPERVISOR)
    assert step(supervisor, evaluation_id, "contacts", CALLED, 403)["code"] == "not-your-turn"
    assert upload(supervisor, evaluation_id).status_code == 403


def test_a_step_is_made_from_what_was_read_and_says_something(product: Product, citizen: Caller) -> None:
    _, evaluation_id = rated_badly(product, citizen)
    handler = product.officer(HANDLER)
    address = f"/office/v1/evaluations/{evaluation_id}/contacts"
    assert handler.post(address, CALLED).status_code == 428
    assert handler.post(address, CALLED, If_Match='"9"').status_code == 412
    assert step(handler, evaluation_id, "contacts", {}, 422)["errors"][0]["pointer"] == "/result"
    step(handler, evaluation_id, "contacts", CALLED)
    foreign = citizen.upload().get_json()["id"]
    assert step(handler, evaluation_id, "rectifications", {**MENDED, "file_ids": [foreign]}, 404)["code"] == (
        "file-not-found"
    )
    assert step(handler, evaluation_id, "revisits", {"satisfied": True}, 422)["errors"][0]["pointer"] == "/result"


def test_an_overdue_step_goes_to_the_supervisor_once(product: Product, citizen: Caller) -> None:
    _, evaluation_id = rated_badly(product, citizen)
    handler, supervisor = product.officer(HANDLER), product.officer(SUPERVISOR)
    days_later(product, 0)
    assert tasks(supervisor, evaluation_id) == []
    for _ in range(2):
        days_later(product, 8)
    assert tasks(supervisor, evaluation_id) == ["follow_up_overdue"]
    assert "follow_up_overdue" not in tasks(handler, evaluation_id)
    step(handler, evaluation_id, "contacts", CALLED)
    assert tasks(supervisor, evaluation_id) == []
    days_later(product, 60)
    assert tasks(supervisor, evaluation_id) == ["follow_up_overdue"]


def test_the_heads_own_department_does_not_re_visit_itself(product: Product, citizen: Caller) -> None:
    _, evaluation_id = rated_badly(product, citizen)
    head = product.officer(HEAD)
    step(head, evaluation_id, "contacts", CALLED)
    step(head, evaluation_id, "rectifications", MENDED)
    assert step(head, evaluation_id, "revisits", PLEASED, 403)["code"] == "not-your-turn"


def test_the_list_has_filters(product: Product, citizen: Caller) -> None:
    rated_badly(product, citizen)
    case_id, evaluation_id = rated_badly(product, citizen, level=2, tags=["201"])
    handler = product.officer(HANDLER)
    matter = citizen.get(f"/services/v1/cases/{case_id}").get_json()["matter_code"]
    wanted = {"bad": "true", "level": 2, "matter_code": matter, "by_default": "false", "follow_up_state": "opened"}
    found = listed(handler, **wanted)
    assert evaluation_id in {item["id"] for item in found}
    assert {item["level"] for item in found} == {2}
    assert evaluation_id not in {item["id"] for item in listed(handler, bad="false")}
    assert evaluation_id not in {item["id"] for item in listed(handler, overdue="true")}
    assert evaluation_id not in {item["id"] for item in listed(handler, department_code="12330900MB15A00288")}
    assert handler.get("/office/v1/evaluations", query_string={"level": 7}).status_code == 422
    page = handler.get("/office/v1/evaluations", query_string={"limit": 1}).get_json()
    assert page["count"] > len(page["items"]) == 1
    rest = handler.get("/office/v1/evaluations", query_string={"limit": 1, "cursor": page["next_cursor"]}).get_json()
    assert rest["items"][0]["id"] < page["items"][0]["id"]
