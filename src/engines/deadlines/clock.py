"""The clock, pure: from a limit, a start and pauses to a date and its reasons.

行政许可法 第四十二条 counts from acceptance, 第八十二条 in working days without holidays, and 第四十五条 leaves out
only hearings, inspections, expert review and their like, when they were told in writing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from engines.workdays import Calendar, DayRule

ONE_DAY = timedelta(days=1)
YELLOW_DAYS = 3
YELLOW_SHARE = 0.2

Unit = Literal["working_day", "calendar_day"]
Light = Literal["green", "yellow", "red"]

_PAUSED = "特别程序期间不计入期限（行政许可法第四十五条）"
_PAUSED_EN = "special procedure, not counted (Administrative Licence Law, article 45)"
_CALENDAR_DAY = DayRule("workday", "自然日", "calendar day")


@dataclass(frozen=True)
class Limit:
    """A limit as a matter states it: so many working or calendar days; 0 is the same day."""

    days: int
    unit: Unit = "working_day"


@dataclass(frozen=True)
class Pause:
    """A span that does not count, from its first to its last day; without an end it still runs.

    A pause that runs is counted up to today, so the date shown is the earliest that is still possible.
    """

    first: date
    last: date | None
    reason: str


@dataclass(frozen=True)
class Deadline:
    """When something is due, whether the date rests on a guessed calendar, and the reasons, span by span."""

    due_on: date
    provisional: bool
    explanation: tuple[dict[str, Any], ...]


def compute_deadline(
    limit: Limit,
    started_on: date,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extension_days: int = 0,
    today: date | None = None,
) -> Deadline:
    """Return the day a limit ends. The first counted day is the first working day after the start.

    The explanation is recomputed from what is stored, so it is as true as the stored dates and the calendar.
    """
    wanted = limit.days + extension_days
    day, counted, guessed = started_on, 0, False
    spans: list[dict[str, Any]] = [_span(started_on, "start", "开始之日不计入", "the day it starts is not counted")]
    while counted < wanted:
        day += ONE_DAY
        pause = next((item for item in pauses if _within(item, day, today)), None)
        if pause is not None:
            _add(spans, day, "special_procedure", f"{pause.reason}：{_PAUSED}", f"{pause.reason}: {_PAUSED_EN}")
            continue
        rule = _CALENDAR_DAY if limit.unit == "calendar_day" else calendar.rule(day)
        guessed |= limit.unit == "working_day" and calendar.provisional(day)
        counted += rule.counted
        _add(spans, day, rule.kind, rule.zh, rule.en, counted=counted if rule.counted else None)
    return Deadline(day, guessed, tuple(spans))


def light(due_on: date, today: date, calendar: Calendar, limit_days: int) -> Light:
    """Return the light of a date: red when it is past, yellow with 3 working days or a fifth of the term left."""
    left = calendar.working_days_between(today, due_on)
    if left < 0 or today > due_on:
        return "red"
    return "yellow" if left <= max(min(YELLOW_DAYS, limit_days - 1), limit_days * YELLOW_SHARE) else "green"


def _within(pause: Pause, day: date, today: date | None) -> bool:
    return pause.first <= day <= (pause.last or max(pause.first, today or pause.first))


def _span(day: date, rule: str, zh: str, en: str) -> dict[str, Any]:
    return {
        "from": day.isoformat(),
        "to": day.isoformat(),
        "days": 1,
        "counted": False,
        "rule": rule,
        "zh": zh,
        "en": en,
    }


def _add(spans: list[dict[str, Any]], day: date, rule: str, zh: str, en: str, counted: int | None = None) -> None:
    """Lengthen the last span when the rule is the same, else begin one."""
    last = spans[-1]
    if (last["rule"], last["zh"]) == (rule, zh):
        last["to"] = day.isoformat()
        last["days"] += 1
    else:
        spans.append(_span(day, rule, zh, en))
        last = spans[-1]
        last["counted"] = counted is not None
    if counted is not None:
        last["running_total"] = counted
