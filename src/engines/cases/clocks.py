"""The clocks of a case: five working days to accept, then the promised and the statutory limit."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from engines.deadlines import Deadline, Limit, compute_deadline, light
from engines.matters import MatterRevision
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.database import Unit

#: 行政许可法 第三十二条: silence for five days is acceptance.
ACCEPTANCE = Limit(5, "working_day")
_BEFORE_ACCEPTANCE = {"received", "correction"}
_RUNNING = {"received", "accepted", "in_handling"}
_ACCEPTANCE_RULE = {
    "zh": "《行政许可法》第三十二条：五个工作日内决定是否受理",
    "en": "acceptance within 5 working days",
}


def acceptance_deadline(unit: Unit, moment: datetime) -> Deadline:
    """Return by when an application received at ``moment`` must be accepted or sent back."""
    return _computed(ACCEPTANCE, clock.local(moment).date(), load_calendar(unit))


def handling_deadlines(unit: Unit, guide: MatterRevision, moment: datetime) -> tuple[Deadline, Deadline]:
    """Return the promised and the statutory deadline of a case accepted at ``moment``."""
    calendar = load_calendar(unit)
    day = clock.local(moment).date()
    content = guide.content
    return _computed(content.promised, day, calendar), _computed(content.statutory, day, calendar)


def deadline_answer(unit: Unit, case: Row[Any], guide: MatterRevision) -> dict[str, Any]:
    """Return the running deadline of a case with its explanation, recomputed from what is stored."""
    calendar = load_calendar(unit)
    started_on = clock.local(case.clock_started_at).date()
    before = case.accepted_at is None
    limit = ACCEPTANCE if before else guide.content.promised
    found = _computed(limit, started_on, calendar)
    answer: dict[str, Any] = {
        "kind": "acceptance" if before else "handling",
        "due_on": found.due_on.isoformat(),
        "statutory_due_on": None if before else case.statutory_due_on.isoformat(),
        "limit": {"days": limit.days, "unit": limit.unit},
        "started_on": started_on.isoformat(),
        "provisional": found.provisional,
        "running": case.state in _RUNNING,
        "light": _light(case, found, calendar, limit.days),
        "rule": _ACCEPTANCE_RULE if before else _handling_rule(guide),
        "explanation": list(found.explanation),
    }
    return answer


@lru_cache(maxsize=2000)
def _computed(limit: Limit, started_on: date, calendar: Calendar) -> Deadline:
    return compute_deadline(limit, started_on, calendar)


def _handling_rule(guide: MatterRevision) -> dict[str, str]:
    limit = guide.content.promised
    unit = "个工作日" if limit.unit == "working_day" else "日"
    return {
        "zh": f"承诺 {limit.days} {unit}（法定 {guide.content.statutory.days}），{guide.content.statute}",
        "en": f"promised {limit.days} {limit.unit.replace('_', ' ')}s, statutory {guide.content.statutory.days}",
    }


def _light(case: Row[Any], found: Deadline, calendar: Calendar, days: int) -> str | None:
    return light(found.due_on, clock.today(), calendar, days) if case.state in _RUNNING else None
