"""What happens to receptions by itself: one that was never approved lapses, one whose list is late is told of once."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, run_due
from engines.receptions.lifecycle import record_of
from engines.receptions.models import Reception
from engines.receptions.queries import reception_by_id
from engines.receptions.tasks import tell_of_late_list, tell_requester
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200


def run_reception_timers(context: Context) -> int:
    """Turn the receptions whose moment has come; returns how many were touched. Once a round."""
    return run_due(context, _moving, _turn)


def _moving(unit: Unit) -> Sequence[Row[Any]]:
    due = (Reception.next_turn_at.is_not(None), Reception.next_turn_at <= clock.now())
    return unit.rows(select(Reception.id).where(*due).order_by(Reception.next_turn_at, Reception.id).limit(BATCH))


def _turn(unit: Unit, _context: Context, reception_id: uuid.UUID) -> None:
    unit.begin()
    unit.rows(select(Reception.id).where(Reception.id == reception_id).with_for_update())
    row = reception_by_id(unit, reception_id)
    if row.next_turn_at is None or row.next_turn_at > clock.now():
        return  # Somebody turned it meanwhile.
    if row.state == "approved":
        tell_of_late_list(unit, row)
        unit.write(update(Reception).where(Reception.id == reception_id).values(next_turn_at=None))
        return
    after = apply_transition(SYSTEM, unit, record_of(row), "lapse", changes={"next_turn_at": None})
    close_tasks(SYSTEM, unit, row.id)
    tell_requester(unit, after, "到时未获批准，已过期")
