"""What would do instead: other resources at the same time, and the same ones at a later time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings.hours import ONE_DAY, Span, is_open, open_spans, without
from engines.bookings.models import Resource
from engines.bookings.resources import RESOURCE_COLUMNS, fitting
from engines.bookings.searching import taken_times
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: Of each kind of alternative, and how far ahead is looked.
MOST, DAYS = 3, 5
#: A later time begins on a quarter of an hour.
STEP = timedelta(minutes=15)


def alternatives_to(subject: Subject, unit: Unit, resources: Sequence[Row[Any]], wanted: Span) -> list[dict[str, Any]]:
    """Return what would do instead of what is taken, the nearest first."""
    return [*_others(subject, unit, resources[0], wanted), *_later(unit, resources, wanted)]


def _others(subject: Subject, unit: Unit, row: Row[Any], wanted: Span) -> list[dict[str, Any]]:
    """Return resources like one that are free at the time that was wanted, those of its building first."""
    conditions = fitting(subject, kind=row.kind, capacity=row.capacity, features=row.features)
    like = unit.rows(
        select(*RESOURCE_COLUMNS)
        .where(Resource.state == "open", Resource.id != row.id, *conditions)
        .order_by(Resource.building != row.building, Resource.capacity, Resource.code)
        .limit(20)
    )
    taken, calendar = taken_times(unit, like, *wanted) if like else {}, load_calendar(unit)
    free = [item for item in like if item.number not in taken and is_open(item, *wanted, calendar)]
    return [_shown([item], wanted) for item in free[:MOST]]


def _later(unit: Unit, resources: Sequence[Row[Any]], wanted: Span) -> list[dict[str, Any]]:
    """Return the next times at which the same resources are free together."""
    first, length = wanted[0], wanted[1] - wanted[0]
    last = clock.start_of(clock.local(first).date() + ONE_DAY * DAYS)
    taken, calendar = taken_times(unit, resources, first, last), load_calendar(unit)
    spans = list(open_spans(resources[0], first, last, calendar))
    for row in resources:
        spans = [span for span in without(iter(spans), taken.get(row.number, [])) if is_open(row, *span, calendar)]
    found = []
    for begin, end in spans:
        rounded = begin + (clock.start_of(clock.local(begin).date()) - begin) % STEP
        if rounded + length <= end:
            found.append(_shown(resources, (rounded, rounded + length)))
    return found[:MOST]


def _shown(resources: Sequence[Row[Any]], span: Span) -> dict[str, Any]:
    return {
        "resources": [row.code for row in resources],
        "names": [row.name for row in resources],
        "starts_at": clock.local(span[0]).isoformat(timespec="seconds"),
        "ends_at": clock.local(span[1]).isoformat(timespec="seconds"),
    }
