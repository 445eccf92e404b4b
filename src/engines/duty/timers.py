"""What happens to shifts and swaps by itself: reminders, a shift that nobody takes over, a swap that comes too late."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.duty.lifecycle import swap_record
from engines.duty.models import DutyShift, DutySwap
from engines.duty.queries import SWAP_COLUMNS, Shift, shift_by_id
from engines.duty.tasks import alarm_managers, tell_managers, tell_of_shift, tell_of_swap
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, run_due
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: A shift that nobody took over so long after its beginning is told of.
GRACE = timedelta(minutes=30)


def run_duty_timers(context: Context) -> int:
    """Turn the shifts and swaps whose moment has come; returns how many. For the worker, once a round."""
    return run_due(context, _due_shifts, _turn) + run_due(context, _due_swaps, _lapse)


def _due_shifts(unit: Unit) -> Sequence[Row[Any]]:
    due = (DutyShift.next_turn_at.is_not(None), DutyShift.next_turn_at <= clock.now())
    return unit.rows(select(DutyShift.id).where(*due).order_by(DutyShift.next_turn_at, DutyShift.id).limit(BATCH))


def _turn(unit: Unit, _context: Context, shift_id: uuid.UUID) -> None:
    unit.begin()
    unit.rows(select(DutyShift.id).where(DutyShift.id == shift_id).with_for_update())
    shift = shift_by_id(unit, shift_id)
    row, now = shift.row, clock.now()
    if row.next_turn_at is None or row.next_turn_at > now:
        return  # Somebody turned it meanwhile.
    if row.state == "on_duty":
        tell_of_shift(unit, row, shift.officers, "duty_handover_due", "本班已结束，请交班")
        _next(unit, row, None)
    elif now >= row.ends_at:
        _miss(unit, shift)
    elif now >= row.begins_at + GRACE:
        _alarm(unit, shift)
    elif now >= row.begins_at:
        _next(unit, row, row.begins_at + GRACE)  # The worker was away: it is no reminder any more.
    else:
        tell_of_shift(unit, row, shift.posts, "duty_reminder", "您将值班，请按时接班")
        _next(unit, row, row.begins_at + GRACE)


def _next(unit: Unit, row: Row[Any], at: datetime | None) -> None:
    unit.write(update(DutyShift).where(DutyShift.id == row.id).values(next_turn_at=at))


def _alarm(unit: Unit, shift: Shift) -> None:
    what = f"超过{int(GRACE.total_seconds()) // 60}分钟无人接班"
    tell_of_shift(unit, shift.row, [post for post in (shift.leader,) if post], "duty_not_taken_over_news", what)
    alarm_managers(unit, shift.row, what)
    _next(unit, shift.row, shift.row.ends_at)


def _miss(unit: Unit, shift: Shift) -> None:
    after = apply_transition(SYSTEM, unit, shift.record, "miss", changes={"next_turn_at": None})
    close_tasks(SYSTEM, unit, shift.id)
    tell_managers(unit, after, "本班已结束，始终无人接班")


def _due_swaps(unit: Unit) -> Sequence[Row[Any]]:
    due = (DutySwap.state.in_(["asked", "accepted"]), DutySwap.lapses_at <= clock.now())
    return unit.rows(select(DutySwap.id).where(*due).order_by(DutySwap.lapses_at, DutySwap.id).limit(BATCH))


def _lapse(unit: Unit, _context: Context, swap_id: uuid.UUID) -> None:
    row = unit.rows(select(*SWAP_COLUMNS).where(DutySwap.id == swap_id))[0]
    after = apply_transition(SYSTEM, unit, swap_record(row), "lapse")
    close_tasks(SYSTEM, unit, swap_id)
    tell_of_swap(unit, after, "班次已开始，申请过期", colleague=False)
