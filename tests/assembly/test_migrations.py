"""Migrations up and down on both databases, and that they make what the models say."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from assembly.migrating import migrate
from assembly.tables import every_table
from kit.database import Database
from tests.conftest import another_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path_factory.mktemp('migrations')}/empty.db")
    else:
        found = Database(another_database(request.getfixturevalue("postgres_url"), "migrations"))
    yield found
    found.engine.dispose()


def test_up_makes_what_the_models_say_and_down_takes_all_of_it_away(empty: Database) -> None:
    wanted = every_table()
    for _ in range(2):
        migrate(empty)
        with empty.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, wanted) == []
        migrate(empty, "base")
        assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}


def test_up_on_a_newest_database_changes_nothing(empty: Database) -> None:
    migrate(empty)
    migrate(empty)
    assert set(every_table().tables) <= set(inspect(empty.engine).get_table_names())
