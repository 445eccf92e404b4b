"""What can stand in an export: columns, each with its heading and how a row fills it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row

from kit import clock

Kind = Literal["text", "number", "date", "moment"]
Cell = str | int | date | datetime | None
#: What codes and ids are called, by kind: of departments, of officers, whatever else a listing's cells need.
Names = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True)
class Column:
    """One column: its heading, what kind of cell, and the cell of a row."""

    heading: str
    kind: Kind
    cell: Callable[[Row[Any], Names], Cell]


def text(heading: str, cell: Callable[[Row[Any], Names], str | None]) -> Column:
    """Return a column of words."""
    return Column(heading, "text", cell)


def number(name: str, heading: str) -> Column:
    """Return a column of whole numbers, as the row has them."""
    return Column(heading, "number", lambda row, _: getattr(row, name))


def day(name: str, heading: str) -> Column:
    """Return a column of days, as the row has them."""
    return Column(heading, "date", lambda row, _: getattr(row, name))


def moment(name: str, heading: str) -> Column:
    """Return a column of moments on Beijing's clock."""
    return Column(heading, "moment", lambda row, _: _local(getattr(row, name)))


def _local(at: datetime | None) -> datetime | None:
    """Return a moment on Beijing's clock without its zone, which a spreadsheet does not know."""
    return None if at is None else clock.local(at).replace(tzinfo=None, microsecond=0)
