"""The clock, pure: from a limit, a start and pauses to a date and its reasons.

行政许可法 第四十二条 counts from acceptance, 第八十二条 in working days without holidays, and 第四十五条 leaves out
only hearings, inspections, expert review and their like, when they were told in writing. Other laws count calendar
days; theirs end on the next working day when the last one is a day of rest (民法典 第二百零三条).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from engines.workdays import Calendar

ONE_DAY = timedelta(days=1)
OFFICE = "office"

Unit = Literal["working_day", "calendar_day"]
Light = Literal["green", "yellow", "red"]

SPECIAL_PROCEDURES = "《行政许可法》第四十五条"
FIRST_DAY = "《民法典》第二百零一条"
LAST_DAY = "《民法典》第二百零三条"


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
class Extension:
    """What was added to a limit with approval, and the statute that allows it."""

    days: int
    unit: Unit = "working_day"
    statute: str = ""


@dataclass(frozen=True)
class Pause:
    """A span that does not count, from its first to its last day; ``holder`` is who has the ball meanwhile."""

    first: date
    last: date
    reason: str
    holder: str = "third_party"
    statute: str = SPECIAL_PROCEDURES

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Deadline:
    """When something is due, whether the date rests on a guessed calendar, and the reasons, span by span."""

    due_on: date
    provisional: bool
    explanation: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Reason:
    """Why a day counts or not, for people; spans with the same reason are one."""

    rule: str
    zh: str
    en: str
    holder: str = OFFICE
    basis: str | None = None
    counted: bool = False
    extension: bool = False
    provisional: bool = False


@dataclass
class Account:
    """Days in their order, run by run, each with its reason."""

    spans: list[dict[str, Any]] = field(default_factory=list)
    counted: int = 0
    _last: Reason | None = None

    def add(self, first: date, last: date, reason: Reason) -> None:
        """Tell the days from ``first`` to ``last``, which follow the last ones told."""
        days = (last - first).days + 1
        if reason == self._last:
            self.spans[-1]["to"] = last.isoformat()
            self.spans[-1]["days"] += days
        else:
            self.spans.append(_span(first, last, days, reason))
        self._last = reason
        if reason.counted:
            self.counted += days
            self.spans[-1]["running_total"] = self.counted


def compute_deadline(
    limit: Limit,
    started_on: date,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extension: Extension | None = None,
    holder: str = OFFICE,
) -> Deadline:
    """Return the day a limit ends. The day it starts is not counted, and it ends on a working day outside every pause.

    ``holder`` has the ball outside the pauses. The explanation is recomputed from what is stored, so it is as true as
    the stored dates and the calendar.
    """
    walk = _Walk(calendar, pauses, holder, started_on)
    walk.start(same_day=limit.days + (extension.days if extension else 0) == 0)
    walk.count(limit)
    if extension is not None:
        walk.count(extension)
    walk.roll()
    spans = walk.account.spans
    return Deadline(walk.day, any(span["provisional"] for span in spans), tuple(spans))


def days_used(
    started_on: date, ended_on: date, calendar: Calendar, unit: Unit = "working_day", pauses: Sequence[Pause] = ()
) -> int:
    """Return how many days of a term had passed on a day: those after the start, without pauses and days of rest."""
    days = (started_on + offset * ONE_DAY for offset in range(1, (ended_on - started_on).days + 1))
    running = (day for day in days if not any(pause.covers(day) for pause in pauses))
    return sum(unit == "calendar_day" or calendar.is_workday(day) for day in running)


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


@dataclass
class _Walk:
    """From day to day over a calendar, telling of each one why it counts or not."""

    calendar: Calendar
    pauses: Sequence[Pause]
    holder: str
    day: date
    account: Account = field(default_factory=Account)

    def start(self, *, same_day: bool) -> None:
        """Tell the day on which the limit starts."""
        if same_day:
            self._tell(self._reason("same_day", "当日办理", "to be done the same day"))
        else:
            start = Reason("start", "开始之日不计入", "the day it starts is not counted", self.holder, FIRST_DAY)
            self._tell(start)

    def count(self, part: Limit | Extension) -> None:
        """Go on by the days of a limit, or of its extension."""
        wanted = self.account.counted + part.days
        while self.account.counted < wanted:
            self.day += ONE_DAY
            reason = self._calendar_day() if part.unit == "calendar_day" else self._working_day()
            if isinstance(part, Extension) and reason.counted:
                reason = _extended(reason, part)
            self._tell(reason)

    def roll(self) -> None:
        """Go on to the first working day outside every pause, where the last day is none."""
        while not self._working():
            self.day += ONE_DAY
            if self._working():
                zh, en = "期限末日为休息日，顺延至下一个工作日", "the last day is one of rest: the next working day"
                self._tell(self._reason("next_working_day", zh, en, basis=LAST_DAY))
            else:
                self._tell(replace(self._working_day(), counted=False))

    def _working(self) -> bool:
        return self._pause() is None and self.calendar.is_workday(self.day)

    def _pause(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.covers(self.day)), None)

    def _calendar_day(self) -> Reason:
        return self._paused() or self._reason("calendar_day", "自然日", "calendar day", counted=True)

    def _working_day(self) -> Reason:
        rule = self.calendar.rule(self.day)
        return self._paused() or self._reason(rule.kind, rule.zh, rule.en, basis=rule.basis, counted=rule.counted)

    def _paused(self) -> Reason | None:
        pause = self._pause()
        if pause is None:
            return None
        zh, en = f"{pause.reason}：特别程序期间不计入期限", f"{pause.reason}: special procedure, not counted"
        return Reason("special_procedure", f"{zh}（{pause.statute}）", en, pause.holder, pause.statute)

    def _reason(self, rule: str, zh: str, en: str, *, basis: str | None = None, counted: bool = False) -> Reason:
        provisional = self.calendar.provisional(self.day)
        return Reason(rule, zh, en, self.holder, basis, counted=counted, provisional=provisional)

    def _tell(self, reason: Reason) -> None:
        self.account.add(self.day, self.day, reason)


def _extended(reason: Reason, part: Extension) -> Reason:
    zh, en = f"{reason.zh}（延长期限）", f"{reason.en} (extension)"
    return replace(reason, zh=zh, en=en, basis=part.statute or reason.basis, extension=True)


def _span(first: date, last: date, days: int, reason: Reason) -> dict[str, Any]:
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "days": days,
        "counted": reason.counted,
        "rule": reason.rule,
        "zh": reason.zh,
        "en": reason.en,
        "holder": reason.holder,
        "basis": reason.basis,
        "extension": reason.extension,
        "provisional": reason.provisional,
    }
