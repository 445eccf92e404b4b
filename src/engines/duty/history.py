"""What people had before: duty of the last published months, which a new roster carries on."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from engines.duty.models import DutyPost, DutyShift
from engines.duty.planning import kind_of_day
from engines.workdays import Calendar
from kit import clock
from kit.database import Unit

#: So many months before are carried on.
CARRIED_MONTHS = 12


def carried_counts(
    unit: Unit, calendar: Calendar, department: str, month: date, people: Collection[uuid.UUID], role: str
) -> dict[uuid.UUID, Counter[str]]:
    """Return how many shifts of each kind of day people had of a department in the months before one.

    Who had none begins with what the others had on average, so that nobody has to catch up with years of others.
    """
    rows = unit.rows(
        select(DutyPost.person_id, DutyShift.day)
        .join(DutyShift, DutyShift.id == DutyPost.shift_id)
        .where(
            DutyShift.department_code == department,
            *begun_between(clock.months_after(month, -CARRIED_MONTHS), month),
            DutyPost.active,
            DutyPost.role == role,
            DutyPost.person_id.in_(list(people)),
        )
    )
    return with_newcomers(count_kinds(calendar, rows), people)


def begun_between(first: date, following: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions on shifts that begin from one day on and before another.

    A shift's day is the one on which it begins; its moment has an index.
    """
    return DutyShift.begins_at >= clock.start_of(first), DutyShift.begins_at < clock.start_of(following)


def count_kinds(calendar: Calendar, rows: Sequence[Row[Any]]) -> dict[uuid.UUID, Counter[str]]:
    """Return by person how many rows (``person_id, day``) lie on each kind of day, as the calendar is now."""
    found: dict[uuid.UUID, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, Counter())[kind_of_day(calendar, row.day)] += 1
    return found


def with_newcomers(
    counts: Mapping[uuid.UUID, Counter[str]], people: Collection[uuid.UUID]
) -> dict[uuid.UUID, Counter[str]]:
    """Return the counts of all of some people: who had none has the average of the others, rounded down."""
    summed: Counter[str] = sum(counts.values(), Counter())
    average = Counter({kind: number // len(counts) for kind, number in summed.items()})
    return {person: counts.get(person, average) for person in people}
