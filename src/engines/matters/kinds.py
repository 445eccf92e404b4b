"""What every case of a matter has in common, whatever its revision: known before any case is read.

A case takes its department, division and topic from the revision under which it was filed. So who looks for cases of
a division, a topic or a seat is led to the matters that can have some, and an index by matter answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from engines.matters.models import Matter, MatterRevisionRow, MatterToken
from engines.matters.queries import catalogue_version
from engines.matters.search_tokens import tokens_sought
from kit.database import Unit


@dataclass(frozen=True)
class Kind:
    """A kind of cases: of one matter and department; ``seats`` are other departments that review them."""

    matter: str
    department: str
    region: str
    topic: str
    seats: frozenset[str]


_read: WeakKeyDictionary[Engine, tuple[str, frozenset[Kind]]] = WeakKeyDictionary()
_contents = select(
    MatterRevisionRow.matter_code,
    MatterRevisionRow.content["department"].label("department"),
    MatterRevisionRow.content["region"].label("region"),
    MatterRevisionRow.content["topic"].label("topic"),
    MatterRevisionRow.content["steps"].label("steps"),
)


def kinds_of_cases(unit: Unit) -> frozenset[Kind]:
    """Return every kind of cases that there can be, of matters in force and of earlier revisions."""
    version, engine = catalogue_version(unit), unit.connection.engine
    found = _read.get(engine)
    if found is None or found[0] != version:
        found = (
            version,
            frozenset(
                Kind(row.matter_code, row.department, row.region, row.topic, _seats(row.department, row.steps))
                for row in unit.rows(_contents)
            ),
        )
        _read[engine] = found
    return found[1]


def matters_by_words(unit: Unit, text: str) -> Sequence[str]:
    """Return the codes of matters, in force or not, that every word of a text finds."""
    sought = tokens_sought(text)
    if not sought:
        return []
    hits = (
        select(MatterToken.matter_code)
        .where(MatterToken.token.in_(sought))
        .group_by(MatterToken.matter_code)
        .having(func.count() == len(sought))
    )
    return [row.matter_code for row in unit.rows(hits)]


def matter_names(unit: Unit) -> dict[str, str]:
    """Return the name of every matter, in force or not, by its code."""
    return {row.code: row.name for row in unit.rows(select(Matter.code, Matter.name))}


def _seats(department: str, steps: Sequence[dict[str, Any]]) -> frozenset[str]:
    return frozenset(seat.get("department") or department for step in steps for seat in step["seats"]) - {department}
