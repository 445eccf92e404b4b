"""Reading receptions, one by one and in lists, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select, true

from auth import DataScope, Subject
from engines.lifecycles import count_by_state
from engines.receptions.lifecycle import APPROVE, READ, SETTLE
from engines.receptions.models import Reception
from engines.receptions.refusals import ReceptionNotFound
from engines.supervision import scope_of
from kit import clock
from kit.database import Unit
from kit.fixed import Fixed

RECEPTION_COLUMNS = tuple(Reception.__table__.c)
#: States of receptions that never came about.
NEVER = ("rejected", "cancelled", "lapsed")
#: How far back the lists of a department are looked through for an invoice: two years.
INVOICE_DAYS = 731
#: A count goes this far and says so.
MOST_COUNTED = 10_000
_READERS = (APPROVE, SETTLE, READ)
#: Names the locks of letters among PostgreSQL's advisory ones.
_LETTERS = 0x7265_6365
_reception = Fixed(select(*RECEPTION_COLUMNS).where(Reception.id == bindparam("reception_id")))


@dataclass(frozen=True)
class ReceptionFilter:
    """What part of the receptions is asked for; ``month`` is the first day of the one in which they begin."""

    state: str | None = None
    department_code: str | None = None
    mine: bool | None = None
    month: date | None = None
    organ: str | None = None


def reception_by_id(unit: Unit, reception_id: uuid.UUID) -> Row[Any]:
    """Return a reception whoever asks, for jobs. Errors: :class:`ReceptionNotFound`."""
    row = unit.first(_reception, {"reception_id": reception_id})
    if row is None:
        raise ReceptionNotFound
    return row


def reception_of(unit: Unit, subject: Subject, reception_id: uuid.UUID) -> Row[Any]:
    """Return a reception that an officer sees. Errors: :class:`ReceptionNotFound`."""
    row = reception_by_id(unit, reception_id)
    if row.requester_id != subject.id and not any(
        scope_of(subject, permission).covers(row.department_code) for permission in _READERS
    ):
        raise ReceptionNotFound
    return row


def list_receptions(
    unit: Unit, subject: Subject, wanted: ReceptionFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return receptions that an officer sees, newest first."""
    statement = _wanted(subject, wanted, *RECEPTION_COLUMNS)
    if after is not None:
        statement = statement.where(Reception.id < after)
    return unit.rows(statement.order_by(Reception.id.desc()).limit(rows))


def count_receptions(unit: Unit, subject: Subject, wanted: ReceptionFilter) -> dict[str, Any]:
    """Count receptions that an officer sees by state, among the newest :data:`MOST_COUNTED`."""
    newest = _wanted(subject, wanted, Reception.state).order_by(Reception.id.desc())
    return count_by_state(unit, newest, MOST_COUNTED)


def hold_receptions(unit: Unit, department: str) -> None:
    """Let nobody else of a department ask for a reception or file its list until the unit ends.

    Two who count its meals by one letter, or its invoices, at once would each not see the other. SQLite has one writer
    anyway.
    """
    unit.begin()
    if unit.dialect == "postgresql":
        unit.rows(select(func.pg_advisory_xact_lock(_LETTERS, func.hashtext(department))))


def meals_by_letter(unit: Unit, department: str, organ: str, letter_number: str, but: uuid.UUID) -> int:
    """Return how many working meals other receptions of a department have by the same letter.

    As they were listed, or as they are planned; those that never came about do not count.
    """
    same = (
        Reception.department_code == department,
        Reception.letter_number == letter_number,
        Reception.organ == organ,
        Reception.id != but,
        Reception.state.not_in(NEVER),
    )
    rows = unit.rows(select(Reception.items, Reception.filed).where(*same))
    items = [item for row in rows for item in (row.filed or {"items": row[0]})["items"]]
    return sum(item["kind"] == "work_meal" for item in items)


def invoices_listed(unit: Unit, department: str, but: uuid.UUID) -> set[str]:
    """Return the numbers of the invoices in the lists of other receptions of a department.

    Those that were listed within :data:`INVOICE_DAYS` before today, and did not turn out never to have come about. An
    invoice in a list of another department is not looked for.
    """
    others = (
        Reception.department_code == department,
        Reception.id != but,
        Reception.listed_at >= clock.now() - timedelta(days=INVOICE_DAYS),
        Reception.state.not_in(NEVER),
    )
    rows = unit.rows(select(Reception.filed["invoices"].label("invoices")).where(*others))
    return {invoice["number"] for row in rows for invoice in row.invoices}


def _wanted(subject: Subject, wanted: ReceptionFilter, *columns: Any) -> Select[Any]:
    seen = [_within(scope_of(subject, permission)) for permission in _READERS]
    statement = select(*columns).where(or_(Reception.requester_id == subject.id, *seen))
    for name in ("state", "department_code"):
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(Reception, name) == getattr(wanted, name))
    if wanted.mine:
        statement = statement.where(Reception.requester_id == subject.id)
    if wanted.month is not None:
        begin, end = (clock.start_of(day) for day in (wanted.month, clock.months_after(wanted.month, 1)))
        statement = statement.where(Reception.starts_at >= begin, Reception.starts_at < end)
    if wanted.organ is not None:
        statement = statement.where(Reception.organ.contains(wanted.organ, autoescape=True))
    return statement


def _within(scope: DataScope) -> ColumnElement[bool]:
    return true() if scope.all_departments else Reception.department_code.in_(sorted(scope.departments))
