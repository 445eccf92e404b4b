"""Bad input gets a clear 4xx with a sentence and a pointer, and changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from engines.cases import Case
from engines.matters import Matter
from tests.product import PDF, RENEWAL, SALE, SALE_FORM, Caller, Product, filled

Json = dict[str, Any]


@pytest.fixture
def seller(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


@pytest.fixture(autouse=True)
def nothing_is_filed(product: Product) -> Iterator[None]:
    before = _filed(product)
    yield
    assert _filed(product) == before


def _filed(product: Product) -> Any:
    with product.context.database.unit() as unit:
        return unit.scalar(select(func.count()).select_from(Case))


def _filing(**changes: object) -> Json:
    return {"matter_code": SALE, "form": SALE_FORM, "materials": [], **changes}


def _refused(answer: Any, status: int, code: str) -> Json:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: Json = answer.get_json()
    assert (body["code"], body["status"]) == (code, status)
    assert len(body["detail"]) > 5
    return body


@pytest.mark.parametrize("raw", [b"{", b"[1,", b'"\xff"', b"", b"[]", b"nonsense", b'{"a": NaN}', b"null"])
def test_malformed_json(seller: Caller, raw: bytes) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = seller.send("POST", "/services/v1/cases", data=raw, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.get_json()["detail"]


def test_a_body_that_is_no_json(seller: Caller) -> None:
    answer = seller.send("POST", "/services/v1/cases", data="a=b", headers={"Idempotency-Key": "k"})
    assert answer.status_code in {415, 422}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (_filing(matter_code=7), "/matter_code"),
        (_filing(form=[]), "/form"),
        (_filing(materials={}), "/materials"),
        (_filing(materials=[{"code": "M01", "file_ids": ["x"]}]), "/materials/0/file_ids/0"),
        (_filing(consent_id="x"), "/consent_id"),
        (_filing(surprise=1), "/surprise"),
        ({"form": {}}, "/matter_code"),
    ],
)
def test_wrong_types_are_pointed_at(seller: Caller, body: Json, pointer: str) -> None:
    refused = _refused(seller.post("/services/v1/cases", body), 422, "invalid-arguments")
    assert pointer in [error["pointer"] for error in refused["errors"]]


@pytest.mark.parametrize(
    ("change", "pointer", "rule"),
    [
        ({"phone": "123"}, "/form/phone", "pattern"),
        ({"price": "dear"}, "/form/price", "type"),
        ({"price": 0}, "/form/price", "minimum"),
        ({"buyer": ""}, "/form/buyer", "minLength"),
        ({"unasked": 1}, "/form/unasked", "additionalProperties"),
    ],
)
def test_a_form_that_breaks_its_schema(seller: Caller, change: Json, pointer: str, rule: str) -> None:
    answer = seller.post("/services/v1/cases", _filing(form={**SALE_FORM, **change}))
    errors = _refused(answer, 422, "form-invalid")["errors"]
    assert (pointer, rule) in [(error["pointer"], error["code"]) for error in errors]


def test_a_missing_field_is_named(seller: Caller) -> None:
    form = {name: value for name, value in SALE_FORM.items() if name != "buyer"}
    errors = _refused(seller.post("/services/v1/cases", _filing(form=form)), 422, "form-invalid")["errors"]
    assert errors[0]["pointer"] == "/form/buyer"


def test_a_locked_field_cannot_be_changed(seller: Caller) -> None:
    answer = seller.post("/services/v1/cases", _filing(form={**SALE_FORM, "name": "别人"}))
    assert _refused(answer, 422, "locked-field-changed")["errors"][0]["pointer"] == "/form/name"


def test_every_missing_material_is_named_at_once(seller: Caller) -> None:
    refused = _refused(seller.post("/services/v1/cases", _filing()), 422, "materials-incomplete")
    assert "存量房买卖合同" in refused["errors"][0]["detail"]


def test_a_material_that_nobody_asked_for(seller: Caller) -> None:
    answer = seller.post("/services/v1/cases", _filing(materials=[{"code": "M01"}, {"code": "M77"}]))
    assert _refused(answer, 422, "unknown-material")["errors"][0]["pointer"] == "/materials/1/code"


def test_another_persons_file(product: Product, seller: Caller) -> None:
    foreign = product.citizen("lin-haiyan").upload().get_json()["id"]
    _refused(
        seller.post("/services/v1/cases", _filing(materials=[{"code": "M03", "file_ids": [foreign]}])),
        404,
        "file-not-found",
    )


def test_another_persons_consent(product: Product, seller: Caller) -> None:
    other = product.citizen("lin-haiyan")
    given = other.post("/services/v1/consents", {"matter_code": SALE, "purposes": ["marriage_record"]}).get_json()
    answer = seller.post("/services/v1/cases", _filing(consent_id=given["id"]))
    assert answer.status_code == 404
    assert other.send("DELETE", f"/services/v1/consents/{given['id']}").status_code == 204


@pytest.mark.parametrize("address", ["/services/v1/cases", "/services/v1/consents"])
def test_an_unknown_matter(seller: Caller, address: str) -> None:
    body = _filing(matter_code="0" * 31) if "cases" in address else {"matter_code": "0" * 31, "purposes": ["x"]}
    _refused(seller.post(address, body), 404, "matter-unknown")


def test_a_withdrawn_matter(product: Product, seller: Caller) -> None:
    _set_status(product, "withdrawn")
    try:
        _refused(seller.post("/services/v1/cases", _filing()), 409, "matter-withdrawn")
        _refused(seller.get(f"/services/v1/matters/{SALE}/preparation"), 409, "matter-withdrawn")
    finally:
        _set_status(product, "in_force")


def _set_status(product: Product, status: str) -> None:
    with product.context.database.unit() as unit:
        unit.write(update(Matter).where(Matter.code == SALE).values(status=status))


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"MZ\x90\x00", "setup.exe", 415, "file-kind-forbidden"),
        (b"<html></html>", "page.html", 415, "file-kind-forbidden"),
        (b"\xff\xd8\xff\xe0 not a pdf", "contract.pdf", 422, "file-not-what-it-says"),
        (PDF, "photo.png", 422, "file-not-what-it-says"),
        (PDF[:20], "cut.pdf", 422, "file-not-what-it-says"),
        (b"", "empty.pdf", 422, "file-not-what-it-says"),
        (PDF + b"\n" + b"0" * (10 * 1024 * 1024), "big.pdf", 413, "file-too-large"),
    ],
    ids=["exe", "html", "jpeg-as-pdf", "pdf-as-png", "cut", "empty", "big"],
)
def test_files_that_are_not_taken(seller: Caller, content: bytes, name: str, status: int, code: str) -> None:
    _refused(seller.upload(content, name), status, code)


def test_a_body_over_the_limit(seller: Caller) -> None:
    answer = seller.upload(b"0" * (21 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_reused_ticket(product: Product) -> None:
    somebody = product.anybody()
    ticket = somebody.post("/sandbox/zheliban/tickets", {"persona": "lin-haiyan"}).get_json()["ticket"]
    proof = {"method": "zheliban-ticket", "ticket": ticket}
    assert somebody.post("/auth/v1/sessions", proof).status_code == 201
    assert somebody.post("/auth/v1/sessions", proof).status_code in {401, 409}


def test_a_key_is_replayed_with_its_body_and_refused_with_another(product: Product) -> None:
    citizen = product.citizen()
    form = filled(citizen.get(f"/services/v1/matters/{RENEWAL}/preparation").get_json())
    body = {"matter_code": RENEWAL, "form": form, "materials": []}
    first = citizen.post("/services/v1/cases", body, Idempotency_Key="one")
    before = _filed(product)
    again = citizen.post("/services/v1/cases", body, Idempotency_Key="one")
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert again.headers["Idempotency-Replayed"] == "true"
    other = citizen.post("/services/v1/cases", {**body, "consent_id": None}, Idempotency_Key="one")
    _refused(other, 422, "idempotency-key-reused")
    assert _filed(product) == before
    withdrawn = citizen.post(f"/services/v1/cases/{first.get_json()['id']}/withdrawal", {}, If_Match='"1"')
    assert withdrawn.status_code == 200
    with product.context.database.unit() as unit:
        unit.write(delete(Case).where(Case.number == first.get_json()["number"]))


def test_a_missing_key(seller: Caller) -> None:
    _refused(seller.send("POST", "/services/v1/cases", json=_filing()), 400, "idempotency-key-needed")


@pytest.mark.parametrize("cursor", ["nonsense", "a.b", "eyJhIjoxfQ", "x" * 300])
@pytest.mark.parametrize("listing", ["cases", "licences", "data-uses", "consents", "files"])
def test_a_cursor_from_elsewhere(seller: Caller, listing: str, cursor: str) -> None:
    answer = seller.get(f"/services/v1/{listing}", query_string={"cursor": cursor})
    assert answer.status_code in {400, 422}
    assert answer.get_json()["detail"]


def test_a_cursor_of_another_list(product: Product, seller: Caller) -> None:
    cursor = product.anybody().get("/services/v1/matters", query_string={"limit": 1}).get_json()["next_cursor"]
    assert cursor
    assert seller.get("/services/v1/cases", query_string={"cursor": cursor}).status_code in {400, 422}


@pytest.mark.parametrize("text", ["a\x00b", "\x00"])
def test_characters_that_no_database_keeps(seller: Caller, text: str) -> None:
    assert seller.get("/services/v1/matters", query_string={"q": text}).status_code == 400
    assert seller.post("/services/v1/cases", _filing(matter_code=text)).status_code == 400
    assert seller.post("/services/v1/consents", {"matter_code": text, "purposes": [text]}).status_code == 400
    assert seller.upload(PDF, f"{text}.pdf").status_code in {201, 415}
    assert seller.get("/services/v1/data-uses", query_string={"resource": text}).status_code == 400
