"""What happens to joint cases without a turn: a late part moves every date, a stalled one ends unanswered."""

from engines.joint.advancing import advance_joint_case
from engines.joint.queries import due_joint_cases
from engines.lifecycles import run_due
from kit.context import Context


def run_joint_timers(context: Context) -> int:
    """Look at the joint cases whose next day has passed and return how many there were."""
    return run_due(context, due_joint_cases, advance_joint_case)
