"""Probing an index value by value: the first rows of each, without reading the others.

``organ IN (…) ORDER BY day LIMIT 20`` makes PostgreSQL read and sort everything those organs have, or walk the table
and hope. A probe is one short scan of the index that begins with the values and goes on in the order asked for; joined
laterally there are as many as there are combinations, each planned the same way whatever the statistics
(``docs/decisions/0006-lists-by-index.md``).
"""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Text, any_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

Conditions = tuple[ColumnElement[bool], ...]
#: How many rows a page's statement reads, so that few statements serve pages of any length. The number stands in the
#: statement: of a parameter the database assumes a tenth of the table, and sorts all that a probe could find.
PAGE_ROWS = (21, 51, 101)


def first_of_each(
    columns: Sequence[Any],
    conditions: Sequence[ColumnElement[bool]],
    probes: Sequence[tuple[Any, Any]],
    sort: Sequence[Any],
    rows: Any,
) -> Select[Any]:
    """Return ``columns`` of the first rows of each probe, with the values as ``probe_0`` ….

    ``probes`` are columns, each with an array of the values to be probed one by one.
    """
    inner = select(*columns).where(*conditions)
    values = [func.unnest(array).column_valued(f"probe_{number}") for number, (_, array) in enumerate(probes)]
    for (column, _), value in zip(probes, values, strict=True):
        inner = inner.where(column == value)
    found = inner.order_by(*sort).limit(rows).lateral()
    source: Any = found
    for value in reversed(values):
        source = value.scalar_alias.join(source, true())
    return select(*found.c, *values).select_from(source)


def among(column: Any, name: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the texts of a parameter, as a statement that never changes."""
    if dialect == "sqlite":
        return cast("ColumnElement[bool]", column.in_(bindparam(name, expanding=True)))
    return cast("ColumnElement[bool]", column == any_(bindparam(name, type_=ARRAY(Text))))


def rows_of_page(rows: int) -> int:
    """Return how many rows the statement reads that serves a page of so many."""
    return next(number for number in PAGE_ROWS if rows <= number)
