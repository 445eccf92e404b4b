"""Reading notices: those that are addressed to an officer, and those that their department publishes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from auth import DataScope, Subject, department_names, directory_departments, officer_names, posted_officers
from engines.files import own_files
from engines.lifecycles import Record
from engines.supervision import scope_of
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from office.notices.manifest import NOTICE, PUBLISH, READ
from office.notices.models import Notice, NoticeAudience, NoticeReader
from office.notices.rules import CONFIRM_DAYS, OfficeNoticeNotFound, check_free, line_of, reached, reader_keys

_columns = tuple(Notice.__table__.c)
#: What was published once; its numbers are there to be read, and drafts are not.
_PUBLISHED = ("published", "withdrawn", "replaced", "expired")
#: What an officer reads to whom it was addressed.
_READABLE = ("published", "withdrawn", "replaced")
_TOLD = ("name", "media_type", "size", "sha256")
_asked = NoticeReader.asked.is_(True)


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices are asked for; ``unread`` and ``unconfirmed`` are the reader's own."""

    state: str | None = None
    category: str | None = None
    importance: str | None = None
    words: str | None = None
    unread: bool | None = None
    unconfirmed: bool | None = None


def record_of(row: Row[Any]) -> Record:
    """Return a notice as the machine knows it."""
    return Record(NOTICE, Notice, row.id, row.state, row.version, row.department_code, None)


def parents_of(unit: Unit) -> dict[str, str | None]:
    """Return which department stands above each; the process's copy is at most half a minute old."""
    return {row.uscc: row.parent for row in directory_departments(unit)}


def notice_by_id(unit: Unit, notice_id: uuid.UUID) -> Row[Any]:
    """Return a notice for the system, and keep it as it is until the transaction ends."""
    unit.begin()
    return unit.rows(select(*_columns).where(Notice.id == notice_id).with_for_update())[0]


def notice_for(unit: Unit, subject: Subject, notice_id: uuid.UUID) -> Row[Any]:
    """Return a notice that an officer reads or whose numbers they read, with what they themselves read of it.

    Beside its columns: ``to_me``, ``asked``, ``read_at``, ``confirmed_at``.
    Errors: :class:`OfficeNoticeNotFound`.
    """
    to_me = _to(unit, subject)
    readable = and_(to_me, Notice.state.in_(_READABLE))
    wanted = _with_reading(subject, to_me.label("to_me"))
    row = unit.first(wanted.where(Notice.id == notice_id, or_(readable, _managed(subject))))
    if row is None:
        raise OfficeNoticeNotFound
    return row


def managed_notice(unit: Unit, subject: Subject, notice_id: uuid.UUID) -> Row[Any]:
    """Return a notice of the departments for which an officer publishes or reads the numbers.

    Errors: :class:`OfficeNoticeNotFound`.
    """
    row = unit.first(select(*_columns).where(Notice.id == notice_id, _managed(subject)))
    if row is None:
        raise OfficeNoticeNotFound
    return row


def manages(subject: Subject, row: Row[Any]) -> bool:
    """Tell whether an officer reads a notice's numbers."""
    return any(scope_of(subject, permission).covers(row.department_code) for permission in (PUBLISH, READ))


def list_notices(
    unit: Unit, subject: Subject, wanted: NoticeFilter, after: tuple[int, datetime, uuid.UUID] | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the notices that stand and are addressed to an officer: those on top, then the newest."""
    statement = _filtered(_with_reading(subject), wanted).where(
        Notice.state == "published",
        or_(Notice.visible_until.is_(None), Notice.visible_until >= clock.today()),
        _to(unit, subject),
    )
    place = (Notice.pinned, Notice.published_at, Notice.id)
    if after is not None:
        given = (literal(bool(after[0]), Boolean()), literal(after[1], place[1].type), literal(after[2], place[2].type))
        statement = statement.where(tuple_(*place) < tuple_(*given))
    return unit.rows(statement.order_by(*(column.desc() for column in place)).limit(rows))


def list_managed(
    unit: Unit, subject: Subject, wanted: NoticeFilter, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return what the departments publish for which an officer publishes or reads the numbers, newest first."""
    statement = _filtered(_with_reading(subject), wanted).where(_managed(subject))
    if after is not None:
        statement = statement.where(Notice.id < after)
    return unit.rows(statement.order_by(Notice.id.desc()).limit(rows))


def officers_addressed(
    unit: Unit, audience: Mapping[str, Any], after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the officers (``id, department``) whom an audience names as it is today, a part of them."""
    departments = reached(audience, parents_of(unit))
    named = [uuid.UUID(item) for item in audience["officers"]]
    return posted_officers(unit, departments, named, after=after, rows=rows)


def beyond(unit: Unit, audience: Mapping[str, Any], scope: DataScope) -> list[str]:
    """Return the codes of the departments outside a scope that an audience names, or that its officers work in."""
    if audience["everybody"]:
        return [] if scope.all_departments else sorted(code for code, above in parents_of(unit).items() if not above)
    named = [uuid.UUID(item) for item in audience["officers"]]
    officers = posted_officers(unit, [], named, rows=len(named)) if named else []
    codes = [*(item["code"] for item in audience["departments"]), *(officer.department for officer in officers)]
    return [code for code in dict.fromkeys(codes) if not scope.covers(code)]


def names_in(
    unit: Unit, context: Context, audience: Mapping[str, Any]
) -> tuple[Mapping[str, str], Mapping[uuid.UUID, str]]:
    """Return the names of all departments, and of those officers of an audience who are known."""
    named = [uuid.UUID(item) for item in audience["officers"]]
    return department_names(unit), officer_names(unit, context.vault, named)


def due_on(unit: Unit, row: Row[Any], day: date) -> date | None:
    """Return by when a notice is confirmed that is published on a day; None where it need not be."""
    if not row.must_confirm:
        return None
    found: date = row.confirm_by or load_calendar(unit).add_working_days(day, CONFIRM_DAYS[row.importance])
    return found


def attachments_by(
    subject: Subject, unit: Unit, file_ids: Sequence[uuid.UUID], present: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return what a notice says of its files: those that it has, and those that the subject uploaded for it.

    Errors: :class:`engines.files.FileNotFound`, and :class:`OfficeNoticeUnfit` for another record's.
    """
    kept = {uuid.UUID(item["id"]): item for item in present}
    files = own_files(unit, subject, [file_id for file_id in file_ids if file_id not in kept])
    check_free([(file_ids.index(file.id), file.record_id) for file in files.values()])
    for file in files.values():
        kept[file.id] = {"id": str(file.id), **{name: getattr(file, name) for name in _TOLD}}
    return [kept[file_id] for file_id in file_ids]


def readers_after(
    unit: Unit, notice_id: uuid.UUID, after: uuid.UUID | None, rows: int, *, late: bool = False
) -> Sequence[Row[Any]]:
    """Return readers of a notice by their id, a part of them; ``late`` are those who have not confirmed yet."""
    wanted = select(*NoticeReader.__table__.c).where(NoticeReader.notice_id == notice_id)
    if late:
        wanted = wanted.where(_asked, NoticeReader.confirmed_at.is_(None))
    if after is not None:
        wanted = wanted.where(NoticeReader.id > after)
    return unit.rows(wanted.order_by(NoticeReader.id).limit(rows).with_for_update())


def told_among(unit: Unit, notice_id: uuid.UUID, officers: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of some officers found a notice in their inbox; a plain one that asks for nothing is in nobody's."""
    wanted = select(NoticeReader.officer_id).where(
        NoticeReader.notice_id == notice_id,
        NoticeReader.officer_id.in_(officers),
        NoticeReader.task_id.is_not(None),
    )
    return {row.officer_id for row in unit.rows(wanted)}


def list_readers(
    unit: Unit,
    notice_id: uuid.UUID,
    *,
    confirmed: bool | None,
    department_code: str | None,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return who was asked to confirm, a page of them; ``confirmed`` tells which of them."""
    statement = select(*NoticeReader.__table__.c).where(NoticeReader.notice_id == notice_id, _asked)
    if confirmed is not None:
        done = NoticeReader.confirmed_at.is_not(None)
        statement = statement.where(done if confirmed else ~done)
    if department_code is not None:
        statement = statement.where(NoticeReader.department_code == department_code)
    if after is not None:
        statement = statement.where(NoticeReader.id < after)
    return unit.rows(statement.order_by(NoticeReader.id.desc()).limit(rows))


def count_late(unit: Unit, notice_id: uuid.UUID) -> int:
    """Return how many were asked to confirm and have not."""
    late = (NoticeReader.notice_id == notice_id, _asked, NoticeReader.confirmed_at.is_(None))
    return int(unit.scalar(select(func.count()).select_from(NoticeReader).where(*late)))


def count_addressed(unit: Unit, notice_id: uuid.UUID) -> int:
    """Return to how many a notice was addressed at its publication."""
    return int(unit.scalar(select(func.count()).select_from(NoticeReader).where(NoticeReader.notice_id == notice_id)))


def count_by_department(unit: Unit, notice_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return how many a notice was addressed to by department, how many opened it, and how many confirmed it or not."""
    numbers = {
        "addressed": func.count(),
        "read": func.count(NoticeReader.read_at),
        "confirmed": func.count(NoticeReader.confirmed_at),
        "unconfirmed": func.sum(case((and_(_asked, NoticeReader.confirmed_at.is_(None)), 1), else_=0)),
    }
    rows = unit.rows(
        select(NoticeReader.department_code, *(column.label(name) for name, column in numbers.items()))
        .where(NoticeReader.notice_id == notice_id)
        .group_by(NoticeReader.department_code)
        .order_by(NoticeReader.department_code)
    )
    return [
        {"department_code": row.department_code, **{name: int(getattr(row, name)) for name in numbers}} for row in rows
    ]


def _with_reading(subject: Subject, *more: ColumnElement[Any]) -> Select[Any]:
    """Return the notices with what an officer read of each, if it was addressed to them by name or department."""
    reading = (NoticeReader.asked, NoticeReader.read_at, NoticeReader.confirmed_at)
    own = and_(NoticeReader.notice_id == Notice.id, NoticeReader.officer_id == subject.id)
    return select(*_columns, *reading, *more).join_from(Notice, NoticeReader, own, isouter=True)


def _to(unit: Unit, subject: Subject) -> ColumnElement[bool]:
    """Return which notices are addressed to an officer: as it is now, or as it was when they were published."""
    keys = reader_keys(subject.id, line_of(subject.department_code, parents_of(unit)))
    now = exists().where(NoticeAudience.notice_id == Notice.id, NoticeAudience.key.in_(keys))
    return or_(NoticeReader.id.is_not(None), now)


def _managed(subject: Subject) -> ColumnElement[bool]:
    numbers = and_(Notice.state.in_(_PUBLISHED), _within(scope_of(subject, READ)))
    return or_(_within(scope_of(subject, PUBLISH)), numbers)


def _within(scope: DataScope) -> ColumnElement[bool]:
    if scope.all_departments:
        return true()
    return Notice.department_code.in_(sorted(scope.departments)) if scope.departments else false()


def _filtered(statement: Select[Any], wanted: NoticeFilter) -> Select[Any]:
    for name in ("state", "category", "importance"):
        if (value := getattr(wanted, name)) is not None:
            statement = statement.where(getattr(Notice, name) == value)
    if wanted.words is not None:
        statement = statement.where(Notice.title.contains(wanted.words, autoescape=True))
    if wanted.unread is not None:
        unread = NoticeReader.read_at.is_(None)
        statement = statement.where(unread if wanted.unread else ~unread)
    if wanted.unconfirmed is not None:
        late = and_(NoticeReader.id.is_not(None), _asked, NoticeReader.confirmed_at.is_(None))
        statement = statement.where(late if wanted.unconfirmed else ~late)
    return statement
