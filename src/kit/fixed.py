"""Statements that never change: compiled once, and on PostgreSQL sent straight to the driver.

Most of what a hot request costs is reading or writing a handful of rows by key. There SQLAlchemy's execution (a
context, a result, a description of columns per statement) and psycopg's reading of placeholders cost as much as the
database. A fixed statement keeps the text as the server wants it (``$1``) and the processors of its types; rows come
as named tuples. On SQLite it runs as any other statement, so the suite on both databases shows that the two ways say
the same (``docs/decisions/0005-fixed-statements.md``).
"""

import uuid
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

import orjson
from psycopg import RawCursor
from sqlalchemy import Dialect, Select, Text, func, literal_column, select
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]

#: Writes ``$1``, which PostgreSQL reads itself; only its text is used, the driver is psycopg.
_DOLLARS = asyncpg.dialect()  # type: ignore[no-untyped-call]  # the library's gap


class Compiled:
    """A statement as PostgreSQL reads it, and what its parameters go through."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        """Compile once."""
        compiled = cast("SQLCompiler", statement.compile(dialect=_DOLLARS))
        self.text = str(compiled)
        binds = compiled.binds
        self._binds = [
            (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]

    def execute(self, driver: Any, parameters: Mapping[str, Any]) -> Any:
        """Run on a psycopg connection and return the cursor."""
        values = [parameters[name] if process is None else process(parameters[name]) for name, process in self._binds]
        return RawCursor(driver).execute(self.text, values)


#: What JSON has no word for, by the type that a row has it in.
_FROM_JSON: Mapping[type, Processor] = {
    uuid.UUID: uuid.UUID,
    datetime: lambda text: datetime.fromisoformat(text).astimezone(UTC),
    date: date.fromisoformat,
}


class Fixed:
    """One reading statement with all its parameters as ``bindparam``; made at import, compiled at first use."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        """Keep the statement."""
        self.statement = statement
        self._compiled: Compiled | None = None
        self._results: tuple[tuple[int, Processor], ...] = ()
        self._from_json: tuple[tuple[int, Processor], ...] = ()
        self._row: Callable[[Sequence[Any]], Any] = tuple

    def rows(self, dialect: Dialect, driver: Any, parameters: Mapping[str, Any]) -> list[Any]:
        """Send the statement through a psycopg connection and return its rows as named tuples."""
        if self._compiled is None:
            self._prepare(dialect)
            self._compiled = Compiled(self.statement, dialect)
        return [self._made(row) for row in self._compiled.execute(driver, parameters).fetchall()]

    def _made(self, row: tuple[Any, ...]) -> Any:
        if not self._results:
            return self._row(row)
        found = list(row)
        for place, process in self._results:
            found[place] = process(found[place])
        return self._row(found)

    def from_json(self, found: Sequence[list[Any]], dialect: Dialect) -> list[Any]:
        """Return rows that came as JSON arrays, as :meth:`rows` would return them."""
        if self._compiled is None:
            self._prepare(dialect)
            self._compiled = Compiled(self.statement, dialect)
        for row in found:
            for place, read in self._from_json:
                if row[place] is not None:
                    row[place] = read(row[place])
        return [self._row(row) for row in found]

    def _prepare(self, dialect: Dialect) -> None:
        columns = list(self.statement.selected_columns)
        # A decorated type (moments in UTC) is read as what it decorates.
        readers = [_FROM_JSON.get(getattr(column.type, "impl", column.type).python_type) for column in columns]
        self._from_json = tuple((place, read) for place, read in enumerate(readers) if read is not None)
        processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._results = tuple((place, process) for place, process in enumerate(processors) if process is not None)
        names = [str(column.key) for column in columns]
        # Fields that are known at run time only, so no NamedTuple class can be written down.
        self._row = namedtuple("Row", names)._make  # type: ignore[attr-defined]  # noqa: PYI024 -- as said


class Together:
    """Fixed statements that are asked at once; on PostgreSQL one statement brings the rows of all, as JSON.

    For the few rows that several tables hold of one record: there a statement costs more than what it brings.
    """

    def __init__(self, *parts: Fixed) -> None:
        """Keep the parts; their parameters are asked for by the names that each gave them."""
        self.parts = parts
        self._whole = Fixed(select(*(_as_json(part.statement).label(f"part{n}") for n, part in enumerate(parts))))

    def rows(self, dialect: Dialect, driver: Any, parameters: Mapping[str, Any]) -> list[list[Any]]:
        """Return the rows of each part, in the order of the parts."""
        (whole,) = self._whole.rows(dialect, driver, parameters)
        return [part.from_json(orjson.loads(text), dialect) for part, text in zip(self.parts, whole, strict=True)]


def _as_json(statement: Select[*tuple[Any, ...]]) -> Any:
    found = statement.subquery()
    rows = func.coalesce(func.json_agg(func.json_build_array(*found.c)), literal_column("'[]'"))
    return select(as_type(rows, Text)).select_from(found).scalar_subquery()
