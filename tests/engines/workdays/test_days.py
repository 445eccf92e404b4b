from datetime import date

import pytest
from sqlalchemy import func, select

from engines.workdays import load_calendar, store_calendar
from engines.workdays.days import CalendarDay
from kit.database import Database
from tests.engines.zhoushan import items_of

FESTIVAL = date(2027, 2, 8)
NOTICE_OF_2027 = {"day": FESTIVAL.isoformat(), "kind": "holiday", "name": "春节", "notice": "2027年通知"}


def test_a_database_without_days_counts_monday_to_friday(database: Database) -> None:
    with database.unit() as unit:
        calendar = load_calendar(unit)
    assert calendar.years == frozenset()
    assert calendar.is_workday(date(2026, 5, 1))


def test_storing_the_same_days_twice_changes_nothing(database: Database) -> None:
    wanted = items_of("holidays")
    with database.unit() as unit:
        assert store_calendar(unit, wanted) == len(wanted)
    with database.unit() as unit:
        assert store_calendar(unit, list(reversed(wanted))) == 0
        assert not unit.begun
        assert unit.scalar(select(func.count()).select_from(CalendarDay)) == len(wanted)


def test_a_new_notice_counts_at_once(database: Database) -> None:
    with database.unit() as unit:
        store_calendar(unit, items_of("holidays"))
    with database.unit() as unit:
        assert load_calendar(unit).provisional(FESTIVAL)
    with database.unit() as unit:
        assert store_calendar(unit, [*items_of("holidays"), NOTICE_OF_2027]) == 1
    with database.unit() as unit:
        calendar = load_calendar(unit)
    assert not calendar.provisional(FESTIVAL)
    assert not calendar.is_workday(FESTIVAL)


def test_the_process_keeps_its_copy_until_then(database: Database) -> None:
    with database.unit() as unit:
        store_calendar(unit, items_of("holidays"))
    with database.unit() as unit:
        assert load_calendar(unit) is load_calendar(unit)


def test_a_calendar_that_was_undone_is_not_kept(database: Database) -> None:
    with database.unit() as unit:
        store_calendar(unit, items_of("holidays"))
    with pytest.raises(RuntimeError), database.unit() as unit:
        store_calendar(unit, [NOTICE_OF_2027])
        unit.flush()
        assert load_calendar(unit).years == {2027}
        raise RuntimeError
    with database.unit() as unit:
        assert load_calendar(unit).years == {2025, 2026}
