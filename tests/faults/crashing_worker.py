"""A worker with a bomb in it: it makes exports in short steps and dies without a word at the place it is told.

``CRASH_AT`` is ``read`` (rows read, nothing kept), ``kept`` (a part written, nothing committed), ``committed`` (a step
committed, the next not begun) or ``workbook`` (in the middle of the workbook); the bomb goes off at the second of them.
"""

import os
import signal
from typing import Any

from assembly.application import make_context
from assembly.tables import every_table
from engines.exports import making, writing
from kit.outbox import Worker
from kit.settings import load_settings

PLACE = os.environ["CRASH_AT"]
_passed: list[str] = []
_real: dict[str, Any] = {name: vars(making)[name] for name in ("write_made", "_tell", "enqueue")}


def _pass(place: str) -> None:
    _passed.append(place)
    if place == PLACE and _passed.count(place) == 2:
        os.kill(os.getpid(), signal.SIGKILL)


def _kept(*arguments: Any) -> None:
    _pass("read")
    _real["write_made"](*arguments)
    _pass("kept")


def _told(*arguments: Any) -> None:
    _real["_tell"](*arguments)
    _pass("workbook")


def _asked(unit: Any, *arguments: Any) -> Any:
    unit.after_commit(lambda: _pass("committed"))
    return _real["enqueue"](unit, *arguments)


if __name__ == "__main__":
    every_table()
    vars(making).update({"write_made": _kept, "_tell": _told, "enqueue": _asked})
    making.STEP_ROWS, writing.TOLD_EVERY = 4, 3
    Worker(make_context(load_settings())).run_forever(0.05)
