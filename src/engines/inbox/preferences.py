"""What officers wish of work notifications: none at all, or none in their quiet hours. To-dos come in any case."""

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from auth import Subject
from engines.inbox.models import InboxPreference
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import PreconditionFailed


@dataclass(frozen=True)
class Preferences:
    """An officer's wishes; quiet hours in Beijing time, over midnight where they end before they begin."""

    work_notifications: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None
    version: int = 0


def preferences_of(unit: Unit, officer_id: uuid.UUID) -> Preferences:
    """Return what an officer wishes; who never said wants everything at any hour (version 0)."""
    row = unit.first(
        select(
            InboxPreference.work_notifications,
            InboxPreference.quiet_from,
            InboxPreference.quiet_until,
            InboxPreference.version,
        ).where(InboxPreference.officer_id == officer_id)
    )
    if row is None:
        return Preferences()
    return Preferences(row.work_notifications, _time(row.quiet_from), _time(row.quiet_until), row.version)


def set_preferences(subject: Subject, unit: Unit, wishes: Preferences) -> Preferences:
    """Make these the subject's wishes; ``version`` is the one they were made from, and the one returned is new.

    Errors: :class:`kit.errors.PreconditionFailed` when they were changed meanwhile.
    """
    values = {
        "work_notifications": wishes.work_notifications,
        "quiet_from": _text(wishes.quiet_from),
        "quiet_until": _text(wishes.quiet_until),
        "version": wishes.version + 1,
    }
    if wishes.version:
        own = (InboxPreference.officer_id == subject.id, InboxPreference.version == wishes.version)
        if unit.write(update(InboxPreference).where(*own).values(values)).rowcount != 1:
            raise PreconditionFailed
    else:
        unit.add(InboxPreference, officer_id=subject.id, **values)
        try:
            unit.flush()
        except DuplicateRow:
            raise PreconditionFailed from None
    return Preferences(wishes.work_notifications, wishes.quiet_from, wishes.quiet_until, wishes.version + 1)


def quiet_until(wishes: Preferences, moment: datetime) -> datetime | None:
    """Return when the quiet hours end that a moment lies in, or None outside them."""
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    here = clock.local(moment)
    begins, ends = (
        datetime.combine(here.date(), hour, here.tzinfo) for hour in (wishes.quiet_from, wishes.quiet_until)
    )
    if begins <= ends:
        return ends if begins <= here < ends else None
    if here < ends:
        return ends
    return ends + timedelta(days=1) if here >= begins else None


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _text(hour: time | None) -> str | None:
    return None if hour is None else hour.strftime("%H:%M")
