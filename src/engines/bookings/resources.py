"""Resources: reading them, and keeping them as their department says or the city's pack does."""

import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, select

from auth import SYSTEM, Subject
from engines.bookings.access import bookable
from engines.bookings.lifecycle import ADD, ENACT, MANAGE, RESOURCE, resource_record
from engines.bookings.models import Resource
from engines.bookings.refusals import NotYourDepartment, ResourceExists, ResourceNotFound, ResourceUnfit
from engines.lifecycles import Record, apply_transition, write_event
from engines.numbering import next_number
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer
from kit.ids import new_id

KINDS = {"room": "会议室", "equipment": "设备", "vehicle": "车辆", "driver": "驾驶员"}
RESOURCE_COLUMNS = tuple(Resource.__table__.c)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
#: What a keeper, or the pack, says of a resource beside its code, kind and department; what is usual otherwise.
USUAL: Mapping[str, Any] = {
    "shared": True,
    "building": "",
    "floor": "",
    "capacity": None,
    "features": [],
    "needs_approval": False,
    "open_days": "working",
    "opens": "08:00",
    "closes": "20:00",
    "longest_minutes": 480,
    "ahead_days": 90,
    "check_in_minutes": None,
}


def add_resource(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Row[Any]:
    """Add a resource of a department. Errors: :class:`NotYourDepartment`, :class:`ResourceUnfit`, exists."""
    if not subject.holds(MANAGE, given["department"]):
        raise NotYourDepartment
    check_resource(given)
    resource_id = _write(subject, unit, given, ADD)
    try:
        unit.flush()
    except DuplicateRow:
        raise ResourceExists(resource=given["code"]) from None
    return resource_by_id(unit, resource_id)


def _write(subject: Subject, unit: Unit, given: Mapping[str, Any], turn: Any) -> uuid.UUID:
    resource_id, said = new_id(), {name: given.get(name, usual) for name, usual in USUAL.items()}
    unit.add(
        Resource,
        id=resource_id,
        number=next_number(unit, "resource"),
        code=given["code"],
        kind=given["kind"],
        name=given["name"],
        state="open",
        version=1,
        department_code=given["department"],
        **said,
    )
    record = Record(RESOURCE, Resource, resource_id, "", 0, given["department"], None)
    write_event(subject, unit, record, turn, detail={"code": given["code"]})
    return resource_id


def amend_resource(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change what a resource says of itself; bookings that there are stay. Errors: :class:`ResourceUnfit`."""
    check_resource(given)
    changes = {"name": given["name"], **{name: given[name] for name in USUAL}}
    return apply_transition(subject, unit, resource_record(row), "amend", changes=changes)


def close_resource(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Take a resource out of service with the reason: nobody books it any more; bookings that there are stay."""
    return apply_transition(subject, unit, resource_record(row), "close", opinion=reason)


def reopen_resource(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Put a resource into service again."""
    return apply_transition(subject, unit, resource_record(row), "reopen")


def check_resource(given: Mapping[str, Any]) -> None:
    """Refuse times that are none. Errors: :class:`ResourceUnfit`."""
    opens, closes = given.get("opens", USUAL["opens"]), given.get("closes", USUAL["closes"])
    lost = [
        Pointer(f"/{name}", "time", "请写作 08:00。", "Write it as 08:00.")
        for name, value in (("opens", opens), ("closes", closes))
        if not _TIME.match(value) and (name, value) != ("closes", "24:00")
    ]
    if not lost and opens >= closes:
        lost = [Pointer("/closes", "order", "关闭时间须晚于开放时间。", "It closes after it opens.")]
    if lost:
        raise ResourceUnfit(pointers=lost)


def resource_by_id(unit: Unit, resource_id: uuid.UUID) -> Row[Any]:
    """Return a resource. Errors: :class:`ResourceNotFound`."""
    row = unit.first(select(*RESOURCE_COLUMNS).where(Resource.id == resource_id))
    if row is None:
        raise ResourceNotFound
    return row


def resource_for(subject: Subject, unit: Unit, resource_id: uuid.UUID) -> Row[Any]:
    """Return a resource that an officer may book. Errors: :class:`ResourceNotFound`."""
    row = unit.first(select(*RESOURCE_COLUMNS).where(Resource.id == resource_id, bookable(subject)))
    if row is None:
        raise ResourceNotFound
    return row


def resources_for(subject: Subject, unit: Unit, codes: Collection[str]) -> list[Row[Any]]:
    """Return the resources with these codes, all of them open and this officer's to book, in one order for everybody.

    They are locked until the unit ends, so that of two who want the same one waits for the other and is told what it
    took. Errors: :class:`ResourceNotFound`.
    """
    return _locked(unit, codes, bookable(subject))


def resources_kept_by(unit: Unit, keeper: str, codes: Collection[str]) -> list[Row[Any]]:
    """Return the resources with these codes, all of them open and kept by a department, for who gives them out there.

    They are locked as by :func:`resources_for`. Errors: :class:`ResourceNotFound`.
    """
    return _locked(unit, codes, Resource.department_code == keeper)


def _locked(unit: Unit, codes: Collection[str], chosen: ColumnElement[bool]) -> list[Row[Any]]:
    wanted = select(*RESOURCE_COLUMNS).where(Resource.code.in_(sorted(codes)), Resource.state == "open", chosen)
    rows = [*unit.rows(wanted.order_by(Resource.number))]
    if len(rows) != len(set(codes)):
        raise ResourceNotFound
    lock_resources(unit, [row.id for row in rows])
    return rows


def lock_resources(unit: Unit, resource_ids: Collection[uuid.UUID]) -> None:
    """Let nobody else book some resources until the unit ends, taken in one order by everybody."""
    unit.begin()
    wanted = select(Resource.id).where(Resource.id.in_(resource_ids)).order_by(Resource.number)
    unit.rows(wanted.with_for_update(key_share=True))


def list_resources(
    subject: Subject,
    unit: Unit,
    *,
    kind: str | None = None,
    building: str | None = None,
    capacity: int | None = None,
    features: Collection[str] = (),
    state: str | None = "open",
    after: str | None = None,
    rows: int = 20,
) -> Sequence[Row[Any]]:
    """Return resources that an officer may book and that have what is wanted, by code."""
    chosen = fitting(subject, kind=kind, building=building, capacity=capacity, features=features)
    wanted = select(*RESOURCE_COLUMNS).where(*chosen)
    if state is not None:
        wanted = wanted.where(Resource.state == state)
    if after is not None:
        wanted = wanted.where(Resource.code > after)
    return unit.rows(wanted.order_by(Resource.code).limit(rows))


def fitting(
    subject: Subject,
    *,
    kind: str | None = None,
    building: str | None = None,
    capacity: int | None = None,
    features: Collection[str] = (),
) -> list[ColumnElement[bool]]:
    """Return the conditions of resources that an officer may book and that have what is wanted."""
    found = [bookable(subject)]
    if kind is not None:
        found.append(Resource.kind == kind)
    if building is not None:
        found.append(Resource.building == building)
    if capacity is not None:
        found.append(Resource.capacity >= capacity)
    # A feature is a word in quotes, in the JSON text of both databases.
    text = cast(Resource.features, Text())
    return [*found, *(text.contains(f'"{feature}"', autoescape=True) for feature in sorted(features))]


def store_bookable_resources(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the resources of a pack what it says, and return how many changed; others stay, as bookings name them."""
    present = {row.code: row for row in unit.rows(select(*RESOURCE_COLUMNS))}
    changed = 0
    for item in items:
        row = present.get(item["code"])
        if row is None:
            _write(SYSTEM, unit, item, ENACT)
            changed += 1
            continue
        said = {name: item.get(name, usual) for name, usual in USUAL.items()}
        said |= {"name": item["name"], "kind": item["kind"], "department_code": item["department"]}
        if any(getattr(row, name) != value for name, value in said.items()):
            apply_transition(SYSTEM, unit, resource_record(row), "renew", changes=said)
            changed += 1
    return changed
