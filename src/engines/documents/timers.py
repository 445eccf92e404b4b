"""What happens to received documents by itself: whoever has one is told that its day comes near, and that it passed.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (催办). Each is told once of each date: the
task that was opened says that it was told, so a date that is moved is told anew, and a second run finds nothing to do.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, exists, select

from auth import SYSTEM
from engines.deadlines import light
from engines.documents.lifecycle import HANDLE, PROPOSE
from engines.documents.models import DocumentReceipt
from engines.documents.queries import OPEN, RECEIPT_COLUMNS, handlers_of
from engines.documents.tasks import ask_receiver
from engines.inbox import InboxTask, close_tasks
from engines.lifecycles import run_due
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit

BATCH = 200
#: The light of no term that a document is given turns yellow earlier: a fifth of it is left then.
HORIZON = timedelta(days=120)
SOON, OVERDUE = "due_soon", "overdue"
_WHAT = {SOON: "临近办理期限", OVERDUE: "已超过办理期限"}


def run_document_timers(context: Context) -> int:
    """Tell whom the dates of documents concern today, and return how many documents it touched."""
    return run_due(context, _soon, _remind) + run_due(context, _overdue, _remind)


def _untold(kind: str, *columns: Any) -> Select[Any]:
    """Return the statement of open documents with a date that nobody was told of in this way, most urgent first."""
    told = exists().where(
        InboxTask.record_id == DocumentReceipt.id,
        InboxTask.kind == kind,
        InboxTask.due_on == DocumentReceipt.due_on,
    )
    return (
        select(*columns)
        # The words by which the partial index of what is due is known.
        .where(DocumentReceipt.due_on.is_not(None), DocumentReceipt.closed_at.is_(None))
        .where(DocumentReceipt.state.in_(OPEN), ~told)
        .order_by(DocumentReceipt.due_on, DocumentReceipt.id)
    )


def _soon(unit: Unit) -> Sequence[Row[Any]]:
    today = clock.today()
    columns = (DocumentReceipt.id, DocumentReceipt.due_on, DocumentReceipt.limit_days)
    found = unit.rows(_untold(SOON, *columns).where(DocumentReceipt.due_on.between(today, today + HORIZON)))
    return [row for row in found if _light(unit, row) == "yellow"][:BATCH]


def _overdue(unit: Unit) -> Sequence[Row[Any]]:
    return unit.rows(_untold(OVERDUE, DocumentReceipt.id).where(DocumentReceipt.due_on < clock.today()).limit(BATCH))


def _remind(unit: Unit, _context: Context, receipt_id: uuid.UUID) -> None:
    """Tell those who handle a document and have not answered, or the organ's proposers where nobody does."""
    unit.begin()
    # Another worker makes its round too, and an officer a turn: they wait, and what follows sees what they did before.
    unit.rows(select(DocumentReceipt.id).where(DocumentReceipt.id == receipt_id).with_for_update())
    for kind, wanted in ((SOON, "yellow"), (OVERDUE, "red")):
        row = unit.first(_untold(kind, *RECEIPT_COLUMNS).where(DocumentReceipt.id == receipt_id))
        if row is not None and _light(unit, row) == wanted:
            _tell(unit, row, kind)


def _tell(unit: Unit, row: Row[Any], kind: str) -> None:
    close_tasks(SYSTEM, unit, row.id, kind=SOON)
    handlers = [item for item in handlers_of(unit, row.id) if item.done_at is None and item.released_at is None]
    seats = [(HANDLE, item.department_code, item.officer_id) for item in handlers]
    for permission, department, officer_id in seats or [(PROPOSE, row.department_code, None)]:
        ask_receiver(
            unit,
            row,
            kind,
            _WHAT[kind],
            permission,
            department=department,
            assignee_id=officer_id,
            due_on=row.due_on,
            limit_days=row.limit_days,
        )


def _light(unit: Unit, row: Row[Any]) -> str:
    return light(row.due_on, clock.today(), load_calendar(unit), row.limit_days or 1)
