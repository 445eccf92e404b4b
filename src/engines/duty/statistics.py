"""How much duty each person had, by kind of day as the calendar is now. No money: that is for others to compute."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from auth import Subject
from engines.duty.access import department_and_below, within
from engines.duty.history import begun_between
from engines.duty.lifecycle import MANAGE, READ
from engines.duty.models import DutyPost, DutyShift
from engines.duty.planning import DAY_KINDS, kind_of_day
from engines.supervision import scope_of
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: How one was on duty, and what became of the shifts.
COUNTED = ("leader", "officer", *DAY_KINDS, "taken_over", "missed")


@dataclass(frozen=True)
class PersonsDuty:
    """The duty of one person; ``id`` is theirs, by which the list goes on."""

    id: uuid.UUID
    name: str
    department_code: str
    counts: Counter[str]


def duty_by_person(
    unit: Unit,
    subject: Subject,
    months: tuple[date, date],
    department: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[PersonsDuty]:
    """Return the duty of people whose shifts an officer keeps or reads, and their own: shifts that have begun.

    ``months`` are the first days of the first and the last one; ``department`` is of the duty, with those below it.
    """
    counted = _counted(unit, subject, months, department)
    page = (
        select(
            DutyPost.person_id.label("id"),
            func.max(DutyPost.person_name).label("name"),
            func.max(DutyPost.person_department).label("department_code"),
        )
        .join(DutyShift, DutyShift.id == DutyPost.shift_id)
        .where(*counted)
    )
    if after is not None:
        page = page.where(DutyPost.person_id < after)
    people = unit.rows(page.group_by(DutyPost.person_id).order_by(DutyPost.person_id.desc()).limit(rows))
    posts = (
        unit.rows(
            select(DutyPost.person_id, DutyPost.role, DutyShift.day, DutyShift.state)
            .join(DutyShift, DutyShift.id == DutyPost.shift_id)
            .where(*counted, DutyPost.person_id.in_([row.id for row in people]))
        )
        if people
        else []
    )
    counts = _counts(unit, posts)
    return [PersonsDuty(row.id, row.name, row.department_code, counts[row.id]) for row in people]


def _counted(
    unit: Unit, subject: Subject, months: tuple[date, date], department: str | None
) -> list[ColumnElement[bool]]:
    column = DutyShift.department_code
    wide = [within(scope_of(subject, name), column) for name in (MANAGE, READ)]
    found: list[ColumnElement[bool]] = [
        DutyPost.active.is_(True),
        *begun_between(months[0], clock.months_after(months[1], 1)),
        DutyShift.begins_at <= clock.now(),
        or_(DutyPost.person_id == subject.id, *wide),
    ]
    return found if department is None else [*found, column.in_(sorted(department_and_below(unit, department)))]


def _counts(unit: Unit, posts: Sequence[Row[Any]]) -> dict[uuid.UUID, Counter[str]]:
    """Return the counts by person; a shift that nobody took over is counted as missed alone."""
    calendar = load_calendar(unit)
    found: dict[uuid.UUID, Counter[str]] = {}
    for post in posts:
        of_person = found.setdefault(post.person_id, Counter())
        if post.state == "missed":
            of_person["missed"] += 1
            continue
        of_person.update([post.role, kind_of_day(calendar, post.day)])
        of_person["taken_over"] += post.state != "planned"
    return found
