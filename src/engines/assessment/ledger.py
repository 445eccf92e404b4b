"""The ledger: what happened to records and counts for departments, told by jobs, once each however often it is told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from auth import department_regions
from engines.assessment.closing import closed_through, hold_open
from engines.assessment.measures import check_measure
from engines.assessment.models import AssessmentEntry
from engines.assessment.tallies import add_to_tallies
from kit import clock
from kit.database import Unit
from kit.ids import new_id

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """What is told: of which record, for which department, how much of which measure on which day.

    ``key`` is the same whenever the same thing is told (the event's id and the measure). ``amount`` is a whole number
    of the measure's unit; a negative one takes back. ``region`` is the department's own where None.
    """

    key: str
    department_code: str
    measure: str
    day: date
    amount: int
    record_kind: str
    record_id: uuid.UUID
    record_number: str
    title: str
    region: str | None = None


def record_entries(unit: Unit, entries: Sequence[Entry]) -> int:
    """Write what is new of some entries, add it to the tallies, and return how many were new.

    Called once in a job's transaction, never in a person's. An entry whose day is closed counts on the department's
    next open day (``counted_on``) and keeps its own. Errors: :class:`MeasureUnknown`.
    """
    told = {entry.key: entry for entry in reversed(entries)}
    for entry in told.values():
        check_measure(entry.measure)
    if not told:
        return 0
    hold_open(unit)
    closed = closed_through(unit, {entry.department_code for entry in told.values()})
    regions, moment = department_regions(unit), clock.now()
    rows = []
    for _, entry in sorted(told.items()):
        open_from = closed.get(entry.department_code, date.min) + ONE_DAY
        region = regions.get(entry.department_code, "") if entry.region is None else entry.region
        own = {**entry.__dict__, "region": region, "counted_on": max(entry.day, open_from)}
        rows.append({"id": new_id(), "recorded_at": moment, **own})
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    statement = make(AssessmentEntry).on_conflict_do_nothing(index_elements=["key"]).returning(AssessmentEntry.key)
    new = {row.key for row in unit.write(statement, rows)}
    add_to_tallies(unit, [row for row in rows if row["key"] in new])
    return len(new)
