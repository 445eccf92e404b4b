"""Refunds by two people, and the daily comparison, as the office sees them."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from engines.payments import follow_payments, reconcile_when_due
from engines.payments.models import PaymentDifference, PaymentReceipt, PaymentReconciliation, PaymentRefund
from kit import clock
from tests.outside import failing
from tests.product import Caller, Product
from tests.services.notifications.reading import news
from tests.services.payments.paying import back, notify, ordered, pay, seen

ADDRESS = "/office/v1/payments"


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def chief(product: Product) -> Caller:
    return product.officer("officer-gu")


@pytest.fixture
def head(product: Product) -> Caller:
    return product.officer("officer-lou")


@pytest.fixture
def paid(product: Product, lin: Caller) -> dict[str, Any]:
    payment = ordered(lin)
    notify(product, pay(product, payment))
    return payment


def turn(officer: Caller, payment: dict[str, Any], resource: str, **body: Any) -> Any:
    address = f"{ADDRESS}/{payment['id']}"
    tag = officer.get(address).headers.get("ETag", '"1"')
    return officer.post(f"{address}/{resource}", body, If_Match=tag)


def test_one_asks_and_another_approves(
    product: Product, lin: Caller, chief: Caller, head: Caller, paid: dict[str, Any]
) -> None:
    assert paid["id"] in {item["id"] for item in chief.every(ADDRESS, state="paid")}
    asked = turn(chief, paid, "refund-requests", reason="申请人撤回，费用未使用")
    assert (asked.status_code, asked.get_json()["refunds"][0]["state"]) == (200, "asked")
    assert turn(chief, paid, "refund-requests", reason="再次申请").get_json()["code"] == "refund-pending"
    assert turn(chief, paid, "refund-approvals").status_code == 403
    assert [task["kind"] for task in head.tasks(paid["id"])] == ["refund_request"]
    assert turn(head, paid, "refund-approvals").get_json()["state"] == "refunding"
    assert head.tasks(paid["id"]) == []
    product.work()
    assert back(product, paid) == ["DONE"]
    follow_payments(product.context)
    product.work()
    after = seen(lin, paid)
    assert (after["state"], after["refunds"][0]["state"]) == ("refunded", "done")
    assert news(lin, paid["id"]) == ["payment.pay", "payment.approve_refund", "payment.be_refunded"]


def test_a_refused_refund_stays_paid_and_can_be_asked_again(chief: Caller, head: Caller, paid: dict[str, Any]) -> None:
    assert turn(head, paid, "refund-approvals").get_json()["code"] == "no-refund-asked"
    turn(chief, paid, "refund-requests", reason="申请人撤回")
    assert turn(head, paid, "refund-refusals", opinion="已制证，不予退费").get_json()["state"] == "paid"
    assert turn(chief, paid, "refund-requests", reason="重新申请").status_code == 200


def test_a_refund_that_the_platform_refuses_is_a_task(
    product: Product, chief: Caller, head: Caller, paid: dict[str, Any]
) -> None:
    turn(chief, paid, "refund-requests", reason="申请人撤回")
    turn(head, paid, "refund-approvals")
    with product.context.database.unit() as unit:
        unit.write(update(PaymentRefund).where(PaymentRefund.state == "approved").values(trade_number="T-none"))
    product.work()
    assert [task["kind"] for task in chief.tasks(paid["id"])] == ["refund_failed"]
    assert chief.get(f"{ADDRESS}/{paid['id']}").get_json()["refunds"][0]["failure"] == "TRADE_UNKNOWN"


def test_another_department_finds_nothing(product: Product, paid: dict[str, Any]) -> None:
    elsewhere = product.officer("officer-kuang")
    assert elsewhere.get(f"{ADDRESS}/{paid['id']}").status_code == 404
    assert paid["id"] not in {item["id"] for item in elsewhere.every(ADDRESS)}
    assert product.officer("officer-xu").get(ADDRESS).status_code == 403


def test_the_days_file_is_compared_and_mends_what_was_missed(
    product: Product, lin: Caller, head: Caller, paid: dict[str, Any]
) -> None:
    missed, lost = ordered(lin), ordered(lin)
    pay(product, missed)
    notice = pay(product, lost)
    notify(product, notice)
    with product.context.database.unit() as unit:
        unit.write(delete(PaymentReconciliation))
        unit.write(delete(PaymentDifference))
        unit.add(
            PaymentReceipt,
            trade_number="T-ours-alone",
            payment_id=uuid.UUID(paid["id"]),
            amount=1000,
            paid_at=clock.now(),
            standing="kept",
        )
    tomorrow = clock.start_of(clock.today() + timedelta(days=1)) + timedelta(hours=7)
    today = clock.today().isoformat()
    with clock.travel(tomorrow):
        with failing(product, "payment", "down", times=1), pytest.raises(Exception, match="out of reach"):
            reconcile_when_due(product.context)
        assert reconcile_when_due(product.context) == 3
        assert reconcile_when_due(product.context) == 0
    rows = {row["day"]: row for row in head.every(f"{ADDRESS}/reconciliations")}
    found = head.get(f"{ADDRESS}/reconciliations/{rows[today]['id']}").get_json()["items"]
    mine = {item["order_number"]: item for item in found}
    assert (mine[missed["number"]]["what"], mine[missed["number"]]["mended"]) == ("missing_here", True)
    assert (mine[paid["number"]]["what"], mine[paid["number"]]["number"]) == ("missing_there", "T-ours-alone")
    assert lost["number"] not in mine
    assert seen(lin, missed)["state"] == "paid"
    assert product.officer("officer-gu").get(f"{ADDRESS}/reconciliations").status_code == 403
