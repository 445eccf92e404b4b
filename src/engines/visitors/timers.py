"""What happens to visits by itself: nobody came, somebody has not left by closing time, the data's term is over."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, run_due
from engines.visitors.buildings import building_by_id, closing
from engines.visitors.erasing import bars_to_erase, erase_bar, erase_visitor
from engines.visitors.inviting import ended
from engines.visitors.lifecycle import COMING, visit_record
from engines.visitors.models import Visit
from engines.visitors.passes import held_visit
from engines.visitors.tasks import ask_reception
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: So long after closing time somebody whom nobody saw leave is taken to have left.
UNSEEN = timedelta(days=1)


def run_visitor_timers(context: Context) -> int:
    """Turn the visits whose moment has come and erase what is not needed any more; returns how many. Once a round."""
    return run_due(context, _due, _turn) + run_due(context, bars_to_erase, erase_bar)


def _due(unit: Unit) -> Sequence[Row[Any]]:
    due = (Visit.next_turn_at.is_not(None), Visit.next_turn_at <= clock.now())
    return unit.rows(select(Visit.id).where(*due).order_by(Visit.next_turn_at, Visit.id).limit(BATCH))


def _turn(unit: Unit, _context: Context, visit_id: uuid.UUID) -> None:
    row = held_visit(unit, visit_id)
    if row is None or row.next_turn_at is None or row.next_turn_at > clock.now():
        return  # Somebody turned it meanwhile.
    if row.state in COMING:
        changes = ended(building_by_id(unit, row.building_id), row)
        apply_transition(SYSTEM, unit, visit_record(row), "miss", changes=changes)
        close_tasks(SYSTEM, unit, row.id)
    elif row.state == "arrived":
        _close(unit, row)
    else:
        erase_visitor(unit, row)


def _close(unit: Unit, row: Row[Any]) -> None:
    """Ask the reception after who has not left by closing time, and a day later take them to have left."""
    building = building_by_id(unit, row.building_id)
    last = closing(building, row.ends_at) + UNSEEN
    if row.next_turn_at < last:
        ask_reception(unit, row, "visitor_inside", "访客在闭楼时尚未离开")
        unit.write(update(Visit).where(Visit.id == row.id).values(next_turn_at=last))
        return
    # Nobody knows when: ``left_at`` stays open, and the data's term runs.
    apply_transition(SYSTEM, unit, visit_record(row), "lapse", changes=ended(building, row))
    close_tasks(SYSTEM, unit, row.id)
