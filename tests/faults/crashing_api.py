"""The API with a bomb in it: the process dies without a word before the n-th statement that writes.

``CRASH_AT`` names the statement, 0 the moment between the commit and the answer. The parent arms the bomb by the
header ``X-Crash: armed``.
"""

import os
import signal
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import event

from assembly.application import create_app
from kit.database import Unit
from kit.fixed import Compiled

CRASH_AT = int(os.environ["CRASH_AT"])

app = create_app()
_sent = 0
_bracket, _execute, _commit = Unit._bracket, Compiled.execute, Unit.commit


def _count(text: str) -> None:
    global _sent  # noqa: PLW0603 -- one process, one bomb
    if has_request_context() and request.headers.get("X-Crash") == "armed" and not text.startswith("SELECT"):
        _sent += 1
        if _sent == CRASH_AT:
            os.kill(os.getpid(), signal.SIGKILL)


def _counted_bracket(self: Unit, word: str) -> None:
    _count(word)
    _bracket(self, word)


def _counted_execute(self: Compiled, driver: Any, parameters: Any) -> Any:
    _count(self.text)
    return _execute(self, driver, parameters)


def _counted_commit(self: Unit) -> None:
    _commit(self)
    armed = has_request_context() and request.headers.get("X-Crash") == "armed"
    if CRASH_AT == 0 and armed and g.get("unit") is self:
        os.kill(os.getpid(), signal.SIGKILL)


def _counted_cursor(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
    _count(statement)


Unit._bracket = _counted_bracket  # type: ignore[method-assign]  # the bomb
Compiled.execute = _counted_execute  # type: ignore[method-assign]  # the bomb
Unit.commit = _counted_commit  # type: ignore[method-assign]  # the bomb
event.listen(app.extensions["zhangban"].database.engine, "before_cursor_execute", _counted_cursor)
