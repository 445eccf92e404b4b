"""Rooms and those who book them over HTTP, for tests of what becomes of bookings."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from kit.clock import BEIJING
from kit.ids import new_id
from tests.product import Caller, Product

OFFICE = "11330900002600114R"
RESOURCES, BOOKINGS, FEEDS = "/office/v1/resources", "/office/v1/bookings", "/office/v1/calendar_feeds"
#: A Monday.
DAY = datetime(2027, 3, 1, tzinfo=BEIJING)


def at(hour: float, days: int = 0) -> str:
    """Return a time of the day, so many days after the Monday."""
    return (DAY + timedelta(days=days, hours=hour)).isoformat()


class Front:
    """Who books, who keeps, and rooms of one's own that no other test books."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.word = f"T{new_id().hex[-8:].upper()}"

    @cached_property
    def keeper(self) -> Caller:
        """Keeps the rooms."""
        return self.product.officer("officer-guan")

    @cached_property
    def ming(self) -> Caller:
        """Books."""
        return self.product.officer("officer-ming")

    @cached_property
    def rui(self) -> Caller:
        """Books, of another department."""
        return self.product.officer("officer-rui")

    def added(self, place: int = 1, **more: Any) -> dict[str, Any]:
        """Add a room (or what ``more`` says) in a building of this test's own."""
        said = {"code": f"{self.word}-{place}", "kind": "room", "name": f"{place}号会议室", "department": OFFICE}
        answer = self.keeper.post(RESOURCES, {**said, "building": self.word, "capacity": 12 * place, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())

    def try_booking(self, caller: Caller, place: int, begin: str, end: str, **more: Any) -> Any:
        """Ask for a room."""
        said = {"resources": [f"{self.word}-{place}"], "title": "推进会", "starts_at": begin, "ends_at": end}
        return caller.post(BOOKINGS, {**said, **more})

    def booked(self, caller: Caller, place: int, begin: str, end: str, **more: Any) -> list[dict[str, Any]]:
        """Book a room."""
        answer = self.try_booking(caller, place, begin, end, **more)
        assert answer.status_code == 201, answer.text
        return list(answer.get_json()["items"])


def read(caller: Caller, booking_id: str) -> dict[str, Any]:
    """Read a booking."""
    answer = caller.get(f"{BOOKINGS}/{booking_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def turn(caller: Caller, booking_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a booking and make a turn from what was read."""
    etag = caller.get(f"{BOOKINGS}/{booking_id}").headers["ETag"]
    answer = caller.post(f"{BOOKINGS}/{booking_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())
