"""A house of its own for every test: an empty database with the city's pack, and workers that share it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assembly.application import create_app
from assembly.tables import every_table
from kit.database import Database
from kit.settings import load_settings
from tests.auth.tampering import Forger
from tests.city import plant_city
from tests.gateways.sandbox_server import sandbox_server
from tests.product import PACK, Product

every_table()

StartWorker = Callable[..., Product]


@pytest.fixture
def start_worker(database: Database, city_sandbox: dict[str, str], tmp_path: Path) -> Iterator[StartWorker]:
    """Start one more worker process's worth of application over the test's database."""
    started: list[Product] = []

    def start(sandbox: dict[str, str] | None = None, **changes: str) -> Product:
        url = database.engine.url.render_as_string(hide_password=False)
        own = {"DATABASE_URL": url, "ZHANGBAN_DATA_DIR": str(tmp_path)}
        app = create_app(load_settings({**(sandbox or city_sandbox), **own, **changes}))
        started.append(Product(app, app.extensions["zhangban"]))
        return started[-1]

    with database.unit() as unit:
        plant_city(unit)
    yield start
    for product in started:
        # Sources that were not waited for still ask for the shared key pair: in time, and not of a closed database.
        product.context.part("auth.preparation", lambda: ThreadPoolExecutor(1)).shutdown()
        product.context.database.engine.dispose()


@pytest.fixture
def house(start_worker: StartWorker) -> Product:
    """Return the product over an empty database that knows the city."""
    return start_worker()


@pytest.fixture
def own_sandbox() -> Iterator[dict[str, str]]:
    """Serve a sandbox for one test, whose faults and calls are nobody else's."""
    with sandbox_server(PACK) as values:
        yield values


@pytest.fixture
def forger(product: Product) -> Forger:
    """Return somebody who holds the deployment's real signing key and a live session."""
    return Forger(product, product.citizen())
