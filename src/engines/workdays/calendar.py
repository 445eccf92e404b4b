"""Counting days, pure: what a day is, and which one lies so many working days ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

DayKind = Literal["workday", "weekend", "holiday", "makeup_workday", "closure"]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class DayRule:
    """What a day is and by which rule, for people; ``basis`` is the notice that says so."""

    kind: DayKind
    zh: str
    en: str
    basis: str | None = None

    @property
    def counted(self) -> bool:
        """Tell whether the day counts as a working day."""
        return self.kind in {"workday", "makeup_workday"}


WORKDAY = DayRule("workday", "工作日", "working day")
WEEKEND = DayRule("weekend", "周末", "weekend")


@dataclass(frozen=True, eq=False)
class Calendar:
    """The noticed days (holidays, make-up days, local closures) and the years whose State Council notice is out.

    One calendar is itself alone, so that what was computed from it can be kept.
    """

    noticed: Mapping[date, DayRule] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def rule(self, day: date) -> DayRule:
        """Return what a day is: by notice, else Monday to Friday."""
        found = self.noticed.get(day)
        if found is not None:
            return found
        return WEEKEND if day.weekday() >= SATURDAY else WORKDAY

    def is_workday(self, day: date) -> bool:
        """Tell whether a day counts."""
        return self.rule(day).counted

    def provisional(self, day: date) -> bool:
        """Tell whether a day is only guessed, because its year's notice is not out."""
        return day.year not in self.years

    def working_day_from(self, day: date) -> date:
        """Return the day itself when it is a working day, else the next one (民法典 第二百零三条)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """Return the day that is ``days`` working days after ``start``; the day after the start is the first."""
        day = start
        while days > 0:
            day += ONE_DAY
            days -= self.is_workday(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and with ``end``; negative when it is before."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (start + ONE_DAY * offset for offset in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in span)


@dataclass(frozen=True)
class DayChange:
    """A day that one calendar counts and another does not; ``zh`` says what it is now, ``basis`` by which notice."""

    day: date
    before: DayKind
    after: DayKind
    zh: str
    basis: str | None


def differing_days(before: Calendar, after: Calendar) -> list[DayChange]:
    """Return the days that are counted in one of two calendars alone, in their order."""
    found = []
    for day in sorted(before.noticed.keys() | after.noticed.keys()):
        old, new = before.rule(day), after.rule(day)
        if old.counted != new.counted:
            found.append(DayChange(day, old.kind, new.kind, new.zh, new.basis))
    return found


def calendar_before(after: Calendar, changes: Sequence[DayChange]) -> Calendar:
    """Return the calendar as it counted before these changes."""
    noticed = {**after.noticed, **{item.day: DayRule(item.before, "", "") for item in changes}}
    return Calendar(noticed, after.years)


def moved_day(due_on: date, since: date, before: Calendar, after: Calendar) -> date:
    """Return where a date lies that is as many working days after ``since`` as it was by another calendar."""
    if not before.is_workday(due_on):
        return due_on  # No date in working days.
    return after.add_working_days(since, before.working_days_between(since, due_on))
