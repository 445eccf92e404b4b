"""Secrets that all processes share and one of them renews: tokens and key pairs that outside systems issue.

A platform retires the old secret when it issues a new one, so that processes which renewed each for itself would
throw each other out. The present one is a row, sealed; who finds it stale takes the right to renew it by a
compare-and-set, asks the platform outside any transaction, and stores the answer; the others wait for the row.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.crypto import Vault
from kit.database import Database, DuplicateRow, Model
from kit.errors import Unavailable

#: Who renews must be done within this time, else another may try.
RENEWING = timedelta(seconds=8)
#: Who waits longer than this for another's renewal gives up: a slow platform must not queue up workers.
PATIENCE_SECONDS = 3.0
PAUSE_SECONDS = 0.05


class SharedSecret(Model):
    """One secret by name: sealed, with the moment from which it is to be renewed."""

    __tablename__ = "shared_secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value_sealed: Mapped[str]
    version: Mapped[int]
    renew_at: Mapped[datetime]
    renewing_until: Mapped[datetime | None]


class NobodyRenewed(Unavailable):
    """Another process is renewing the secret and does not come to an end."""

    transient = True


@dataclass(frozen=True)
class Renewed:
    """What a platform issued: a JSON value, and from when on a new one is wanted."""

    value: dict[str, Any]
    renew_at: datetime


#: Asks the platform for a new value; gets the present one, or None.
Renew = Callable[[dict[str, Any] | None], Renewed]


@dataclass(frozen=True)
class _Held:
    value: dict[str, Any]
    version: int
    renew_at: datetime


class SharedSecrets:
    """The shared secrets of one database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Hold nothing yet."""
        self._database, self._vault = database, vault
        self._held: dict[str, _Held] = {}

    def get(self, name: str, renew: Renew, *, refused: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the present value of a secret, renewing it when its time has come.

        ``refused`` is a value that the platform has turned away: whatever equals it is not returned again.
        Errors: those of ``renew``; :class:`NobodyRenewed`.
        """
        held = self._held.get(name)
        if held is not None and held.value != refused and clock.now() < held.renew_at:
            return held.value
        patient_until = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = self._read(name)
            if found is not None and found.value != refused and clock.now() < found.renew_at:
                self._held[name] = found
                return found.value
            if self._take_turn(name, found):
                return self._renew(name, found, renew)
            if time.monotonic() > patient_until:
                raise NobodyRenewed
            time.sleep(PAUSE_SECONDS)

    def _read(self, name: str) -> _Held | None:
        with self._database.unit() as unit:
            row = unit.first(
                select(SharedSecret.value_sealed, SharedSecret.version, SharedSecret.renew_at).where(
                    SharedSecret.name == name
                )
            )
        return None if row is None or not row.value_sealed else self._opened(row)

    def _opened(self, row: Row[Any]) -> _Held:
        return _Held(self._vault.open_json(row.value_sealed), row.version, row.renew_at)

    def _take_turn(self, name: str, found: _Held | None) -> bool:
        """Take the right to renew what was found; of many who try at once one gets it."""
        moment = clock.now()
        free = or_(SharedSecret.renewing_until.is_(None), SharedSecret.renewing_until < moment)
        version = 0 if found is None else found.version
        with self._database.unit() as unit:
            taken = unit.write(
                update(SharedSecret)
                .where(SharedSecret.name == name, SharedSecret.version == version, free)
                .values(renewing_until=moment + RENEWING)
            )
        return bool(taken.rowcount) or (found is None and self._make_first(name, moment))

    def _make_first(self, name: str, moment: datetime) -> bool:
        try:
            with self._database.unit() as unit:
                unit.add(
                    SharedSecret,
                    name=name,
                    value_sealed="",
                    version=0,
                    renew_at=moment,
                    renewing_until=moment + RENEWING,
                )
        except DuplicateRow:
            return False
        return True

    def _renew(self, name: str, found: _Held | None, renew: Renew) -> dict[str, Any]:
        try:
            renewed = renew(None if found is None else found.value)
        except Exception:
            self._store(name, renewing_until=None)
            raise
        version = 1 if found is None else found.version + 1
        self._store(
            name,
            value_sealed=self._vault.seal_json(renewed.value),
            version=version,
            renew_at=renewed.renew_at,
            renewing_until=None,
        )
        self._held[name] = _Held(renewed.value, version, renewed.renew_at)
        return renewed.value

    def _store(self, name: str, **values: Any) -> None:
        with self._database.unit() as unit:
            unit.write(update(SharedSecret).where(SharedSecret.name == name).values(**values))
