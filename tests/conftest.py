"""Fixtures that every test folder shares. ``database`` comes twice: on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kit.crypto import Vault
from kit.database import Database, Model, Unit
from kit.remembering import forget_everything
from kit.settings import Settings, load_settings
from tests.gateways.sandbox_server import sandbox_server
from tests.postgres_server import postgres_server
from tests.product import PACK, Product, running_product

MASTER_KEY = "a master key that only the tests know, long enough"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run try every moment of a crash and ten thousand numberings, and not only the usual ones."""
    parser.addoption("--thorough", action="store_true", help="try every moment and the whole number (make faults)")


@pytest.fixture(scope="session")
def postgres_url(testrun_uid: str, worker_id: str) -> Iterator[str]:
    with postgres_server(testrun_uid[:12]) as url:
        name = f"zhangban_{worker_id}_{os.getpid()}"
        admin = create_engine(make_url(url), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            with admin.connect() as connection:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
            admin.dispose()


def another_database(url: str, purpose: str) -> str:
    """Make one more database on the server of ``url``; it goes with the server."""
    parsed = make_url(url)
    name = f"{parsed.database}_{purpose}"
    admin = create_engine(parsed, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/zhangban.db"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _made_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    found = Database(request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_url"))
    found.create_all()
    yield found
    found.engine.dispose()


@pytest.fixture
def database(_made_database: Database) -> Database:
    """Return a database with every table, all of them empty."""
    forget_everything()
    tables = [table.name for table in Model.metadata.sorted_tables]
    with _made_database.engine.connect() as connection:
        # Asking which tables have rows costs less than emptying them all.
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
        for (name,) in connection.execute(text(filled)).fetchall():
            connection.execute(text(f"DELETE FROM {name}"))
    return _made_database


@pytest.fixture
def unit(database: Database) -> Iterator[Unit]:
    with database.unit() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {
            "ZHANGBAN_ENVIRONMENT": "test",
            "ZHANGBAN_MASTER_KEY": MASTER_KEY,
            "ZHANGBAN_DATA_DIR": str(tmp_path / "data"),
            "ZHANGBAN_SETTINGS_FILE": str(tmp_path / "none.env"),
        },
    )


@pytest.fixture(scope="session")
def city_sandbox() -> Iterator[dict[str, str]]:
    """Serve the sandbox of the city's pack and return the settings that reach it."""
    with sandbox_server(PACK) as values:
        yield values


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def product(
    request: pytest.FixtureRequest, city_sandbox: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """Return the whole product; its database lives as long as the run, so tests bring records of their own."""
    folder = tmp_path_factory.mktemp("product")
    if request.param == "sqlite":
        url = f"sqlite:///{folder}/zhangban.db"
    else:
        url = another_database(request.getfixturevalue("postgres_url"), "product")
    with running_product(city_sandbox, url, folder) as found:
        yield found


@pytest.fixture
def house(
    request: pytest.FixtureRequest,
    database: Database,
    city_sandbox: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """Return a product of its own, for what other tests' records would be part of."""
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder}/zhangban.db"
    if database.dialect == "postgresql":
        url = another_database(request.getfixturevalue("postgres_url"), "house")
    with running_product(city_sandbox, url, folder) as found:
        yield found


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault(MASTER_KEY)
