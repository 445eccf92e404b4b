"""What happens to evaluations by itself: the default one, and overdue follow-ups before their supervisors."""

import uuid

from engines.evaluations.actions import run_default_evaluations
from engines.evaluations.follow_up import escalate_follow_up
from engines.evaluations.queries import follow_up_by_id, overdue_follow_ups
from engines.lifecycles import run_due
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: Working days within which a supervisor looks at overdue work.
SUPERVISION_DAYS = 1


def run_evaluation_timers(context: Context) -> int:
    """Do what is due today and return how many records it touched."""
    return run_default_evaluations(context) + run_due(context, lambda unit: overdue_follow_ups(unit, BATCH), _escalate)


def _escalate(unit: Unit, _context: Context, evaluation_id: uuid.UUID) -> None:
    follow_up = follow_up_by_id(unit, evaluation_id)
    if follow_up.closed_at is None and follow_up.due_on < clock.today() and follow_up.escalated_at is None:
        escalate_follow_up(unit, follow_up, SUPERVISION_DAYS)
