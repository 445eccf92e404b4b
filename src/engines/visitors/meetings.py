"""Visitors of meetings: what would hinder their invitation, and what becomes of it when the meeting moves or falls."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM, Subject
from engines.bookings import BOOKING, BookingTake, Resource, became_of, booking_by_id, booking_of, place_of
from engines.lifecycles import follows
from engines.visitors.buildings import building_by_id, receiving_building
from engines.visitors.inviting import cancel_visit, change_visit, check_host, checked_people, time_findings
from engines.visitors.lifecycle import VISIT
from engines.visitors.models import VISIT_COLUMNS, Visit, VisitorBuilding
from engines.visitors.refusals import VisitorBarred, VisitUnfit
from engines.visitors.tasks import tell_host
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.outbox import Job


def hindrances_to_visits(
    subject: Subject, unit: Unit, context: Context, building_code: str, visitors: Sequence[Mapping[str, Any]]
) -> Callable[..., Sequence[Pointer]]:
    """Return what says of a beginning and an end why these visitors could not be invited for then, or nothing.

    It asks the database once, for however many times. Errors: :class:`PermissionMissing`,
    :class:`HostWithoutDepartment`, :class:`VisitorBuildingNotFound`, :class:`CertificateInvalid`.
    """
    check_host(subject, unit)
    building = receiving_building(unit, building_code)
    always: Sequence[Pointer] = ()
    try:
        checked_people(unit, context.vault, building, visitors)
    except (VisitUnfit, VisitorBarred) as refusal:
        always = refusal.found_at("/visitors")
    return lambda begin, end: (*always, *time_findings(building, begin, end, clock.now()))


def check_meeting(subject: Subject, unit: Unit, booking_id: uuid.UUID) -> None:
    """Refuse a booking for which nobody can come any more. Errors: :class:`BookingNotFound`, :class:`VisitUnfit`."""
    booking = booking_of(unit, subject, booking_id)
    if BOOKING.state(booking.state).final or booking.ends_at <= clock.now():
        sentence = ("该会议已结束或不再举行。", "The meeting is over, or is not held.")
        raise VisitUnfit(pointers=[Pointer("/booking_id", "over", *sentence)])


@follows(BOOKING.code)
def _meeting_turned(job: Job, event: Row[Any]) -> None:
    """Cancel the visits of a meeting that is not held, and move those of one that is held elsewhere or later."""
    became = became_of(event)
    if became is None:
        return
    own = (Visit.booking_id == event.record_id, Visit.state.in_(VISIT.transition("fall").sources))
    rows = job.unit.rows(select(*VISIT_COLUMNS).where(*own).order_by(Visit.id))
    if not rows:
        return
    booking = booking_by_id(job.unit, event.record_id)
    if became == "not_held":
        for row in rows:
            _tell_host(job.unit, cancel_visit(SYSTEM, job.unit, row, "fall"), booking, "来访已取消：会议不再举行")
        return
    receiving = _receiving_at(job.unit, booking.id)
    for row in rows:
        _move(job.unit, row, booking, away=bool(receiving) and row.building_id not in receiving)


def _move(unit: Unit, row: Row[Any], booking: Row[Any], *, away: bool) -> None:
    """Move a visit with its meeting; where its building does not do any more its host decides what becomes of it."""
    given = {"starts_at": booking.starts_at, "ends_at": booking.ends_at, "place": place_of(unit, booking.id)}
    if away:
        tell_host(unit, row, "所来的会议已改到另一办公楼，请取消来访并重新邀请")
    elif all(getattr(row, name) == value for name, value in given.items()):
        return
    elif any(time_findings(building_by_id(unit, row.building_id), given["starts_at"], given["ends_at"], clock.now())):
        tell_host(unit, row, "所来的会议已改期，新时间不能来访，请变更或取消来访")
    else:
        _tell_host(unit, change_visit(SYSTEM, unit, row, given, "move"), booking, "来访已随会议变更")


def _tell_host(unit: Unit, row: Row[Any], booking: Row[Any], what: str) -> None:
    """Tell the host what became of their visit, unless they organise the meeting and did it."""
    if row.host_id != booking.organiser_id:
        tell_host(unit, row, what)


def _receiving_at(unit: Unit, booking_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the buildings that receive visitors where the rooms of a booking are.

    Rooms name their building as the pack names it; one of another name has no reception of its own.
    """
    rooms = (
        select(Resource.building)
        .join(BookingTake, BookingTake.resource_id == Resource.id)
        .where(BookingTake.booking_id == booking_id, Resource.kind == "room")
    )
    return {row.id for row in unit.rows(select(VisitorBuilding.id).where(VisitorBuilding.name.in_(rooms)))}
