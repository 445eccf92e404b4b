"""Importing a notice, closing the offices for some days, and opening them again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auth import Subject, require
from engines.audit import record_act
from engines.cases import Preview, preview_moves, rules_of, start_recomputation
from engines.workdays import (
    CLOSURE,
    Days,
    NoticedDay,
    calendar_of,
    change_calendar,
    differing_days,
    stored_days,
    with_closure,
    with_notice,
    without_closure,
)
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from office.calendar.rules import AskedDay, ClosureUnknown, NothingChanges, check_closure, check_notice

PERMISSION = "calendar.manage"
#: A closure is registered at once or shortly after; older terms have long ended.
LONGEST_PAST_DAYS = 60


@dataclass(frozen=True)
class Change:
    """A change of the calendar that has been checked: what is stored, what is wanted, and by which notice."""

    present: Days
    wanted: Days
    because: str


def check_import(subject: Subject, unit: Unit, year: int, notice: str, days: Sequence[AskedDay]) -> Change:
    """Check a State Council notice and return the change that it is. Errors: NoticeBroken, NothingChanges."""
    require(subject, PERMISSION)
    check_notice(year, days)
    noticed = [NoticedDay(item.day, item.kind, item.name, notice, year) for item in days]
    present = stored_days(unit)
    return _changing(present, with_notice(present, year, noticed), notice)


def check_closing(subject: Subject, unit: Unit, first: date, last: date, name: str, basis: str) -> Change:
    """Check a closure of the city's offices and return the change that it is. Errors: ClosureBroken, NothingChanges."""
    require(subject, PERMISSION)
    present = stored_days(unit)
    calendar = calendar_of(present)
    span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    check_closure(span, [calendar.is_workday(day) for day in span], clock.today(), LONGEST_PAST_DAYS)
    closed = [NoticedDay(day, CLOSURE, name, basis, day.year) for day in span if calendar.is_workday(day)]
    return _changing(present, with_closure(present, closed), f"{name}（{basis}）")


def check_opening(subject: Subject, unit: Unit, day: date) -> Change:
    """Return the change that takes a closure back. Errors: :class:`ClosureUnknown`."""
    require(subject, PERMISSION)
    present = stored_days(unit)
    found = next((item for item in present if (item.day, item.kind) == (day, CLOSURE)), None)
    if found is None:
        raise ClosureUnknown
    return Change(present, without_closure(present, day), f"取消{found.name}停止办公（{found.notice}）")


def preview(subject: Subject, unit: Unit, change: Change) -> Preview:
    """Count which running terms would move, and change nothing."""
    rules = rules_of(unit).by(calendar_of(change.wanted))
    return preview_moves(subject, unit, rules)


def carry_out(subject: Subject, unit: Unit, change: Change) -> uuid.UUID:
    """Store a change of the calendar and let every running term follow it; return the recomputation."""
    change_calendar(unit, change.present, change.wanted)
    record_act(subject, unit, "calendar.change", "calendar", new_id(), because=change.because)
    changes = differing_days(calendar_of(change.present), calendar_of(change.wanted))
    return start_recomputation(subject, unit, "calendar", change.because, changes)


def _changing(present: Days, wanted: Days, because: str) -> Change:
    if present == wanted:
        raise NothingChanges
    return Change(present, wanted, because)
