"""Fixtures that every test folder shares. ``database`` comes twice: on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kit.crypto import Vault
from kit.database import Database, Model, Unit
from kit.settings import Settings, load_settings
from tests.postgres_server import postgres_server

MASTER_KEY = "a master key that only the tests know, long enough"


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
    _made_database.create_all()
    tables = [table.name for table in reversed(Model.metadata.sorted_tables)]
    with _made_database.engine.connect() as connection:
        if _made_database.dialect == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(tables)}"))
        else:
            for name in tables:
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
def vault() -> Vault:
    return Vault(MASTER_KEY)
