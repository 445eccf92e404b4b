"""What holds for every limit, start and pause."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engines.deadlines import Deadline, Extension, Limit, Pause, compute_deadline
from engines.workdays import Calendar

ONE_DAY = timedelta(days=1)
starts = st.dates(date(2025, 1, 1), date(2027, 6, 30))
sizes = st.integers(0, 60)
units = st.sampled_from(["working_day", "calendar_day"])
limits = st.builds(Limit, sizes, units)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a start, up to three closed pauses around it (they may overlap) and an extension of either unit."""
    start = draw(starts)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + draw(st.integers(-20, 60)) * ONE_DAY
        pauses.append(Pause(first, first + draw(st.integers(0, 20)) * ONE_DAY, draw(st.sampled_from("甲乙"))))
    extension = draw(st.none() | st.builds(Extension, st.sampled_from([10, 15]), units))
    return {"started_on": start, "pauses": pauses, "extension": extension}


def of(calendar: Calendar, limit: Limit, term: dict[str, Any]) -> Deadline:
    return compute_deadline(limit, calendar=calendar, **term)


@given(limits, terms())
def test_the_explanation_leaves_out_no_day_and_tells_none_twice(
    calendar: Calendar, limit: Limit, term: dict[str, Any]
) -> None:
    found = of(calendar, limit, term)
    spans = [(date.fromisoformat(s["from"]), date.fromisoformat(s["to"]), s["days"]) for s in found.explanation]
    assert spans[0][0] == term["started_on"]
    assert spans[-1][1] == found.due_on
    assert all(before[1] + ONE_DAY == after[0] for before, after in pairwise(spans))
    assert all((last - first).days + 1 == days for first, last, days in spans)


@given(limits, terms())
def test_the_counted_days_are_the_limit_and_its_extension(
    calendar: Calendar, limit: Limit, term: dict[str, Any]
) -> None:
    counted = [span for span in of(calendar, limit, term).explanation if span["counted"]]
    extended = term["extension"].days if term["extension"] else 0
    total = limit.days + extended
    assert sum(span["days"] for span in counted) == total
    assert sum(span["days"] for span in counted if span["extension"]) == extended
    assert [span["running_total"] for span in counted][-1:] == ([total] if total else [])


@given(limits, terms())
def test_a_longer_limit_is_due_later(calendar: Calendar, limit: Limit, term: dict[str, Any]) -> None:
    longer = Limit(limit.days + 1, limit.unit)
    one, two = of(calendar, limit, term).due_on, of(calendar, longer, term).due_on
    assert one <= two
    # Calendar days that end in a holiday all end on the working day after it.
    if limit.unit == "working_day" and term["extension"] is None and limit.days:
        assert one < two


@given(limits, terms())
def test_pauses_never_shorten_a_term(calendar: Calendar, limit: Limit, term: dict[str, Any]) -> None:
    unpaused = of(calendar, limit, {**term, "pauses": []})
    assert unpaused.due_on <= of(calendar, limit, term).due_on


@given(limits, terms())
def test_a_pause_after_the_last_day_changes_nothing(calendar: Calendar, limit: Limit, term: dict[str, Any]) -> None:
    found = of(calendar, limit, term)
    late = Pause(found.due_on + ONE_DAY, found.due_on + 9 * ONE_DAY, "鉴定")
    assert of(calendar, limit, {**term, "pauses": [*term["pauses"], late]}) == found


@given(limits, terms())
def test_a_limit_ends_on_a_working_day_outside_every_pause(
    calendar: Calendar, limit: Limit, term: dict[str, Any]
) -> None:
    due_on = of(calendar, limit, term).due_on
    assert calendar.is_workday(due_on)
    assert not any(pause.first <= due_on <= pause.last for pause in term["pauses"])


@given(limits, terms())
def test_every_day_left_out_has_a_rule_that_leaves_it_out(
    calendar: Calendar, limit: Limit, term: dict[str, Any]
) -> None:
    for span in of(calendar, limit, term).explanation[1:]:
        first, last = date.fromisoformat(span["from"]), date.fromisoformat(span["to"])
        days = [first + offset * ONE_DAY for offset in range((last - first).days + 1)]
        paused = [any(pause.first <= day <= pause.last for pause in term["pauses"]) for day in days]
        assert all(paused) == (span["rule"] == "special_procedure")
        assert any(paused) == all(paused)
        if span["rule"] in {"weekend", "holiday", "makeup_workday", "workday"}:
            assert {calendar.rule(day).kind for day in days} == {span["rule"]}


@given(sizes, starts)
def test_calendar_days_are_plain_addition_to_the_next_working_day(calendar: Calendar, days: int, start: date) -> None:
    last = start + days * ONE_DAY
    assert compute_deadline(Limit(days, "calendar_day"), start, calendar).due_on == calendar.working_day_from(last)


@given(sizes.filter(bool), starts)
def test_working_days_agree_with_the_calendars_own_count(calendar: Calendar, days: int, start: date) -> None:
    assert compute_deadline(Limit(days), start, calendar).due_on == calendar.add_working_days(start, days)
