"""The API with a bomb in it: the process dies without a word at the n-th statement after it is armed.

``CRASH_AT`` names the statement; the parent arms it by sending the header ``X-Crash: armed``.
"""

import os
import signal
from typing import Any

from flask import has_request_context, request
from sqlalchemy import event

from assembly.application import create_app

CRASH_AT = int(os.environ["CRASH_AT"])

app = create_app()
_sent = 0


def _count(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
    global _sent  # noqa: PLW0603 -- one process, one bomb
    if has_request_context() and request.headers.get("X-Crash") == "armed" and not statement.startswith("SELECT"):
        _sent += 1
        if _sent == CRASH_AT:
            os.kill(os.getpid(), signal.SIGKILL)


event.listen(app.extensions["zhangban"].database.engine, "before_cursor_execute", _count)
