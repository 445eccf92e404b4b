"""Repairs over HTTP, for tests of what becomes of them."""

from functools import cached_property
from typing import Any

from tests.product import Caller, Product

OFFICE, DATA = "11330900002600114R", "11330900MB15A0263B"
BASE = "/office/v1/repairs"
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 3 + b"\xff\xd9"
TAP = {
    "title": "卫生间水龙头漏水",
    "description": "关不紧，地面有积水。",
    "category": "plumbing_electrical",
    "place": "2号楼3层东侧卫生间",
    "resource_code": "B2-0301",
    "asset_number": "ZC20240317",
}
WORK = {
    "work": "更换角阀两只，试水无渗漏。",
    "parts": [{"name": "角阀", "quantity": 2, "price_fen": 1800}],
    "labour_fen": 8000,
}
COST_FEN = 11_600


class Workshop:
    """Those who report, dispatch, repair and follow up, signed in when they are needed."""

    def __init__(self, product: Product) -> None:
        self.product = product

    @cached_property
    def reporter(self) -> Caller:
        """Reports, at the data bureau."""
        return self.product.officer("officer-rui")

    @cached_property
    def dispatcher(self) -> Caller:
        """Dispatches, at the city office."""
        return self.product.officer("officer-kang")

    @cached_property
    def plumber(self) -> Caller:
        """Repairs."""
        return self.product.officer("officer-pan")

    @cached_property
    def fitter(self) -> Caller:
        """Repairs too."""
        return self.product.officer("officer-gan")

    @cached_property
    def supervisor(self) -> Caller:
        """Follows up bad ratings."""
        return self.product.officer("officer-zhan")

    @cached_property
    def leader(self) -> Caller:
        """Reads everything."""
        return self.product.officer("officer-mou")

    def photo(self, caller: Caller, name: str = "tap.jpg") -> str:
        """Upload a photo."""
        answer = caller.attach(f"{BASE}/photos", JPEG, name, "")
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def reported(self, **changes: Any) -> str:
        """Report a repair."""
        answer = self.reporter.post(BASE, {**TAP, **changes})
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def dispatched(self, **changes: Any) -> str:
        """Have a repair dispatched to the plumber."""
        repair_id = self.reported(**changes)
        turn(self.dispatcher, repair_id, "dispatches", {"technician_id": id_of(self.plumber)})
        return repair_id

    def completed(self, **changes: Any) -> str:
        """Have a repair done by the plumber."""
        repair_id = self.dispatched(**changes)
        turn(self.plumber, repair_id, "arrival", {})
        turn(self.plumber, repair_id, "completion", WORK)
        return repair_id

    def followed_up(self) -> str:
        """Have a repair rated badly."""
        repair_id = self.completed()
        turn(self.reporter, repair_id, "acceptance", {"rating": 1, "comment": "又漏了。"})
        return repair_id


def id_of(caller: Caller) -> str:
    """Return the id of an officer who has signed in."""
    return str(caller.session["subject"]["id"])


def turn(caller: Caller, repair_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Make a turn from the version that its owner would read."""
    etag = caller.get(f"{BASE}/{repair_id}").headers.get("ETag", '"1"')
    answer = caller.post(f"{BASE}/{repair_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def read(caller: Caller, repair_id: str) -> dict[str, Any]:
    """Read a repair."""
    answer = caller.get(f"{BASE}/{repair_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def waiting(caller: Caller, repair_id: str) -> list[str]:
    """Return the kinds of tasks that wait for somebody."""
    return sorted(task["kind"] for task in caller.tasks(repair_id))
