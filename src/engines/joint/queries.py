"""Every SELECT on joint cases. Those that concern other people's take the subject's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select, union
from sqlalchemy.orm import aliased

from auth import Subject, require
from engines.cases import Case
from engines.joint.lifecycle import JOINT_CASE, OPEN
from engines.joint.models import JointCase, JointPart
from engines.lifecycles import Record
from kit import clock
from kit.database import Unit
from kit.errors import NotFound

BATCH = 200
_columns = tuple(JointCase.__table__.c)
_parts = (
    select(
        *JointPart.__table__.c,
        Case.number.label("case_number"),
        Case.state,
        Case.holder,
        Case.outcome,
        Case.submitted_at,
        Case.decided_at,
        Case.due_on.label("case_due_on"),
        Case.special_procedures,
        Case.extension_days,
        Case.applicant_days,
    )
    .select_from(JointPart)
    .outerjoin(Case, Case.id == JointPart.case_id)
    .order_by(JointPart.place)
)


class JointCaseNotFound(NotFound):
    """No such joint case, or one that this subject may not know of (404, never 403)."""

    code = "joint-case-not-found"
    zh = "没有找到该“一件事”办件。"
    en = "There is no such joint case."


@dataclass(frozen=True)
class JointFilter:
    """What part of the joint cases is asked for; ``blocked``: with a part that could not begin."""

    state: str | None = None
    code: str | None = None
    blocked: bool = False
    late: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on a joint case."""
        found: list[ColumnElement[bool]] = []
        if self.state is not None:
            found.append(JointCase.state == self.state)
        if self.code is not None:
            found.append(JointCase.code == self.code)
        if self.late:
            found.append(JointCase.due_on > JointCase.first_due_on)
        if self.blocked:
            # An alias, since the list may join the parts itself.
            part = aliased(JointPart)
            found.append(
                exists().where(part.joint_case_id == JointCase.id, part.blocked_by.is_not(None)).correlate(JointCase)
            )
        return found


def joint_case_by_id(unit: Unit, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case for a job of the system. Errors: :class:`JointCaseNotFound`."""
    return _found(unit.first(select(*_columns).where(JointCase.id == joint_id)))


def lock_joint_case(unit: Unit, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case as it is now, and keep others from moving it on until this unit ends.

    PostgreSQL locks the row; on SQLite the unit becomes the one writer.
    """
    unit.begin()
    return _found(unit.first(select(*_columns).where(JointCase.id == joint_id).with_for_update()))


def own_joint_case(unit: Unit, subject: Subject, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case of the subject's own. Errors: :class:`JointCaseNotFound`."""
    row = joint_case_by_id(unit, joint_id)
    if row.applicant_id != subject.id:
        raise JointCaseNotFound
    return row


def joint_case_for_officer(unit: Unit, subject: Subject, joint_id: uuid.UUID) -> Row[Any]:
    """Return a joint case in an officer's scope: its lead department's, or one of its parts' departments.

    Errors: :class:`JointCaseNotFound`, also for one outside the scope.
    """
    row = joint_case_by_id(unit, joint_id)
    if "cases.read" not in subject.permissions:
        raise JointCaseNotFound
    if not subject.scope.covers(row.department_code):
        seats = unit.rows(select(JointPart.department_code).where(JointPart.joint_case_id == joint_id))
        if not any(subject.scope.covers(seat.department_code) for seat in seats):
            raise JointCaseNotFound
    return row


def list_own_joint_cases(
    unit: Unit, subject: Subject, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return a subject's joint cases, newest first."""
    statement = select(*_columns).where(JointCase.applicant_id == subject.id)
    if state is not None:
        statement = statement.where(JointCase.state == state)
    if after is not None:
        statement = statement.where(JointCase.id < after)
    return unit.rows(statement.order_by(JointCase.id.desc()).limit(rows))


def list_joint_cases_for_officer(
    unit: Unit, subject: Subject, wanted: JointFilter, *, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the joint cases in an officer's scope, newest first. Errors: :class:`auth.PermissionMissing`."""
    require(subject, "cases.read")
    conditions = wanted.conditions()
    if after is not None:
        conditions.append(JointCase.id < after)
    statement = select(*_columns).order_by(JointCase.id.desc()).limit(rows)
    if subject.scope.all_departments:
        return unit.rows(statement.where(*conditions))
    places = sorted(subject.scope.departments)
    # Each branch walks an index from its newest row and stops after a page.
    lead = select(JointCase.id).where(JointCase.department_code.in_(places), *conditions)
    takes_part = (
        select(JointPart.joint_case_id.label("id"))
        .join(JointCase, JointCase.id == JointPart.joint_case_id)
        .where(JointPart.department_code.in_(places), *conditions)
        .distinct()
        .order_by(JointPart.joint_case_id.desc())
        .limit(rows)
    )
    newest = union(
        select(lead.order_by(JointCase.id.desc()).limit(rows).subquery().c.id),
        select(takes_part.subquery().c.id),
    ).subquery()
    return unit.rows(statement.where(JointCase.id.in_(select(newest.c.id))))


def parts_of(unit: Unit, joint_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the parts of a joint case with their cases, in the order of their dependencies."""
    return unit.rows(_parts.where(JointPart.joint_case_id == joint_id))


def cases_of(unit: Unit, parts: Sequence[Row[Any]]) -> dict[uuid.UUID, Row[Any]]:
    """Return the present cases of parts in full, by id."""
    ids = [part.case_id for part in parts if part.case_id is not None]
    return {row.id: row for row in unit.rows(select(*Case.__table__.c).where(Case.id.in_(ids)))}


def due_joint_cases(unit: Unit) -> Sequence[Row[Any]]:
    """Return open joint cases whose next day has passed without a turn."""
    due = select(JointCase.id).where(JointCase.state.in_(OPEN), JointCase.next_on < clock.today())
    return unit.rows(due.order_by(JointCase.next_on, JointCase.id).limit(BATCH))


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a joint case."""
    return Record(JOINT_CASE, JointCase, row.id, row.state, row.version, row.department_code, row.applicant_id)


def _found(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise JointCaseNotFound
    return row
