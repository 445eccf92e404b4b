"""Drafts over HTTP: saved as one types, resumed elsewhere, filed whole or not at all."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from auth import SYSTEM
from engines.matters import publish_matter, withdraw_matter
from kit.ids import new_id
from services.drafts.models import Draft
from services.drafts.rules import MOST_DRAFTS
from tests.product import PACK, RENEWAL, Caller, Product, filled

ADDRESS = "/services/v1/drafts"


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def begin(citizen: Caller, **body: Any) -> dict[str, Any]:
    answer = citizen.post(ADDRESS, {"matter_code": RENEWAL, **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def save(citizen: Caller, draft: dict[str, Any], content: dict[str, Any], version: int | None = None) -> Any:
    tag = f'"{version or draft["version"]}"'
    return citizen.send("PUT", f"{ADDRESS}/{draft['id']}", json=content, headers={"If-Match": tag})


def file(citizen: Caller, draft: dict[str, Any]) -> Any:
    tag = citizen.get(f"{ADDRESS}/{draft['id']}").headers["ETag"]
    return citizen.post(f"{ADDRESS}/{draft['id']}/filing", {}, If_Match=tag)


def whole(citizen: Caller) -> dict[str, Any]:
    return filled(citizen.get(f"/services/v1/matters/{RENEWAL}/preparation").get_json())


@contextmanager
def republished(product: Product, change: Any) -> Iterator[None]:
    """Publish the renewal with a change, and as it was afterwards."""
    file = next(path for path in PACK.glob("matters/*/*.json") if RENEWAL in path.read_text(encoding="utf-8"))
    as_it_was = json.loads(file.read_text(encoding="utf-8"))
    changed = copy.deepcopy(as_it_was)
    change(changed)
    with product.context.database.unit() as unit:
        publish_matter(SYSTEM, unit, {**changed, "topic_name": "车辆和驾驶人"})
    try:
        yield
    finally:
        with product.context.database.unit() as unit:
            publish_matter(SYSTEM, unit, {**as_it_was, "topic_name": "车辆和驾驶人"})


def test_what_was_typed_waits_on_another_device_and_is_filed(citizen: Caller, product: Product) -> None:
    draft = begin(citizen)
    assert {item["pointer"] for item in draft["findings"]} >= {"/form/phone", "/form/delivery"}
    assert save(citizen, draft, {"form": {"phone": "13957200001"}}).get_json()["version"] == 2
    elsewhere = product.citizen()
    read = elsewhere.get(f"{ADDRESS}/{draft['id']}").get_json()
    assert read["content"]["form"] == {"phone": "13957200001"}
    assert save(elsewhere, draft, {"form": whole(elsewhere)}, version=2).get_json()["findings"] == []
    assert save(citizen, draft, {"form": {}}, version=2).status_code == 412
    filed = file(elsewhere, draft)
    assert (filed.status_code, filed.get_json()["state"]) == (201, "received")
    assert citizen.get(f"{ADDRESS}/{draft['id']}").get_json()["code"] == "draft-not-found"


def test_a_refused_filing_loses_nothing(citizen: Caller) -> None:
    draft = begin(citizen, content={"form": {"phone": "not a phone"}})
    refused = file(citizen, draft)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "form-invalid")
    assert citizen.get(f"{ADDRESS}/{draft['id']}").get_json()["content"]["form"] == {"phone": "not a phone"}


def test_filing_twice_with_one_key_is_one_case(citizen: Caller) -> None:
    draft = begin(citizen, content={"form": whole(citizen)})
    key = str(new_id())
    sent = {"If_Match": '"1"', "Idempotency_Key": key}
    first, second = (citizen.post(f"{ADDRESS}/{draft['id']}/filing", {}, **sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["number"] == second.get_json()["number"]


def test_last_years_answers_begin_a_draft(citizen: Caller, product: Product) -> None:
    case_id = product.file_renewal(citizen)["id"]
    draft = begin(citizen, matter_code=None, from_case_id=case_id)
    form = draft["content"]["form"]
    assert form["phone"] == "13957200001"
    assert not {"name", "number", "file_number"} & form.keys(), "what comes from sources is fetched afresh"

    def without_phone(matter: dict[str, Any]) -> None:
        del matter["form"]["properties"]["phone"]
        matter["form"]["required"].remove("phone")

    with republished(product, without_phone):
        assert begin(citizen, matter_code=None, from_case_id=case_id)["dropped"] == ["phone"]
    stranger = product.citizen("zhou-liwen").post(ADDRESS, {"from_case_id": case_id})
    assert (stranger.status_code, stranger.get_json()["code"]) == (404, "case-not-found")


def test_a_form_that_changed_under_a_draft_is_said_and_nothing_lost(citizen: Caller, product: Product) -> None:
    typed = whole(citizen)
    draft = begin(citizen, content={"form": typed})

    def with_a_question(matter: dict[str, Any]) -> None:
        rules = {"type": "string", "title": "邮寄备注", "examples": ["无"], "x-ui": {"order": 9}}
        matter["form"]["properties"]["remark"] = rules
        matter["form"]["required"].append("remark")

    with republished(product, with_a_question):
        shown = citizen.get(f"{ADDRESS}/{draft['id']}").get_json()
        assert (shown["form_changed"], [item["pointer"] for item in shown["findings"]]) == (True, ["/form/remark"])
        refused = file(citizen, draft)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "form-changed")
        saved = save(citizen, draft, {"form": {**typed, "remark": "无"}})
        assert (saved.get_json()["form_changed"], saved.get_json()["findings"]) == (False, [])
        assert file(citizen, draft).status_code == 201


def test_a_draft_of_a_withdrawn_matter_can_be_read_and_not_filed(citizen: Caller, product: Product) -> None:
    draft = begin(citizen, content={"form": {"phone": "13957200001"}})
    with republished(product, lambda matter: matter.update(keywords=["换证"])):
        with product.context.database.unit() as unit:
            withdraw_matter(SYSTEM, unit, RENEWAL)
        shown = citizen.get(f"{ADDRESS}/{draft['id']}").get_json()
        assert (shown["withdrawn"], shown["content"]["form"]) == (True, {"phone": "13957200001"})
        assert file(citizen, draft).get_json()["code"] == "matter-withdrawn"


def test_drafts_are_ones_own(citizen: Caller, product: Product) -> None:
    draft = begin(citizen)
    stranger = product.citizen("zhou-liwen")
    address = f"{ADDRESS}/{draft['id']}"
    assert stranger.get(address).status_code == 404
    assert save(stranger, draft, {"form": {}}).status_code == 404
    assert stranger.send("DELETE", address).status_code == 404
    assert stranger.post(f"{address}/filing", {}, If_Match='"1"').status_code == 404
    mine = citizen.every(ADDRESS, matter_code=RENEWAL)
    assert draft["id"] in [item["id"] for item in mine]
    assert draft["id"] not in [item["id"] for item in stranger.get(ADDRESS).get_json()["items"]]
    assert citizen.send("DELETE", address).status_code == 204
    assert citizen.get(address).status_code == 404


def test_what_was_typed_is_sealed_at_rest(citizen: Caller, product: Product) -> None:
    draft = begin(citizen, content={"form": {"phone": "13957209999"}})
    with product.context.database.unit() as unit:
        rows = unit.rows(select(*Draft.__table__.c))
    assert draft["id"] in [str(row.id) for row in rows]
    assert "13957209999" not in str(rows)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"matter_code": RENEWAL, "from_case_id": "019373a0-6f5e-7c2a-9d1e-3b5f0a7c8e21"},
        {"matter_code": RENEWAL, "content": {"materials": [{"code": "M01", "file_ids": ["x"]}]}},
    ],
)
def test_a_beginning_that_is_none(citizen: Caller, body: dict[str, Any]) -> None:
    assert citizen.post(ADDRESS, body).status_code == 422


def test_a_person_keeps_a_bounded_number_of_drafts(product: Product) -> None:
    hoarder = product.citizen("anna-lindqvist")
    codes = [hoarder.post(ADDRESS, {"matter_code": RENEWAL}).status_code for _ in range(MOST_DRAFTS + 1)]
    assert codes == [201] * MOST_DRAFTS + [409]
