"""A notice board: who publishes and who reads, for tests of notices."""

from datetime import datetime
from typing import Any

from kit import clock
from tests.office.speaking import sent, turn
from tests.product import PDF, Caller, Product

BASE = "/office/v1/notices"
OFFICE, DATA, POLICE = "11330900002600114R", "11330900MB15A0263B", "11330900002600237T"
#: A Tuesday.
DAY = datetime(2027, 6, 1, 9, tzinfo=clock.BEIJING)
NOTICE: dict[str, Any] = {
    "title": "关于端午节期间值班安排的通知",
    "body": "各单位：\n端午节期间值班安排见附件。",
    "category": "general",
    "audience": {"departments": [{"code": DATA}]},
}


class Board:
    """Publishers of the government's office and readers of two departments, signed in at the present moment."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.guan, self.ji, self.rui, self.lu, self.stranger = (
            product.officer(f"officer-{name}") for name in ("guan", "ji", "rui", "lu", "xu")
        )

    def draft(self, who: Caller, expect: int = 201, **more: Any) -> dict[str, Any]:
        """Draft a notice."""
        return sent(who, BASE, {**NOTICE, **more}, expect)

    def published(self, who: Caller, **more: Any) -> dict[str, Any]:
        """Draft and publish a notice, and address it."""
        found = turn(who, self.draft(who, **more)["href"], "publication", {})
        self.product.work()
        return found


def uploaded(who: Caller) -> str:
    answer = who.attach(f"{BASE}/files", PDF, "值班表.pdf", '"1"')
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def titles(who: Caller, notice: dict[str, Any]) -> list[str]:
    """Return what waits for an officer about a notice."""
    return [task["title"] for task in who.tasks(notice["id"])]


def listed(who: Caller, **query: Any) -> list[str]:
    """Return the notices that are addressed to an officer, in their order."""
    return [item["id"] for item in who.every(BASE, **query)]
