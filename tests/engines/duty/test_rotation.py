"""Composing: everything is filled or said, nobody is where they cannot be, and everybody has about as much."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.duty.history import with_newcomers
from engines.duty.planning import USUAL, kind_of_day, minute_of, minutes_of_days, shifts_of_month
from engines.duty.rotation import ALL, Slot, rotate
from engines.workdays import Calendar, DayRule
from kit import clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = ("working", "rest", "holiday", ALL)


@st.composite
def months(draw: st.DrawFn) -> list[Slot]:
    """Return the slots of a month with some holidays, shifts as usual or of nights alone."""
    month = date(2027, draw(st.integers(1, 12)), 1)
    days = draw(st.sets(st.integers(0, 27), max_size=8))
    calendar = Calendar({month + timedelta(day): DayRule("holiday", "", "") for day in days}, frozenset({2027}))
    numbers = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    patterns = [{**pattern, "officers": number} for pattern, number in zip(USUAL, numbers, strict=True)]
    shifts = shifts_of_month(calendar, month, patterns[draw(st.integers(0, 1)) :])
    return [
        Slot(minute_of(shift.begins_at), minute_of(shift.ends_at), shift.day_kind, shift.officers) for shift in shifts
    ]


def people(least: int, most: int) -> st.SearchStrategy[list[UUID]]:
    return st.integers(least, most).map(lambda number: [UUID(int=place + 1) for place in range(number)])


def counted(slots: Sequence[Slot], on: Sequence[Sequence[UUID]], of: Sequence[UUID]) -> dict[UUID, Counter[str]]:
    found: dict[UUID, Counter[str]] = {person: Counter() for person in of}
    for slot, standing in zip(slots, on, strict=True):
        for person in standing:
            found[person].update([slot.kind, ALL])
    return found


def check_sound(
    slots: Sequence[Slot], on: Sequence[Sequence[UUID]], busy: Mapping[UUID, Sequence[tuple[int, int]]]
) -> None:
    """Nobody twice, none that touch, none while somebody cannot be there."""
    for place, (slot, standing) in enumerate(zip(slots, on, strict=True)):
        assert len(set(standing)) == len(standing) <= slot.needed
        for other, others in zip(slots[place + 1 :], on[place + 1 :], strict=True):
            assert other.begin > slot.end or not set(standing) & set(others)
        for person in standing:
            assert not any(slot.begin < end and begin < slot.end for begin, end in busy.get(person, ()))


@settings(max_examples=60, deadline=None)
@given(months(), people(8, 24))
def test_where_everybody_can_all_is_filled_and_nobody_has_two_more_than_another(
    slots: list[Slot], who: list[UUID]
) -> None:
    on = rotate(slots, who, {}, {})
    check_sound(slots, on, {})
    assert [len(standing) for standing in on] == [slot.needed for slot in slots]
    first = counted(slots, on, who)
    # The next month carries on: over both of them together nobody has two more either.
    carried = {person: {kind: counts[kind] for kind in KINDS[:-1]} for person, counts in first.items()}
    then = counted(slots, rotate(slots, who, {}, carried), who)
    for counts in (first, {person: first[person] + then[person] for person in who}):
        for kind in KINDS:
            numbers = [counts[person][kind] for person in who]
            assert max(numbers) - min(numbers) <= 1, kind
    assert rotate(slots, who, {}, {}) == on


@settings(max_examples=60, deadline=None)
@given(months(), people(1, 9), st.data())
def test_who_cannot_be_there_is_not_and_what_stays_open_nobody_could_fill(
    slots: list[Slot], who: list[UUID], data: st.DataObject
) -> None:
    first = (clock.local(EPOCH + timedelta(minutes=slots[0].begin))).date()
    busy = {
        person: [
            minutes_of_days(first + timedelta(day), first + timedelta(day + length))
            for day, length in data.draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=3))
        ]
        for person in who
    }
    on = rotate(slots, who, busy, {})
    check_sound(slots, on, busy)
    for place, (slot, standing) in enumerate(zip(slots, on, strict=True)):
        if len(standing) < slot.needed:
            for person in who:
                more = [[*there, *([person] if at == place else [])] for at, there in enumerate(on)]
                assert not sound(slots, more, busy)


def sound(slots: Sequence[Slot], on: Sequence[Sequence[UUID]], busy: Mapping[UUID, Sequence[tuple[int, int]]]) -> bool:
    try:
        check_sound(slots, on, busy)
    except AssertionError:
        return False
    return True


def test_newcomers_begin_with_the_average_of_the_others() -> None:
    old, other, new = (UUID(int=number) for number in (1, 2, 3))
    counts = {old: Counter({"working": 6, "rest": 2}), other: Counter({"working": 7})}
    assert with_newcomers(counts, [old, other, new])[new] == Counter({"working": 6, "rest": 1})
    assert with_newcomers({}, [new]) == {new: Counter()}


def test_a_day_is_of_the_kind_that_the_notice_says() -> None:
    noticed = {
        date(2027, 10, 1): DayRule("holiday", "", ""),
        date(2027, 10, 9): DayRule("makeup_workday", "", ""),
        date(2027, 10, 11): DayRule("closure", "", ""),
    }
    calendar = Calendar(noticed, frozenset({2027}))
    kinds = [kind_of_day(calendar, date(2027, 10, day)) for day in (1, 9, 10, 11, 12)]
    assert kinds == ["holiday", "working", "rest", "rest", "working"]
