"""What officers cannot do, and that it changes nothing."""

import pytest

from kit.ids import new_id
from tests.product import Caller, Product


@pytest.fixture
def case_id(product: Product) -> str:
    return str(product.file_sale(product.citizen("zhou-liwen"))["id"])


def _version(caller: Caller, case_id: str) -> str:
    return caller.get(f"/office/v1/cases/{case_id}").headers["ETag"]


def test_a_stale_version_changes_nothing(product: Product, case_id: str) -> None:
    registrar = product.officer("officer-ying")
    stale = _version(registrar, case_id)
    registrar.turn(case_id, "acceptance", {})
    before = registrar.get(f"/office/v1/cases/{case_id}").get_json()
    refused = registrar.post(f"/office/v1/cases/{case_id}/reviews", {"outcome": "approved"}, If_Match=stale)
    assert (refused.status_code, refused.get_json()["code"]) == (412, "stale-version")
    assert registrar.get(f"/office/v1/cases/{case_id}").get_json() == before


def test_a_missing_version_is_asked_for(product: Product, case_id: str) -> None:
    assert product.officer("officer-ying").post(f"/office/v1/cases/{case_id}/acceptance", {}).status_code == 428


@pytest.mark.parametrize("tag", ["*", "3", 'W/"1"', '"one"', '"1', '"1"\n', '"１"'])
def test_a_version_that_is_none_of_ours(product: Product, case_id: str, tag: str) -> None:
    headers = {"If-Match": tag.strip("\n").encode("utf-8").decode("latin-1")}
    registrar = product.officer("officer-ying")
    answer = registrar.send("POST", f"/office/v1/cases/{case_id}/acceptance", json={}, headers=headers)
    assert answer.status_code == (400 if tag != '"1"\n' else 200)


def test_a_forbidden_turn_names_what_can_be_done(product: Product, case_id: str) -> None:
    registrar = product.officer("officer-ying")
    refused = registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": ""}, expect=409)
    assert refused["code"] == "transition-forbidden"
    assert "accept" in refused["available_actions"]


def test_a_turn_without_the_permission(product: Product, case_id: str) -> None:
    decider = product.officer("officer-le")
    assert decider.turn(case_id, "acceptance", {}, expect=403)["code"] == "not-your-turn"


@pytest.mark.parametrize("persona", ["officer-xu", "officer-fei"])
def test_an_officer_of_another_department_does_not_know_the_case(product: Product, case_id: str, persona: str) -> None:
    stranger = product.officer(persona)
    assert stranger.get(f"/office/v1/cases/{case_id}").status_code == 404
    answer = stranger.post(f"/office/v1/cases/{case_id}/acceptance", {}, If_Match='"1"')
    assert answer.status_code == 404
    tasks = stranger.every("/office/v1/inbox")
    assert case_id not in [task["record_id"] for task in tasks]


@pytest.mark.parametrize("part", ["", "/result", "/evaluation"])
def test_another_citizen_does_not_know_the_case(product: Product, case_id: str, part: str) -> None:
    stranger = product.citizen("lin-haiyan")
    assert stranger.get(f"/services/v1/cases/{case_id}{part}").status_code == 404
    assert stranger.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match='"1"').status_code == 404
    listed = stranger.every("/services/v1/cases")
    assert case_id not in [item["id"] for item in listed]


def test_a_case_that_is_not_there(product: Product) -> None:
    assert product.officer().get(f"/office/v1/cases/{new_id()}").status_code == 404
    assert product.officer().get("/office/v1/cases/nonsense").status_code == 404


def test_no_result_and_no_rating_before_the_decision(product: Product) -> None:
    seller = product.citizen("zhou-liwen")
    case_id = product.file_sale(seller)["id"]
    assert seller.get(f"/services/v1/cases/{case_id}/result").get_json()["code"] == "no-result-yet"
    rated = seller.post(f"/services/v1/cases/{case_id}/evaluation", {"level": 5, "tags": [], "text": ""})
    assert rated.status_code == 409


def test_a_bad_rating_opens_a_follow_up(product: Product) -> None:
    citizen = product.citizen()
    case_id = product.file_renewal(citizen)["id"]
    product.grant(case_id)
    rated = citizen.post(f"/services/v1/cases/{case_id}/evaluation", {"level": 1, "tags": [], "text": "等太久"})
    assert rated.status_code == 201, rated.text
    assert rated.get_json()["follow_up_due_on"]
    tasks = product.officer().every("/office/v1/inbox", kind="follow_up")
    assert "evaluation" in {task["record_kind"] for task in tasks}
