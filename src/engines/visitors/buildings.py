"""Buildings that receive visitors, as the city's pack has them, and when they are open."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from auth import Subject
from engines.visitors.access import sees_buildings
from engines.visitors.lifecycle import ADMIT, COMING
from engines.visitors.models import BUILDING_COLUMNS, Visit, VisitorBuilding
from engines.visitors.refusals import NotYourReception, VisitorBuildingNotFound
from kit import clock
from kit.database import Unit
from kit.fixed import Fixed
from kit.ids import new_id

_SAID = ("name", "phone", "entrance", "opens", "closes", "parking", "keep_days")
_by_id = Fixed(select(*BUILDING_COLUMNS).where(VisitorBuilding.id == bindparam("building_id")))


def store_visitor_buildings(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the buildings what a pack says, and return how many changed; those that it has no more receive nobody.

    ``items`` are ``{code, department, name, phone, entrance, opens, closes, parking, keep_days}``. A visit that has
    ended keeps the day on which its data are erased, and whose reception received it; one that comes goes to a new
    keeper with its building.
    """
    present = {row.code: row for row in unit.rows(select(*BUILDING_COLUMNS))}
    wanted = {
        item["code"]: {name: item[name] for name in _SAID} | {"department_code": item["department"], "receives": True}
        for item in items
    }
    closed = {code: {"receives": False} for code, row in present.items() if row.receives and code not in wanted}
    changed = 0
    for code, said in {**wanted, **closed}.items():
        row = present.get(code)
        if row is None:
            unit.add(VisitorBuilding, id=new_id(), code=code, **said)
        elif any(getattr(row, name) != value for name, value in said.items()):
            unit.write(update(VisitorBuilding).where(VisitorBuilding.code == code).values(**said))
            _hand_over(unit, row, said.get("department_code", row.department_code))
        else:
            continue
        changed += 1
    return changed


def _hand_over(unit: Unit, building: Row[Any], keeper: str) -> None:
    """Put the visits of a building that last before the department which keeps its reception from now on."""
    lasting = (Visit.building_id == building.id, Visit.state.in_((*COMING, "arrived")))
    if keeper != building.department_code:
        unit.write(update(Visit).where(*lasting).values(keeper_code=keeper))


def list_visitor_buildings(subject: Subject, unit: Unit, after: str | None, rows: int) -> Sequence[Row[Any]]:
    """Return the buildings that receive visitors, by code; none for officers who have nothing to do with visitors."""
    if not sees_buildings(subject):
        return ()
    wanted = select(*BUILDING_COLUMNS).where(VisitorBuilding.receives)
    if after is not None:
        wanted = wanted.where(VisitorBuilding.code > after)
    return unit.rows(wanted.order_by(VisitorBuilding.code).limit(rows))


def receiving_building(unit: Unit, code: str) -> Row[Any]:
    """Return a building that receives visitors. Errors: :class:`VisitorBuildingNotFound`."""
    row = _under(unit, code)
    if row is None or not row.receives:
        raise VisitorBuildingNotFound
    return row


def kept_building(subject: Subject, unit: Unit, code: str) -> Row[Any]:
    """Return a building whose reception an officer keeps.

    Errors: :class:`VisitorBuildingNotFound`, :class:`NotYourReception`.
    """
    row = _under(unit, code) if sees_buildings(subject) else None
    if row is None:
        raise VisitorBuildingNotFound
    if not subject.holds(ADMIT, row.department_code):
        raise NotYourReception
    return row


def building_by_id(unit: Unit, building_id: Any) -> Row[Any]:
    """Return a building whoever asks. Errors: :class:`VisitorBuildingNotFound`."""
    row = unit.first(_by_id, {"building_id": building_id})
    if row is None:
        raise VisitorBuildingNotFound
    return row


def at(day: date, written: str) -> datetime:
    """Return the moment of a day at ``HH:MM`` on Beijing's clock."""
    return datetime.combine(day, time.fromisoformat(written), clock.BEIJING)


def closing(building: Row[Any], moment: datetime) -> datetime:
    """Return when a building closes on the day of a moment."""
    return at(clock.local(moment).date(), building.closes)


def _under(unit: Unit, code: str) -> Row[Any] | None:
    return unit.first(select(*BUILDING_COLUMNS).where(VisitorBuilding.code == code))
