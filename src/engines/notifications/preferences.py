"""How somebody wants to hear of things: the channels for each kind of news, the quiet hours, the language.

The message box is always there; channels are what rings beside it. Who said nothing gets a text message for what asks
something of them, for decisions and for offers, and none between nine in the evening and eight in the morning.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select, update

from auth import Subject
from engines.notifications.models import NotificationPreferences
from engines.notifications.sentences import KINDS, Kind, Language
from kit.database import Unit
from kit.errors import PreconditionFailed

#: Ways out beside the message box.
CHANNELS = ("sms",)
_RINGING: tuple[Kind, ...] = ("request", "decision", "offer")
_columns = tuple(NotificationPreferences.__table__.c)


@dataclass(frozen=True)
class Quiet:
    """The hours in which nothing rings, ``HH:MM`` on Beijing's clock; they may go over midnight."""

    begins: str
    ends: str


@dataclass(frozen=True)
class Preferences:
    """What somebody chose, or the defaults (version 0)."""

    channels: Mapping[Kind, Sequence[str]]
    quiet: Quiet | None
    language: Language
    version: int = 0


DEFAULTS = Preferences(
    channels={kind: ("sms",) if kind in _RINGING else () for kind in KINDS},
    quiet=Quiet("21:00", "08:00"),
    language="zh",
)


def preferences_of(unit: Unit, subject_id: uuid.UUID) -> Preferences:
    """Return what a subject chose; a kind of news that came later has the default."""
    row = unit.first(select(*_columns).where(NotificationPreferences.subject_id == subject_id))
    if row is None:
        return DEFAULTS
    quiet = Quiet(row.quiet_from, row.quiet_until) if row.quiet_from and row.quiet_until else None
    chosen = cast("Mapping[Kind, Sequence[str]]", row.channels)
    return Preferences({**DEFAULTS.channels, **chosen}, quiet, row.language, row.version)


def choose_preferences(subject: Subject, unit: Unit, before: Preferences, chosen: Preferences) -> Preferences:
    """Store what a subject chose in place of ``before`` and return it; its version is one higher.

    Errors: 412 (or 409 at the very first time) when another device chose meanwhile.
    """
    values = {
        "version": before.version + 1,
        "channels": {kind: sorted(channels) for kind, channels in chosen.channels.items()},
        "quiet_from": chosen.quiet.begins if chosen.quiet else None,
        "quiet_until": chosen.quiet.ends if chosen.quiet else None,
        "language": chosen.language,
    }
    if before.version == 0:
        unit.add(NotificationPreferences, subject_id=subject.id, **values)
        unit.flush()
    elif not _changed(unit, subject, before.version, values):
        raise PreconditionFailed
    return preferences_of(unit, subject.id)


def _changed(unit: Unit, subject: Subject, version: int, values: Mapping[str, Any]) -> bool:
    changed = unit.write(
        update(NotificationPreferences)
        .where(NotificationPreferences.subject_id == subject.id, NotificationPreferences.version == version)
        .values(**values)
    )
    return bool(changed.rowcount)
