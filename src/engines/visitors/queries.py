"""Reading visits, one by one and in lists, in the reader's scope."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, union

from auth import Subject
from engines.lifecycles import TIMELINE, count_by_state
from engines.visitors.access import visit_seen, ways_to_see
from engines.visitors.models import VISIT_COLUMNS, Visit, VisitorBuilding
from engines.visitors.people import plate_hash
from engines.visitors.refusals import VisitNotFound
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.fixed import Fixed, Together

#: A count goes this far and says so.
MOST_COUNTED = 10_000
_BUILDING = (VisitorBuilding.code.label("building"), VisitorBuilding.name.label("building_name"))
_place = Fixed(select(*VisitorBuilding.__table__.c).where(VisitorBuilding.id == bindparam("building_id")))
_whole = Together(_place, TIMELINE)
_SAME = ("state", "group_id", "booking_id")


@dataclass(frozen=True)
class VisitFilter:
    """Which visits are asked for; ``building`` is a code, ``mine`` are those whose host the reader is."""

    state: str | None = None
    building: str | None = None
    mine: bool | None = None
    first_day: date | None = None
    last_day: date | None = None
    group_id: uuid.UUID | None = None
    booking_id: uuid.UUID | None = None


def visit_of(unit: Unit, subject: Subject, visit_id: uuid.UUID) -> Row[Any]:
    """Return a visit that an officer sees. Errors: :class:`VisitNotFound`."""
    row = unit.first(select(*VISIT_COLUMNS).where(Visit.id == visit_id, visit_seen(subject)))
    if row is None:
        raise VisitNotFound
    return row


def visits_of_group(unit: Unit, group_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return what was invited together, in the order in which it was."""
    return unit.rows(select(*VISIT_COLUMNS).where(Visit.group_id == group_id).order_by(Visit.id))


def parts_of_visit(unit: Unit, row: Row[Any]) -> Sequence[Sequence[Row[Any]]]:
    """Return a visit's building, and its events."""
    return unit.together(_whole, {"building_id": row.building_id, "record_id": row.id})


def list_visits(
    unit: Unit, subject: Subject, wanted: VisitFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return visits that an officer sees with their buildings' codes and names, newest first."""
    chosen = [*_chosen(subject, wanted), *([Visit.id < after] if after is not None else [])]
    found = _newest(subject, wanted, chosen, rows, *VISIT_COLUMNS, *_BUILDING)
    return unit.rows(found.join(VisitorBuilding, VisitorBuilding.id == Visit.building_id))


def count_visits(unit: Unit, subject: Subject, wanted: VisitFilter) -> dict[str, Any]:
    """Count visits that an officer sees by state, among the newest :data:`MOST_COUNTED`."""
    newest = _newest(subject, wanted, [*_chosen(subject, wanted)], MOST_COUNTED, Visit.state)
    return count_by_state(unit, newest, MOST_COUNTED)


def list_inside(unit: Unit, building_id: uuid.UUID, after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    """Return the visits of those who are in a building now, newest first."""
    return _page(unit, select(*VISIT_COLUMNS).where(*_inside(building_id)), after, rows)


def count_inside(unit: Unit, building_id: uuid.UUID) -> int:
    """Return how many visitors are in a building now."""
    return int(unit.scalar(select(func.count()).select_from(Visit).where(*_inside(building_id))))


def list_expected_cars(
    unit: Unit, vault: Vault, building_id: uuid.UUID, day: date, plate: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the visits of a day that come by car and are confirmed or in the building, or the one of a plate."""
    statement = select(*VISIT_COLUMNS).where(
        Visit.building_id == building_id,
        Visit.plate_hash.is_not(None),
        Visit.state.in_(("confirmed", "arrived")),
        *_days(day, day),
    )
    if plate is not None:
        statement = statement.where(Visit.plate_hash == plate_hash(vault, plate))
    return _page(unit, statement, after, rows)


def _chosen(subject: Subject, wanted: VisitFilter) -> Iterator[ColumnElement[bool]]:
    yield from _days(wanted.first_day, wanted.last_day)
    for name in _SAME:
        if getattr(wanted, name) is not None:
            yield getattr(Visit, name) == getattr(wanted, name)
    if wanted.building is not None:
        named = select(VisitorBuilding.id).where(VisitorBuilding.code == wanted.building)
        yield Visit.building_id == named.scalar_subquery()
    if wanted.mine is False:
        yield Visit.host_id != subject.id


def _newest(
    subject: Subject, wanted: VisitFilter, chosen: Sequence[ColumnElement[bool]], rows: int, *columns: Any
) -> Select[Any]:
    """Return the statement of the newest visits that an officer sees in one way or another, each looked through alone.

    One condition of hosts or keepers would be asked of every visit of the city, which would be sorted then.
    """
    newest = Visit.id.desc()
    ways = ways_to_see(subject, mine=wanted.mine)
    found = [select(Visit.id).where(way, *chosen).order_by(newest).limit(rows).subquery() for way in ways]
    ids = union(*(select(part.c.id) for part in found)) if len(found) > 1 else select(found[0].c.id)
    return select(*columns).where(Visit.id.in_(ids)).order_by(newest).limit(rows)


def _inside(building_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    return (Visit.building_id == building_id, Visit.state == "arrived")


def _days(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    found = []
    if first is not None:
        found.append(Visit.starts_at >= clock.start_of(first))
    if last is not None:
        found.append(Visit.starts_at < clock.start_of(last + timedelta(days=1)))
    return found


def _page(unit: Unit, statement: Select[Any], after: uuid.UUID | None, rows: int) -> Sequence[Row[Any]]:
    if after is not None:
        statement = statement.where(Visit.id < after)
    return unit.rows(statement.order_by(Visit.id.desc()).limit(rows))
