"""Reading matters and what belongs to each, one by one."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, bindparam, literal_column, select

from auth import Subject
from engines.lifecycles import TIMELINE
from engines.supervision.access import scope_of, visible
from engines.supervision.models import (
    SupervisionEscalation,
    SupervisionExtension,
    SupervisionLookBack,
    SupervisionMatter,
    SupervisionMilestone,
    SupervisionReport,
    SupervisionSeat,
)
from engines.supervision.refusals import SupervisionMatterNotFound
from kit.database import Unit
from kit.fixed import Fixed, Together

MATTER_COLUMNS = tuple(SupervisionMatter.__table__.c)
#: The newest reports that are shown with a matter; all of them are a list of their own.
SHOWN_REPORTS = 20

_matter = Fixed(select(*MATTER_COLUMNS).where(SupervisionMatter.id == bindparam("matter_id")))
_seats = Fixed(
    select(SupervisionSeat.department_code, SupervisionSeat.role)
    .where(SupervisionSeat.matter_id == bindparam("matter_id"))
    .order_by(SupervisionSeat.role, SupervisionSeat.department_code)
)
_milestones = Fixed(
    select(*SupervisionMilestone.__table__.c)
    .where(SupervisionMilestone.matter_id == bindparam("matter_id"))
    .order_by(SupervisionMilestone.position)
)
_reports = Fixed(
    select(*SupervisionReport.__table__.c)
    .where(SupervisionReport.matter_id == bindparam("matter_id"))
    .order_by(SupervisionReport.id.desc())
    .limit(literal_column(str(SHOWN_REPORTS), Integer()))
)
_extensions = Fixed(
    select(*SupervisionExtension.__table__.c)
    .where(SupervisionExtension.matter_id == bindparam("matter_id"))
    .order_by(SupervisionExtension.id)
)
_escalations = Fixed(
    select(*SupervisionEscalation.__table__.c)
    .where(SupervisionEscalation.matter_id == bindparam("matter_id"))
    .order_by(SupervisionEscalation.id)
)
_look_backs = Fixed(
    select(*SupervisionLookBack.__table__.c)
    .where(SupervisionLookBack.matter_id == bindparam("matter_id"))
    .order_by(SupervisionLookBack.id)
)
_parts = Fixed(
    select(*MATTER_COLUMNS).where(SupervisionMatter.parent_id == bindparam("matter_id")).order_by(SupervisionMatter.id)
)
_whole = Together(_seats, _milestones, _reports, _extensions, _escalations, _look_backs, _parts, TIMELINE)


def matter_by_id(unit: Unit, matter_id: uuid.UUID) -> Row[Any]:
    """Return a matter whoever asks, for jobs. Errors: :class:`SupervisionMatterNotFound`."""
    row = unit.first(_matter, {"matter_id": matter_id})
    if row is None:
        raise SupervisionMatterNotFound
    return row


def matters_by_id(unit: Unit, matter_ids: Sequence[uuid.UUID]) -> list[Row[Any]]:
    """Return matters that are there in the order of their ids given, by one statement."""
    found = {row.id: row for row in unit.rows(select(*MATTER_COLUMNS).where(SupervisionMatter.id.in_(matter_ids)))}
    return [found[matter_id] for matter_id in matter_ids]


def matter_of(unit: Unit, subject: Subject, matter_id: uuid.UUID) -> Row[Any]:
    """Return a matter that an officer sees. Errors: :class:`SupervisionMatterNotFound`."""
    row = matter_by_id(unit, matter_id)
    scope = scope_of(subject)
    if row.assignee_id == subject.id or scope.covers(row.department_code) or scope.covers(row.supervisor_code):
        return row
    seen = select(SupervisionMatter.id).where(SupervisionMatter.id == matter_id, visible(subject))
    if unit.first(seen) is None:
        raise SupervisionMatterNotFound
    return row


def parts_of_matter(unit: Unit, matter_id: uuid.UUID) -> Sequence[Sequence[Row[Any]]]:
    """Return seats, milestones, newest reports, extensions, sheets, look-backs, parts and events of a matter."""
    return unit.together(_whole, {"matter_id": matter_id, "record_id": matter_id})


def seats_of(unit: Unit, matter_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return which organs have a seat in a matter, and as what."""
    return unit.rows(_seats, {"matter_id": matter_id})


def assisting_organs(unit: Unit, matter_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return who assists in each of some matters, by code, in one statement; without those that nobody assists."""
    found: dict[uuid.UUID, list[str]] = {}
    if not matter_ids:
        return found
    seat = SupervisionSeat
    wanted = select(seat.matter_id, seat.department_code).where(seat.role == "assist", seat.matter_id.in_(matter_ids))
    for row in unit.rows(wanted.order_by(seat.matter_id, seat.department_code)):
        found.setdefault(row.matter_id, []).append(row.department_code)
    return found


def milestones_of(unit: Unit, matter_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a matter's steps with a day of their own, in order."""
    return unit.rows(_milestones, {"matter_id": matter_id})


def owners_above(unit: Unit, row: Row[Any]) -> list[Row[Any]]:
    """Return the matters from which one was split off, the nearest first."""
    found: list[Row[Any]] = []
    while row.parent_id is not None:
        row = matter_by_id(unit, row.parent_id)
        found.append(row)
    return found


def open_parts(unit: Unit, matter_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return a matter's parts that are neither completed nor cancelled."""
    return unit.rows(
        select(*MATTER_COLUMNS)
        .where(SupervisionMatter.parent_id == matter_id, SupervisionMatter.closed_at.is_(None))
        .order_by(SupervisionMatter.id)
    )
