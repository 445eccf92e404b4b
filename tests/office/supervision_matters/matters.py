"""Supervision matters over HTTP, for tests of what becomes of them."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from kit import clock
from tests.product import Caller, Product

OFFICE, DATA, POLICE = "11330900002600114R", "11330900MB15A0263B", "11330900002600237T"
DINGHAI, DINGHAI_HEALTH = "11330902002610013M", "11330902002610531X"
BASE = "/office/v1/supervision_matters"


def in_days(days: int) -> str:
    """Return a day so many days from now."""
    return (clock.today() + timedelta(days=days)).isoformat()


class People:
    """Those who supervise and those who are supervised, signed in when they are needed."""

    def __init__(self, product: Product) -> None:
        self.product = product

    @cached_property
    def office(self) -> Caller:
        """Supervises."""
        return self.product.officer("officer-ming")

    @cached_property
    def leader(self) -> Caller:
        """Reads everything."""
        return self.product.officer("officer-mou")

    @cached_property
    def assessor(self) -> Caller:
        """Keeps schemes and computes scores."""
        return self.product.officer("officer-yan")

    @cached_property
    def data(self) -> Caller:
        """Owns, for the data bureau."""
        return self.product.officer("officer-rui")

    @cached_property
    def police(self) -> Caller:
        """Owns, for the police."""
        return self.product.officer("officer-lu")

    @cached_property
    def dinghai(self) -> Caller:
        """Owns and splits, for a district."""
        return self.product.officer("officer-qiao")

    @cached_property
    def health(self) -> Caller:
        """Owns, for the district's health bureau."""
        return self.product.officer("officer-hang")


class Bench(People):
    """Matters on their way."""

    def registered(self, **changes: Any) -> str:
        """Register a matter of the data bureau, due in a month."""
        body = {"title": "完成数据共享接口改造", "department": DATA, "due_on": in_days(30), **changes}
        answer = self.office.post(BASE, body)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def assigned(self, **changes: Any) -> str:
        """Register a matter and assign it."""
        matter_id = self.registered(**changes)
        turn(self.office, matter_id, "assignment", {})
        return matter_id

    def running(self, **changes: Any) -> str:
        """Have a matter of the data bureau signed for."""
        matter_id = self.assigned(**changes)
        turn(self.data, matter_id, "receipt", {})
        return matter_id

    def evidence(self, matter_id: str, owner: Caller | None = None) -> str:
        """Upload evidence of its owner."""
        answer = (owner or self.data).attach(f"{BASE}/{matter_id}/evidence", b"%PDF-1.4\n%%EOF\n", "proof.pdf", "")
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def finished(self, matter_id: str, owner: Caller | None = None) -> dict[str, Any]:
        """Report a matter as finished."""
        caller = owner or self.data
        evidence = [self.evidence(matter_id, caller)]
        return turn(caller, matter_id, "reports", {"kind": "final", "text": "已全部完成。", "evidence": evidence}, 201)

    def completed(self, **changes: Any) -> str:
        """Have a matter completed."""
        matter_id = self.running(**changes)
        self.finished(matter_id)
        turn(self.office, matter_id, "completion", {})
        return matter_id


def turn(caller: Caller, matter_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a matter and make a turn from what was read."""
    etag = caller.get(f"{BASE}/{matter_id}").headers["ETag"]
    answer = caller.post(f"{BASE}/{matter_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def read(caller: Caller, matter_id: str) -> dict[str, Any]:
    """Read a matter."""
    answer = caller.get(f"{BASE}/{matter_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def turns(matter: dict[str, Any]) -> list[str]:
    """Return the turns of a matter's timeline."""
    return [event["turn"] for event in matter["timeline"]]
