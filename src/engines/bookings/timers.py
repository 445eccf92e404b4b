"""What happens to bookings by itself: holds and waits run out, nobody came, it is over."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import SYSTEM
from engines.bookings.changing import give_back
from engines.bookings.inviting import tell_off
from engines.bookings.lifecycle import booking_record
from engines.bookings.models import Booking
from engines.bookings.queries import booking_by_id
from engines.bookings.tasks import tell_organiser
from engines.bookings.waiting import offer_freed
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, run_due
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 500
_RAN_OUT = {"waiting": "到开始时间仍未排到，已释放", "requested": "到开始时间未获批准，已释放"}


def run_booking_timers(context: Context) -> int:
    """Turn the bookings whose moment has come; returns how many. For the worker, once a round."""
    return run_due(context, _due, _turn)


def _due(unit: Unit) -> Sequence[Row[Any]]:
    due = (Booking.next_turn_at.is_not(None), Booking.next_turn_at <= clock.now())
    return unit.rows(select(Booking.id).where(*due).order_by(Booking.next_turn_at, Booking.id).limit(BATCH))


def _turn(unit: Unit, _context: Context, booking_id: uuid.UUID) -> None:
    unit.begin()
    unit.rows(select(Booking.id).where(Booking.id == booking_id).with_for_update())
    row = booking_by_id(unit, booking_id)
    if row.next_turn_at is None or row.next_turn_at > clock.now():
        return  # Somebody turned it meanwhile.
    if row.state in ("held", "waiting", "requested"):
        after = give_back(SYSTEM, unit, row, "run_out")
        if row.state != "held":
            tell_organiser(unit, after, _RAN_OUT[row.state])
            tell_off(unit, [after])
        offer_freed(unit)
    elif row.state == "confirmed" and row.ends_at > clock.now():
        after = give_back(SYSTEM, unit, row, "release")
        tell_organiser(unit, after, "未在规定时间内签到，已释放")
        offer_freed(unit)
    else:
        apply_transition(SYSTEM, unit, booking_record(row), "end", changes={"next_turn_at": None})
        close_tasks(SYSTEM, unit, row.id)
