"""Letting those who are asked to come know: that they are, that the time moved, that it does not take place.

A job tells them, since they may be two hundred; of a series they are told of its first one that changes.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from auth import SYSTEM, find_officers
from engines.bookings.models import BookingAttendee
from engines.bookings.queries import booking_by_id
from engines.bookings.tasks import INVITATIONS, tell_invited
from engines.inbox import close_tasks
from kit.database import Unit
from kit.outbox import Job, enqueue_once, handles

TOPIC = "bookings.invited"
ASKED, MOVED, LATER = "邀请参加，请答复", "时间有变，请重新答复", "（含以后各次）"


def invite(unit: Unit, rows: Sequence[Row[Any]], only: Sequence[uuid.UUID] | None = None) -> None:
    """Ask who is to come, or ``only`` some of them, once a booking or the occurrences of a series stand."""
    if rows[0].state == "confirmed" and only != []:
        tell_invitees(unit, rows, ASKED, only)


def tell_invitees(unit: Unit, rows: Sequence[Row[Any]], what: str, only: Sequence[uuid.UUID] | None = None) -> None:
    """Leave a job that tells those who are asked to come; who is asked to a bundle is told once."""
    row, told = rows[0], None if only is None else [str(attendee_id) for attendee_id in only]
    payload = {"booking_id": str(row.id), "what": what, "only": told, "later": len(rows) > 1}
    enqueue_once(unit, TOPIC, payload, key=f"{row.bundle_id or row.id}:{what}")


@handles(TOPIC)
def _tell(job: Job) -> None:
    """Tell those who did not say that they stay away; to be asked, only who did not answer."""
    unit, what, only = job.unit, str(job.payload["what"]), job.payload["only"]
    row, attendee = booking_by_id(unit, uuid.UUID(job.payload["booking_id"])), BookingAttendee
    reached = or_(attendee.officer_id.is_not(None), attendee.department_code.is_not(None))
    wanted = select(*attendee.__table__.c).where(attendee.booking_id == row.id, reached)
    if only is None:
        for kind in INVITATIONS:
            close_tasks(SYSTEM, unit, row.id, kind=kind)
    else:
        wanted = wanted.where(attendee.id.in_([uuid.UUID(attendee_id) for attendee_id in only]))
    people = unit.rows(wanted.order_by(attendee.id))
    officers = find_officers(unit, job.context.vault, [item.officer_id for item in people if item.officer_id])
    for item in people:
        over = item.answer == "declined" or (item.answer is not None and what == ASKED)
        own = officers[item.officer_id].department if item.officer_id in officers else item.department_code
        if own is not None and item.officer_id != row.organiser_id and not over:
            tell_invited(unit, row, own, item.officer_id, what + (LATER if job.payload["later"] else ""))
