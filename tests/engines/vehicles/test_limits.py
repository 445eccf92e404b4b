"""What use of cars is held to: office hours, seats, and what falls due."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from engines.vehicles import needs_note, passed_by, remarks_on
from engines.vehicles.limits import dues_of, seats_needed
from engines.workdays import Calendar
from kit.clock import BEIJING

CALENDAR = Calendar({}, frozenset({2027}))


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2027-03-01T08:30", "2027-03-01T17:30", []),
        ("2027-03-01T12:30", "2027-03-01T13:30", []),
        ("2027-03-01T08:29", "2027-03-01T09:00", ["outside_hours"]),
        ("2027-03-01T17:00", "2027-03-01T17:31", ["outside_hours"]),
        ("2027-03-06T09:00", "2027-03-06T10:00", ["rest_day"]),
        ("2027-03-01T09:00", "2027-03-02T10:00", ["overnight"]),
        ("2027-03-05T20:00", "2027-03-07T00:00", ["rest_day", "outside_hours", "overnight"]),
    ],
)
def test_a_time_outside_office_hours_is_remarked_on(begin: str, end: str, expected: list[str]) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=BEIJING) for text in (begin, end)]
    assert remarks_on(moments[0], moments[1], CALENDAR) == expected
    assert needs_note("research", expected) is bool(expected)
    assert not needs_note("emergency", expected)


def test_a_day_holds_to_its_end_and_falls_due_thirty_days_before() -> None:
    card = SimpleNamespace(
        inspection_due_on=date(2027, 3, 31),
        insurance_due_on=date(2027, 4, 1),
        odometer_km=59_499,
        maintained_at_km=50_000,
        maintenance_every_km=10_000,
    )
    assert [due.state for due in dues_of(card, date(2027, 3, 1))] == ["soon", "fine", "fine"]
    assert passed_by(card, date(2027, 3, 31)) is None
    found = passed_by(card, date(2027, 4, 1))
    assert found is not None
    assert (found.kind, found.state) == ("inspection", "passed")
    card.odometer_km = 60_001
    assert [due.state for due in dues_of(card, date(2027, 3, 1))][2] == "passed"
    assert (seats_needed(4, driver=True), seats_needed(4, driver=False)) == (5, 4)
