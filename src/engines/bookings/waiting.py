"""The waiting list: who waits for a time gets it when it becomes free, the longest waiting first."""

from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.bookings.lifecycle import booking_record
from engines.bookings.models import Booking, BookingTake
from engines.bookings.queries import BOOKING_COLUMNS, resources_of
from engines.bookings.taking import next_turn
from engines.bookings.tasks import ask_keeper, tell_organiser
from engines.lifecycles import apply_transition
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.outbox import Job, enqueue_once, handles

TOPIC = "bookings.freed"
#: So many who wait are looked at in one job; the round of the worker looks again.
BATCH = 200


def offer_freed(unit: Unit) -> None:
    """Leave a job that offers what became free to those who wait."""
    enqueue_once(unit, TOPIC, {}, key="bookings.freed")


@handles(TOPIC)
def promote_waiting(job: Job) -> None:
    """Give those who wait what is free now."""
    wanted = select(*BOOKING_COLUMNS).where(Booking.state == "waiting", Booking.starts_at > clock.now())
    for row in job.unit.rows(wanted.order_by(Booking.starts_at, Booking.id).limit(BATCH)):
        if _is_free(job.unit, row):
            promote(job.unit, row)


def _is_free(unit: Unit, row: Row[Any]) -> bool:
    """Tell whether nothing that is taken overlaps what a booking waits for, which lies on the line already."""
    own, other = BookingTake, BookingTake.__table__.alias("other")
    return (
        unit.first(
            select(other.c.id)
            .select_from(own)
            .join(
                other,
                (other.c.slot_begin < own.slot_end) & (other.c.slot_end > own.slot_begin) & other.c.active,
            )
            .where(own.booking_id == row.id)
            .limit(1)
        )
        is None
    )


def promote(unit: Unit, row: Row[Any]) -> None:
    """Let a booking that waited take its time; somebody who is quicker keeps it."""
    resources = resources_of(unit, row.id)
    asks = row.needs_approval
    turn = "promote_to_request" if asks else "promote"
    span = (row.starts_at, row.ends_at)
    changes = {"next_turn_at": next_turn("requested" if asks else "confirmed", span, resources)}
    try:
        unit.write(update(BookingTake).where(BookingTake.booking_id == row.id).values(active=True))
    except DuplicateRow:
        return
    after = apply_transition(SYSTEM, unit, booking_record(row), turn, changes=changes)
    if asks:
        ask_keeper(unit, after)
    tell_organiser(unit, after, "已排到，待审批" if asks else "已排到，预订成功")
