"""The small writer: rows of many tables that leave in one round trip.

A transition writes a record, an event, an audit entry, inbox rows, outbox rows. Sent one by one, the round trips
cost more than the rows; on PostgreSQL they go as one statement of data-modifying CTEs (foreign keys are checked
at its end), compiled once per shape. SQLite has no such CTEs and no round trip: there each table's rows go in
turn.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Insert, bindparam, insert, literal_column, select

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase
    from sqlalchemy.sql.selectable import Select

Shape = tuple[tuple[str, tuple[str, ...]], ...]

#: Beyond this many rows a statement per shape would fill the cache with one-off shapes: send them as batches.
LARGEST_SHAPE = 24

_statements: "dict[Shape, Insert | Select[Any]]" = {}


class RowBatch:
    """Queued rows, sent in the order in which they were added."""

    def __init__(self, dialect: str) -> None:
        """Remember which database the rows will go to."""
        self._dialect = dialect
        self._rows: list[tuple[type[DeclarativeBase], dict[str, Any]]] = []

    def __bool__(self) -> bool:
        """Tell whether anything is queued."""
        return bool(self._rows)

    def add(self, table: "type[DeclarativeBase]", values: dict[str, Any]) -> None:
        """Queue one row of ``table``."""
        self._rows.append((table, values))

    def clear(self) -> None:
        """Forget what is queued."""
        self._rows.clear()

    def send(self, connection: Connection) -> None:
        """Send everything and forget it, whether or not the database takes it."""
        rows, self._rows = self._rows, []
        if self._dialect == "postgresql" and 1 < len(rows) <= LARGEST_SHAPE:
            _send_together(connection, rows)
        else:
            _send_in_turn(connection, rows)


def _send_in_turn(connection: Connection, rows: "list[tuple[type[DeclarativeBase], dict[str, Any]]]") -> None:
    start = 0
    while start < len(rows):
        table, first = rows[start]
        end = start + 1
        while end < len(rows) and rows[end][0] is table and rows[end][1].keys() == first.keys():
            end += 1
        connection.execute(insert(table), [values for _, values in rows[start:end]])
        start = end


def _send_together(connection: Connection, rows: "list[tuple[type[DeclarativeBase], dict[str, Any]]]") -> None:
    shape = tuple((table.__tablename__, tuple(values)) for table, values in rows)
    statement = _statements.get(shape)
    if statement is None:
        statement = _statements[shape] = _compose([table for table, _ in rows], shape)
    parameters = {
        f"r{number}_{name}": value for number, (_, values) in enumerate(rows) for name, value in values.items()
    }
    connection.execute(statement, parameters)


def _compose(tables: "list[type[DeclarativeBase]]", shape: Shape) -> "Select[Any]":
    statement: Select[Any] = select(literal_column("1"))
    for number, (table, (_, columns)) in enumerate(zip(tables, shape, strict=True)):
        types = table.__table__.c
        values = {name: bindparam(f"r{number}_{name}", type_=types[name].type) for name in columns}
        statement = statement.add_cte(insert(table).values(values).cte(f"r{number}"))
    return statement
