"""Bad input to joint cases gets a clear 4xx that points into the joint form, and changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from engines.cases import Case
from engines.joint import JointCase
from kit.ids import new_id
from tests.product import Caller, Product, filled
from tests.services.joint_cases.joint_filings import (
    ADDRESS,
    NEWBORN,
    OPENING,
    attempt,
    brought,
    file,
    founder,
    prepared,
    turn,
    upload,
)


@pytest.fixture
def caller(product: Product) -> Caller:
    return founder(product)


@pytest.fixture
def nothing_is_filed(product: Product) -> Iterator[None]:
    before = _filed(product)
    yield
    assert _filed(product) == before


def _filed(product: Product) -> Any:
    with product.context.database.unit() as unit:
        return unit.rows(select(select(func.count(Case.id)).scalar_subquery(), func.count(JointCase.id)))


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.get_json()["code"]) == (status, code), answer.text
    return dict(answer.get_json())


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.get_json()["errors"]]


@pytest.mark.usefixtures("nothing_is_filed")
@pytest.mark.parametrize(
    ("form", "pointer", "rule"),
    [
        ({"capital": 0}, "/form/capital", "exclusiveMinimum"),
        ({"seals": []}, "/form/seals", "minItems"),
        ({"seals": ["公章", "私章"]}, "/form/seals/1", "enum"),
        ({"bank": "月球银行"}, "/form/bank", "enum"),
        ({"company": None}, "/form/company", "required"),
        ({"surprise": 1}, "/form/surprise", "additionalProperties"),
    ],
)
def test_a_form_that_breaks_its_schema(caller: Caller, form: dict[str, Any], pointer: str, rule: str) -> None:
    answer = attempt(caller, **form)
    errors = refused(answer, 422, "form-invalid")["errors"]
    assert (pointer, rule) in [(error["pointer"], error["code"]) for error in errors]


@pytest.mark.usefixtures("nothing_is_filed")
def test_what_a_part_refuses_is_told_in_the_joint_form(caller: Caller) -> None:
    refused(attempt(caller, number="330902199004120325"), 422, "locked-field-changed")
    assert pointers(attempt(caller, number="330902199004120325")) == ["/form/number"]


@pytest.mark.usefixtures("nothing_is_filed")
def test_materials_of_all_parts_are_checked_at_once(caller: Caller) -> None:
    missing = refused(attempt(caller, materials=[]), 422, "materials-incomplete")
    assert {error["pointer"] for error in missing["errors"]} == {"/materials"}
    named = "".join(error["detail"] for error in missing["errors"])
    assert "公司章程" in named
    assert "任职文件" in named
    unknown = attempt(caller, materials=[{"code": "J02"}, {"code": "J77"}, {"code": "J02"}])
    refused(unknown, 422, "joint-material-unknown")
    assert pointers(unknown) == ["/materials/1/code", "/materials/2/code"]


@pytest.mark.usefixtures("nothing_is_filed")
def test_too_many_files_are_pointed_at_where_they_were_sent(caller: Caller) -> None:
    given = [item for item in brought(caller, prepared(caller)) if item["code"] != "J02"]
    many = {"code": "J02", "file_ids": [upload(caller) for _ in range(6)]}
    answer = attempt(caller, materials=[*given, many])
    refused(answer, 422, "too-many-files")
    assert pointers(answer) == [f"/materials/{len(given)}/file_ids"]


@pytest.mark.usefixtures("nothing_is_filed")
def test_another_persons_file(product: Product, caller: Caller) -> None:
    foreign = upload(product.citizen("lin-haiyan"))
    given = [{"code": item["code"], "file_ids": [foreign]} for item in brought(caller, prepared(caller))]
    refused(attempt(caller, materials=given), 404, "file-not-found")


@pytest.mark.usefixtures("nothing_is_filed")
def test_a_joint_matter_that_is_not_there_or_not_for_this_subject(product: Product, caller: Caller) -> None:
    refused(caller.post(ADDRESS, {"code": "moon_landing", "form": {}}), 404, "joint-matter-unknown")
    refused(caller.get("/services/v1/joint_matters/moon_landing"), 404, "joint-matter-unknown")
    company = product.citizen("haiyun-design")
    refused(company.post(ADDRESS, {"code": OPENING, "form": {}}), 403, "matter-not-for-this-subject")
    refused(company.get(f"/services/v1/joint_matters/{OPENING}/preparation"), 403, "matter-not-for-this-subject")
    unverified = product.citizen("chen-xiaoyu")
    refused(unverified.post(ADDRESS, {"code": NEWBORN, "form": {}}), 403, "assurance-too-low")


@pytest.mark.usefixtures("nothing_is_filed")
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"form": {}}, "/code"),
        ({"code": OPENING}, "/form"),
        ({"code": OPENING, "form": []}, "/form"),
        ({"code": OPENING, "form": {}, "materials": {}}, "/materials"),
        ({"code": OPENING, "form": {}, "surprise": 1}, "/surprise"),
    ],
)
def test_wrong_types_are_pointed_at(caller: Caller, body: dict[str, Any], pointer: str) -> None:
    answer = caller.post(ADDRESS, body)
    refused(answer, 422, "invalid-arguments")
    assert pointer in pointers(answer)


def test_another_persons_joint_case_is_not_found(product: Product, caller: Caller) -> None:
    joint = file(caller)
    stranger = product.citizen("lin-haiyan")
    address = f"{ADDRESS}/{joint['id']}"
    bodies = {"withdrawal": {}, "conclusion": {}, "refilings": {"part": "seal"}}
    answers = [
        stranger.get(address),
        *(stranger.post(f"{address}/{name}", body, If_Match='"1"') for name, body in bodies.items()),
        stranger.get(f"{ADDRESS}/{new_id()}"),
    ]
    for answer in answers:
        refused(answer, 404, "joint-case-not-found")
    assert joint["id"] not in [item["id"] for item in stranger.get(ADDRESS).get_json()["items"]]


def test_a_change_is_made_from_the_version_that_was_read(caller: Caller) -> None:
    joint = file(caller)
    address = f"{ADDRESS}/{joint['id']}/withdrawal"
    refused(caller.post(address, {}), 428, "version-required")
    refused(caller.post(address, {}, If_Match='"1"'), 412, "stale-version")


def test_a_part_that_runs_or_is_not_there_is_not_filed_again(caller: Caller) -> None:
    joint = file(caller)
    assert turn(caller, joint, "refilings", {"part": "registration"}, expect=409)["code"] == "joint-part-not-open"
    assert turn(caller, joint, "refilings", {"part": "seal"}, expect=409)["code"] == "joint-part-not-open"
    unknown = turn(caller, joint, "refilings", {"part": "moon"}, expect=422)
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("joint-part-unknown", "/part")
    assert turn(caller, joint, "conclusion", {}, expect=409)["code"] == "transition-forbidden"


def test_filing_twice_with_one_key_files_once(caller: Caller) -> None:
    ready = prepared(caller)
    body = {"code": OPENING, "form": filled(ready), "materials": brought(caller, ready)}
    key = {"Idempotency_Key": str(new_id())}
    first, again = (caller.post(ADDRESS, body, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["id"] == again.get_json()["id"]


def test_my_joint_cases_are_listed_newest_first_by_state(caller: Caller) -> None:
    older, newer = file(caller), file(caller)
    gone = turn(caller, older, "withdrawal", {})
    page = caller.get(ADDRESS, query_string={"limit": 1}).get_json()
    assert [item["id"] for item in page["items"]] == [newer["id"]]
    following = caller.get(ADDRESS, query_string={"limit": 1, "cursor": page["next_cursor"]}).get_json()
    assert [item["id"] for item in following["items"]] == [gone["id"]]
    withdrawn = caller.every(ADDRESS, state="withdrawn")
    assert gone["id"] in [item["id"] for item in withdrawn]
    assert newer["id"] not in [item["id"] for item in withdrawn]
    assert caller.get(ADDRESS, query_string={"state": "lost"}).status_code == 422
