"""The waiting list: who waits for a time gets it when it becomes free, the longest waiting first."""

from typing import Any

from sqlalchemy import ColumnElement, Row, exists, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from auth import SYSTEM
from engines.bookings.inviting import invite
from engines.bookings.lifecycle import booking_record
from engines.bookings.models import Booking, BookingTake, Resource
from engines.bookings.queries import BOOKING_COLUMNS, resources_of
from engines.bookings.resources import lock_resources
from engines.bookings.taking import next_turn
from engines.bookings.tasks import ask_keeper, tell_organiser
from engines.lifecycles import apply_transition
from kit import clock
from kit.database import Unit
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
    # In the words of the index of those who wait, which a parameter would hide from the planner.
    state = Booking.state == literal_column("'waiting'")
    waiting = (state, Booking.starts_at > clock.now(), ~_hindered())
    for row in job.unit.rows(select(*BOOKING_COLUMNS).where(*waiting).order_by(Booking.id).limit(BATCH)):
        promote(job.unit, row)


def _hindered() -> ColumnElement[bool]:
    """Return the condition that what a booking waits for is taken by another one, or out of service."""
    own, other = aliased(BookingTake), aliased(BookingTake)
    taken = exists().where(
        own.booking_id == Booking.id, other.active, other.slot_begin < own.slot_end, other.slot_end > own.slot_begin
    )
    closed = exists().where(own.booking_id == Booking.id, Resource.id == own.resource_id, Resource.state != "open")
    return or_(taken, closed)


def promote(unit: Unit, row: Row[Any]) -> None:
    """Let a booking that waited take its time, unless somebody was quicker; its resources are locked as for booking."""
    resources = resources_of(unit, row.id)
    lock_resources(unit, [item.id for item in resources])
    if unit.first(select(Booking.id).where(Booking.id == row.id, _hindered())) is not None:
        return
    turn, target = ("promote_to_request", "requested") if row.needs_approval else ("promote", "confirmed")
    changes = {"next_turn_at": next_turn(target, (row.starts_at, row.ends_at), resources)}
    unit.write(update(BookingTake).where(BookingTake.booking_id == row.id).values(active=True))
    after = apply_transition(SYSTEM, unit, booking_record(row), turn, changes=changes)
    if row.needs_approval:
        ask_keeper(unit, after)
    invite(unit, [after])
    tell_organiser(unit, after, "已排到，待审批" if row.needs_approval else "已排到，预订成功")
