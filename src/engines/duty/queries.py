"""Reading rosters, shifts, logs and swaps, in the reader's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Row, func, select

from auth import Subject
from engines.duty.access import (
    department_and_below,
    duty_now_seen,
    rosters_seen,
    sees_log,
    sees_shift,
    shifts_of,
    shifts_seen,
    swaps_seen,
    within,
)
from engines.duty.lifecycle import shift_record
from engines.duty.models import DutyLogEntry, DutyPost, DutyRoster, DutyShift, DutySwap
from engines.duty.people import POST_COLUMNS, posts_of
from engines.duty.refusals import RosterNotFound, ShiftNotFound, SwapNotFound
from engines.lifecycles import Record
from kit import clock
from kit.database import Unit

ROSTER_COLUMNS = tuple(DutyRoster.__table__.c)
SHIFT_COLUMNS = tuple(DutyShift.__table__.c)
SWAP_COLUMNS = tuple(DutySwap.__table__.c)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RosterFilter:
    """Which rosters are asked for; ``month`` is its first day."""

    department_code: str | None = None
    month: date | None = None
    state: str | None = None


@dataclass(frozen=True)
class ShiftFilter:
    """Which shifts are asked for; ``mine`` are those that bear the reader's name."""

    department_code: str | None = None
    roster_id: uuid.UUID | None = None
    state: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    mine: bool = False


@dataclass(frozen=True)
class Shift:
    """A shift with those on it and, where it was asked for, those on the next one."""

    row: Row[Any]
    posts: Sequence[Row[Any]]
    following: Sequence[Row[Any]] = ()

    @property
    def id(self) -> uuid.UUID:
        """Return the shift's id, by which lists go on."""
        return uuid.UUID(str(self.row.id))

    @cached_property
    def own(self) -> list[uuid.UUID]:
        """Return who is on it."""
        return [post.person_id for post in self.posts]

    @cached_property
    def named(self) -> set[uuid.UUID]:
        """Return who is on it or on the next one."""
        return {*self.own, *(post.person_id for post in self.following)}

    @property
    def leader(self) -> Row[Any] | None:
        """Return the post of the leader in charge."""
        return next((post for post in self.posts if post.role == "leader"), None)

    @property
    def officers(self) -> list[Row[Any]]:
        """Return the posts of the duty officers."""
        return [post for post in self.posts if post.role == "officer"]

    @property
    def record(self) -> Record:
        """Return it as the machine knows it."""
        return shift_record(self.row, self.own, [post.person_id for post in self.following])


def roster_of(unit: Unit, subject: Subject, roster_id: uuid.UUID) -> Row[Any]:
    """Return a roster that an officer sees. Errors: :class:`RosterNotFound`."""
    row = unit.first(select(*ROSTER_COLUMNS).where(DutyRoster.id == roster_id, rosters_seen(subject)))
    if row is None:
        raise RosterNotFound
    return row


def locked_roster(unit: Unit, roster_id: uuid.UUID) -> Row[Any]:
    """Return a roster locked until the unit ends: of two who change its shifts one waits for the other."""
    unit.begin()
    return unit.rows(select(*ROSTER_COLUMNS).where(DutyRoster.id == roster_id).with_for_update())[0]


def list_rosters(
    unit: Unit, subject: Subject, wanted: RosterFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return rosters that an officer sees, newest first."""
    statement = select(*ROSTER_COLUMNS).where(rosters_seen(subject))
    for item in fields(wanted):
        if getattr(wanted, item.name) is not None:
            statement = statement.where(getattr(DutyRoster, item.name) == getattr(wanted, item.name))
    if after is not None:
        statement = statement.where(DutyRoster.id < after)
    return unit.rows(statement.order_by(DutyRoster.id.desc()).limit(rows))


def shifts_of_roster(unit: Unit, roster_id: uuid.UUID) -> list[Shift]:
    """Return the shifts of a roster in their order, with those on them."""
    rows = unit.rows(
        select(*SHIFT_COLUMNS).where(DutyShift.roster_id == roster_id).order_by(DutyShift.begins_at, DutyShift.place)
    )
    return _with_posts(unit, rows)


def shift_by_id(unit: Unit, shift_id: uuid.UUID) -> Shift:
    """Return a shift whoever asks, for jobs and swaps. Errors: :class:`ShiftNotFound`."""
    row = unit.first(select(*SHIFT_COLUMNS).where(DutyShift.id == shift_id))
    if row is None:
        raise ShiftNotFound
    return Shift(row, posts_of(unit, [shift_id])[shift_id], following_posts(unit, row))


def shift_of(unit: Unit, subject: Subject, shift_id: uuid.UUID) -> Shift:
    """Return a shift that an officer sees: one's own, the one before, or a department's. Errors: not found."""
    found = shift_by_id(unit, shift_id)
    if not sees_shift(subject, found.row, found.named):
        raise ShiftNotFound
    return found


def following_posts(unit: Unit, row: Row[Any]) -> Sequence[Row[Any]]:
    """Return who is on the next published shift of the department, or on all that begin together then."""
    own = (DutyShift.department_code == row.department_code, DutyShift.published, DutyShift.begins_at >= row.ends_at)
    begins = select(func.min(DutyShift.begins_at)).where(*own).scalar_subquery()
    return unit.rows(
        select(*POST_COLUMNS)
        .join(DutyShift, DutyShift.id == DutyPost.shift_id)
        .where(*own, DutyShift.begins_at == begins)
        .order_by(DutyPost.role, DutyPost.id)
    )


def previous_shifts(unit: Unit, row: Row[Any]) -> Sequence[Row[Any]]:
    """Return the published shifts of which one is the next, as :func:`following_posts` has it: those that end together.

    None begins between their ends and its beginning; of two that run side by side both may hand over to it.
    """
    own = (DutyShift.department_code == row.department_code, DutyShift.published)
    last = unit.scalar(select(func.max(DutyShift.begins_at)).where(*own, DutyShift.begins_at < row.begins_at))
    if last is None:
        return []
    # A shift lasts a day at most, so that the index on beginnings finds them.
    ended = (DutyShift.begins_at.between(last - ONE_DAY, last), DutyShift.ends_at > last)
    wanted = select(*SHIFT_COLUMNS).where(*own, *ended, DutyShift.ends_at <= row.begins_at)
    return unit.rows(wanted.order_by(DutyShift.begins_at, DutyShift.place))


def list_shifts(
    unit: Unit, subject: Subject, wanted: ShiftFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Shift]:
    """Return shifts that an officer sees, those of the newest roster first, its last shift first."""
    statement = select(*SHIFT_COLUMNS).where(shifts_seen(subject))
    for name in ("department_code", "roster_id", "state"):
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(DutyShift, name) == getattr(wanted, name))
    if wanted.first_day is not None:
        statement = statement.where(DutyShift.day >= wanted.first_day)
    if wanted.last_day is not None:
        statement = statement.where(DutyShift.day <= wanted.last_day)
    if wanted.mine:
        statement = statement.where(DutyShift.id.in_(shifts_of(subject.id)))
    if after is not None:
        statement = statement.where(DutyShift.id < after)
    return _with_posts(unit, unit.rows(statement.order_by(DutyShift.id.desc()).limit(rows)))


def duty_now(
    unit: Unit, subject: Subject, department: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Shift]:
    """Return the shifts that are running now, of a department and those below it, or of all that an officer sees."""
    now = clock.now()
    statement = (
        select(*SHIFT_COLUMNS, DutyRoster.phone)
        .join(DutyRoster, DutyRoster.id == DutyShift.roster_id)
        .where(
            DutyShift.published,
            # A shift lasts a day at most, so that the index on beginnings finds them.
            DutyShift.begins_at.between(now - ONE_DAY, now),
            DutyShift.ends_at > now,
            within(duty_now_seen(subject), DutyShift.department_code),
        )
    )
    if department is not None:
        statement = statement.where(DutyShift.department_code.in_(sorted(department_and_below(unit, department))))
    if after is not None:
        statement = statement.where(DutyShift.id < after)
    return _with_posts(unit, unit.rows(statement.order_by(DutyShift.id.desc()).limit(rows)))


def list_log(
    unit: Unit, subject: Subject, shift: Shift, importance: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the entries of a shift's log, newest first. Errors: :class:`ShiftNotFound` for who may not read it."""
    if not sees_log(subject, shift.row, shift.named):
        raise ShiftNotFound
    wanted = select(*DutyLogEntry.__table__.c).where(DutyLogEntry.shift_id == shift.id)
    if importance is not None:
        wanted = wanted.where(DutyLogEntry.importance == importance)
    if after is not None:
        wanted = wanted.where(DutyLogEntry.id < after)
    return unit.rows(wanted.order_by(DutyLogEntry.id.desc()).limit(rows))


def swap_of(unit: Unit, subject: Subject, swap_id: uuid.UUID) -> Row[Any]:
    """Return a swap that an officer sees. Errors: :class:`SwapNotFound`."""
    row = unit.first(select(*SWAP_COLUMNS).where(DutySwap.id == swap_id, swaps_seen(subject)))
    if row is None:
        raise SwapNotFound
    return row


def list_swaps(
    unit: Unit, subject: Subject, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return swaps that an officer sees, newest first."""
    statement = select(*SWAP_COLUMNS).where(swaps_seen(subject))
    if state is not None:
        statement = statement.where(DutySwap.state == state)
    if after is not None:
        statement = statement.where(DutySwap.id < after)
    return unit.rows(statement.order_by(DutySwap.id.desc()).limit(rows))


def _with_posts(unit: Unit, rows: Sequence[Row[Any]]) -> list[Shift]:
    posts = posts_of(unit, [row.id for row in rows])
    return [Shift(row, posts[row.id]) for row in rows]
