"""Tables, the two databases, and the unit of work.

There is no ORM session: a table is a declarative class, and everything is read and written with Core statements
on a :class:`Unit`. Connections run in autocommit; reads need no transaction, and the first write of a unit opens
its one transaction, which the edge commits (``docs/decisions/0002-rows-not-objects.md``).
"""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, cast

import orjson
import psycopg
from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    Date,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Executable,
    Index,
    MetaData,
    Row,
    Text,
    TypeDecorator,
    Update,
    Uuid,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase

from kit.fixed import Fixed, Together
from kit.rowbatch import RowBatch

type_name = Literal["sqlite", "postgresql"]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is a programming error and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring the moment to UTC (and drop the offset on SQLite, which keeps none)."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without time zone cannot be stored"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment aware and in UTC whatever the database gave."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


#: A missing document is NULL, never the JSON word for it.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Model(DeclarativeBase):
    """The base of every table: one registry, one naming rule for constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads this class attribute, nobody writes it
        uuid.UUID: Uuid(),
        datetime: UtcDateTime(),
        date: Date(),
        str: Text(),
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
    }


def partial_index(name: str, *columns: str, where: str) -> Index:
    """Return an index over some rows only, on both databases; a query says the same words."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


class DuplicateRow(Exception):
    """A unique or exclusion constraint refused a row; ``constraint`` is its name or the columns it names."""

    def __init__(self, constraint: str) -> None:
        """Keep what the database said was not unique."""
        super().__init__(constraint)
        self.constraint = constraint


class Unit:
    """One request's or one job's unit of work on one connection.

    Reads see committed rows at once. The first write opens the transaction (``BEGIN IMMEDIATE`` on SQLite, so
    that a second writer waits instead of failing), and :meth:`commit` ends it.
    """

    def __init__(self, connection: Connection) -> None:
        """Take a connection in autocommit mode."""
        self.connection = connection
        self.dialect = cast("type_name", connection.dialect.name)
        self.begun = False
        self._batch = RowBatch(self.dialect)
        self._after_commit: list[Callable[[], None]] = []
        #: What remembered values this unit is changing; it alone reads them afresh.
        self.changing: set[object] = set()
        self._seen: set[object] = set()

    def rows(self, statement: Executable | Fixed, parameters: Parameters = None) -> Sequence[Row[Any]]:
        """Run a reading statement and return all its rows."""
        if isinstance(statement, Fixed):
            return self._fixed(statement, cast("Mapping[str, Any]", parameters))
        return self.connection.execute(statement, parameters).fetchall()

    def first(self, statement: Executable | Fixed, parameters: Parameters = None) -> Row[Any] | None:
        """Run a reading statement and return its first row, or None."""
        if isinstance(statement, Fixed):
            return next(iter(self._fixed(statement, cast("Mapping[str, Any]", parameters))), None)
        return self.connection.execute(statement, parameters).first()

    def scalar(self, statement: Executable | Fixed, parameters: Parameters = None) -> Any:
        """Run a reading statement and return the first column of its first row, or None."""
        if isinstance(statement, Fixed):
            return next((row[0] for row in self._fixed(statement, cast("Mapping[str, Any]", parameters))), None)
        return self.connection.execute(statement, parameters).scalar()

    def together(self, statements: Together, parameters: Mapping[str, Any]) -> Sequence[Sequence[Row[Any]]]:
        """Run several reading statements at once and return the rows of each."""
        if self.dialect == "sqlite":
            return [self.rows(part, parameters) for part in statements.parts]
        return statements.rows(self.connection.dialect, self.connection.connection.driver_connection, parameters)

    def begin(self) -> None:
        """Open the unit's transaction if it is not open yet."""
        if not self.begun:
            self._bracket("BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN")
            self.begun = True

    def write(self, statement: Executable, parameters: Parameters = None) -> CursorResult[Any]:
        """Send what is queued, then run one writing statement, inside the unit's transaction.

        Errors: :class:`DuplicateRow` for a unique or exclusion violation.
        """
        self.flush()
        self.begin()
        try:
            return cast("CursorResult[Any]", self.connection.execute(statement, parameters))
        except IntegrityError as error:
            raise _duplicate(error) from error

    def add(self, table: type[Model], **values: Any) -> None:
        """Queue one row; queued rows leave together at the next write, flush or commit."""
        self._batch.add(table, values)

    def add_many(self, table: type[Model], *, same: Mapping[str, Any], each: Mapping[str, Sequence[Any]]) -> None:
        """Queue many rows that are alike but for the columns of ``each``, sequences of one length that is not zero."""
        self._batch.add_many(table, same, each)

    def later(self, statement: Update | Delete, parameters: dict[str, Any]) -> None:
        """Queue a change that touches no queued row, to leave with the rows.

        ``statement`` is made once; what is queued leaves first where a change of it has parameters of the same names.
        """
        if self._batch.mixes(parameters):
            self.flush()
        self._batch.change(statement, parameters)

    def flush(self) -> None:
        """Send the queued rows: one statement on PostgreSQL, one per table on SQLite."""
        if self._batch:
            self.begin()
            self._send()

    def _send(self) -> None:
        try:
            self._batch.send(self.connection)
        except (IntegrityError, psycopg.IntegrityError) as error:
            raise _duplicate(error) from error

    def first_time(self, thing: object) -> bool:
        """Tell whether ``thing`` is new to this transaction, and remember it until its end."""
        if thing in self._seen:
            return False
        self._seen.add(thing)
        return True

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` once the transaction is durable; dropped when it is rolled back."""
        self._after_commit.append(callback)

    def commit(self) -> None:
        """Send what is queued and make everything durable."""
        if self._batch and not self.begun and self._batch.is_one_statement():
            self._send()
        self.flush()
        if self.begun:
            self._bracket("COMMIT")
            self.begun = False
        self._seen.clear()
        callbacks, self._after_commit = self._after_commit, []
        for callback in callbacks:
            callback()

    def rollback(self) -> None:
        """Undo everything since the transaction opened and forget what is queued."""
        self._batch.clear()
        self._seen.clear()
        self._after_commit.clear()
        if self.begun:
            self.begun = False
            self._bracket("ROLLBACK")

    def _fixed(self, statement: Fixed, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        if self.dialect == "sqlite":
            return self.connection.execute(statement.statement, parameters).fetchall()
        return statement.rows(self.connection.dialect, self.connection.connection.driver_connection, parameters)

    def _bracket(self, word: str) -> None:
        # Straight to the driver: these have no parameters, no result, and stand in every write.
        driver: Any = self.connection.connection.driver_connection
        driver.execute(word)

    def close(self) -> None:
        """Give the connection back; an open transaction is undone."""
        try:
            self.rollback()
        finally:
            self.connection.close()


class Database:
    """One database: its engine, and units on it."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        """Make the engine; nothing is connected before the first unit."""
        self.engine = _make_engine(url, pool_size)
        self.dialect = cast("type_name", self.engine.dialect.name)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """Open a unit that commits when the block ends well and is undone when it does not."""
        unit = Unit(self.engine.connect())
        try:
            yield unit
            unit.commit()
        finally:
            unit.close()

    def open_unit(self) -> Unit:
        """Open a unit whose end somebody else decides (the edge of a request)."""
        return Unit(self.engine.connect())

    def create_all(self) -> None:
        """Make every table of the registry (tests; a deployment migrates)."""
        Model.metadata.create_all(self.engine)


def _make_engine(url: str, pool_size: int) -> Engine:
    parsed = make_url(url)
    common: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        # What a statement carries is personal data, and errors end up in logs.
        "hide_parameters": True,
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": orjson.loads,
    }
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30}, **common)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_size=pool_size, max_overflow=pool_size, **common)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.prepare_threshold = 2


def _duplicate(error: IntegrityError | psycopg.IntegrityError) -> Exception:
    said = error.orig if isinstance(error, IntegrityError) else error
    if isinstance(said, psycopg.Error):
        return DuplicateRow(said.diag.constraint_name or "") if said.sqlstate in ("23505", "23P01") else error
    text = str(said)
    # SQLite knows no exclusion; the trigger that stands in for it says the same words.
    if text.startswith(("UNIQUE constraint failed:", "EXCLUSION constraint failed:")):
        return DuplicateRow(text.split(":", 1)[1].strip())
    return error
