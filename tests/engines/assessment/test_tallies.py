"""The tallies are the sums of the ledger, whatever is told, in whatever order and however often."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from engines.assessment import AssessmentEntry, AssessmentTally, Entry, recompute_tallies, record_entries
from engines.assessment.closing import close_days, hold_closed
from engines.assessment.models import AssessmentClosure
from engines.assessment.refusals import MeasureUnknown
from kit.database import Database, Unit
from tests.engines.assessment.world import ASSIGNED, HOUSING, OVERDUE, TRAFFIC, build_city, entry, tell

Tallies = dict[tuple[Any, ...], tuple[int, int]]
DAYS = st.dates(date(2026, 1, 28), date(2026, 4, 2))
TOLD = st.builds(
    entry,
    st.sampled_from([TRAFFIC, HOUSING]),
    st.sampled_from([OVERDUE, ASSIGNED]),
    DAYS,
    st.integers(-3, 9),
    key=st.integers(0, 30).map(str),
)
#: Batches of entries, between some of which a department's days close.
STEPS = st.lists(st.lists(TOLD, max_size=6) | st.tuples(st.sampled_from([TRAFFIC, HOUSING]), DAYS), max_size=8)


def tallies(unit: Unit) -> Tallies:
    columns = [getattr(AssessmentTally, name) for name in ("grain", "measure", "start", "department_code", "region")]
    rows = unit.rows(select(*columns, AssessmentTally.amount, AssessmentTally.entries))
    return {tuple(row[:5]): (row.amount, row.entries) for row in rows}


def forget(database: Database) -> None:
    with database.unit() as unit:
        for table in (AssessmentEntry, AssessmentTally, AssessmentClosure):
            unit.write(delete(table))


def summed(unit: Unit) -> Tallies:
    """Add up the entries, one by one."""
    amounts: Counter[tuple[Any, ...]] = Counter()
    entries: Counter[tuple[Any, ...]] = Counter()
    for row in unit.rows(select(*AssessmentEntry.__table__.c)):
        for grain, start in (("day", row.counted_on), ("month", row.counted_on.replace(day=1))):
            key = (grain, row.measure, start, row.department_code, row.region)
            amounts[key] += row.amount
            entries[key] += 1
    return {key: (amounts[key], number) for key, number in entries.items()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_maintained_and_recomputed_are_the_same(
    database: Database, steps: list[list[Entry] | tuple[str, date]]
) -> None:
    forget(database)
    new = 0
    for step in steps:
        with database.unit() as unit:
            if isinstance(step, tuple):
                close_days(unit, [step[0]], step[1])
            else:
                new += record_entries(unit, step)
    with database.unit() as unit:
        kept = tallies(unit)
        assert kept == summed(unit)
        assert new == unit.scalar(select(func.count()).select_from(AssessmentEntry))
        assert new == len({told.key for step in steps if isinstance(step, list) for told in step})
        recompute_tallies(unit, date(2026, 1, 1), date(2026, 4, 30))
        assert tallies(unit) == kept


def test_what_several_jobs_tell_at_once_counts_once(database: Database) -> None:
    with database.unit() as unit:
        build_city(unit)
    told = [
        entry(code, OVERDUE, date(2026, 3, 5), 2, key=f"{code}{number}")
        for number in range(40)
        for code in (TRAFFIC, HOUSING)
    ]

    def tell_some(part: list[Entry]) -> int:
        with database.unit() as unit:
            return record_entries(unit, part)

    parts = [told[:60], told[20:], told[::-1], told]
    with ThreadPoolExecutor(len(parts)) as jobs:
        assert sum(jobs.map(tell_some, parts)) == len(told)
    with database.unit() as unit:
        assert tallies(unit)["month", OVERDUE, date(2026, 3, 1), TRAFFIC, "330900"] == (80, 40)


def test_recomputing_repairs_a_wrong_tally_and_leaves_other_months(unit: Unit) -> None:
    build_city(unit)
    tell(unit, [entry(TRAFFIC, OVERDUE, date(2026, month, 9), month) for month in (1, 2, 3)])
    right = tallies(unit)
    unit.write(AssessmentTally.__table__.update().values(amount=77))  # type: ignore[attr-defined]
    recompute_tallies(unit, date(2026, 2, 20), date(2026, 2, 21))
    found = tallies(unit)
    assert {key: found[key] for key in found if key[2].month == 2} == {
        key: amount for key, amount in right.items() if key[2].month == 2
    }
    assert {amount for key, (amount, _) in found.items() if key[2].month != 2} == {77}


def test_what_comes_for_a_closed_day_counts_on_the_next_open_one_and_keeps_its_own(unit: Unit) -> None:
    build_city(unit)
    last = date(2026, 3, 31)
    close_days(unit, [TRAFFIC], last)
    close_days(unit, [TRAFFIC], date(2026, 2, 28))  # closes nothing that is closed further
    tell(unit, [entry(TRAFFIC, OVERDUE, date(2026, 3, 9)), entry(HOUSING, OVERDUE, date(2026, 3, 9))])
    found = {row.department_code: row for row in unit.rows(select(*AssessmentEntry.__table__.c))}
    assert (found[TRAFFIC].day, found[TRAFFIC].counted_on) == (date(2026, 3, 9), last + timedelta(days=1))
    assert found[HOUSING].counted_on == date(2026, 3, 9)
    assert not [key for key in tallies(unit) if key[3] == TRAFFIC and key[2] <= last]


def test_what_is_told_while_days_close_waits_and_counts_after_them(database: Database) -> None:
    with database.unit() as unit:
        build_city(unit)

    def tell_one() -> int:
        with database.unit() as unit:
            return record_entries(unit, [entry(TRAFFIC, OVERDUE, date(2026, 3, 9))])

    with ThreadPoolExecutor(1) as jobs, database.unit() as unit:
        hold_closed(unit)
        close_days(unit, [TRAFFIC], date(2026, 3, 31))
        told = jobs.submit(tell_one)
        with pytest.raises(TimeoutError):
            told.result(timeout=0.3)
        unit.commit()
        assert told.result(timeout=20) == 1
        assert unit.scalar(select(AssessmentEntry.counted_on)) == date(2026, 4, 1)


def test_a_measure_that_is_none_is_refused(unit: Unit) -> None:
    with pytest.raises(MeasureUnknown):
        record_entries(unit, [entry(TRAFFIC, "matters.loved", date(2026, 3, 9))])
