"""Inviting visitors, moving their visit and cancelling it; each of them is told by a text message."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names, require
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition, write_events
from engines.numbering import next_number
from engines.visitors.barred import check_not_barred
from engines.visitors.buildings import at, building_by_id, receiving_building
from engines.visitors.lifecycle import BEGIN, INVITE, visit_record
from engines.visitors.models import Visit
from engines.visitors.passes import draw_token
from engines.visitors.people import checked_person, sealed_person
from engines.visitors.queries import visits_of_group
from engines.visitors.refusals import HostWithoutDepartment, VisitUnfit
from engines.visitors.tasks import tell_reception
from engines.visitors.texting import WAITING, invite_by_text, tell_visitor, waiting_for
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

MOST_VISITORS, AHEAD_DAYS = 20, 90
MINUTE = timedelta(minutes=1)
#: So many days after the end of a visit the data of a visitor are erased who did not consent to it.
UNCONSENTED_DAYS = 1
#: What people come for; what else is to be said of a visit stands in its note.
PURPOSES = {
    "meeting": "参加会议",
    "business": "公务洽谈",
    "errand": "办理事务",
    "interview": "面试考察",
    "maintenance": "施工维修",
    "delivery": "送货取件",
    "tour": "参观学习",
    "other": "其他",
}


def invite_visitors(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """Invite up to twenty visitors together, and return a visit of each in their order, which waits for consent.

    ``given``: ``visitors`` ({name, phone, certificate_type?, certificate_number?, company?, plate?} each), ``building``
    (its code), ``place``, ``purpose``, ``starts_at``, ``ends_at``, ``note``, ``booking_id`` (or None).
    Errors: :class:`PermissionMissing`, :class:`HostWithoutDepartment`, :class:`VisitorBuildingNotFound`,
    :class:`VisitUnfit`, :class:`CertificateInvalid`, :class:`VisitorBarred`.
    """
    check_host(subject, unit)
    building = receiving_building(unit, given["building"])
    _check_times(building, given["starts_at"], given["ends_at"], clock.now() - MINUTE)
    people = checked_people(unit, context.vault, building, given["visitors"])
    group_id = new_id()
    for person in people:
        token, hashed = draw_token(context.vault)
        visit = new_visit(subject, unit, context.vault, building, person, given)
        unit.add(Visit, **visit, group_id=group_id, token_hash=hashed, **WAITING)
        invite_by_text(unit, context, visit["id"], token)
    unit.flush()
    rows = visits_of_group(unit, group_id)
    write_events(subject, unit, BEGIN, [(visit_record(row, ""), None, {"purpose": given["purpose"]}) for row in rows])
    return rows


def check_host(subject: Subject, unit: Unit) -> None:
    """Refuse who may not invite. Errors: :class:`PermissionMissing`, :class:`HostWithoutDepartment`."""
    require(subject, INVITE)
    if subject.department_code not in department_names(unit):
        raise HostWithoutDepartment


def checked_people(
    unit: Unit, vault: Vault, building: Row[Any], visitors: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return who is invited in normal form. Errors: :class:`VisitUnfit`, `CertificateInvalid`, `VisitorBarred`."""
    people = [checked_person(item, f"/visitors/{place}") for place, item in enumerate(visitors)]
    _check_cars(building, people)
    check_not_barred(unit, vault, building.department_code, people)
    return people


def new_visit(
    host: Subject, unit: Unit, vault: Vault, building: Row[Any], person: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a new visit's columns, as it is invited; the caller adds its group and what differs."""
    year, note = clock.today().year, given["note"]
    return {
        "id": new_id(),
        "number": f"LF{year}{next_number(unit, f'visit:{year}'):06d}",
        "state": "invited",
        "version": 1,
        "booking_id": given.get("booking_id"),
        "building_id": building.id,
        "keeper_code": building.department_code,
        "host_id": host.id,
        "host_name": host.name,
        "department_code": host.department_code or "",
        **{name: given[name] for name in ("place", "purpose", "starts_at", "ends_at")},
        "walk_in": False,
        "asked_at": clock.now(),
        "next_turn_at": given["ends_at"],
        "note_sealed": vault.seal(note) if note else None,
        "texts_that_day": 0,
        **sealed_person(vault, person),
    }


def change_visit(
    subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any], turn: str = "change"
) -> Row[Any]:
    """Move a visit before anybody arrived, as its host (``change``) or with its meeting (``move``).

    ``given``: ``starts_at``, ``ends_at``, ``place`` where it is another. The visitor is told, and a pass holds at the
    new time. Errors: :class:`VisitUnfit`, 403, 409, 412.
    """
    check_transition(subject, visit_record(row), turn)
    # Who is late may be given more time at the end.
    earliest = min(row.starts_at, clock.now() - MINUTE)
    begin, end = given["starts_at"], given["ends_at"]
    _check_times(building_by_id(unit, row.building_id), begin, end, earliest)
    place = {"place": given.get("place") or row.place}
    changes = {"starts_at": begin, "ends_at": end, "next_turn_at": end, **place, **waiting_for(row)}
    detail = {"from": _told(row.starts_at, row.ends_at), "to": _told(begin, end), **place}
    after = apply_transition(subject, unit, visit_record(row), turn, changes=changes, detail=detail)
    tell_visitor(unit, after, "changed")
    return after


def remind_visitor(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> Row[Any]:
    """Send the visitor another link; the one before opens nothing any more. Errors: 403, 409, 412."""
    token, hashed = draw_token(context.vault)
    changes = {"token_hash": hashed, **WAITING}
    after = apply_transition(subject, unit, visit_record(row), "remind", changes=changes)
    invite_by_text(unit, context, row.id, token)
    return after


def cancel_visit(subject: Subject, unit: Unit, row: Row[Any], turn: str = "cancel") -> Row[Any]:
    """Cancel a visit as its host (``cancel``, or ``decline`` of a walk-in), or for what happened elsewhere.

    That is: its visitor was barred (``bar``), its meeting is not held (``fall``).
    Errors: 403, 409, 412.
    """
    building = building_by_id(unit, row.building_id)
    changes = {**ended(building, row), **waiting_for(row)}
    after = apply_transition(subject, unit, visit_record(row), turn, changes=changes)
    close_tasks(subject, unit, row.id)
    tell_visitor(unit, after, "cancelled")
    if turn == "decline":
        tell_reception(unit, after, "被访人不予接待")
    return after


def ended(building: Row[Any], row: Row[Any]) -> dict[str, Any]:
    """Return what a visit keeps of its end: the moment at which its visitor's data are erased.

    Who never consented is known only until a last message has gone out to them (第十三条).
    """
    moment, days = clock.now(), UNCONSENTED_DAYS if row.consented_at is None else building.keep_days
    return {"ended_at": moment, "next_turn_at": moment + timedelta(days=days)}


def _check_times(building: Row[Any], begin: datetime, end: datetime, earliest: datetime) -> None:
    lost = [*time_findings(building, begin, end, earliest)]
    if lost:
        raise VisitUnfit(pointers=lost)


def time_findings(building: Row[Any], begin: datetime, end: datetime, earliest: datetime) -> Iterator[Pointer]:
    """Yield why nobody can come to a building from a moment to another."""
    if begin < earliest:
        yield Pointer("/starts_at", "past", "开始时间已过。", "It has begun already.")
        return
    if begin > clock.now() + timedelta(days=AHEAD_DAYS):
        sentence = (f"最多提前{AHEAD_DAYS}天邀请。", f"Visitors are invited {AHEAD_DAYS} days ahead at most.")
        yield Pointer("/starts_at", "ahead", *sentence)
        return
    if end <= max(begin, clock.now()):
        sentence = ("结束时间须晚于开始时间和现在。", "It ends after it begins, and after now.")
        yield Pointer("/ends_at", "order", *sentence)
    day = clock.local(begin).date()
    opens, closes = at(day, building.opens), at(day, building.closes)
    open_hours = f"{building.opens}—{building.closes}"
    sentence = (f"该楼访客时间为当日{open_hours}。", f"Visitors are in the building from {open_hours} of one day.")
    for name, moment in (("starts_at", begin), ("ends_at", end)):
        if not opens <= moment <= closes:
            yield Pointer(f"/{name}", "closed", *sentence)
        if moment.second or moment.microsecond:
            yield Pointer(f"/{name}", "minute", "时间须精确到分钟。", "Visits go by whole minutes.")


def _check_cars(building: Row[Any], people: Sequence[Mapping[str, Any]]) -> None:
    sentence = ("该楼不提供访客停车。", "A visitor's car cannot park at this building.")
    lost = [
        Pointer(f"/visitors/{place}/plate", "no-parking", *sentence)
        for place, person in enumerate(people)
        if person["plate"] and not building.parking
    ]
    if lost:
        raise VisitUnfit(pointers=lost)


def _told(begin: datetime, end: datetime) -> str:
    return f"{clock.local(begin):%Y-%m-%d %H:%M}—{clock.local(end):%H:%M}"
