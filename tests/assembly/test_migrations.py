"""Migrations up and down on both databases, and that they make what the models say."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from assembly.migrating import migrate
from assembly.tables import every_table
from kit.database import Database, Model
from tests.conftest import another_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path_factory.mktemp('migrations')}/empty.db")
    else:
        found = Database(another_database(request.getfixturevalue("postgres_url"), "migrations"))
    yield found
    found.engine.dispose()


def _ours(item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:  # noqa: FBT001 -- alembic's signature
    """Leave out the tables that other tests declare."""
    table = name if kind == "table" else item.table.name
    return table in _product_tables()


def _product_tables() -> set[str]:
    every_table()
    mappers = Model.registry.mappers
    return {found.class_.__tablename__ for found in mappers if not found.class_.__module__.startswith("tests")}


def test_up_makes_what_the_models_say_and_down_takes_all_of_it_away(empty: Database) -> None:
    wanted = every_table()
    migrate(empty)
    # Up on a newest database changes nothing.
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, wanted) == []
    migrate(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    # Nothing is left that would be in the way of the next.
    migrate(empty)
    assert _product_tables() <= set(inspect(empty.engine).get_table_names())
