"""A house of its own for every test: an empty database with the city's pack, and a sandbox that is nobody else's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import urllib3

from assembly.application import create_app
from assembly.tables import every_table
from gateways.http_client import CircuitBreaker
from kit import clock
from kit.database import Database
from kit.outbox import Worker
from kit.settings import load_settings
from tests.city import plant_city
from tests.gateways.sandbox_server import sandbox_server
from tests.product import PACK, Product

every_table()

Portal = Callable[..., Any]


@pytest.fixture(scope="session")
def office_sandbox() -> Iterator[dict[str, str]]:
    with sandbox_server(PACK) as values:
        yield values


StartHouse = Callable[..., Product]


@pytest.fixture
def start_house(database: Database, office_sandbox: dict[str, str], tmp_path: Path) -> Iterator[StartHouse]:
    """Start the product over an empty database that knows the city, with settings changed."""
    started: list[Product] = []

    def start(**changes: str) -> Product:
        url = database.engine.url.render_as_string(hide_password=False)
        own = {
            "DATABASE_URL": url,
            "ZHANGBAN_DATA_DIR": str(tmp_path),
            "ZHANGBAN_PUBLIC_URL": "https://zhangban.invalid",
        }
        app = create_app(load_settings({**office_sandbox, **own, **changes}))
        started.append(Product(app, app.extensions["zhangban"]))
        return started[-1]

    with database.unit() as unit:
        plant_city(unit)
    yield start
    for product in started:
        product.context.database.engine.dispose()


@pytest.fixture
def house(start_house: StartHouse) -> Product:
    return start_house()


@pytest.fixture
def portal(office_sandbox: dict[str, str]) -> Iterator[Portal]:
    """Speak to the sandbox's own paths; leave no fault behind."""
    with urllib3.PoolManager() as pool:

        def send(method: str, path: str, body: object = None) -> Any:
            url = f"{office_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/{path}"
            sent = None if body is None else orjson.dumps(body)
            headers = {"Content-Type": "application/json"}
            answer = pool.request(method, url, body=sent, headers=headers, retries=False)
            assert answer.status < 300, answer.data
            return orjson.loads(answer.data) if answer.data else None

        send("DELETE", "faults")
        yield send
        send("DELETE", "faults")


@pytest.fixture
def force(portal: Portal) -> Callable[..., None]:
    def force_fault(fault: str, times: int = 1) -> None:
        portal("POST", "faults", {"system": "zhezhengding", "fault": fault, "times": times})

    return force_fault


def work_later(house: Product, minutes: float = 1) -> None:
    """Carry out, some minutes from now, what is due then; the portal is asked afresh."""
    house.context.gateways.zhezhengding.http.breaker = CircuitBreaker()
    with clock.travel(clock.now() + timedelta(minutes=minutes)):
        house.work()


def work_side_by_side(house: Product, minutes: float) -> None:
    """Carry out what is due some minutes from now, by four workers at once."""
    house.context.gateways.zhezhengding.http.breaker = CircuitBreaker()

    def work(_: int) -> None:
        while Worker(house.context).run_once():
            pass

    with clock.travel(clock.now() + timedelta(minutes=minutes)), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
