"""What a pack says of the clock: holidays and policy, by which every running term is dated."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth import SYSTEM
from engines.cases import recompute_if_needed, rules_of
from engines.policy import store_policy
from engines.workdays import differing_days, store_calendar
from kit.database import Unit


def store_clock_rules(
    unit: Unit, holidays: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any]]
) -> dict[str, int]:
    """Store both and return how much changed by kind; when dates or lights follow, running terms are recomputed."""
    before = rules_of(unit, fresh=True)
    changed = {"calendar": store_calendar(unit, holidays), "policy": store_policy(unit, values)}
    unit.flush()
    after = rules_of(unit, fresh=True)
    changes = differing_days(before.calendar, after.calendar)
    if changes:
        notices = "、".join(sorted({item.basis for item in changes if item.basis})) or "放假安排调整"
        recompute_if_needed(SYSTEM, unit, "calendar", notices, changes)
    elif before.policy.thresholds != after.policy.thresholds:
        recompute_if_needed(SYSTEM, unit, "policy", "亮灯规则调整", ())
    return changed
