"""Tallies: the sums of the ledger by day and by month, kept as entries come in, and made anew from nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    bindparam,
    cast,
    delete,
    false,
    func,
    insert,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engines.assessment.closing import hold_closed
from engines.assessment.models import AssessmentEntry, AssessmentTally
from engines.assessment.periods import Period, months_of, period_of
from kit.database import Unit

#: Up to so many departments are looked up one by one.
FEW = 20
_KEY = ("grain", "measure", "start", "department_code", "region")


def add_to_tallies(unit: Unit, entries: Iterable[Mapping[str, Any]]) -> None:
    """Add new entries to the tallies of their day and month, in one order so that no two writers block each other."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for entry in entries:
        day = entry["counted_on"]
        for grain, start in (("day", day), ("month", day.replace(day=1))):
            key = (grain, entry["measure"], start, entry["department_code"], entry["region"])
            found = sums.setdefault(key, [0, 0])
            found[0] += entry["amount"]
            found[1] += 1
    if not sums:
        return
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    statement = make(AssessmentTally).values({name: bindparam(name) for name in (*_KEY, "amount", "entries")})
    added = {
        "amount": AssessmentTally.amount + statement.excluded.amount,
        "entries": AssessmentTally.entries + statement.excluded.entries,
    }
    unit.write(
        statement.on_conflict_do_update(index_elements=list(_KEY), set_=added),
        [
            {**dict(zip(_KEY, key, strict=True)), "amount": amount, "entries": count}
            for key, (amount, count) in sorted(sums.items())
        ],
    )


def recompute_tallies(unit: Unit, first: date, last: date) -> None:
    """Make the tallies of the months from one day's to another's anew from the entries.

    Entries wait until the transaction ends. The outcome is what the tallies were, or the maintaining is wrong.
    """
    hold_closed(unit)
    begin, end = first.replace(day=1), period_of("month", last).last
    unit.write(delete(AssessmentTally).where(AssessmentTally.start.between(begin, end)))
    unit.write(_sums("day", AssessmentEntry.counted_on, begin, end))
    for month in months_of(first, last):
        unit.write(_sums("month", literal(month, Date()), month, period_of("month", month).last))


def _sums(grain: str, start: Any, first: date, last: date) -> Any:
    entry = AssessmentEntry
    by: list[Any] = [entry.measure, entry.department_code, entry.region]
    if grain == "day":
        by.append(entry.counted_on)
    amounts = cast(func.sum(entry.amount), BigInteger)
    return insert(AssessmentTally).from_select(
        [*_KEY, "amount", "entries"],
        select(literal(grain), entry.measure, start, entry.department_code, entry.region, amounts, func.count())
        .where(entry.counted_on.between(first, last))
        .group_by(*by),
    )


def among(departments: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a tally is of few departments; of many, all are read and the caller keeps its own.

    The index goes by measure and day before the department, and PostgreSQL would look into it anew for each of many.
    """
    if len(departments) > FEW:
        return true()
    return AssessmentTally.department_code.in_(sorted(departments)) if departments else false()


def sums_of(unit: Unit, period: Period, measures: Sequence[str], departments: Collection[str]) -> list[Row[Any]]:
    """Return ``department_code, measure, amount, entries`` of departments in a period; what is nothing is absent."""
    tally = AssessmentTally
    rows = unit.rows(
        select(
            tally.department_code,
            tally.measure,
            cast(func.sum(tally.amount), BigInteger).label("amount"),
            cast(func.sum(tally.entries), BigInteger).label("entries"),
        )
        .where(
            tally.grain == period.grain,
            tally.measure.in_(sorted(measures)),
            tally.start.between(period.first, period.last),
            among(departments),
        )
        .group_by(tally.department_code, tally.measure)
    )
    return [row for row in rows if row.department_code in departments]
