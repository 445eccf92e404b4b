"""The message box: who is told what, in which words, once; and that nobody reads another's."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engines.lifecycles import events_of
from engines.lifecycles.following import announce
from engines.notifications import purge_notifications
from engines.notifications.models import Notification
from engines.workdays import load_calendar
from kit import clock
from kit.ids import new_id
from tests.product import Caller, Product
from tests.services.mandates.giving import accepted, turn
from tests.services.mandates.test_acting import filed
from tests.services.notifications.reading import ADDRESS, about, choose, news
from tests.services.signatures.test_signing import ask, waiting


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def zhou(product: Product) -> Caller:
    return product.citizen("zhou-liwen")


def test_every_turn_that_matters_is_told_in_order(product: Product, lin: Caller) -> None:
    case = product.file_renewal(lin)
    product.grant(case["id"])
    product.work()
    assert news(lin, case["id"]) == [
        "case.submit",
        "case.accept",
        "case.review",
        "case.decide.granted",
        "case.deliver",
    ]
    granted = about(lin, case["id"])[3]
    assert (granted["kind"], granted["title"], granted["read_at"]) == ("decision", "申请已批准", None)
    assert granted["href"] == f"/services/v1/cases/{case['id']}"
    assert case["number"] in granted["text"]
    assert granted["short"] == "申请已批准。请打开办件查看。"
    assert lin.get(granted["href"]).status_code == 200


def test_a_correction_says_what_to_do_and_by_when(product: Product, lin: Caller) -> None:
    case = product.file_renewal(lin)
    asked = product.officer().turn(case["id"], "correction-requests", {"items": ["照片不清楚，请重新上传"]})
    product.work()
    told = about(lin, case["id"])[-1]
    with product.context.database.unit() as unit:
        day = load_calendar(unit).working_day_from(clock.today() + timedelta(days=30))
    assert asked["state"] == "correction"
    assert (told["kind"], told["news"]) == ("request", "case.request_correction")
    assert f"请于{day.year}年{day.month}月{day.day}日前" in told["text"]
    assert "照片" not in told["text"]
    choose(lin, language="en")
    assert f"by {day.isoformat()}" in about(lin, case["id"])[-1]["text"]


def test_a_second_telling_changes_nothing(product: Product, lin: Caller) -> None:
    case = product.file_renewal(lin)
    product.work()
    before = about(lin, case["id"])
    with product.context.database.unit() as unit:
        for event in events_of(unit, uuid.UUID(case["id"])):
            announce(unit, event.id)
    product.work()
    assert about(lin, case["id"]) == before


def test_the_agent_hears_of_what_they_filed_while_the_mandate_runs(product: Product, lin: Caller, zhou: Caller) -> None:
    mandate = accepted(lin, zhou)
    product.work()
    assert news(zhou, mandate["id"]) == ["mandate.offer"]
    assert news(lin, mandate["id"]) == ["mandate.accept"]
    assert about(zhou, mandate["id"])[0]["text"].startswith("林**请您代为办事")
    case_id = filed(zhou, mandate)
    product.work()
    assert (news(lin, case_id), news(zhou, case_id)) == (["case.submit"], ["case.submit"])
    turn(lin, mandate, "revocation", reason="")
    product.officer().turn(case_id, "acceptance", {})
    product.work()
    assert (news(lin, case_id), news(zhou, case_id)) == (["case.submit", "case.accept"], ["case.submit"])
    assert news(zhou, mandate["id"]) == ["mandate.offer", "mandate.revoke"]


def test_a_signer_is_asked_and_the_applicant_hears_of_the_answer(product: Product, lin: Caller, zhou: Caller) -> None:
    case = ask(zhou).get_json()
    product.work()
    signature = waiting(lin, case)
    told = about(lin, signature["id"])[0]
    assert (told["kind"], told["href"]) == ("request", f"/services/v1/signatures/{signature['id']}")
    assert "周**" in told["text"]
    assert "周礼文" not in told["text"]
    assert lin.get(told["href"]).status_code == 200
    tag = lin.get(told["href"]).headers["ETag"]
    assert lin.post(f"{told['href']}/refusal", {"reason": "不同意"}, If_Match=tag).status_code == 200
    product.work()
    assert news(zhou, case["id"]) == ["case.submit.signing", "case.refuse_signature"]
    assert news(lin, case["id"]) == []


def test_who_withdraws_is_not_told_of_it(product: Product, lin: Caller) -> None:
    case = product.file_renewal(lin)
    tag = lin.get(f"/services/v1/cases/{case['id']}").headers["ETag"]
    lin.post(f"/services/v1/cases/{case['id']}/withdrawal", {"reason": ""}, If_Match=tag)
    product.work()
    assert news(lin, case["id"]) == ["case.submit"]


def test_reading_counts_down_and_another_persons_messages_are_not_there(
    product: Product, lin: Caller, zhou: Caller
) -> None:
    # Others of the run left messages too, and news that no worker has told yet; what is unread is counted to a bound.
    product.work()
    lin.post(f"{ADDRESS}/readings", {})
    case = product.file_renewal(lin)
    product.officer().turn(case["id"], "acceptance", {})
    product.work()
    first, second = about(lin, case["id"])
    assert lin.get(ADDRESS).get_json()["unread"] == 2
    assert zhou.post(f"{ADDRESS}/{first['id']}/reading", {}).status_code == 404
    assert about(zhou, case["id"]) == []
    read = lin.post(f"{ADDRESS}/{first['id']}/reading", {}).get_json()
    assert read["read_at"] is not None
    assert lin.post(f"{ADDRESS}/{first['id']}/reading", {}).get_json()["read_at"] == read["read_at"]
    assert lin.get(ADDRESS).get_json()["unread"] == 1
    assert [item["id"] for item in about(lin, case["id"], unread="true")] == [second["id"]]
    assert about(lin, case["id"], kind="request") == []
    assert lin.post(f"{ADDRESS}/readings", {}).get_json()["read"] == 1
    assert lin.get(ADDRESS).get_json()["unread"] == 0


def test_nothing_personal_stands_in_the_table(product: Product, lin: Caller) -> None:
    case = product.file_renewal(lin)
    product.work()
    with product.context.database.unit() as unit:
        rows = unit.rows(select(Notification.content_sealed).where(Notification.record_id == uuid.UUID(case["id"])))
    assert rows
    assert all(case["number"] not in row.content_sealed for row in rows)


def test_messages_go_after_their_term(product: Product) -> None:
    with clock.travel(clock.now() - timedelta(days=731)), product.context.database.unit() as unit:
        unit.add(
            Notification,
            id=(old := uuid.UUID(int=(int(clock.now().timestamp() * 1000) << 80) | (0x7 << 76) | (0x2 << 62))),
            subject_id=new_id(),
            event_id=new_id(),
            kind="progress",
            news="case.submit",
            record_kind="case",
            record_id=new_id(),
            content_sealed="",
            created_at=clock.now(),
        )
    assert purge_notifications(product.context) == 1
    assert purge_notifications(product.context) == 0
    with product.context.database.unit() as unit:
        assert unit.first(select(Notification.id).where(Notification.id == old)) is None
