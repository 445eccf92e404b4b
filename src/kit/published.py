"""Tables of published content: an item is in force as it was last said, or withdrawn; none is ever deleted.

Such a table has the columns ``code`` (its key), ``status`` and ``content``, and may show members of the content in
columns of their own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from kit.database import Model, Unit

IN_FORCE, WITHDRAWN = "in_force", "withdrawn"


def store_published(
    unit: Unit, table: type[Model], items: Sequence[Mapping[str, Any]], shown: Mapping[str, str]
) -> int:
    """Make a table what ``items`` (each with a ``code``) say and return how many changed; the others are withdrawn.

    ``shown`` says which column takes which member of an item. What refers to an item keeps its own copy.
    """
    columns = table.__table__.c
    rows = unit.rows(select(columns.code, columns.status, columns.content))
    present = {row.code: (row.status, row.content) for row in rows}
    changed = 0
    for item in items:
        before = present.pop(item["code"], None)
        if before == (IN_FORCE, item):
            continue
        changed += 1
        named = {column: item[member] for column, member in shown.items()}
        values = {**named, "status": IN_FORCE, "content": dict(item)}
        if before is None:
            unit.add(table, code=item["code"], **values)
        else:
            unit.write(update(table).where(columns.code == item["code"]).values(values))
    gone = sorted(code for code, (status, _) in present.items() if status == IN_FORCE)
    if gone:
        unit.write(update(table).where(columns.code.in_(gone)).values(status=WITHDRAWN))
    return changed + len(gone)
