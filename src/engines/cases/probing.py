"""Probing an index value by value: the first rows of each, without reading the others.

``department_code IN (…) ORDER BY due_on`` makes PostgreSQL read and sort everything those departments have, or walk
the table and hope. A probe is one short scan of the index that begins with the values and goes on in the order asked
for; joined laterally there are as many as there are combinations, each planned the same way whatever the statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from engines.cases.models import Case

Conditions = tuple[ColumnElement[bool], ...]
Probes = tuple[tuple[Any, Sequence[str]], ...]


@dataclass(frozen=True)
class Road:
    """One way to cases: conditions, and columns with the values to be probed one by one."""

    conditions: Conditions = ()
    probes: Probes = ()

    def whole(self) -> ColumnElement[bool]:
        """Return the road as one condition, for a database or a reader that probes nothing."""
        return and_(true(), *self.conditions, *(column.in_(values) for column, values in self.probes))


def first_of_each(road: Road, conditions: Conditions, sort: tuple[Any, ...], rows: int) -> Select[Any]:
    """Return ``id``, ``due_on`` and ``yellow_on`` of the first rows of each probe, with the values as ``probe_0`` …."""
    inner = select(Case.id, Case.due_on, Case.yellow_on).where(*road.conditions, *conditions)
    values = [
        func.unnest(literal(list(asked), ARRAY(Text))).column_valued(f"probe_{number}")
        for number, (_, asked) in enumerate(road.probes)
    ]
    for (column, _), value in zip(road.probes, values, strict=True):
        inner = inner.where(column == value)
    found = inner.order_by(*sort).limit(rows).lateral()
    source: Any = found
    for value in reversed(values):
        source = value.scalar_alias.join(source, true())
    return select(found.c.id, found.c.due_on, found.c.yellow_on, *values).select_from(source)
