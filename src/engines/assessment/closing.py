"""Closing: from the publication of its scores on, a department's days hold still.

Entries share a lock and what closes days (or sums them anew) takes it alone, so that none slips into a day while it
closes; SQLite has one writer anyway.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engines.assessment.models import AssessmentClosure
from kit.database import Unit

#: Names the lock among PostgreSQL's advisory ones.
LOCK = 0x6173_7365


def hold_open(unit: Unit) -> None:
    """Keep days from closing until the unit ends."""
    _hold(unit, func.pg_advisory_xact_lock_shared(LOCK))


def hold_closed(unit: Unit) -> None:
    """Keep entries from coming in until the unit ends."""
    _hold(unit, func.pg_advisory_xact_lock(LOCK))


def _hold(unit: Unit, lock: object) -> None:
    unit.begin()
    if unit.dialect == "postgresql":
        unit.write(select(lock))  # type: ignore[call-overload]  # a function of the database


def closed_through(unit: Unit, departments: Collection[str]) -> Mapping[str, date]:
    """Return the last closed day of those departments that have one."""
    closure = AssessmentClosure
    rows = unit.rows(
        select(closure.department_code, closure.closed_through).where(closure.department_code.in_(sorted(departments)))
    )
    return {row.department_code: row.closed_through for row in rows}


def close_days(unit: Unit, departments: Collection[str], last: date) -> None:
    """Close the days of departments up to the last one; what is closed further already stays so."""
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    statement = make(AssessmentClosure).values(
        department_code=bindparam("department_code"), closed_through=bindparam("closed_through")
    )
    new, present = statement.excluded.closed_through, AssessmentClosure.closed_through
    unit.write(
        statement.on_conflict_do_update(
            index_elements=["department_code"], set_={"closed_through": case((new > present, new), else_=present)}
        ),
        [{"department_code": code, "closed_through": last} for code in sorted(departments)],
    )
