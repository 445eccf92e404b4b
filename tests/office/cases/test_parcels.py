"""A result by the carrier that the city has connected: the waybill, the way, the door, and what goes wrong."""

import dataclasses
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engines.cases import follow_parcels
from engines.cases.models import CaseDelivery
from kit import clock
from tests.outside import ask, failing
from tests.product import Caller, Product
from tests.services.notifications.reading import news

RECIPIENT = {"name": "林海燕", "phone": "13957200001", "address": "舟山市定海区临城街道海天大道1号"}


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


@pytest.fixture
def chief(product: Product) -> Caller:
    return product.officer()


def dispatched(product: Product, citizen: Caller, chief: Caller) -> str:
    """Return a granted case whose result the office has handed to the carrier."""
    case_id = str(product.file_renewal(citizen, delivery={"way": "post", "recipient": RECIPIENT})["id"])
    product.grant(case_id)
    product.work()
    sent = chief.turn(case_id, "dispatch", {})
    assert (sent["state"], sent["delivery"]["tracking_number"]) == ("done", None)
    return case_id


def seen(citizen: Caller, case_id: str) -> dict[str, Any]:
    return dict(citizen.get(f"/services/v1/cases/{case_id}").get_json())


def parcels(product: Product, case_id: str) -> list[dict[str, Any]]:
    """Return what the carrier knows of a case's parcel."""
    with product.context.database.unit() as unit:
        order_id = unit.scalar(select(CaseDelivery.order_id).where(CaseDelivery.case_id == uuid.UUID(case_id)))
    return [item for item in ask(product, "GET", "/sandbox/express")["items"] if item["key"] == str(order_id)]


def follow(product: Product, **later: int) -> None:
    with clock.travel(clock.now() + timedelta(**later)):
        follow_parcels(product.context)
        product.work()


def test_the_number_comes_by_itself_and_the_parcel_is_followed_to_the_door(
    product: Product, citizen: Caller, chief: Caller
) -> None:
    case_id = dispatched(product, citizen, chief)
    product.work()
    delivery = seen(citizen, case_id)["delivery"]
    (parcel,) = parcels(product, case_id)
    assert (delivery["carrier"], delivery["tracking_number"]) == ("中国邮政", parcel["number"])
    assert news(citizen, case_id)[-1] == "case.dispatch"
    ask(product, "POST", f"/sandbox/express/{parcel['number']}/IN_TRANSIT")
    follow(product, minutes=31)
    assert (seen(citizen, case_id)["state"], seen(citizen, case_id)["delivery"]["stage"]) == ("done", "in_transit")
    ask(product, "POST", f"/sandbox/express/{parcel['number']}/DELIVERED")
    follow(product, minutes=45)
    assert seen(citizen, case_id)["state"] == "done", "not asked again within the half hour"
    follow(product, minutes=62)
    after = seen(citizen, case_id)
    assert (after["state"], after["delivery"]["stage"]) == ("delivered", "delivered")
    assert news(citizen, case_id).count("case.arrive") == 1


@pytest.mark.parametrize("fault", ["down", "cut", "half", "bad-signature"])
def test_a_carrier_that_fails_gets_one_order_when_it_is_back(
    product: Product, citizen: Caller, chief: Caller, fault: str
) -> None:
    case_id = dispatched(product, citizen, chief)
    with failing(product, "express", fault):
        product.work()
        assert seen(citizen, case_id)["delivery"]["tracking_number"] is None
    with clock.travel(clock.now() + timedelta(minutes=1)):
        product.work()
    (parcel,) = parcels(product, case_id)
    assert seen(citizen, case_id)["delivery"]["tracking_number"] == parcel["number"]
    assert news(citizen, case_id).count("case.dispatch") == 1


def test_an_address_that_is_not_served_goes_back_to_the_office(
    product: Product, citizen: Caller, chief: Caller
) -> None:
    case_id = dispatched(product, citizen, chief)
    with failing(product, "express", "address-refused"):
        product.work()
    (task,) = [item for item in chief.tasks(case_id) if item["kind"] == "deliver"]
    assert "ADDRESS_NOT_SERVED" in task["title"]
    sent = chief.turn(case_id, "dispatch", {"carrier": "顺丰速运", "tracking_number": "SF1234567890"})
    assert sent["delivery"]["tracking_number"] == "SF1234567890"
    assert [item for item in chief.tasks(case_id) if item["kind"] == "deliver"] == []


def test_a_parcel_that_comes_back_goes_to_the_office(product: Product, citizen: Caller, chief: Caller) -> None:
    case_id = dispatched(product, citizen, chief)
    product.work()
    (parcel,) = parcels(product, case_id)
    ask(product, "POST", f"/sandbox/express/{parcel['number']}/RETURNED")
    follow(product, minutes=31)
    (task,) = [item for item in chief.tasks(case_id) if item["kind"] == "deliver"]
    assert parcel["number"] in task["title"]
    follow(product, minutes=90)
    assert len([item for item in chief.tasks(case_id) if item["kind"] == "deliver"]) == 1


def test_a_confirmed_parcel_is_not_followed(product: Product, citizen: Caller, chief: Caller) -> None:
    case_id = dispatched(product, citizen, chief)
    early = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    address = f"/services/v1/cases/{case_id}/receipt-confirmation"
    assert citizen.post(address, {}, If_Match=early).get_json()["code"] == "not-delivered-so"
    product.work()
    tag = citizen.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    assert citizen.post(address, {}, If_Match=tag).get_json()["state"] == "delivered"
    (parcel,) = parcels(product, case_id)
    ask(product, "POST", f"/sandbox/express/{parcel['number']}/DELIVERED")
    follow(product, minutes=31)
    assert "case.arrive" not in news(citizen, case_id)


def test_without_a_carrier_the_number_is_asked_for(
    product: Product, citizen: Caller, chief: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = str(product.file_renewal(citizen, delivery={"way": "post", "recipient": RECIPIENT})["id"])
    product.grant(case_id)
    alone = dataclasses.replace(product.context, gateways=dataclasses.replace(product.context.gateways, express=None))
    monkeypatch.setitem(product.app.extensions, "zhangban", alone)
    refused = chief.turn(case_id, "dispatch", {}, expect=422)
    assert refused["code"] == "tracking-number-needed"
    assert [item["pointer"] for item in refused["errors"]] == ["/carrier", "/tracking_number"]
    assert chief.turn(case_id, "dispatch", {"carrier": "中国邮政", "tracking_number": "12345"})["state"] == "done"
