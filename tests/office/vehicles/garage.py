"""Cars, drivers and those who ask for them over HTTP, for tests of what becomes of trips."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from kit import clock
from kit.clock import BEIJING
from kit.ids import new_id
from tests.product import Caller, Product

OFFICE, DATA = "11330900002600114R", "11330900MB15A0263B"
CARS, TRIPS, RESOURCES = "/office/v1/vehicles", "/office/v1/vehicle_trips", "/office/v1/resources"
ALWAYS = {"open_days": "every", "opens": "00:00", "closes": "24:00", "longest_minutes": 4320, "needs_approval": True}
LEAVING = {"odometer_km": 50_000, "fuel_percent": 80}
BACK = {
    "odometer_km": 50_064,
    "fuel_percent": 60,
    "fuel_fen": 20_000,
    "toll_fen": 3_500,
    "parking_fen": 1_000,
    "other_fen": 0,
}


class Garage:
    """Who asks, approves and dispatches, and cars and drivers of one's own that no other test gives out."""

    def __init__(self, product: Product, month: int) -> None:
        self.product = product
        self.word = new_id().hex[-6:].upper()
        #: A Tuesday on which nothing special is, in the test's own month.
        self.day = datetime(2027, month, {3: 2, 4: 13, 6: 1, 7: 6, 8: 3, 9: 7}[month], tzinfo=BEIJING)

    def at(self, hour: float, days: int = 0) -> datetime:
        """Return a time of the day."""
        return self.day.replace(day=self.day.day + days, hour=int(hour), minute=int(hour % 1 * 60))

    @contextmanager
    def when(self, hour: float) -> Iterator[None]:
        """Let it be a time of the day, with everybody signed in anew."""
        for name in ("rui", "zhuo", "ming", "wen", "guan", "mou"):
            self.__dict__.pop(name, None)
        with clock.travel(self.at(hour)):
            yield

    @cached_property
    def rui(self) -> Caller:
        """Asks, at the data bureau."""
        return self.product.officer("officer-rui")

    @cached_property
    def zhuo(self) -> Caller:
        """Approves, at the data bureau."""
        return self.product.officer("officer-zhuo")

    @cached_property
    def ming(self) -> Caller:
        """Asks, at the city office."""
        return self.product.officer("officer-ming")

    @cached_property
    def wen(self) -> Caller:
        """Approves, at the city office."""
        return self.product.officer("officer-wen")

    @cached_property
    def guan(self) -> Caller:
        """Keeps the fleet, at the city office."""
        return self.product.officer("officer-guan")

    @cached_property
    def mou(self) -> Caller:
        """Reads everything."""
        return self.product.officer("officer-mou")

    def driver(self, place: int = 1) -> str:
        """Add a driver and return the code."""
        return self._resource(f"D{self.word}-{place}", "driver")

    def car(self, place: int = 1, seats: int = 5, **card: Any) -> str:
        """Add a car with its card and return its code."""
        code = self._resource(f"V{self.word}-{place}", "vehicle", capacity=seats)
        said = {
            "code": code,
            "department": OFFICE,
            "plate": f"浙L·{self.word[:4]}{place}",
            "inspection_due_on": "2028-12-31",
            "insurance_due_on": "2028-12-31",
            "odometer_km": 50_000,
            "maintained_at_km": 45_000,
            "maintenance_every_km": 10_000,
            **card,
        }
        answer = self.guan.post(CARS, said)
        assert answer.status_code == 201, answer.text
        return code

    def _resource(self, code: str, kind: str, **more: Any) -> str:
        said = {"code": code, "kind": kind, "name": f"{kind} {code}", "department": OFFICE, **ALWAYS, **more}
        answer = self.guan.post(RESOURCES, said)
        assert answer.status_code == 201, answer.text
        return code

    def asked(self, begin: float = 9, end: float = 11, **more: Any) -> dict[str, Any]:
        """Return what is asked for."""
        return {
            "purpose": "research",
            "reason": "赴定海调研政务服务网点",
            "passengers": 3,
            "passenger_names": ["芮宁"],
            "origin": "行政中心1号楼",
            "destination": "定海区政务服务中心",
            "stops": ["临城街道办事处"],
            "starts_at": self.at(begin).isoformat(),
            "ends_at": self.at(end).isoformat(),
            **more,
        }

    def requested(self, caller: Caller | None = None, **more: Any) -> str:
        """Ask for a car."""
        answer = (caller or self.rui).post(TRIPS, self.asked(**more))
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def approved(self, **more: Any) -> str:
        """Have a request of the data bureau approved."""
        trip_id = self.requested(**more)
        turn(self.zhuo, trip_id, "approval", {"approved": True})
        return trip_id

    def dispatched(self, car: str, driver: str | None, **more: Any) -> str:
        """Have a request dispatched."""
        trip_id = self.approved(**more)
        turn(self.guan, trip_id, "dispatches", {"vehicle": car, "driver": driver})
        return trip_id

    def free(self, trip_id: str) -> set[str]:
        """Return the codes of the cars and drivers of this test that would do for a trip."""
        answer = self.guan.get(f"{TRIPS}/{trip_id}/candidates")
        assert answer.status_code == 200, answer.text
        return self.own(answer.get_json())

    def own(self, body: dict[str, Any]) -> set[str]:
        """Return the codes of this test among those that an answer names."""
        return {item["code"] for item in [*body["vehicles"], *body["drivers"]] if self.word in item["code"]}


def read(caller: Caller, trip_id: str) -> dict[str, Any]:
    """Read a trip."""
    answer = caller.get(f"{TRIPS}/{trip_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def turn(caller: Caller, trip_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a trip and make a turn from what was read."""
    etag = caller.get(f"{TRIPS}/{trip_id}").headers.get("ETag", '"1"')
    answer = caller.post(f"{TRIPS}/{trip_id}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def waiting(caller: Caller, record_id: str) -> list[str]:
    """Return the kinds of tasks that wait for somebody."""
    return sorted(task["kind"] for task in caller.tasks(record_id))
