"""Going through the list of those who may be entitled, as an officer does."""

from typing import Any

from sqlalchemy import delete, select

from engines.cases import Case
from engines.entitlements.models import EntitlementOffer, EntitlementRun
from kit.outbox import OutboxMessage
from tests.product import Caller, Product

ENTITLEMENT = "/office/v1/entitlements/senior_allowance"
MATTER = "1133090000260078XG3330511007081"


def begin_anew(product: Product) -> None:
    """Forget every offer, run, and case of the allowance."""
    with product.context.database.unit() as unit:
        unit.write(delete(EntitlementOffer))
        unit.write(delete(EntitlementRun))
        unit.write(delete(Case).where(Case.matter_code == MATTER))


def work_off(product: Product) -> None:
    """Carry out jobs until none of the list is left."""
    pages = select(OutboxMessage.id).where(OutboxMessage.topic == "entitlements.page")
    for _ in range(100):
        with product.context.database.unit() as unit:
            if unit.first(pages) is None:
                return
        product.work()
    message = "the run does not end"
    raise AssertionError(message)


def run(product: Product) -> dict[str, Any]:
    """Begin a run and see it to its end."""
    officer = product.officer("officer-teng")
    begun = officer.post(f"{ENTITLEMENT}/runs", {})
    assert begun.status_code == 201, begun.text
    work_off(product)
    return dict(officer.get(begun.headers["Location"]).get_json())


def offers(caller: Caller, **query: str) -> list[dict[str, Any]]:
    """Return what somebody is offered."""
    answer = caller.get("/services/v1/offers", query_string=query)
    assert answer.status_code == 200, answer.text
    return list(answer.get_json()["items"])
