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
OFFICE = "office"

Unit = Literal["working_day", "calendar_day"]
Light = Literal["green", "yellow", "red"]

_PAUSED = "特别程序期间不计入期限（行政许可法第四十五条）"
_PAUSED_EN = "special procedure, not counted (Administrative Licence Law, article 45)"
_CALENDAR_DAY = DayRule("workday", "自然日", "calendar day")


@dataclass(frozen=True)
class Thresholds:
    """When a light turns yellow: with so many working days left, or with such a share of the term."""

    yellow_days: int = 3
    yellow_share: float = 0.2

    def days_left(self, limit_days: int) -> float:
        """Return the most working days that are left when the light of a term is yellow; a term begins green."""
        return max(min(self.yellow_days, limit_days - 1), limit_days * self.yellow_share)


USUAL = Thresholds()


@dataclass(frozen=True)
class Limit:
    """A limit as a matter states it: so many working or calendar days; 0 is the same day."""

    days: int
    unit: Unit = "working_day"


@dataclass(frozen=True)
class Pause:
    """A span that does not count, from its first to its last day; ``holder`` is who has the ball meanwhile."""

    first: date
    last: date
    reason: str
    holder: str = "third_party"


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
) -> Deadline:
    """Return the day a limit ends. The first counted day is the first working day after the start.

    The explanation is recomputed from what is stored, so it is as true as the stored dates and the calendar.
    """
    wanted = limit.days + extension_days
    day, counted, guessed = started_on, 0, False
    spans: list[dict[str, Any]] = [
        _span(started_on, "start", "开始之日不计入", "the day it starts is not counted", OFFICE)
    ]
    while counted < wanted:
        day += ONE_DAY
        pause = next((item for item in pauses if item.first <= day <= item.last), None)
        if pause is not None:
            zh, en = f"{pause.reason}：{_PAUSED}", f"{pause.reason}: {_PAUSED_EN}"
            _add(spans, day, "special_procedure", zh, en, holder=pause.holder)
            continue
        rule = _CALENDAR_DAY if limit.unit == "calendar_day" else calendar.rule(day)
        guessed |= limit.unit == "working_day" and calendar.provisional(day)
        zh, en = (rule.zh, rule.en) if counted < limit.days else (f"{rule.zh}（延长期限）", f"{rule.en} (extension)")
        counted += rule.counted
        _add(spans, day, rule.kind, zh, en, counted=counted if rule.counted else None)
    return Deadline(day, guessed, tuple(spans))


def light(due_on: date, today: date, calendar: Calendar, limit_days: int, thresholds: Thresholds = USUAL) -> Light:
    """Return the light of a date: red when it is past, yellow when few working days of the term are left."""
    if today > due_on:
        return "red"
    left = calendar.working_days_between(today, due_on)
    return "yellow" if left <= thresholds.days_left(limit_days) else "green"


def yellow_from(due_on: date, calendar: Calendar, limit_days: int, thresholds: Thresholds = USUAL) -> date:
    """Return the first day on which the light of a date is yellow; kept with a record, lists go by it."""
    day, left, least = due_on, 0, thresholds.days_left(limit_days)
    while True:
        # Working days that are left, seen from the day before.
        left += calendar.is_workday(day)
        if left > least:
            return day
        day -= ONE_DAY


def _span(day: date, rule: str, zh: str, en: str, holder: str) -> dict[str, Any]:
    return {
        "from": day.isoformat(),
        "to": day.isoformat(),
        "days": 1,
        "counted": False,
        "rule": rule,
        "zh": zh,
        "en": en,
        "holder": holder,
    }


def _add(
    spans: list[dict[str, Any]],
    day: date,
    rule: str,
    zh: str,
    en: str,
    counted: int | None = None,
    holder: str = OFFICE,
) -> None:
    """Lengthen the last span when the rule is the same, else begin one."""
    last = spans[-1]
    if (last["rule"], last["zh"]) == (rule, zh):
        last["to"] = day.isoformat()
        last["days"] += 1
    else:
        spans.append(_span(day, rule, zh, en, holder))
        last = spans[-1]
        last["counted"] = counted is not None
    if counted is not None:
        last["running_total"] = counted
