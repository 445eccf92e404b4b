"""Values of a database that change seldom: kept by the process, asked again after a second.

A catalogue or a calendar changes a few times a year and is read on every request. A process that changes one forgets
its own copy at the commit; the others see the change within :data:`SECONDS`.
"""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Engine

from kit.database import Unit

SECONDS = 1.0
T = TypeVar("T")

_all: "WeakSet[Remembered[Any]]" = WeakSet()


class Remembered(Generic[T]):
    """One such value, for every database that the process works on."""

    def __init__(self, read: Callable[[Unit], T], seconds: float = SECONDS) -> None:
        """Remember what ``read`` returns for so many seconds."""
        self._read, self._seconds = read, seconds
        self._found: WeakKeyDictionary[Engine, tuple[float, T]] = WeakKeyDictionary()
        _all.add(self)

    def get(self, unit: Unit) -> T:
        """Return the value; a unit that is changing it asks the database."""
        if self in unit.changing:
            return self._read(unit)
        engine = unit.connection.engine
        found = self._found.get(engine)
        if found is None or time.monotonic() - found[0] > self._seconds:
            found = self._found[engine] = (time.monotonic(), self._read(unit))
        return found[1]

    def change(self, unit: Unit) -> None:
        """Say that a unit changes what lies behind the value."""
        unit.changing.add(self)
        unit.after_commit(self.forget)

    def forget(self) -> None:
        """Ask the database at the next use."""
        self._found.clear()


def forget_everything() -> None:
    """Forget every value, as after a restart."""
    for remembered in _all:
        remembered.forget()
