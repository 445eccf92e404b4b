"""What the engines' tests share: every table, the city's real calendar, and a context without outside systems."""

from collections.abc import Iterator

import pytest

from assembly.tables import every_table
from engines.workdays import Calendar, load_calendar, store_calendar
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database
from kit.pages import CursorSigner
from kit.settings import Settings
from tests.engines.zhoushan import items_of

every_table()


@pytest.fixture(scope="session")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendar]:
    """Return the calendar of packs/zhoushan, stored and read back; it knows 2025 and 2026."""
    stored = Database(f"sqlite:///{tmp_path_factory.mktemp('calendar')}/calendar.db")
    stored.create_all()
    with stored.unit() as unit:
        store_calendar(unit, items_of("holidays"))
    with stored.unit() as unit:
        yield load_calendar(unit)
    stored.engine.dispose()


@pytest.fixture
def context(database: Database, settings: Settings, vault: Vault) -> Context:
    return Context(settings, database, vault, CursorSigner(settings.master_key), gateways=None)
