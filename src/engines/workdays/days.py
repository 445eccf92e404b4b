"""The stored calendar, how notices change it, and the process's copy of it.

Every change is a pure function from the days that are stored to those that are wanted, so that a preview and the
import say the same.
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from engines.workdays.calendar import Calendar, DayKind, DayRule, differing_days
from engines.workdays.following import announce_rest
from kit import clock
from kit.database import Model, Unit
from kit.remembering import Remembered

Source = Literal["pack", "office"]
CLOSURE: DayKind = "closure"


class CalendarDay(Model):
    """A day that a notice makes a holiday or a make-up working day, or on which the city's offices are closed.

    ``year`` is the one that the notice is for (its make-up days may lie in the December before); ``source`` says
    whether the pack or an officer brought it.
    """

    __tablename__ = "calendar_days"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    notice: Mapped[str]
    year: Mapped[int]
    source: Mapped[str]
    stored_at: Mapped[datetime]


@dataclass(frozen=True, order=True)
class NoticedDay:
    """One day as a notice has it."""

    day: date
    kind: DayKind
    name: str
    notice: str
    year: int
    source: Source = "office"


Days = frozenset[NoticedDay]

_lock = threading.Lock()
_copies: dict[tuple[Any, ...], Calendar] = {}
_version = select(func.max(CalendarDay.stored_at), func.count())
_columns = (
    CalendarDay.day,
    CalendarDay.kind,
    CalendarDay.name,
    CalendarDay.notice,
    CalendarDay.year,
    CalendarDay.source,
)
_WORDS: Mapping[str, tuple[str, str]] = {
    "holiday": ("放假", "public holiday"),
    "makeup_workday": ("调休上班", "make-up working day"),
    CLOSURE: ("停止办公", "offices closed"),
}


def store_calendar(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the pack's part of the calendar what it says and return how many days changed.

    ``items`` are ``{day: "2026-10-01", kind: holiday | makeup_workday, name, notice}``. A year whose notice an officer
    imported stays as imported, and so do local closures.
    """
    present = stored_days(unit)
    return change_calendar(unit, present, with_pack(present, items))


def stored_days(unit: Unit) -> Days:
    """Return every noticed day."""
    return frozenset(NoticedDay(**row._asdict()) for row in unit.rows(select(*_columns)))


def with_pack(present: Days, items: Sequence[Mapping[str, Any]]) -> Days:
    """Return the days with the pack's in place of those that an earlier pack brought."""
    kept = {item for item in present if item.source != "pack"}
    imported = {item.year for item in kept if item.kind != CLOSURE}
    brought = [
        NoticedDay(day, item["kind"], item["name"], item["notice"], day.year, "pack")
        for item in items
        if (day := date.fromisoformat(item["day"])).year not in imported
    ]
    return _in_place(kept, brought)


def with_notice(present: Days, year: int, days: Collection[NoticedDay]) -> Days:
    """Return the days with a State Council notice in place of what was known of its year."""
    return _in_place((item for item in present if item.year != year or item.kind == CLOSURE), days)


def with_closure(present: Days, days: Collection[NoticedDay]) -> Days:
    """Return the days with some on which the city's offices are closed."""
    return present | frozenset(days)


def without_closure(present: Days, day: date) -> Days:
    """Return the days without a closure."""
    return frozenset(item for item in present if (item.day, item.kind) != (day, CLOSURE))


def change_calendar(unit: Unit, present: Days, wanted: Days) -> int:
    """Store the wanted days in place of those that are stored, and return on how many something changed."""
    gone, new = present - wanted, wanted - present
    if not gone and not new:
        return 0
    _present.change(unit)
    for item in gone:
        unit.write(delete(CalendarDay).where(CalendarDay.day == item.day, CalendarDay.kind == item.kind))
    moment = clock.now()
    for item in sorted(new):
        unit.add(CalendarDay, **asdict(item), stored_at=moment)
    before, after = calendar_of(present), calendar_of(wanted)
    changed = [item.day for item in differing_days(before, after) if item.day >= clock.today()]
    announce_rest(unit, [day for day in changed if not after.is_workday(day)])
    return len({item.day for item in gone | new})


def load_calendar(unit: Unit, *, fresh: bool = False) -> Calendar:
    """Return the calendar; the process's copy is at most a second old. ``fresh`` asks the database, for jobs."""
    return _load(unit) if fresh else _present.get(unit)


def calendar_of(days: Iterable[NoticedDay]) -> Calendar:
    """Return the calendar that these days make: closures lie over what the State Council says."""
    found = sorted(days)
    noticed = {item.day: _rule(item) for item in found if item.kind != CLOSURE}
    years = frozenset(item.year for item in found if item.kind != CLOSURE)
    closed = {item.day: _rule(item) for item in found if item.kind == CLOSURE}
    return Calendar(
        {**noticed, **{day: rule for day, rule in closed.items() if Calendar(noticed).is_workday(day)}}, years
    )


def _rule(item: NoticedDay) -> DayRule:
    zh, en = _WORDS[item.kind]
    return DayRule(item.kind, item.name + zh, en, item.notice)


def _in_place(kept: Iterable[NoticedDay], brought: Collection[NoticedDay]) -> Days:
    """Return the days with those of a notice in place of what was noticed of the same days; closures stay."""
    covered = {item.day for item in brought}
    return frozenset(item for item in kept if item.kind == CLOSURE or item.day not in covered) | frozenset(brought)


def _load(unit: Unit) -> Calendar:
    version = unit.first(_version)
    key = tuple(version) if version is not None else ()
    found = _copies.get(key)
    if found is None:
        found = calendar_of(stored_days(unit))
        with _lock:
            _copies.clear()
            _copies[key] = found
    return found


_present = Remembered(_load)
