"""What rings beside the box: when, once, and what is seen of it when it cannot."""

import dataclasses
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from auth.models import AuthSubject
from engines.notifications import KINDS
from engines.notifications.models import Notification, NotificationDelivery
from kit import clock
from kit.ids import new_id
from kit.outbox import Worker
from tests.outside import ask, failing
from tests.product import Caller, Product
from tests.services.notifications.reading import about, choose


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """Return a time of today, or some days after, on Beijing's clock."""
    return datetime.combine(clock.today() + timedelta(days=days), time(hour, minute), clock.BEIJING)


@pytest.fixture(autouse=True)
def _noon(product: Product) -> Iterator[None]:
    """Let it be noon, and nobody's phone have rung today."""
    with product.context.database.unit() as unit:
        unit.write(delete(NotificationDelivery))
    with clock.travel(at(12)):
        yield


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


def refused_case(product: Product, citizen: Caller) -> str:
    """Return a case that the office did not accept, which is a decision."""
    case_id = str(product.file_renewal(citizen)["id"])
    product.officer().turn(case_id, "non-acceptance", {"reason": "不属于本机关职权范围", "right_office": ""})
    return case_id


def decided(citizen: Caller, case_id: str) -> dict[str, Any]:
    """Return the one delivery of what is told of the decision of a case."""
    (message,) = about(citizen, case_id, kind="decision")
    (delivery,) = message["deliveries"]
    return dict(delivery)


def arrived(product: Product, case_id: str) -> list[dict[str, Any]]:
    """Return the text messages about a case that the platform has taken."""
    of_case = (
        select(NotificationDelivery.id)
        .join(Notification, Notification.id == NotificationDelivery.notification_id)
        .where(Notification.record_id == uuid.UUID(case_id))
    )
    with product.context.database.unit() as unit:
        keys = {str(row.id) for row in unit.rows(of_case)}
    return [item for item in ask(product, "GET", "/sandbox/sms")["items"] if item["key"] in keys]


def test_a_decision_rings_and_progress_does_not(product: Product, lin: Caller) -> None:
    case_id = refused_case(product, lin)
    product.work()
    assert [item["deliveries"] for item in about(lin, case_id, kind="progress")] == [[]]
    sent = decided(lin, case_id)
    assert (sent["state"], sent["reason"], sent["sent_at"]) == ("sent", None, at(12).isoformat())
    assert [(item["template"], item["phones"]) for item in arrived(product, case_id)] == [("ZSZB0002", ["139****0001"])]


def test_channels_and_language_are_those_that_were_chosen(product: Product, lin: Caller) -> None:
    none: dict[str, list[str]] = {kind: [] for kind in KINDS}
    choose(lin, channels={**none, "progress": ["sms"]}, language="en")
    case_id = refused_case(product, lin)
    product.work()
    assert about(lin, case_id, kind="decision")[0]["deliveries"] == []
    assert [item["template"] for item in arrived(product, case_id)] == ["ZSZB0012"]


def test_at_night_it_waits_for_the_morning(product: Product) -> None:
    evening, before, morning = at(22), at(7, 59, days=1), at(8, days=1)
    with clock.travel(evening):
        lin = product.citizen("lin-haiyan")
        case_id = refused_case(product, lin)
        product.work()
        held = decided(lin, case_id)
        assert (held["state"], held["not_before"]) == ("held", morning.isoformat())
    with clock.travel(before):
        product.work()
        assert arrived(product, case_id) == []
    with clock.travel(morning):
        product.work()
        assert len(arrived(product, case_id)) == 1
        assert decided(product.citizen(), case_id)["state"] == "sent"


@pytest.mark.parametrize("fault", ["down", "cut", "bad-signature", "half"])
def test_a_platform_that_fails_gets_every_message_once_when_it_is_back(
    product: Product, lin: Caller, fault: str
) -> None:
    case_id = refused_case(product, lin)
    with failing(product, "sms", fault, times=3):
        product.work()
        assert decided(lin, case_id)["state"] == "waiting"
    for minute in (1, 2, 3):
        with clock.travel(at(12, minute)):
            product.work()
    assert decided(lin, case_id)["state"] == "sent"
    assert len(arrived(product, case_id)) == 1


def test_a_used_up_quota_waits_for_the_next_morning(product: Product, lin: Caller) -> None:
    case_id = refused_case(product, lin)
    with failing(product, "sms", "quota"):
        product.work()
    held, morning = decided(lin, case_id), at(8, days=1)
    assert (held["state"], held["reason"]) == ("held", "sms-quota-exhausted")
    assert held["not_before"] == morning.isoformat()
    with clock.travel(morning):
        product.work()
    assert len(arrived(product, case_id)) == 1


def test_who_has_no_phone_reads_it_in_the_box(product: Product, lin: Caller) -> None:
    case_id = refused_case(product, lin)
    lin_id = uuid.UUID(lin.session["subject"]["id"])
    with product.context.database.unit() as unit:
        unit.write(update(AuthSubject).where(AuthSubject.id == lin_id).values(phone_sealed=None))
    product.work()
    assert (decided(lin, case_id)["state"], decided(lin, case_id)["reason"]) == ("refused", "no-phone")
    assert arrived(product, case_id) == []
    product.citizen("lin-haiyan")


def test_no_phone_rings_more_often_than_the_cap(product: Product, lin: Caller) -> None:
    rung = {"channel": "sms", "phone_of": uuid.UUID(lin.session["subject"]["id"]), "state": "sent"}
    times = {"not_before": at(9), "sent_at": at(9)}
    with product.context.database.unit() as unit:
        rows = [{"id": new_id(), "notification_id": new_id(), **rung, **times} for _ in range(10)]
        unit.write(insert(NotificationDelivery), rows)
    case_id = refused_case(product, lin)
    product.work()
    assert (decided(lin, case_id)["state"], decided(lin, case_id)["reason"]) == ("refused", "daily-cap")


def test_without_a_connection_nothing_rings_and_nothing_fails(product: Product, lin: Caller) -> None:
    gateways = dataclasses.replace(product.context.gateways, sms=None)
    case_id = refused_case(product, lin)
    worker = Worker(dataclasses.replace(product.context, gateways=gateways))
    while worker.run_once():
        pass
    assert [item["deliveries"] for item in about(lin, case_id)] == [[], []]
