"""What organs sent and received, month by month, and how long they took.

A month's receipts are found by their ids, which grow with time: an organ's million rows of other months are not read.
Working days are counted here, over days that the database has counted together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from auth import Subject, department_names, require
from engines.documents.access import own_documents, own_receipts
from engines.documents.lifecycle import READ
from engines.documents.models import DocumentReceipt, OfficialDocument
from engines.documents.tasks import sign_days
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit
from kit.ids import first_id

ONE_DAY = timedelta(days=1)
#: How far a receipt's arrival may lie from the making of its row: deliveries that waited, documents told later.
SLACK = timedelta(days=31)
#: The counts of a month, in the order of the table.
COUNTS = (
    "sent",
    "received",
    "signed_for",
    "signed_in_time",
    "signed_late",
    "returned",
    "recalled",
    "closed",
    "overdue",
)


@dataclass
class MonthOfOrgan:
    """What one organ did with documents in one month; of what was received in it, as things stand today."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    sign_days: int = 0
    close_days: int = 0

    def answer(self, code: str, name: str, month: str) -> dict[str, Any]:
        """Return the row of the table; an average of nothing is null."""
        return {
            "department_code": code,
            "department_name": name,
            "month": month,
            **self.counts,
            "average_days_to_sign_for": _average(self.sign_days, self.counts["signed_for"]),
            "average_days_to_close": _average(self.close_days, self.counts["closed"]),
        }


def document_statistics(
    unit: Unit, subject: Subject, first: date, last: date, department: str | None
) -> list[dict[str, Any]]:
    """Return the rows from ``first`` to ``last`` of an officer's organs, by organ and month. Errors: 403."""
    require(subject, READ)
    found: dict[tuple[str, str], MonthOfOrgan] = {}
    for row in _sent(unit, subject, first, last, department):
        found.setdefault((row.department_code, str(row.day)[:7]), MonthOfOrgan()).counts["sent"] += row.number
    counting = _Counting(unit)
    for row in _received(unit, subject, first, last, department):
        counting.add(found.setdefault((row.department_code, str(row.arrived)[:7]), MonthOfOrgan()), row)
    names = department_names(unit)
    return [month.answer(code, names.get(code, code), name) for (code, name), month in sorted(found.items())]


class _Counting:
    """Counting receipts that went alike, with each span of working days reckoned once."""

    def __init__(self, unit: Unit) -> None:
        calendar = load_calendar(unit)
        self._between = cache(calendar.working_days_between)
        self._until = cache(lambda day, urgency: calendar.add_working_days(day, sign_days(unit, urgency)))

    def add(self, month: MonthOfOrgan, row: Row[Any]) -> None:
        arrived, signed, closed = _day(row.arrived), _day(row.signed), _day(row.closed)
        if arrived is None:
            return
        counts, number = month.counts, row.number
        counts["received"] += number
        if row.state in ("returned", "recalled"):
            counts[row.state] += number
        waits = row.state == "awaiting"
        if signed is not None:
            counts["signed_for"] += number
            month.sign_days += number * self._between(arrived, signed)
        if signed is not None or waits:
            late = (signed or clock.today()) > self._until(arrived, row.urgency)
            if late or signed is not None:
                counts["signed_late" if late else "signed_in_time"] += number
        self._close(month, row, closed if row.state in ("closed", "archived") else None)

    def _close(self, month: MonthOfOrgan, row: Row[Any], closed: date | None) -> None:
        arrived = _day(row.arrived)
        if closed is not None and arrived is not None:
            month.counts["closed"] += row.number
            month.close_days += row.number * self._between(arrived, closed)
        if row.due_on is not None and row.state not in ("returned", "recalled"):
            month.counts["overdue"] += row.number if (closed or clock.today()) > row.due_on else 0


def _sent(unit: Unit, subject: Subject, first: date, last: date, department: str | None) -> Sequence[Row[Any]]:
    day = _local_day(unit, OfficialDocument.dispatched_at).label("day")
    wanted = select(OfficialDocument.department_code, day, func.count().label("number")).where(
        own_documents(subject),
        OfficialDocument.imported_by.is_(None),
        OfficialDocument.id < first_id(clock.start_of(last + ONE_DAY)),
        OfficialDocument.dispatched_at >= clock.start_of(first),
        OfficialDocument.dispatched_at < clock.start_of(last + ONE_DAY),
    )
    if department is not None:
        wanted = wanted.where(OfficialDocument.department_code == department)
    return unit.rows(wanted.group_by(OfficialDocument.department_code, day))


def _received(unit: Unit, subject: Subject, first: date, last: date, department: str | None) -> Sequence[Row[Any]]:
    moment = func.coalesce(DocumentReceipt.arrived_at, DocumentReceipt.sent_at)
    alike = (
        DocumentReceipt.department_code,
        _local_day(unit, moment).label("arrived"),
        _local_day(unit, DocumentReceipt.signed_for_at).label("signed"),
        _local_day(unit, DocumentReceipt.closed_at).label("closed"),
        DocumentReceipt.state,
        DocumentReceipt.urgency,
        DocumentReceipt.due_on,
    )
    wanted = select(*alike, func.count().label("number")).where(
        own_receipts(subject),
        DocumentReceipt.id >= first_id(clock.start_of(first) - SLACK),
        DocumentReceipt.id < first_id(clock.start_of(last + ONE_DAY) + SLACK),
        moment >= clock.start_of(first),
        moment < clock.start_of(last + ONE_DAY),
    )
    if department is not None:
        wanted = wanted.where(DocumentReceipt.department_code == department)
    return unit.rows(wanted.group_by(*alike))


def _local_day(unit: Unit, moment: Any) -> ColumnElement[Any]:
    """Return the Beijing day of a moment: a date on PostgreSQL, its text on SQLite."""
    if unit.dialect == "sqlite":
        return func.date(moment, "+8 hours")
    return func.date(func.timezone("Asia/Shanghai", moment))


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _average(days: int, number: int) -> float | None:
    return round(days / number, 1) if number else None
