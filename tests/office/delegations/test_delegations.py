"""Powers lent during leave, over HTTP on both databases: chosen, visible, and gone with the day or the word."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import delete, select, update

from auth import AuthDelegation, renew_lent, store_positions
from auth.models import AuthPosition, AuthSession
from auth.sessions import tokens_of
from kit import clock
from kit.outbox import Job
from office.delegations.actions import end_by_date
from tests.product import Caller, Product

ADDRESS = "/office/v1/delegations"
CASES = "/office/v1/cases"


@pytest.fixture
def ying(product: Product) -> Caller:
    """Accepts and reviews at the property centre."""
    return product.officer("officer-ying")


@pytest.fixture
def le(product: Product) -> Caller:
    """Decides at the property centre, and accepts nothing by her own post."""
    return product.officer("officer-le")


@pytest.fixture
def shu(product: Product) -> Caller:
    """Heads the property centre and assigns its work."""
    return product.officer("officer-shu")


@pytest.fixture(autouse=True)
def _clean(product: Product) -> Iterator[None]:
    """Leave nothing lent behind: the product serves every test."""
    yield
    with product.context.database.unit() as unit:
        unit.write(delete(AuthDelegation))
        unit.write(update(AuthSession).values(lent=None))


@pytest.fixture
def case_id(product: Product, ying: Caller, shu: Caller) -> str:
    """Return a sale that waits to be accepted, in 应晓峰's hands."""
    case_id = str(product.file_sale(product.citizen("zhou-liwen"))["id"])
    shu.turn(case_id, "assignments", {"officer_id": own_id(ying)})
    return case_id


def own_id(caller: Caller) -> str:
    return str(caller.session["subject"]["id"])


def asked(deputy: Caller, **more: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "deputy_id": own_id(deputy),
        "permissions": ["cases.accept"],
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=5)).isoformat(),
        "reason": "年休假",
        **more,
    }


def lend(lender: Caller, deputy: Caller, **more: Any) -> dict[str, Any]:
    answer = lender.post(ADDRESS, asked(deputy, **more))
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def end(caller: Caller, lent: dict[str, Any], resource: str) -> Any:
    address = f"{ADDRESS}/{lent['id']}"
    return caller.post(f"{address}/{resource}", {}, If_Match=caller.get(address).headers.get("ETag", '"1"'))


def accept(caller: Caller, case_id: str, *, expect: int = 200) -> dict[str, Any]:
    return caller.turn(case_id, "acceptance", {}, expect=expect)


def on(product: Product, caller: Caller, day: date) -> None:
    """Let an officer's session and token reach into another day."""
    claims = jwt.decode(str(caller.token), options={"verify_signature": False})
    session_id = uuid.UUID(claims["sid"])
    with product.context.database.unit() as unit:
        longer = clock.start_of(day + timedelta(days=2))
        unit.write(update(AuthSession).where(AuthSession.id == session_id).values(ends_at=longer))
    tokens = tokens_of(product.context)
    caller.token = tokens.sign_access(uuid.UUID(own_id(caller)), session_id, "office", "officer", 3)


def test_a_colleague_does_what_waits_for_the_one_who_is_away(
    product: Product, ying: Caller, le: Caller, case_id: str
) -> None:
    assert le.tasks(case_id) == []
    assert accept(le, case_id, expect=403)["code"] == "not-your-turn"
    lent = lend(ying, le)
    assert (lent["state"], lent["in_force"], lent["permissions"]) == ("standing", True, ["cases.accept", "cases.read"])
    (task,) = le.tasks(case_id)
    assert (task["kind"], task["on_behalf_of"]) == ("accept", "应晓峰")
    assert ying.tasks(case_id)[0]["on_behalf_of"] is None
    assert le.get("/auth/v1/me").get_json()["lent"] == [
        {"name": "应晓峰", "permissions": ["cases.accept", "cases.read"]}
    ]
    done = accept(le, case_id)
    event = done["timeline"][-1]
    assert (event["actor_name"], event["detail"]["on_behalf_of"]) == ("乐静", {"kind": "officer", "name": "应晓峰"})
    citizen = product.citizen("zhou-liwen").get(f"/services/v1/cases/{case_id}").get_json()
    assert citizen["timeline"][-1]["detail"]["on_behalf_of"]["name"] == "应晓峰"
    review = {"outcome": "approved", "opinion": "同意"}
    assert le.turn(case_id, "reviews", review, expect=403)["code"] == "not-your-turn"


def test_what_she_does_by_her_own_post_is_her_own(product: Product, ying: Caller, le: Caller, shu: Caller) -> None:
    lend(shu, le, permissions=["cases.decide", "cases.assign"])
    case_id = str(product.file_sale(product.citizen("zhou-liwen"))["id"])
    assigned = le.turn(case_id, "assignments", {"officer_id": own_id(ying)})
    assert assigned["timeline"][-1]["detail"]["on_behalf_of"]["name"] == "舒敏"
    accepted = accept(ying, case_id)
    assert "on_behalf_of" not in accepted["timeline"][-1]["detail"]


@pytest.mark.parametrize(
    ("who", "resource", "state"),
    [("ying", "revocation", "revoked"), ("shu", "withdrawal", "revoked"), ("le", "refusal", "returned")],
)
def test_what_is_taken_back_is_gone_at_the_next_request(
    request: pytest.FixtureRequest, ying: Caller, le: Caller, case_id: str, who: str, resource: str, state: str
) -> None:
    lent = lend(ying, le)
    assert le.tasks(case_id)
    ended = end(request.getfixturevalue(who), lent, resource)
    assert (ended.status_code, ended.get_json()["state"], ended.get_json()["in_force"]) == (200, state, False)
    assert le.tasks(case_id) == []
    assert accept(le, case_id, expect=403)["code"] == "not-your-turn"
    assert end(ying, lent, "revocation").get_json()["code"] == "transition-forbidden"


def test_it_begins_and_ends_by_date_without_a_new_sign_in(
    product: Product, ying: Caller, le: Caller, case_id: str
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    lent = lend(ying, le, from_on=tomorrow.isoformat(), until_on=tomorrow.isoformat())
    assert (lent["in_force"], le.tasks(case_id)) == (False, [])
    for day, expected in ((tomorrow, ["accept"]), (tomorrow + timedelta(days=1), [])):
        with clock.travel(day):
            on(product, le, day)
            assert [task["kind"] for task in le.tasks(case_id)] == expected
            with product.context.database.unit() as unit:
                end_by_date(Job(unit, product.context, uuid.uuid4(), None, {"delegation_id": lent["id"]}))
    assert ying.get(f"{ADDRESS}/{lent['id']}").get_json()["state"] == "ended"


def test_who_signs_in_later_has_what_was_lent(product: Product, ying: Caller, le: Caller, case_id: str) -> None:
    lend(ying, le)
    assert product.officer("officer-le").tasks(case_id)


def test_a_supervisor_lends_for_one_who_fell_ill(
    product: Product, ying: Caller, le: Caller, shu: Caller, case_id: str
) -> None:
    lent = lend(shu, le, lender_id=own_id(ying), reason="突发疾病")
    assert (lent["lender_name"], lent["made_by_name"]) == ("应晓峰", "舒敏")
    assert le.tasks(case_id)
    assert lent["id"] in [
        item["id"] for item in shu.get(ADDRESS, query_string={"side": "supervised"}).get_json()["items"]
    ]
    assert lent["id"] in [item["id"] for item in ying.get(ADDRESS).get_json()["items"]]
    assert lent["id"] in [item["id"] for item in le.get(ADDRESS, query_string={"side": "received"}).get_json()["items"]]
    to_herself = shu.post(ADDRESS, asked(shu, lender_id=own_id(ying)))
    assert (to_herself.status_code, to_herself.get_json()["code"]) == (422, "deputy-is-self")
    refused = le.post(ADDRESS, asked(ying, lender_id=own_id(shu)))
    assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
    abroad = product.officer("officer-wei").post(ADDRESS, asked(le, lender_id=own_id(ying)))
    assert (abroad.status_code, abroad.get_json()["code"]) == (404, "lender-not-found")


def test_nobody_lends_what_was_lent_to_them(ying: Caller, le: Caller) -> None:
    lend(ying, le)
    refused = le.post(ADDRESS, asked(ying, permissions=["cases.decide", "cases.accept"]))
    assert (refused.status_code, refused.get_json()["code"]) == (422, "more-than-held")
    assert refused.get_json()["errors"][0]["pointer"] == "/permissions/1"
    assert refused.get_json()["lendable"] == ["cases.decide", "cases.read"]


def test_what_the_lender_loses_the_deputy_loses(product: Product, ying: Caller, le: Caller, case_id: str) -> None:
    lend(ying, le)
    columns = (
        AuthPosition.employee_code,
        AuthPosition.department,
        AuthPosition.title,
        AuthPosition.role,
        AuthPosition.main,
    )
    with product.context.database.unit() as unit:
        posts = [row._asdict() for row in unit.rows(select(*columns))]
        store_positions(
            unit, [post for post in posts if (post["employee_code"], post["role"]) != ("GE_0005", "acceptor")]
        )
        renew_lent(unit)
    try:
        assert le.tasks(case_id) == []
        assert accept(le, case_id, expect=403)["code"] == "not-your-turn"
    finally:
        with product.context.database.unit() as unit:
            store_positions(unit, posts)
            renew_lent(unit)
    assert le.tasks(case_id)


def test_colleagues_are_those_of_the_department(product: Product, ying: Caller, le: Caller, shu: Caller) -> None:
    stranger = product.officer("officer-xu")
    found = ying.get(f"{ADDRESS}/colleagues").get_json()
    assert found["lendable"] == ["cases.accept", "cases.deliver", "cases.read", "cases.review", "cases.suspend"]
    assert {own_id(le), own_id(shu)} <= {item["id"] for item in found["items"]}
    assert not {own_id(ying), own_id(stranger)} & {item["id"] for item in found["items"]}
    refused = ying.post(ADDRESS, asked(stranger))
    assert (refused.status_code, refused.get_json()["code"]) == (422, "deputy-unfit")
    of_another = stranger.get(f"{ADDRESS}/colleagues", query_string={"lender_id": own_id(ying)})
    assert of_another.status_code == 403


def test_strangers_neither_see_nor_end_it(product: Product, ying: Caller, le: Caller) -> None:
    lent = lend(ying, le)
    address = f"{ADDRESS}/{lent['id']}"
    for stranger in (product.officer("officer-xu"), product.officer("officer-wei")):
        assert stranger.get(address).get_json()["code"] == "delegation-not-found"
        for resource in ("revocation", "withdrawal", "refusal"):
            assert end(stranger, lent, resource).status_code == 404
        for side in ("lent", "received", "supervised"):
            items = stranger.get(ADDRESS, query_string={"side": side}).get_json()["items"]
            assert lent["id"] not in [item["id"] for item in items]
    assert end(le, lent, "revocation").get_json()["code"] == "not-your-turn"
    assert end(ying, lent, "withdrawal").get_json()["code"] == "not-your-turn"
    assert ying.post(f"{address}/revocation", {}).status_code == 428
    assert ying.post(f"{address}/revocation", {}, If_Match='"9"').status_code == 412


def days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"permissions": ["cases.decide"]}, "more-than-held"),
        ({"permissions": ["window.serve"]}, "more-than-held"),
        ({"permissions": []}, "invalid-arguments"),
        ({"permissions": ["cases.accept", "cases.accept"]}, "invalid-arguments"),
        ({"from_on": -1}, "lending-term-invalid"),
        ({"from_on": 6}, "lending-term-invalid"),
        ({"until_on": 100}, "lending-term-invalid"),
        ({"until_on": "2026-13-01"}, "invalid-arguments"),
        ({"deputy_id": str(uuid.uuid4())}, "deputy-unfit"),
        ({"deputy_id": "le"}, "invalid-arguments"),
        ({"reason": " "}, "invalid-arguments"),
    ],
)
def test_what_cannot_be_lent(ying: Caller, le: Caller, more: dict[str, Any], code: str) -> None:
    # Days from now are told here: the run may have begun on the day before.
    told = {name: days(value) if isinstance(value, int) else value for name, value in more.items()}
    refused = ying.post(ADDRESS, asked(le, **told))
    assert (refused.status_code, refused.get_json()["code"]) == (422, code), refused.text
    assert ying.get(ADDRESS).get_json()["items"] == []


def test_the_number_is_bounded_and_a_key_lends_once(ying: Caller, le: Caller) -> None:
    key, body = str(uuid.uuid4()), asked(le)
    first = ying.post(ADDRESS, body, Idempotency_Key=key).get_json()
    assert ying.post(ADDRESS, body, Idempotency_Key=key).get_json()["id"] == first["id"]
    assert ying.post(ADDRESS, asked(ying)).get_json()["code"] == "deputy-is-self"
    for _ in range(9):
        lend(ying, le)
    assert ying.post(ADDRESS, asked(le)).get_json()["code"] == "too-many-delegations"
