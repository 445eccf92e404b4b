"""At the reception: admitting by pass or by certificate, departures, and who comes without invitation."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, officer_by_code
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition, write_event
from engines.visitors.barred import check_not_barred
from engines.visitors.buildings import building_by_id, closing, kept_building
from engines.visitors.consenting import consented
from engines.visitors.inviting import cancel_visit, ended, new_visit
from engines.visitors.lifecycle import INVITE, WALK_IN, visit_record
from engines.visitors.models import Visit
from engines.visitors.passes import held_visit, valid_from, visit_with_pass
from engines.visitors.people import checked_person, sealed_person
from engines.visitors.queries import visit_of
from engines.visitors.refusals import (
    CertificateDiffers,
    CertificateNotGiven,
    ConsentMissing,
    PassElsewhere,
    PassNotNow,
    PassUsed,
    VisitNotFound,
    VisitUnfit,
)
from engines.visitors.tasks import ask_host, tell_host, tell_reception
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

#: So many characters of a certificate are read at the desk.
LAST = 4


def admit_by_pass(subject: Subject, unit: Unit, context: Context, code: str, building_code: str) -> Row[Any]:
    """Admit whoever shows a pass, once, in its building and at its time, and return the visit.

    Errors: :class:`VisitorBuildingNotFound`, :class:`NotYourReception`, :class:`PassUnknown`, :class:`PassElsewhere`,
    :class:`PassNotNow`, :class:`PassUsed`, :class:`VisitorBarred`, 409.
    """
    building = kept_building(subject, unit, building_code)
    row = visit_with_pass(unit, context.vault, code)
    _check_pass(unit, row, building)
    check_transition(subject, visit_record(row), "admit")
    return _admit(subject, unit, context, row, building, context.vault.open_json(row.person_sealed))


def admit_by_certificate(
    subject: Subject, unit: Unit, context: Context, visit_id: uuid.UUID, given: Mapping[str, Any]
) -> Row[Any]:
    """Admit somebody by the certificate that they show, where no pass can be read.

    ``given``: ``building``, ``last_four`` of the certificate, ``certificate_type`` and ``certificate_number`` where
    none was announced, and ``paper_consent`` for who never opened the link. Errors: as :func:`admit_by_pass`,
    :class:`VisitNotFound`, :class:`ConsentMissing`, :class:`CertificateNotGiven`, :class:`CertificateDiffers`,
    :class:`VisitUnfit` for half a certificate, :class:`CertificateInvalid`.
    """
    building, row = kept_building(subject, unit, given["building"]), held_for(subject, unit, visit_id)
    _check_pass(unit, row, building)
    if row.state == "invited":
        if not given["paper_consent"]:
            raise ConsentMissing
        row = apply_transition(subject, unit, visit_record(row), "record_consent", changes=consented("paper"))
    check_transition(subject, visit_record(row), "admit")
    known = context.vault.open_json(row.person_sealed)
    person = known if known["certificate_number"] else checked_person({**known, **_shown(given)})
    if person["certificate_number"] is None:
        raise CertificateNotGiven
    if person["certificate_number"][-LAST:] != given["last_four"].upper():
        raise CertificateDiffers
    return _admit(subject, unit, context, row, building, person)


def record_departure(subject: Subject, unit: Unit, context: Context, building_code: str, code: str) -> Row[Any]:
    """Let somebody leave by the code of their pass. Errors: as :func:`admit_by_pass`, 409."""
    building = kept_building(subject, unit, building_code)
    row = visit_with_pass(unit, context.vault, code)
    if row.building_id != building.id:
        raise PassElsewhere(**_words(row, building_by_id(unit, row.building_id)))
    return leave(subject, unit, row)


def leave(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Note that a visitor left. Errors: 403, 409, 412."""
    changes = {"left_at": clock.now(), **ended(building_by_id(unit, row.building_id), row)}
    after = apply_transition(subject, unit, visit_record(row), "leave", changes=changes)
    close_tasks(subject, unit, row.id)
    return after


def register_walk_in(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> Row[Any]:
    """Register somebody who came without invitation and consented on paper, ask their host, and return the visit.

    ``given``: ``visitor``, ``building``, ``host_code`` (the host's employee code), ``place``, ``purpose``, ``note``.
    The visit may last until the building closes. Errors: :class:`NotYourReception`, :class:`VisitUnfit` for a host
    who receives nobody or a closed building, :class:`VisitorBarred`, :class:`CertificateInvalid`.
    """
    building = kept_building(subject, unit, given["building"])
    moment = clock.now().replace(second=0, microsecond=0)
    host = officer_by_code(unit, context.vault, given["host_code"])
    lost = []
    if host is None or INVITE not in host.permissions:
        sentence = ("没有该工作人员，或其不能接待访客。", "There is no such officer, or they receive no visitors.")
        lost.append(Pointer("/host_code", "unknown", *sentence))
    if moment >= closing(building, moment):
        sentence = ("该楼今日访客时间已结束。", "The building has closed for today.")
        lost.append(Pointer("/building", "closed", *sentence))
    if host is None or lost:
        raise VisitUnfit(pointers=lost)
    person = checked_person(given["visitor"], "/visitor")
    check_not_barred(unit, context.vault, building.department_code, [person])
    receiver = Subject(host.id, "officer", host.name, department_code=host.department)
    times = {"starts_at": moment, "ends_at": closing(building, moment)}
    visit = new_visit(receiver, unit, context.vault, building, person, {**given, **times, "booking_id": None})
    unit.add(Visit, **{**visit, **consented("paper"), "state": "asked", "walk_in": True}, group_id=new_id())
    unit.flush()
    row = held_for(subject, unit, visit["id"])
    write_event(subject, unit, visit_record(row, ""), WALK_IN, detail={"purpose": row.purpose})
    ask_host(unit, row, f"{building.name}{building.entrance}")
    return row


def decide_walk_in(subject: Subject, unit: Unit, row: Row[Any], *, received: bool) -> Row[Any]:
    """Receive who stands at the reception, or do not, as their host. Errors: 403, 409, 412."""
    if not received:
        return cancel_visit(subject, unit, row, "decline")
    after = apply_transition(subject, unit, visit_record(row), "receive")
    close_tasks(subject, unit, row.id)
    tell_reception(unit, after, "被访人同意接待，请放行")
    return after


def held_for(subject: Subject, unit: Unit, visit_id: uuid.UUID) -> Row[Any]:
    """Return a visit that an officer sees, held until the unit ends. Errors: :class:`VisitNotFound`."""
    row = held_visit(unit, visit_of(unit, subject, visit_id).id)
    if row is None:
        raise VisitNotFound
    return row


def _check_pass(unit: Unit, row: Row[Any], building: Row[Any]) -> None:
    """Refuse a pass that was used, or is shown elsewhere or at another time, and say where and when it holds."""
    if row.arrived_at is not None:
        raise PassUsed(arrived=f"{clock.local(row.arrived_at):%Y-%m-%d %H:%M:%S}")
    own = building if row.building_id == building.id else building_by_id(unit, row.building_id)
    if own.id != building.id:
        raise PassElsewhere(**_words(row, own))
    if not valid_from(row) <= clock.now() < row.ends_at:
        raise PassNotNow(**_words(row, own))


def _words(row: Row[Any], building: Row[Any]) -> dict[str, Any]:
    times = {"valid_from": valid_from(row), "valid_until": row.ends_at}
    return {
        "building": f"{building.name}{building.entrance}",
        **{name: f"{clock.local(moment):%Y-%m-%d %H:%M}" for name, moment in times.items()},
    }


def _shown(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a certificate is taken down at the desk."""
    return {name: given[name] for name in ("certificate_type", "certificate_number") if given.get(name)}


def _admit(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], building: Row[Any], person: Mapping[str, Any]
) -> Row[Any]:
    """Let a visitor in as who they are by now, and keep what was added at the desk."""
    check_not_barred(unit, context.vault, row.keeper_code, [person])
    moments = {"arrived_at": clock.now(), "next_turn_at": closing(building, row.ends_at)}
    changes = {**moments, **sealed_person(context.vault, person)}
    after = apply_transition(subject, unit, visit_record(row), "admit", changes=changes)
    close_tasks(subject, unit, row.id)
    tell_host(unit, after, f"已到达{building.name}{building.entrance}")
    return after
