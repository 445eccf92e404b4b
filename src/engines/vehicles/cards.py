"""The cards of cars: as the city's pack gives them, and as their fleet keeps them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM, Subject
from engines.audit import record_act
from engines.bookings import ResourceNotFound, resources_kept_by
from engines.inbox import close_tasks
from engines.vehicles.lifecycle import DISPATCH
from engines.vehicles.limits import dues_of
from engines.vehicles.models import VehicleCard
from engines.vehicles.queries import CARD_COLUMNS
from engines.vehicles.refusals import NotYourFleet, VehicleExists, VehicleNotFound, VehicleUnfit
from engines.vehicles.tasks import VEHICLE
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import Pointer, PreconditionFailed
from kit.ids import new_id

#: What a card says beside whose it is.
_SAID = (
    "plate",
    "self_drive",
    "inspection_due_on",
    "insurance_due_on",
    "odometer_km",
    "maintained_at_km",
    "maintenance_every_km",
)
_DAYS = ("inspection_due_on", "insurance_due_on")


def add_card(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Row[Any]:
    """Write the card of a car that a department keeps: its ``code``, ``department`` and what a card says.

    Errors: :class:`NotYourFleet`, :class:`VehicleUnfit`, :class:`VehicleExists`.
    """
    if not subject.holds(DISPATCH, given["department"]):
        raise NotYourFleet
    _check(given)
    try:
        (car,) = resources_kept_by(unit, given["department"], [given["code"]])
    except ResourceNotFound:
        car = None
    if car is None or car.kind != "vehicle":
        sentence = (
            "该单位没有此编号的车辆资源，请先登记资源。",
            "The department has no car with this code. Add it first.",
        )
        raise VehicleUnfit(pointers=[Pointer("/code", "unknown", *sentence)])
    card_id = new_id()
    _write(unit, card_id, given["code"], given["department"], {name: given[name] for name in _SAID}, {})
    record_act(subject, unit, "vehicle.add", VEHICLE, card_id, code=given["code"])
    try:
        unit.flush()
    except DuplicateRow:
        raise VehicleExists from None
    return _by_id(unit, card_id)


def amend_card(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Say anew what a card says; what was renewed waits for nobody any more.

    Errors: :class:`NotYourFleet`, :class:`VehicleUnfit`, :class:`VehicleExists`, 412.
    """
    if not subject.holds(DISPATCH, row.department_code):
        raise NotYourFleet
    _check(given)
    said = {name: given[name] for name in _SAID}
    own = (VehicleCard.id == row.id, VehicleCard.version == row.version)
    try:
        done = unit.write(update(VehicleCard).where(*own).values(**said, version=row.version + 1))
    except DuplicateRow:
        raise VehicleExists from None
    if done.rowcount != 1:
        raise PreconditionFailed
    changed = [name for name in _SAID if getattr(row, name) != said[name]]
    record_act(subject, unit, "vehicle.amend", VEHICLE, row.id, changed=changed)
    after = _by_id(unit, row.id)
    _settle(subject, unit, row, after)
    return after


def store_vehicles(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make cards of what a pack says and return how many changed; other cards stay, as trips name them.

    ``items`` have ``code``, ``department`` and what a card says. What staff changed stays until the pack itself says
    something else of just that.
    """
    present = {row.code: row for row in unit.rows(select(*CARD_COLUMNS))}
    changed = 0
    for item in items:
        row = present.get(item["code"])
        if row is not None and row.pack_said == item:
            continue
        changed += 1
        said = {name: item[name] for name in _SAID} | {name: date.fromisoformat(item[name]) for name in _DAYS}
        if row is None:
            _write(unit, new_id(), item["code"], item["department"], said, item)
            continue
        news = {name: said[name] for name in _SAID if row.pack_said.get(name) != item[name]}
        # The odometer never runs backwards: trips have read it since.
        news["odometer_km"] = max(news.get("odometer_km", 0), row.odometer_km)
        values = {**news, "department_code": item["department"], "pack_said": item, "version": row.version + 1}
        unit.write(update(VehicleCard).where(VehicleCard.id == row.id).values(**values))
        _settle(SYSTEM, unit, row, _by_id(unit, row.id))
    return changed


def _check(given: Mapping[str, Any]) -> None:
    if given["maintained_at_km"] > given["odometer_km"]:
        sentence = ("上次保养里程不应大于里程表读数。", "It was not maintained at more kilometres than it has run.")
        raise VehicleUnfit(pointers=[Pointer("/maintained_at_km", "range", *sentence)])


def _settle(subject: Subject, unit: Unit, before: Row[Any], after: Row[Any]) -> None:
    """Close the tasks of what does not fall due any more, or on another day."""
    today = clock.today()
    for old, new in zip(dues_of(before, today), dues_of(after, today), strict=True):
        if old.at != new.at:
            close_tasks(subject, unit, after.id, kind=f"vehicle_{new.kind}")


def _write(
    unit: Unit, card_id: Any, code: str, department: str, said: Mapping[str, Any], pack_said: Mapping[str, Any]
) -> None:
    unit.add(
        VehicleCard,
        id=card_id,
        code=code,
        department_code=department,
        version=1,
        **said,
        told_inspection_on=None,
        told_insurance_on=None,
        told_maintenance_km=None,
        pack_said=dict(pack_said),
    )


def _by_id(unit: Unit, card_id: Any) -> Row[Any]:
    row = unit.first(select(*CARD_COLUMNS).where(VehicleCard.id == card_id))
    if row is None:
        raise VehicleNotFound
    return row
