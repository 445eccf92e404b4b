"""Tasks of bookings in the inbox: what waits for a keeper, and what the organiser has to know."""

from typing import Any

from sqlalchemy import Row

from auth import Officer, Subject
from engines.bookings.lifecycle import BOOK, MANAGE
from engines.inbox import PERSONAL, close_tasks, open_task, tell_news
from kit import clock
from kit.database import Unit

#: The kinds of news of who is asked to come: by name, and as a department.
INVITATIONS = ("booking_invitation", "booking_department_invitation")


def ask_keeper(unit: Unit, row: Row[Any]) -> None:
    """Put a booking before those who approve it, by the day on which it begins."""
    open_task(
        unit,
        kind="approve_booking",
        department_code=row.keeper_code,
        permission=MANAGE,
        limit_days=1,
        **_said(row, "待审批"),
    )


def tell_organiser(unit: Unit, row: Row[Any], what: str) -> None:
    """Let the organiser know what happened to a booking."""
    tell_news(
        unit,
        kind="booking_news",
        department_code=row.department_code,
        permission=BOOK,
        assignee_id=row.organiser_id,
        **_said(row, what),
    )


def tell_invited(unit: Unit, row: Row[Any], attendee: Row[Any], officer: Officer | None, what: str) -> None:
    """Let a department that is asked to come, or an officer by name, know something of a booking.

    Who has no main post finds it among the tasks of any of theirs, and who books nothing among their own.
    """
    if officer is None:
        seat, permission = attendee.department_code, BOOK
    else:
        seat = officer.department or min(officer.scope.departments, default="")
        permission = BOOK if BOOK in officer.permissions else PERSONAL
    tell_news(
        unit,
        kind=INVITATIONS[officer is None],
        department_code=seat,
        permission=permission,
        assignee_id=attendee.officer_id,
        **_said(row, what),
    )


def close_invitation(subject: Subject, unit: Unit, attendee: Row[Any]) -> None:
    """Close what an attendee was told, since they answered or are asked no more."""
    own, department = INVITATIONS
    if attendee.officer_id is not None:
        close_tasks(subject, unit, attendee.booking_id, kind=own, assignee_id=attendee.officer_id)
    elif attendee.department_code is not None:
        close_tasks(subject, unit, attendee.booking_id, kind=department, department_code=attendee.department_code)


def _said(row: Row[Any], what: str) -> dict[str, Any]:
    return {
        "record_kind": "booking",
        "record_id": row.id,
        "title": f"{row.title}（{clock.local(row.starts_at):%m月%d日%H:%M}）：{what}",
        "reference": row.number,
        "due_on": clock.local(row.starts_at).date(),
    }
