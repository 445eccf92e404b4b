"""Mandates as people give and take them, for the tests here."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from auth import AuthMandate
from kit import clock
from tests.product import RENEWAL, Caller, Product

ADDRESS = "/services/v1/mandates"
ZHOU = {"certificate_kind": "resident_id", "number": "330903198507231176", "name": "周礼文"}
LIN = {"certificate_kind": "resident_id", "number": "330902199004120325", "name": "林海燕"}
WARD = {"certificate_kind": "resident_id", "number": "33090220190308214X", "name": "周小满"}


def asked(**more: Any) -> dict[str, Any]:
    """Return what is sent for a mandate to 周礼文 for the renewal, unless ``more`` says otherwise."""
    today = clock.today()
    term = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=30)).isoformat()}
    scope = {} if {"topics", "everything", "matters"} & set(more) else {"matters": [RENEWAL]}
    return {"kind": "relative", "agent": ZHOU, **term, **scope, **more}


def offer(principal: Caller, **more: Any) -> dict[str, Any]:
    """Offer a mandate."""
    answer = principal.post(ADDRESS, asked(**more))
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def turn(caller: Caller, mandate: Mapping[str, Any], resource: str, **body: Any) -> Any:
    """Make a turn of a mandate from its present version."""
    address = f"{ADDRESS}/{mandate['id']}"
    return caller.post(f"{address}/{resource}", body, If_Match=caller.get(address).headers.get("ETag", '"1"'))


def accepted(principal: Caller, taker: Caller, **more: Any) -> dict[str, Any]:
    """Offer a mandate and accept it."""
    mandate = offer(principal, **more)
    answer = turn(taker, mandate, "acceptance")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def run_out(product: Product, mandate: Mapping[str, Any]) -> None:
    """Let a mandate's last day be yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    with product.context.database.unit() as unit:
        unit.write(update(AuthMandate).where(AuthMandate.id == uuid.UUID(mandate["id"])).values(until_on=yesterday))
