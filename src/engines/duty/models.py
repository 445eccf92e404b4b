"""The tables of the duty roster: a department's month, its shifts, who stands on them, their logs, and swaps."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Connection, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index

_KEPT, _OPEN = "state <> 'discarded'", "state IN ('asked', 'accepted')"


def _unique_where(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, unique=True, postgresql_where=text(where), sqlite_where=text(where))


class DutyRoster(Model):
    """The duty of a department in a month."""

    __tablename__ = "duty_rosters"
    __table_args__ = (_unique_where("uq_duty_rosters_kept", "department_code", "month", where=_KEPT),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    department_code: Mapped[str]
    #: The first day of the month.
    month: Mapped[date]
    #: The department's duty phone.
    phone: Mapped[str]
    #: The shifts as they were asked for: ``{name, days, begins, ends, officers}``.
    patterns: Mapped[list[Any]]
    #: Who was said not to be there: ``{officer_id, first_day, last_day}``.
    unavailable: Mapped[list[Any]]
    composed_by: Mapped[str]
    composed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class DutyShift(Model):
    """One shift: from when to when, who took it over, and what it told the next one."""

    __tablename__ = "duty_shifts"
    __table_args__ = (
        UniqueConstraint("roster_id", "day", "place"),
        Index("ix_duty_shifts_department", "department_code", "begins_at"),
        Index("ix_duty_shifts_begins_at", "begins_at"),
        partial_index("ix_duty_shifts_due", "next_turn_at", "id", where="next_turn_at IS NOT NULL"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    roster_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    day: Mapped[date]
    #: Which of the roster's patterns it is.
    place: Mapped[int]
    name: Mapped[str]
    #: What the day was when it was composed: ``working``, ``rest`` or ``holiday``.
    day_kind: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: So many officers are to be on it, beside the leader.
    officers: Mapped[int]
    #: False while the roster is a draft.
    published: Mapped[bool]
    #: When the clock looks at it next.
    next_turn_at: Mapped[datetime | None]
    taken_over_at: Mapped[datetime | None]
    taken_over_by: Mapped[str | None]
    handover_note: Mapped[str]
    handed_over_at: Mapped[datetime | None]
    handed_over_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]


class DutyPost(Model):
    """One person on one shift. Nobody has two active posts that overlap or touch, whoever writes them."""

    __tablename__ = "duty_posts"
    __table_args__ = (
        CheckConstraint("line_begin < line_end AND line_end - line_begin <= 1440", "day"),
        Index("ix_duty_posts_shift_id", "shift_id"),
        Index("ix_duty_posts_roster_id", "roster_id"),
        Index("ix_duty_posts_person", "person_id", "line_begin"),
        # In the words in which each database is asked: SQLite knows an index of some rows by its very words.
        Index(
            "ix_duty_posts_line",
            "person_key",
            "line_begin",
            postgresql_where=text("active"),
            sqlite_where=text("active = 1"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[uuid.UUID]
    roster_id: Mapped[uuid.UUID]
    #: ``leader`` or ``officer``.
    role: Mapped[str]
    person_id: Mapped[uuid.UUID]
    #: The 62 random bits of the person's id (UUIDv7), by which PostgreSQL tells people apart without an extension.
    person_key: Mapped[int] = mapped_column(BigInteger)
    person_name: Mapped[str]
    #: Where the person is at home, to whose inbox it is said.
    person_department: Mapped[str]
    #: Minutes since 1970, the last one not counted in.
    line_begin: Mapped[int] = mapped_column(BigInteger)
    line_end: Mapped[int] = mapped_column(BigInteger)
    #: False while the roster is a draft.
    active: Mapped[bool]


class DutyLogEntry(Model):
    """One entry of a shift's log (值班日志): only added, never changed."""

    __tablename__ = "duty_log_entries"
    __table_args__ = (Index("ix_duty_log_entries_shift", "shift_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[uuid.UUID]
    happened_at: Mapped[datetime]
    text: Mapped[str]
    importance: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


class DutySwap(Model):
    """An officer asks a colleague to take a shift, or to exchange it for one of theirs."""

    __tablename__ = "duty_swaps"
    __table_args__ = (
        _unique_where("uq_duty_swaps_open", "post_id", where=_OPEN),
        Index("ix_duty_swaps_requester", "requester_id", "id"),
        Index("ix_duty_swaps_colleague", "colleague_id", "id"),
        Index("ix_duty_swaps_department", "department_code", "id"),
        partial_index("ix_duty_swaps_due", "lapses_at", where=_OPEN),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    department_code: Mapped[str]
    shift_id: Mapped[uuid.UUID]
    #: What the requester gives, and what they get for it (None where the colleague just takes theirs).
    post_id: Mapped[uuid.UUID]
    other_shift_id: Mapped[uuid.UUID | None]
    other_post_id: Mapped[uuid.UUID | None]
    requester_id: Mapped[uuid.UUID]
    requester_name: Mapped[str]
    requester_department: Mapped[str]
    colleague_id: Mapped[uuid.UUID]
    colleague_name: Mapped[str]
    colleague_department: Mapped[str]
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    #: When the first of the shifts begins.
    lapses_at: Mapped[datetime]


EXCLUSION = "ex_duty_posts_line"
#: PostgreSQL: ranges of whole numbers exclude each other without any extension. Ends are counted in, so that a duty
#: that begins in the minute in which another ends is refused too.
_EXCLUDE = f"""
ALTER TABLE duty_posts ADD CONSTRAINT {EXCLUSION} EXCLUDE USING gist
(int8range(person_key, person_key, '[]') WITH &&, int8range(line_begin, line_end, '[]') WITH &&) WHERE (active)
"""
#: SQLite, which has one writer: a shift lasts a day at most, so that only the day before can reach into it.
_TRIGGER = """
CREATE TRIGGER {name} BEFORE {event} ON duty_posts WHEN NEW.active AND EXISTS (
  SELECT 1 FROM duty_posts
  WHERE active = 1 AND person_key = NEW.person_key AND id <> NEW.id
    AND line_begin <= NEW.line_end AND line_begin >= NEW.line_begin - 1440 AND line_end >= NEW.line_begin
)
BEGIN SELECT RAISE(ABORT, 'EXCLUSION constraint failed: {name}'); END
"""
#: By dialect, what makes the database itself refuse a double duty.
GUARDS = {
    "postgresql": (_EXCLUDE,),
    "sqlite": tuple(_TRIGGER.format(name=f"{EXCLUSION}_{what.lower()}", event=what) for what in ("INSERT", "UPDATE")),
}
_table: Any = DutyPost.__table__


@event.listens_for(_table, "after_create")
def _guard(_table: Any, connection: Connection, **_options: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
