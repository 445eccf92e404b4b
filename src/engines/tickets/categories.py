"""The categories of each kind, as the city's pack has them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from engines.tickets.models import TicketCategory
from kit.database import Unit
from kit.remembering import Remembered

Key = tuple[str, str]


class Category(NamedTuple):
    """One category: ``department`` puts it right; ``hours`` by priority and step."""

    kind: str
    code: str
    name: str
    department: str
    hours: Mapping[str, Mapping[str, float]]
    position: int


def store_categories(unit: Unit, kind: str, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the categories of a kind what the pack says and return how many changed.

    ``items`` are ``{code, name, department, hours: {<priority>: {dispatch, arrival, completion}}}``. Tickets that are
    on their way keep the name and the limits that they were reported with.
    """
    rows = unit.rows(select(*TicketCategory.__table__.c).where(TicketCategory.kind == kind))
    present = {row.code: row._asdict() for row in rows}
    wanted = {item["code"]: {"kind": kind, "position": place, **item} for place, item in enumerate(items)}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        _present.change(unit)
        unit.write(delete(TicketCategory).where(TicketCategory.kind == kind, TicketCategory.code.in_(changed)))
        for code in changed:
            if code in wanted:
                unit.add(TicketCategory, **wanted[code])
    return len(changed)


def categories_of(unit: Unit, kind: str) -> list[Category]:
    """Return the categories of a kind in their order; the process's copy is at most a second old."""
    return [found for found in _present.get(unit).values() if found.kind == kind]


def find_category(unit: Unit, kind: str, code: str) -> Category | None:
    """Return a category, or None."""
    return _present.get(unit).get((kind, code))


def _read(unit: Unit) -> dict[Key, Category]:
    rows = unit.rows(select(*TicketCategory.__table__.c).order_by(TicketCategory.kind, TicketCategory.position))
    return {(row.kind, row.code): Category(**row._asdict()) for row in rows}


_present = Remembered(_read)
