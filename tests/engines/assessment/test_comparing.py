"""Tallies made anew say which of them were wrong, and are right afterwards."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, update

from engines.assessment import AssessmentTally, MonthRecomputed, Tallied, TallyDifference, recompute_and_compare
from kit.database import Unit
from tests.engines.assessment.test_tallies import summed, tallies
from tests.engines.assessment.world import ASSIGNED, HEALTH, HOUSING, OVERDUE, TRAFFIC, build_city, entry, tell

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
CITY = "330900"


@pytest.fixture
def told(unit: Unit) -> Unit:
    """Tell three months of overdue days and one of assigned matters."""
    build_city(unit)
    tell(unit, [entry(TRAFFIC, OVERDUE, date(2026, month, day), month) for month in (1, 2, 3) for day in (9, 10)])
    tell(unit, [entry(HOUSING, ASSIGNED, date(2026, 2, 28))])
    return unit


def test_where_the_tallies_are_right_nothing_is_reported_and_nothing_changes(told: Unit) -> None:
    right = tallies(told)
    found = list(recompute_and_compare(told, date(2026, 1, 20), date(2026, 3, 1)))
    assert found == [
        MonthRecomputed(JANUARY, 3, 3, []),
        MonthRecomputed(FEBRUARY, 5, 5, []),
        MonthRecomputed(MARCH, 3, 3, []),
    ]
    assert tallies(told) == right


def test_what_was_spoiled_is_reported_with_its_key_and_mended(told: Unit) -> None:
    right, tally, tenth = tallies(told), AssessmentTally, date(2026, 2, 10)
    told.write(update(tally).where(tally.start == tenth).values(amount=77))
    told.write(update(tally).where(tally.grain == "month", tally.measure == ASSIGNED).values(entries=4))
    told.write(delete(tally).where(tally.start == date(2026, 3, 9)))
    stray = ("day", OVERDUE, date(2026, 3, 31), HEALTH, CITY)
    told.write(insert(tally).values((*stray, 5, 1)))
    told.commit()
    january, february, march = recompute_and_compare(told, JANUARY, MARCH)
    assert january == MonthRecomputed(JANUARY, 3, 3, [])
    assert february == MonthRecomputed(
        FEBRUARY,
        5,
        5,
        [
            TallyDifference(("day", OVERDUE, tenth, TRAFFIC, CITY), Tallied(77, 1), Tallied(2, 1)),
            TallyDifference(("month", ASSIGNED, FEBRUARY, HOUSING, CITY), Tallied(1, 4), Tallied(1, 1)),
        ],
    )
    assert march == MonthRecomputed(
        MARCH,
        3,
        3,
        [
            TallyDifference(("day", OVERDUE, date(2026, 3, 9), TRAFFIC, CITY), None, Tallied(3, 1)),
            TallyDifference(stray, Tallied(5, 1), None),
        ],
    )
    assert tallies(told) == right == summed(told)


def test_months_that_were_not_asked_for_stay_as_they_are(told: Unit) -> None:
    told.write(update(AssessmentTally).where(AssessmentTally.start == JANUARY).values(amount=77))
    (february,) = recompute_and_compare(told, FEBRUARY, FEBRUARY)
    assert not february.differences
    assert tallies(told)["month", OVERDUE, JANUARY, TRAFFIC, CITY] == (77, 2)
