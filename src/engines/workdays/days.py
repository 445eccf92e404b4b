"""The stored calendar, and the process's copy of it."""

import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from engines.workdays.calendar import Calendar, DayKind, DayRule
from kit import clock
from kit.database import Model, Unit
from kit.remembering import Remembered


class CalendarDay(Model):
    """A day that a notice makes a holiday or a make-up working day."""

    __tablename__ = "calendar_days"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    notice: Mapped[str]
    stored_at: Mapped[datetime]


_lock = threading.Lock()
_copies: dict[datetime | None, Calendar] = {}
_version = select(func.max(CalendarDay.stored_at))
_KINDS: Mapping[str, DayKind] = {"holiday": "holiday", "makeup_workday": "makeup_workday"}


def store_calendar(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the calendar what the notices say and return how many days changed.

    ``items`` are ``{day: "2026-10-01", kind: holiday | makeup_workday, name, notice}``.
    """
    columns = (CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.notice)
    present = {tuple(row) for row in unit.rows(select(*columns))}
    wanted = {(date.fromisoformat(item["day"]), item["kind"], item["name"], item["notice"]) for item in items}
    if present == wanted:
        return 0
    _present.change(unit)
    unit.write(delete(CalendarDay))
    moment = clock.now()
    for day, kind, name, notice in sorted(wanted):
        unit.add(CalendarDay, day=day, kind=kind, name=name, notice=notice, stored_at=moment)
    return len(present ^ wanted)


def load_calendar(unit: Unit) -> Calendar:
    """Return the calendar; the process's copy is used until another one is stored."""
    return _present.get(unit)


def _load(unit: Unit) -> Calendar:
    key: datetime | None = unit.scalar(_version)
    found = _copies.get(key)
    if found is None:
        found = _read(unit)
        with _lock:
            _copies.clear()
            _copies[key] = found
    return found


_present = Remembered(_load)


def _read(unit: Unit) -> Calendar:
    rows = unit.rows(select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.notice))
    noticed = {
        row.day: DayRule(
            _KINDS[row.kind],
            f"{row.name}放假" if row.kind == "holiday" else f"{row.name}调休上班",
            "public holiday" if row.kind == "holiday" else "make-up working day",
            row.notice,
        )
        for row in rows
    }
    return Calendar(noticed, frozenset(day.year for day in noticed))
