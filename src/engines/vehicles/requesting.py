"""Asking for a car, deciding on it, and what ends a trip before it leaves."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.bookings import free_assignment
from engines.inbox import close_tasks
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.vehicles.lifecycle import ASK, REQUEST, VEHICLE_TRIP, record_of
from engines.vehicles.limits import REMARKS, needs_note, remarks_on
from engines.vehicles.models import VehicleTrip
from engines.vehicles.queries import fleets, trip_by_id
from engines.vehicles.refusals import ApprovedByAnother, RequesterWithoutDepartment, TripUnfit
from engines.vehicles.tasks import ask_approvers, ask_fleet, tell_requester
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

MINUTE = timedelta(minutes=1)
#: A trip is so long at most, and asked for so far ahead.
MOST_DAYS, AHEAD_DAYS = 15, 90
_TOLD = ("purpose", "reason", "passengers", "passenger_names", "origin", "destination", "stops")
_MORE = ("starts_at", "ends_at", "self_drive", "note")


def request_vehicle(subject: Subject, unit: Unit, given: Mapping[str, Any]) -> Row[Any]:
    """Ask for a car and return the trip, which waits for the approval of the requester's department.

    ``given``: ``purpose``, ``reason``, ``passengers``, ``passenger_names``, ``origin``, ``destination``, ``stops``,
    ``starts_at``, ``ends_at``, ``self_drive``, ``note``, and ``fleet`` (a department, or None).
    Errors: :class:`PermissionMissing`, :class:`RequesterWithoutDepartment`, :class:`TripUnfit`.
    """
    subject.reach(REQUEST)
    department = subject.department_code or ""
    if department not in department_names(unit):
        raise RequesterWithoutDepartment
    fleet = _fleet(unit, given["fleet"], department)
    remarks = _remarks(unit, given)
    trip_id, year = new_id(), clock.today().year
    unit.add(
        VehicleTrip,
        id=trip_id,
        number=f"YC{year}{next_number(unit, f'vehicle_trip:{year}'):06d}",
        state="requested",
        version=1,
        requester_id=subject.id,
        requester_name=subject.name,
        department_code=department,
        fleet_code=fleet,
        **{name: given[name] for name in (*_TOLD, *_MORE)},
        remarks=remarks,
        requested_at=clock.now(),
        next_turn_at=given["ends_at"],
        told="",
    )
    record = Record(VEHICLE_TRIP, VehicleTrip, trip_id, "", 0, department, subject.id, seats=(fleet,))
    write_event(subject, unit, record, ASK, detail={"purpose": given["purpose"], "remarks": remarks})
    unit.flush()
    row = trip_by_id(unit, trip_id)
    ask_approvers(unit, row)
    return row


def _fleet(unit: Unit, asked: str | None, department: str) -> str:
    """Return whose car is asked for: the named fleet, the department's own, or the only one there is."""
    known = fleets(unit)
    if asked is None and (department in known or len(known) == 1):
        return department if department in known else known[0]
    if asked is None or asked not in known:
        sentence = ("请指定有公务用车的单位。", "Name a department that has cars.")
        raise TripUnfit(pointers=[Pointer("/fleet", "unknown", *sentence)])
    return asked


def _remarks(unit: Unit, given: Mapping[str, Any]) -> list[str]:
    """Return what the approver is to see of the time. Errors: :class:`TripUnfit`."""
    lost = [*_time_findings(given["starts_at"], given["ends_at"])]
    if len(given["passenger_names"]) > given["passengers"]:
        sentence = ("乘车人姓名多于乘车人数。", "There are more names than passengers.")
        lost.append(Pointer("/passenger_names", "many", *sentence))
    if lost:
        raise TripUnfit(pointers=lost)
    remarks = remarks_on(given["starts_at"], given["ends_at"], load_calendar(unit))
    if needs_note(given["purpose"], remarks) and not given["note"]:
        said = "、".join(REMARKS[code] for code in remarks)
        zh = f"{said}：除应急保障外，请说明必须在该时间用车的理由。"
        en = "It is outside office hours: unless it is an emergency, say why it has to be then."
        raise TripUnfit(pointers=[Pointer("/note", "required", zh, en)])
    return remarks


def _time_findings(begin: datetime, end: datetime) -> Iterator[Pointer]:
    if begin < clock.now() - MINUTE:
        yield Pointer("/starts_at", "past", "开始时间已过。", "It has begun already.")
    if begin > clock.now() + timedelta(days=AHEAD_DAYS):
        sentence = (f"最多提前{AHEAD_DAYS}天申请。", f"A car is asked for {AHEAD_DAYS} days ahead at most.")
        yield Pointer("/starts_at", "ahead", *sentence)
    if end <= begin:
        yield Pointer("/ends_at", "order", "结束时间须晚于开始时间。", "It ends after it begins.")
    if end - begin > timedelta(days=MOST_DAYS):
        yield Pointer("/ends_at", "long", f"一次用车最多{MOST_DAYS}天。", f"A trip takes {MOST_DAYS} days at most.")
    for name, moment in (("starts_at", begin), ("ends_at", end)):
        if moment.second or moment.microsecond:
            yield Pointer(f"/{name}", "minute", "时间须精确到分钟。", "Trips go by whole minutes.")


def decide_request(subject: Subject, unit: Unit, row: Row[Any], *, approved: bool, opinion: str) -> Row[Any]:
    """Approve a request, or refuse it with the reason, as another officer of its department.

    Errors: :class:`ApprovedByAnother`, :class:`TripUnfit` for a refusal without reason, 403, 409.
    """
    turn = "approve" if approved else "refuse"
    check_transition(subject, record_of(row), turn)
    if subject.actor.id == row.requester_id:
        raise ApprovedByAnother
    if not approved and not opinion:
        raise TripUnfit(pointers=[Pointer("/opinion", "required", "请说明不批准的理由。", "Say why it is refused.")])
    changes = {"approver_name": subject.actor.name} if approved else {"next_turn_at": None}
    after = apply_transition(subject, unit, record_of(row), turn, changes=changes, opinion=opinion or None)
    close_tasks(subject, unit, row.id)
    if approved:
        ask_fleet(unit, after, "dispatch_vehicle", "已批准，待派车")
    else:
        tell_requester(unit, after, f"未批准：{opinion}")
    return after


def cancel_trip(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Cancel what one asked for, before the car leaves; car and driver are free again. Errors: 403, 409."""
    return end_before_leaving(subject, unit, row, "cancel", reason or None)


def decline_trip(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Decline an approved request as the fleet, with the reason, which the requester is told. Errors: 403, 409."""
    after = end_before_leaving(subject, unit, row, "decline", reason)
    tell_requester(unit, after, f"未能派车：{reason}")
    return after


def end_before_leaving(subject: Subject, unit: Unit, row: Row[Any], turn: str, opinion: str | None) -> Row[Any]:
    """End a trip that has not left by a turn; what its dispatch took is free again."""
    after = apply_transition(subject, unit, record_of(row), turn, changes={"next_turn_at": None}, opinion=opinion)
    close_tasks(subject, unit, row.id)
    if row.booking_id is not None:
        free_assignment(unit, row.booking_id)
    return after
