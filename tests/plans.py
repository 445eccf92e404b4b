"""How the database finds what a query asks for, for tests of indexes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text

from kit.database import Unit


def plan_of(unit: Unit, read: Callable[[], Any]) -> str:
    """Return how the database reads what ``read`` asks for; small tables are read whole unless told otherwise."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        sent.append((statement, parameters))

    event.listen(unit.connection.engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(unit.connection.engine, "before_cursor_execute", note)
    statement, parameters = sent[-1]
    postgresql = unit.dialect == "postgresql"
    if postgresql:
        unit.write(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
    return " ".join(str(row) for row in unit.connection.exec_driver_sql(explain + statement, parameters))
