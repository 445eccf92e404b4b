"""A month of duty at the city office over HTTP, and those who are on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from kit import clock
from kit.clock import BEIJING
from tests.office.speaking import sent, turn
from tests.product import Caller, Product

ROSTERS, SHIFTS, SWAPS = "/office/v1/duty_rosters", "/office/v1/duty_shifts", "/office/v1/duty_swaps"
OFFICE = "11330900002600114R"
PHONE = "0580-2280000"
NAMES = {"闻岳": "wen", "季云舟": "ji", "明远": "ming", "芮宁": "rui", "逯清": "lu"}
LEADERS, OFFICERS = ("wen", "ji"), ("ming", "rui", "lu")


class Watch:
    """Who keeps the duty, who is on it, and a roster of a month of the test's own."""

    def __init__(self, product: Product, month: str) -> None:
        self.product, self.month = product, month
        self._callers: dict[str, Caller] = {}
        self.first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=BEIJING)
        with self.when(self.first - timedelta(days=10)):
            self.ids = {name: self.who(name).session["subject"]["id"] for name in NAMES.values()}

    @contextmanager
    def when(self, moment: datetime | str, **later: float) -> Iterator[None]:
        """Let it be a moment, or so much later, with everybody signed in anew."""
        self._callers = {}
        found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        with clock.travel(found + timedelta(**later)):
            yield

    def who(self, name: str) -> Caller:
        """Return an officer, signed in at the present moment."""
        if name not in self._callers:
            self._callers[name] = self.product.officer(f"officer-{name}")
        return self._callers[name]

    def asked(self, **more: Any) -> dict[str, Any]:
        """Return what the roster is composed of."""
        people = {"leaders": [self.ids[name] for name in LEADERS], "officers": [self.ids[name] for name in OFFICERS]}
        return {"month": self.month, "phone": PHONE, **people, **more}

    def composed(self, expect: int = 201, **more: Any) -> dict[str, Any]:
        """Compose the roster."""
        return sent(self.who("guan"), ROSTERS, self.asked(**more), expect)

    def published(self, **more: Any) -> dict[str, Any]:
        """Compose and publish the roster."""
        with self.when(self.first - timedelta(days=10)):
            return turn(self.who("guan"), self.composed(**more)["href"], "publication", {})


def persons(shift: dict[str, Any]) -> list[str]:
    """Return who is on a shift, the leader first."""
    return [NAMES[person["name"]] for person in [shift["leader"], *shift["officers"]]]


def on_shifts(roster: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the shifts of a roster on which somebody is."""
    return [item for item in roster["shifts"] if name in persons(item)]


def shift_on(roster: dict[str, Any], day: str, name: str) -> dict[str, Any]:
    """Return the shift of a day."""
    (found,) = [item for item in roster["shifts"] if item["day"] == day and item["name"] == name]
    return dict(found)


def waiting(who: Caller, record: dict[str, Any]) -> list[str]:
    """Return the kinds of tasks that wait for somebody of a record."""
    return sorted(task["kind"] for task in who.tasks(record["id"]))
