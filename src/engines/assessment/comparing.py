"""Tallies made anew and held against what they were, which shows whether the maintaining is right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engines.assessment.closing import hold_closed
from engines.assessment.models import AssessmentTally
from engines.assessment.periods import months_of, period_of
from engines.assessment.tallies import recompute_tallies
from kit.database import Unit

#: Grain, measure, start, department, region.
Key = tuple[str, str, date, str, str]


@dataclass(frozen=True)
class Tallied:
    """What a tally says: the amount, and of how many entries it is the sum."""

    amount: int
    entries: int


@dataclass(frozen=True)
class TallyDifference:
    """A tally that was not the sum of its entries; None where there was none, or where there are no entries."""

    key: Key
    before: Tallied | None
    after: Tallied | None


@dataclass(frozen=True)
class MonthRecomputed:
    """How many tallies a month had and has, by day and month together, and those that were wrong."""

    month: date
    before: int
    after: int
    differences: list[TallyDifference]


def recompute_and_compare(unit: Unit, first: date, last: date) -> Iterator[MonthRecomputed]:
    """Make the tallies of the months from one day's to another's anew, and give for each what was wrong with it.

    One month is held in memory at a time. The new tallies stay, in the caller's transaction; entries wait until it
    ends.
    """
    # Before the first look: an entry that came in between would pass for a difference.
    hold_closed(unit)
    for month in months_of(first, last):
        before = _tallies(unit, month)
        recompute_tallies(unit, month, month)
        after = _tallies(unit, month)
        wrong = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
        differences = [TallyDifference(key, before.get(key), after.get(key)) for key in wrong]
        yield MonthRecomputed(month, len(before), len(after), differences)


def _tallies(unit: Unit, month: date) -> Mapping[Key, Tallied]:
    tally = AssessmentTally
    rows = unit.rows(select(*tally.__table__.c).where(tally.start.between(month, period_of("month", month).last)))
    return {
        (row.grain, row.measure, row.start, row.department_code, row.region): Tallied(row.amount, row.entries)
        for row in rows
    }
