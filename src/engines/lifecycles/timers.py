"""What happens to records by itself, once its day has passed: each in a transaction of its own."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import Row

from engines.lifecycles.transitions import TransitionForbidden
from kit.context import Context
from kit.database import Unit
from kit.errors import PreconditionFailed

log = structlog.get_logger(__name__)

Find = Callable[[Unit], Sequence[Row[Any]]]
Do = Callable[[Unit, Context, uuid.UUID], None]


def run_due(context: Context, find: Find, do: Do) -> int:
    """Do to every record that ``find`` returns the ``id`` of what is due, and return how many were touched.

    ``do`` reads the record as it is by then, so that a second run finds nothing to do.
    """
    with context.database.unit() as unit:
        due = [row.id for row in find(unit)]
    return sum(_one(context, record_id, do) for record_id in due)


def _one(context: Context, record_id: uuid.UUID, do: Do) -> int:
    try:
        with context.database.unit() as unit:
            do(unit, context, record_id)
    except (PreconditionFailed, TransitionForbidden):
        return 0  # Somebody made a turn meanwhile; the next round looks again.
    except Exception as error:  # noqa: BLE001 -- one bad record must not stop the others
        log.warning("timers.failed", timer=do.__name__, record_id=str(record_id), error=type(error).__name__)
        return 0
    return 1
