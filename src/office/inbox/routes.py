"""The inbox over HTTP."""

import uuid
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.deadlines import light
from engines.inbox import TaskFilter, count_tasks, list_tasks, task_href
from engines.workdays import Calendar, load_calendar
from kit import clock
from kit.fields import beijing
from kit.pages import page_of
from kit.web import Door, context, subject, unit
from office.inbox.schemas import InboxArgs, InboxPageOut

door = Door("inbox", audience="office", url_prefix="/office/v1/inbox", description="待办: what waits for me.")
LISTING = "inbox"


@door.route("")
@door.arguments(InboxArgs(), location="query")
@door.response(200, InboxPageOut())
def list_inbox(arguments: dict[str, Any]) -> Response:
    """List what waits for me, most urgent first, each with its light."""
    signer = context().cursors
    after = signer.decode(LISTING, arguments["cursor"], (date, uuid.UUID)) if arguments["cursor"] else None
    wanted = TaskFilter(kind=arguments["kind"], due_before=arguments["due_before"])
    rows = list_tasks(unit(), subject(), wanted, after, arguments["limit"] + 1)
    items, following = page_of(rows, arguments["limit"], lambda row: signer.encode(LISTING, row.due_on, row.id))
    calendar = load_calendar(unit())
    body = {
        "items": [_shown(row, calendar) for row in items],
        "next_cursor": following,
        "count": count_tasks(unit(), subject(), wanted),
    }
    return door.answer(body)


def _shown(row: Row[Any], calendar: Calendar) -> dict[str, Any]:
    lender = subject().lender(row.permission, [row.department_code], row.assignee_id)
    return {
        "id": str(row.id),
        "kind": row.kind,
        "title": row.title,
        "reference": row.reference,
        "record_kind": row.record_kind,
        "record_id": str(row.record_id),
        "href": task_href(row.record_kind, row.record_id),
        "department_code": row.department_code,
        "on_behalf_of": lender.name if lender else None,
        "due_on": row.due_on.isoformat(),
        "light": light(row.due_on, clock.today(), calendar, row.limit_days),
        "opened_at": beijing(row.opened_at),
    }
