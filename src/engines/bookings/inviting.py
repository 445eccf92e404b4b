"""Letting those who are asked to come know: that they are, that the time moved, that it does not take place.

They hear of a booking once it stands, and from then on of all that becomes of it, also while it waits for approval
again. A job tells them, since they may be two hundred; of a series they are told of its first one that changes.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from auth import SYSTEM, find_officers
from engines.bookings.lifecycle import ANSWERABLE
from engines.bookings.models import BookingAttendee
from engines.bookings.queries import booking_by_id
from engines.bookings.tasks import INVITATIONS, tell_invited
from engines.inbox import close_tasks
from engines.lifecycles import LifecycleEvent
from kit.database import Unit
from kit.outbox import Job, enqueue_once, handles

TOPIC = "bookings.invited"
ASKED, MOVED, OFF, LATER = "邀请参加，请答复", "时间有变，请重新答复", "已取消", "（含以后各次）"
#: Attendees who are new, by booking.
Attendees = Mapping[uuid.UUID, Sequence[uuid.UUID]]


def invite(unit: Unit, rows: Sequence[Row[Any]]) -> None:
    """Ask who is to come, once a booking or the occurrences of a series stand."""
    if rows[0].state == "confirmed":
        _leave(unit, rows, ASKED)


def invite_anew(unit: Unit, rows: Sequence[Row[Any]], new: Attendees, *, later: bool) -> None:
    """Ask who is ``new`` to changed bookings of which the others heard, and tell these where the time is another."""
    told = announced(unit, rows)
    if told and (later or new.get(told[0].id)):
        _leave(unit, told, MOVED if later else ASKED, new.get(told[0].id, ()), everybody=later)


def tell_off(unit: Unit, rows: Sequence[Row[Any]]) -> None:
    """Tell who is asked to come that bookings of which they heard do not take place."""
    told = announced(unit, rows)
    if told:
        _leave(unit, told, OFF)


def announced(unit: Unit, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return those of some bookings that stood once, so that who is asked to come heard of them."""
    unit.flush()
    stood = (LifecycleEvent.record_id.in_([row.id for row in rows]), LifecycleEvent.to_state == "confirmed")
    found = {row.record_id for row in unit.rows(select(LifecycleEvent.record_id).where(*stood).distinct())}
    return [row for row in rows if row.id in found]


def _leave(
    unit: Unit, rows: Sequence[Row[Any]], what: str, new: Sequence[uuid.UUID] = (), *, everybody: bool = True
) -> None:
    """Leave a job that tells everybody, or only who is new."""
    row = rows[0]
    payload = {
        "booking_id": str(row.id),
        "what": what,
        "new": [str(attendee_id) for attendee_id in new],
        "everybody": everybody,
        "later": len(rows) > 1,
    }
    enqueue_once(unit, TOPIC, payload, key=f"{row.id}:{what}")


@handles(TOPIC)
def _tell(job: Job) -> None:
    """Tell those who did not say that they stay away; to be asked, only who did not answer. Who is new is asked.

    Nobody is asked to what does not take place any more: that it does not may have been told before.
    """
    unit, new = job.unit, {uuid.UUID(attendee_id) for attendee_id in job.payload["new"]}
    row, attendee = booking_by_id(unit, uuid.UUID(job.payload["booking_id"])), BookingAttendee
    if job.payload["what"] != OFF and row.state not in ANSWERABLE:
        return
    reached = or_(attendee.officer_id.is_not(None), attendee.department_code.is_not(None))
    wanted = select(*attendee.__table__.c).where(attendee.booking_id == row.id, reached)
    if job.payload["everybody"]:
        for kind in INVITATIONS:
            close_tasks(SYSTEM, unit, row.id, kind=kind)
    else:
        wanted = wanted.where(attendee.id.in_(new))
    people = unit.rows(wanted.order_by(attendee.id))
    officers = find_officers(unit, job.context.vault, [item.officer_id for item in people if item.officer_id])
    for item in people:
        what = ASKED if item.id in new else str(job.payload["what"])
        over = item.answer == "declined" or (item.answer is not None and what == ASKED)
        if item.officer_id != row.organiser_id and not over:
            said = what + (LATER if job.payload["later"] else "")
            tell_invited(unit, row, item, officers.get(item.officer_id), said)
