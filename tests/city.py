"""The city's pack in an empty database: loaded once in a process, and put back row by row from then on."""

from typing import Any

from sqlalchemy import Table, delete

from engines.packs import load_pack
from kit.database import Model, Unit
from kit.outbox import OutboxMessage
from kit.remembering import forget_everything
from tests.product import PACK

_rows: dict[Table, list[dict[str, Any]]] = {}


def plant_city(unit: Unit) -> None:
    """Bring an empty database to what it is after loading the city's pack, and after the jobs that it left."""
    if not _rows:
        load_pack(unit, PACK)
        unit.flush()
        unit.write(delete(OutboxMessage))
        for table in Model.metadata.sorted_tables:
            if found := unit.rows(table.select()):
                _rows[table] = [dict(row._mapping) for row in found]
        return
    for table, rows in _rows.items():
        unit.write(table.insert(), rows)
    unit.after_commit(forget_everything)
