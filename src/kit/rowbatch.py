"""The small writer: rows and changes of many tables that leave in one round trip.

A transition writes a record, an event, an audit entry, inbox rows, outbox rows. Sent one by one, the round trips
cost more than the rows; on PostgreSQL they go as one statement of data-modifying CTEs (foreign keys are checked
at its end), compiled once per shape. SQLite has no such CTEs and no round trip: there each table's rows go in
turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, column, func, insert, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY

from kit.fixed import Compiled

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase
    from sqlalchemy.sql.selectable import Select


@dataclass(frozen=True)
class Many:
    """Rows of one table that are alike but for some columns; on PostgreSQL one row of arrays, however many they are."""

    table: "type[DeclarativeBase]"
    same: tuple[str, ...]
    each: tuple[str, ...]


#: A row's table and columns, many rows, or a change that was declared once with parameter names of its own.
Part = tuple["type[DeclarativeBase]", tuple[str, ...]] | Many | Update | Delete

#: Beyond this many rows a statement per shape would fill the cache with one-off shapes: send them as batches.
LARGEST_SHAPE = 24

_statements: dict[tuple[Part, ...], Compiled] = {}


class RowBatch:
    """Queued rows and changes, sent in the order in which they were added."""

    def __init__(self, dialect: str) -> None:
        """Remember which database the rows will go to."""
        self._dialect = dialect
        self._queued: list[tuple[Part, dict[str, Any]]] = []

    def __bool__(self) -> bool:
        """Tell whether anything is queued."""
        return bool(self._queued)

    def add(self, table: "type[DeclarativeBase]", values: dict[str, Any]) -> None:
        """Queue one row of ``table``."""
        self._queued.append(((table, tuple(values)), values))

    def add_many(
        self, table: "type[DeclarativeBase]", same: Mapping[str, Any], each: Mapping[str, Sequence[Any]]
    ) -> None:
        """Queue rows of ``table``, one for each place of the sequences of ``each``."""
        self._queued.append((Many(table, tuple(same), tuple(each)), {**same, **each}))

    def change(self, statement: Update | Delete, parameters: dict[str, Any]) -> None:
        """Queue a change that touches no queued row; its parameters have names that no queued change uses."""
        self._queued.append((statement, parameters))

    def mixes(self, parameters: Mapping[str, Any]) -> bool:
        """Tell whether a queued change has a parameter of such a name: in one statement the last value would win."""
        changes = (values for part, values in self._queued if isinstance(part, (Update, Delete)))
        return any(values.keys() & parameters.keys() for values in changes)

    def clear(self) -> None:
        """Forget what is queued."""
        self._queued.clear()

    def is_one_statement(self) -> bool:
        """Tell whether everything leaves as one statement, which is a transaction by itself."""
        return self._dialect == "postgresql" and len(self._queued) <= LARGEST_SHAPE

    def send(self, connection: Connection) -> None:
        """Send everything and forget it, whether or not the database takes it."""
        queued, self._queued = self._queued, []
        if self._dialect == "postgresql" and len(queued) <= LARGEST_SHAPE:
            _send_together(connection, queued)
        else:
            _send_in_turn(connection, queued)


def _send_in_turn(connection: Connection, queued: list[tuple[Part, dict[str, Any]]]) -> None:
    start = 0
    while start < len(queued):
        part, first = queued[start]
        end = start + 1
        if isinstance(part, Many):
            connection.execute(insert(part.table), _rows(part, first))
        elif isinstance(part, tuple):
            while end < len(queued) and queued[end][0] == part:
                end += 1
            connection.execute(insert(part[0]), [values for _, values in queued[start:end]])
        else:
            connection.execute(part, first)
        start = end


def _rows(part: Many, values: dict[str, Any]) -> list[dict[str, Any]]:
    same = {name: values[name] for name in part.same}
    columns = [values[name] for name in part.each]
    return [{**same, **dict(zip(part.each, row, strict=True))} for row in zip(*columns, strict=True)]


def _send_together(connection: Connection, queued: list[tuple[Part, dict[str, Any]]]) -> None:
    shape = tuple(part for part, _ in queued)
    statement = _statements.get(shape)
    if statement is None:
        statement = _statements[shape] = Compiled(_compose(shape), connection.dialect)
    parameters: dict[str, Any] = {}
    for number, (part, values) in enumerate(queued):
        if isinstance(part, (tuple, Many)):
            parameters |= {f"r{number}_{name}": value for name, value in values.items()}
        else:
            parameters |= values
    statement.execute(connection.connection.driver_connection, parameters)


def _compose(shape: tuple[Part, ...]) -> "Select[Any]":
    statement: Select[Any] = select(literal_column("1"))
    for number, part in enumerate(shape):
        if isinstance(part, tuple):
            table, columns = part
            types = table.__table__.c
            values = {name: bindparam(f"r{number}_{name}", type_=types[name].type) for name in columns}
            statement = statement.add_cte(insert(table).values(values).cte(f"r{number}"))
        elif isinstance(part, Many):
            statement = statement.add_cte(_from_arrays(part, number).cte(f"r{number}"))
        else:
            statement = statement.add_cte(part.cte(f"r{number}"))
    return statement


def _from_arrays(part: Many, number: int) -> Insert:
    types = part.table.__table__.c
    same = [bindparam(f"r{number}_{name}", type_=types[name].type) for name in part.same]
    arrays = [bindparam(f"r{number}_{name}", type_=ARRAY(types[name].type)) for name in part.each]
    names = [column(name, types[name].type) for name in part.each]
    each = func.unnest(*arrays).table_valued(*names).render_derived()
    return insert(part.table).from_select([*part.same, *part.each], select(*same, *each.c))
