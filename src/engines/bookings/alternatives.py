"""What would do instead: other resources at the same time, and the same ones at a later time."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.bookings.hours import ONE_DAY, is_open, minute_at, open_spans, without
from engines.bookings.line import Span, Times, moment_of, span_of
from engines.bookings.models import Resource
from engines.bookings.resources import RESOURCE_COLUMNS, fitting
from engines.bookings.searching import taken_times
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.fields import beijing

#: Of each kind of alternative, and how far ahead is looked.
MOST, DAYS = 3, 5
#: A later time begins on a quarter of an hour.
STEP = 15


def alternatives_to(subject: Subject, unit: Unit, resources: Sequence[Row[Any]], wanted: Times) -> list[dict[str, Any]]:
    """Return what would do instead of what is taken, the nearest first."""
    span = span_of(wanted)
    return [*_others(subject, unit, resources[0], span), *_later(unit, resources, span)]


def _others(subject: Subject, unit: Unit, row: Row[Any], wanted: Span) -> list[dict[str, Any]]:
    """Return resources like one that are free at the time that was wanted, those of its building first."""
    conditions = fitting(subject, kind=row.kind, capacity=row.capacity, features=row.features)
    like = unit.rows(
        select(*RESOURCE_COLUMNS)
        .where(Resource.state == "open", Resource.id != row.id, *conditions)
        .order_by(Resource.building != row.building, Resource.capacity, Resource.code)
        .limit(20)
    )
    taken, calendar = taken_times(unit, like, wanted), load_calendar(unit)
    free = [item for item in like if item.number not in taken and is_open(item, wanted, calendar)]
    return [shown_alternative([item], wanted) for item in free[:MOST]]


def _later(unit: Unit, resources: Sequence[Row[Any]], wanted: Span) -> list[dict[str, Any]]:
    """Return the next times at which the same resources are free together."""
    length, within = wanted[1] - wanted[0], (wanted[0], last_minute(wanted))
    taken, calendar = taken_times(unit, resources, within), load_calendar(unit)
    spans = [*open_spans(resources[0], within, calendar)]
    for row in resources:
        spans = [span for span in without(spans, taken.get(row.number, ())) if is_open(row, span, calendar)]
    found = []
    for begin, end in spans:
        rounded = begin + -begin % STEP
        if rounded + length <= end:
            found.append(shown_alternative(resources, (rounded, rounded + length)))
    return found[:MOST]


def last_minute(wanted: Span) -> int:
    """Return how far ahead is looked from a time that was wanted."""
    return minute_at(clock.local(moment_of(wanted[0])).date() + ONE_DAY * DAYS, time())


def shown_alternative(resources: Sequence[Row[Any]], span: Span) -> dict[str, Any]:
    """Return what would do, as the API shows it."""
    return {
        "resources": [row.code for row in resources],
        "names": [row.name for row in resources],
        "starts_at": beijing(moment_of(span[0])),
        "ends_at": beijing(moment_of(span[1])),
    }
