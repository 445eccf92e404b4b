"""Visitors of meetings: what would hinder their invitation, and what becomes of it when the meeting moves or falls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM, Subject
from engines.bookings import BOOKING, became_of, booking_by_id, place_of
from engines.lifecycles import follows
from engines.visitors.buildings import building_by_id, receiving_building
from engines.visitors.inviting import cancel_visit, change_visit, check_host, checked_people, time_findings
from engines.visitors.lifecycle import VISIT
from engines.visitors.models import VISIT_COLUMNS, Visit
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


@follows(BOOKING.code)
def _meeting_turned(job: Job, event: Row[Any]) -> None:
    """Cancel the visits of a meeting that is not held, and move those of one that is held elsewhere or later."""
    became = became_of(event)
    if became is None:
        return
    own = (Visit.booking_id == event.record_id, Visit.state.in_(VISIT.transition("fall").sources))
    rows = job.unit.rows(select(*VISIT_COLUMNS).where(*own).order_by(Visit.id))
    if became == "not_held":
        for row in rows:
            cancel_visit(SYSTEM, job.unit, row, "fall")
    elif rows:
        booking = booking_by_id(job.unit, event.record_id)
        times = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
        for row in rows:
            _move(job.unit, row, {**times, "place": place_of(job.unit, booking.id)})


def _move(unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> None:
    building = building_by_id(unit, row.building_id)
    if any(time_findings(building, given["starts_at"], given["ends_at"], clock.now())):
        tell_host(unit, row, "所来的会议已改期，新时间不能来访，请变更或取消来访")
    else:
        change_visit(SYSTEM, unit, row, given, "move")
