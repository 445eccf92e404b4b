"""Every SELECT on reports. Those of the office take the subject's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Row, false, func, literal_column, select

from auth import DataScope, Subject
from engines.reporting.models import SENT, UNSENT, CaseReport, ReportedCase
from engines.reporting.rules import ReportNotFound
from engines.reporting.systems import BUS
from kit import clock
from kit.database import Unit

LARGEST_COUNT = 1000
READ = "reports.read"
#: The words by which the partial index is known.
_UNSENT = literal_column(UNSENT, Boolean())


@dataclass(frozen=True)
class ReportFilter:
    """What part of the reports is asked for."""

    state: str | None = None
    system: str | None = None
    service: str | None = None
    case_number: str | None = None
    department_code: str | None = None
    since: date | None = None


def report_for_officer(unit: Unit, subject: Subject, report_id: uuid.UUID) -> Row[Any]:
    """Return a report of a department in an officer's scope. Errors: :class:`ReportNotFound`."""
    row = unit.first(_joined().where(CaseReport.id == report_id))
    if row is None or not subject.holds(READ, row.department_code):
        raise ReportNotFound
    return row


def list_reports(
    unit: Unit, subject: Subject, wanted: ReportFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the reports of departments in an officer's scope, newest first."""
    statement = _joined().where(*asked(subject.reach(READ), wanted))
    if after is not None:
        statement = statement.where(CaseReport.id < after)
    return unit.rows(statement.order_by(CaseReport.id.desc()).limit(rows))


def count_reports(unit: Unit, subject: Subject, wanted: ReportFilter, *, permission: str = READ) -> int:
    """Return how many there are where an officer holds a permission, counted up to :data:`LARGEST_COUNT`."""
    found = select(CaseReport.id).where(*asked(subject.reach(permission), wanted)).limit(LARGEST_COUNT).subquery()
    return int(unit.scalar(select(func.count()).select_from(found)))


def count_open_reports(unit: Unit, subject: Subject) -> dict[str, int]:
    """Return how many reports in scope the systems have not taken, by state."""
    rows = unit.rows(
        select(CaseReport.state, func.count().label("found"))
        .where(_UNSENT, in_scope(subject.reach(READ)))
        .group_by(CaseReport.state)
    )
    return {row.state: int(row.found) for row in rows}


def reported_case(unit: Unit, system: str, number: str) -> uuid.UUID | None:
    """Return the case that a system knows by a number, or None."""
    found = unit.scalar(
        select(ReportedCase.case_id).where(ReportedCase.number == number, ReportedCase.system == system)
    )
    return None if found is None else uuid.UUID(str(found))


def bus_case(unit: Unit, case_id: uuid.UUID) -> Row[Any] | None:
    """Return a case as the bus knows it (``number`` once it has one), or None when it was never told of it."""
    return unit.first(select(ReportedCase.number).where(ReportedCase.case_id == case_id, ReportedCase.system == BUS))


def asked(scope: DataScope, wanted: ReportFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter within a scope."""
    conditions = [in_scope(scope)]
    for column, value in (
        (CaseReport.state, wanted.state),
        (CaseReport.system, wanted.system),
        (CaseReport.service, wanted.service),
        (CaseReport.case_number, wanted.case_number),
        (CaseReport.department_code, wanted.department_code),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.state is not None and wanted.state != SENT:
        conditions.append(_UNSENT)
    if wanted.case_number is not None:
        # Who evaluated without a name is not found by the case either.
        conditions.append(CaseReport.anonymous.is_(False))
    if wanted.since is not None:
        conditions.append(CaseReport.created_at >= clock.start_of(wanted.since))
    return conditions


def in_scope(scope: DataScope) -> ColumnElement[bool]:
    """Return the condition that a report is of a department in a scope."""
    if scope.all_departments:
        return CaseReport.department_code.is_not(None)
    found = sorted(scope.departments)
    return CaseReport.department_code.in_(found) if found else false()


def _joined() -> Any:
    return select(*CaseReport.__table__.c, ReportedCase.number).join(
        ReportedCase, (ReportedCase.case_id == CaseReport.case_id) & (ReportedCase.system == CaseReport.system)
    )
