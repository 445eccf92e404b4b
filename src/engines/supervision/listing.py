"""Lists and counts of matters, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select

from auth import Subject
from engines.lifecycles import count_by_state_and_light
from engines.supervision.access import visible
from engines.supervision.models import SupervisionMatter, SupervisionSeat
from engines.supervision.queries import MATTER_COLUMNS
from engines.supervision.words import LIGHTS
from kit import clock
from kit.database import Unit

#: A count goes this far and says so.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class MatterFilter:
    """What part of the matters is asked for; ``department`` and ``role`` together name a seat."""

    state: str | None = None
    light: str | None = None
    department: str | None = None
    role: str | None = None
    importance: str | None = None
    source_kind: str | None = None
    escalation: str | None = None
    due_before: date | None = None
    root_id: uuid.UUID | None = None
    whole: bool | None = None
    words: str | None = None


def list_matters(
    unit: Unit, subject: Subject, wanted: MatterFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return matters that an officer sees, newest first."""
    statement = _wanted(subject, wanted, *MATTER_COLUMNS)
    if after is not None:
        statement = statement.where(SupervisionMatter.id < after)
    return unit.rows(statement.order_by(SupervisionMatter.id.desc()).limit(rows))


def count_matters(unit: Unit, subject: Subject, wanted: MatterFilter) -> dict[str, Any]:
    """Count matters that an officer sees by state and by light, among the newest :data:`MOST_COUNTED`."""
    newest = _wanted(subject, wanted, SupervisionMatter.state, _light().label("light"))
    return count_by_state_and_light(unit, newest.order_by(SupervisionMatter.id.desc()), LIGHTS, MOST_COUNTED)


def count_all_matters(unit: Unit, subject: Subject, wanted: MatterFilter) -> int:
    """Return how many matters that is, counted to the end: for jobs, not for pages."""
    return int(unit.scalar(_wanted(subject, wanted, func.count(SupervisionMatter.id))) or 0)


def _wanted(subject: Subject, wanted: MatterFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(visible(subject))
    for name in ("state", "importance", "source_kind", "escalation", "root_id"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(getattr(SupervisionMatter, name) == value)
    if wanted.light is not None:
        statement = statement.where(_light() == wanted.light)
    if wanted.due_before is not None:
        statement = statement.where(SupervisionMatter.due_on < wanted.due_before, SupervisionMatter.closed_at.is_(None))
    if wanted.whole:
        statement = statement.where(SupervisionMatter.level == 1)
    if wanted.words:
        words = wanted.words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        found = [
            column.like(f"%{words}%", escape="\\") for column in (SupervisionMatter.title, SupervisionMatter.content)
        ]
        statement = statement.where(or_(SupervisionMatter.number == wanted.words, *found))
    if wanted.department is not None or wanted.role is not None:
        statement = statement.where(_seat(subject, wanted))
    return statement


def _seat(subject: Subject, wanted: MatterFilter) -> ColumnElement[bool]:
    """Return the condition that an organ has a seat: the one asked for, else the reader's own."""
    organ = wanted.department or subject.department_code or ""
    conditions = [SupervisionSeat.matter_id == SupervisionMatter.id, SupervisionSeat.department_code == organ]
    if wanted.role is not None:
        conditions.append(SupervisionSeat.role == wanted.role)
    return exists().where(*conditions)


def _light() -> ColumnElement[str]:
    """Return a matter's light as the database computes it from the same days as :func:`light_of`."""
    counting = func.coalesce(SupervisionMatter.promised_on, SupervisionMatter.due_on)
    return light_column(counting, SupervisionMatter.yellow_on, SupervisionMatter.closed_at.is_not(None))


def light_column(due_on: Any, yellow_on: Any, over: ColumnElement[bool]) -> ColumnElement[str]:
    """Return a light as the database computes it, from columns with the days that :func:`day_light` is given."""
    today = clock.today()
    return case((over, "grey"), (due_on < today, "red"), (yellow_on <= today, "yellow"), else_="green")


def matters_among(unit: Unit, subject: Subject, matter_ids: Sequence[uuid.UUID]) -> Sequence[Row[Any]]:
    """Return those of some matters that an officer sees, by number."""
    if not matter_ids:
        return ()
    wanted = select(*MATTER_COLUMNS).where(SupervisionMatter.id.in_(matter_ids), visible(subject))
    return unit.rows(wanted.order_by(SupervisionMatter.number))


def matters_numbered(unit: Unit, subject: Subject, numbers: Sequence[str]) -> Sequence[Row[Any]]:
    """Return the matters with these numbers that an officer sees."""
    if not numbers:
        return ()
    return unit.rows(select(*MATTER_COLUMNS).where(SupervisionMatter.number.in_(numbers), visible(subject)))
