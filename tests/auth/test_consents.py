"""Consent: given for one matter, listed, withdrawn, and then without effect."""

from typing import Any

import pytest
from sqlalchemy import select

from auth.models import AuthEvidence
from kit.ids import new_id
from tests.product import RENEWAL, SALE, SALE_FORM, Caller, Product

ADDRESS = "/services/v1/consents"
SPOUSE_MOVE = "11330900002600237T3330709010001"
MARRIAGE = "marriage_record"


@pytest.fixture
def seller(house: Product) -> Caller:
    return house.citizen("zhou-liwen")


def _give(caller: Caller, matter: str = SALE) -> dict[str, Any]:
    answer = caller.post(ADDRESS, {"matter_code": matter, "purposes": [MARRIAGE]})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def _withdraw(caller: Caller, consent_id: object) -> Any:
    return caller.send("DELETE", f"{ADDRESS}/{consent_id}")


def _listed(caller: Caller, **query: object) -> list[dict[str, Any]]:
    return caller.every(ADDRESS, **query)


def _prepared(caller: Caller, matter: str = SALE, **query: object) -> dict[str, Any]:
    answer = caller.get(f"/services/v1/matters/{matter}/preparation", query_string=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def _marriage(prepared: dict[str, Any]) -> str:
    return next(str(item["satisfied_by"]) for item in prepared["materials"] if item["code"] == "M05")


def test_a_given_consent_is_answered_and_listed_as_it_was_given(seller: Caller) -> None:
    given = _give(seller)
    assert {name: given[name] for name in ("matter_code", "purposes", "withdrawn_at")} == {
        "matter_code": SALE,
        "purposes": [MARRIAGE],
        "withdrawn_at": None,
    }
    assert given["given_at"].endswith("+08:00")
    assert _listed(seller) == [given]


def test_consents_are_listed_newest_first_and_page_by_page(seller: Caller) -> None:
    given = [_give(seller)["id"] for _ in range(3)]
    assert [item["id"] for item in _listed(seller)] == given[::-1]
    seen, cursor = [], None
    for _ in given:
        page = seller.get(ADDRESS, query_string={"limit": 1, **({"cursor": cursor} if cursor else {})}).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == (given[::-1], None)


def test_a_withdrawn_consent_stays_visible_with_its_end(seller: Caller) -> None:
    given = _give(seller)
    assert _withdraw(seller, given["id"]).status_code == 204
    listed = _listed(seller)[0]
    assert listed["withdrawn_at"] >= listed["given_at"]
    assert listed | {"withdrawn_at": None} == given


def test_a_consent_is_withdrawn_once(seller: Caller) -> None:
    consent_id = _give(seller)["id"]
    assert _withdraw(seller, consent_id).status_code == 204
    again = _withdraw(seller, consent_id)
    assert (again.status_code, again.get_json()["code"]) == (404, "consent-not-found")


def test_another_persons_consent_is_not_there(house: Product, seller: Caller) -> None:
    consent_id, stranger = _give(seller)["id"], house.citizen()
    refused = _withdraw(stranger, consent_id)
    assert (refused.status_code, refused.get_json()["code"]) == (404, "consent-not-found")
    assert refused.get_json() == _withdraw(stranger, new_id()).get_json() | {"instance": f"{ADDRESS}/{consent_id}"}
    assert _listed(stranger) == []
    assert _listed(seller)[0]["withdrawn_at"] is None
    assert _marriage(_prepared(seller)) == "shared_data"


def test_another_persons_consent_opens_nothing_for_me(house: Product, seller: Caller) -> None:
    _give(house.citizen())
    assert _prepared(seller)["consent_needed"] == [MARRIAGE]


def test_a_consent_is_used_at_once_although_a_preparation_was_kept(seller: Caller) -> None:
    assert _marriage(_prepared(seller)) == "commitment"
    _give(seller)
    prepared = _prepared(seller)
    assert (_marriage(prepared), prepared["consent_needed"]) == ("shared_data", [])


def test_a_consent_for_one_matter_opens_no_other(seller: Caller) -> None:
    _give(seller, SPOUSE_MOVE)
    assert _prepared(seller)["consent_needed"] == [MARRIAGE]


def test_a_source_is_not_asked_again_under_a_withdrawn_consent(seller: Caller) -> None:
    given = _give(seller)
    assert _marriage(_prepared(seller)) == "shared_data"
    _withdraw(seller, given["id"])
    prepared = _prepared(seller, fresh="true")
    assert (_marriage(prepared), prepared["consent_needed"]) == ("commitment", [MARRIAGE])


def test_a_withdrawn_consent_is_not_used_in_the_next_preparation(seller: Caller) -> None:
    given = _give(seller)
    assert _marriage(_prepared(seller)) == "shared_data"
    _withdraw(seller, given["id"])
    prepared = _prepared(seller)
    assert (_marriage(prepared), prepared["consent_needed"]) == ("commitment", [MARRIAGE])


def test_a_withdrawn_consent_brings_no_record_into_a_case(house: Product, seller: Caller) -> None:
    given = _give(seller)
    _prepared(seller)
    _withdraw(seller, given["id"])
    house.file_sale(seller)
    bound = select(AuthEvidence.resource).where(AuthEvidence.case_id.is_not(None))
    with house.context.database.unit() as unit:
        assert MARRIAGE not in [row.resource for row in unit.rows(bound)]


def test_what_was_fetched_under_a_withdrawn_consent_and_not_filed_is_deleted(house: Product, seller: Caller) -> None:
    given = _give(seller)
    _prepared(seller)
    _withdraw(seller, given["id"])
    with house.context.database.unit() as unit:
        kept = [row.resource for row in unit.rows(select(AuthEvidence.resource))]
    assert MARRIAGE not in kept
    assert kept, "the licences need no consent and stay"


def test_what_went_into_a_case_stays_with_it_after_the_withdrawal(house: Product, seller: Caller) -> None:
    given = _give(seller)
    _prepared(seller)
    house.file_sale(seller)
    _withdraw(seller, given["id"])
    bound = select(AuthEvidence.resource).where(AuthEvidence.case_id.is_not(None))
    with house.context.database.unit() as unit:
        assert MARRIAGE in [row.resource for row in unit.rows(bound)]


def test_a_withdrawn_consent_cannot_be_filed_with(house: Product, seller: Caller) -> None:
    given = _give(seller)
    _withdraw(seller, given["id"])
    body = {"matter_code": SALE, "form": SALE_FORM, "materials": [], "consent_id": given["id"]}
    assert seller.post("/services/v1/cases", body).get_json()["code"] == "consent-not-found"


@pytest.mark.parametrize(
    ("matter", "purposes", "wrong"),
    [
        (SALE, ["fund_account"], [0]),
        (SALE, [MARRIAGE, "tax_record"], [1]),
        (SALE, ["everything", MARRIAGE, "x"], [0, 2]),
        (RENEWAL, [MARRIAGE], [0]),
    ],
    ids=["of another matter", "that needs no consent", "unknown", "matter without"],
)
def test_consent_is_taken_for_what_the_matter_needs_and_no_more(
    seller: Caller, matter: str, purposes: list[str], wrong: list[int]
) -> None:
    answer = seller.post(ADDRESS, {"matter_code": matter, "purposes": purposes})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "purpose-unknown")
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [f"/purposes/{index}" for index in wrong]
    assert _listed(seller) == []
