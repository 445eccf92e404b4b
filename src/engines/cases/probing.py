"""Probing an index value by value: the first rows of each, without reading the others.

``department_code IN (…) ORDER BY due_on`` makes PostgreSQL read and sort everything those departments have, or walk
the table and hope. A probe is one short scan of the index that begins with the values and goes on in the order asked
for; joined laterally there are as many as there are combinations, each planned the same way whatever the statistics.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from engines.cases.models import Case

Conditions = tuple[ColumnElement[bool], ...]


def first_of_each(
    conditions: Sequence[ColumnElement[bool]], probes: Sequence[tuple[Any, Any]], sort: tuple[Any, ...], rows: Any
) -> Select[Any]:
    """Return ``id``, ``due_on`` and ``yellow_on`` of the first rows of each probe, with the values as ``probe_0`` ….

    ``probes`` are columns, each with an array of the values to be probed one by one.
    """
    inner = select(Case.id, Case.due_on, Case.yellow_on).where(*conditions)
    values = [func.unnest(array).column_valued(f"probe_{number}") for number, (_, array) in enumerate(probes)]
    for (column, _), value in zip(probes, values, strict=True):
        inner = inner.where(column == value)
    found = inner.order_by(*sort).limit(rows).lateral()
    source: Any = found
    for value in reversed(values):
        source = value.scalar_alias.join(source, true())
    return select(found.c.id, found.c.due_on, found.c.yellow_on, *values).select_from(source)
