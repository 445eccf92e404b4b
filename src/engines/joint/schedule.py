"""The schedule of a joint case, pure: every part's dates, the critical path, and because of what a date moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engines.deadlines import Limit
from engines.workdays import Calendar


@dataclass(frozen=True)
class Stand:
    """How a part stands: its term, and what is known of its case.

    ``not_before`` is a day up to which somebody else may keep it before its term begins; ``reason`` is its own for
    being late.
    """

    code: str
    name: str
    depends_on: tuple[str, ...]
    limit: Limit
    started_on: date | None = None
    not_before: date | None = None
    due_on: date | None = None
    ended_on: date | None = None
    first_due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Planned:
    """A part's dates in the schedule; ``late_because`` is empty while it keeps to its first date."""

    code: str
    start_on: date
    end_on: date
    critical: bool
    late_because: str


def plan(stands: Sequence[Stand], filed_on: date, today: date, calendar: Calendar) -> list[Planned]:
    """Return the schedule of parts that stand in the order of their dependencies.

    A part that waits begins when the last one it waits for ends; one that runs ends when its case is due, or today
    when that is past.
    """
    spans: dict[str, tuple[date, date]] = {}
    for stand in stands:
        spans[stand.code] = _span(stand, spans, filed_on, today, calendar)
    path = _critical(stands, spans)
    reasons: dict[str, str] = {}
    by_code = {stand.code: stand for stand in stands}
    for stand in stands:
        reasons[stand.code] = _late(stand, spans, reasons, by_code)
    return [Planned(stand.code, *spans[stand.code], stand.code in path, reasons[stand.code]) for stand in stands]


def _span(
    stand: Stand, spans: Mapping[str, tuple[date, date]], filed_on: date, today: date, calendar: Calendar
) -> tuple[date, date]:
    earliest = max([filed_on, *(spans[code][1] for code in stand.depends_on)])
    if stand.ended_on is not None:
        return stand.started_on or min(earliest, stand.ended_on), stand.ended_on
    start = stand.started_on or max(earliest, today)
    if stand.due_on is not None:
        return start, max(stand.due_on, today)
    counted_from = max(start, today, stand.not_before or today)
    if stand.limit.unit == "calendar_day":
        return start, calendar.working_day_from(counted_from + timedelta(days=stand.limit.days))
    return start, calendar.working_day_from(calendar.add_working_days(counted_from, stand.limit.days))


def _critical(stands: Sequence[Stand], spans: Mapping[str, tuple[date, date]]) -> set[str]:
    """Return the chain that decides when everything ends: from the last end back to its latest condition."""
    by_code = {stand.code: stand for stand in stands}
    place = {stand.code: index for index, stand in enumerate(stands)}
    current: str | None = max(by_code, key=lambda code: (spans[code][1], place[code]))
    path: set[str] = set()
    while current is not None:
        path.add(current)
        conditions = by_code[current].depends_on
        current = max(conditions, key=lambda code: (spans[code][1], place[code]), default=None)
    return path


def _late(
    stand: Stand,
    spans: Mapping[str, tuple[date, date]],
    reasons: Mapping[str, str],
    by_code: Mapping[str, Stand],
) -> str:
    if stand.first_due_on is None or spans[stand.code][1] <= stand.first_due_on:
        return ""
    if stand.reason:
        return stand.reason
    held_by = [code for code in stand.depends_on if reasons[code]]
    if not held_by:
        return "办理起始时间顺延"
    cause = max(held_by, key=lambda code: spans[code][1])
    return f"因“{by_code[cause].name}”顺延：{_root(reasons[cause])}"


def _root(reason: str) -> str:
    """Return what stands at the beginning of a chain of reasons."""
    return reason.rpartition("顺延：")[2]
