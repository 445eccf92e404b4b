"""Who hears of turns: what follows from one elsewhere, once it is durable.

Every turn leaves one outbox message in its own transaction (:data:`TOPIC`). Its job tells the followers of the
record's lifecycle, all in one transaction; a follower writes rows and enqueues further jobs, keyed so that a second
telling changes nothing. None speaks to an outside system: one that hangs would hold up the others.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from engines.lifecycles.events import LifecycleEvent
from kit.database import Unit
from kit.fixed import Fixed
from kit.outbox import Job, enqueue, handles

TOPIC = "lifecycles.turned"

#: Gets the job and the event: ``id, record_kind, record_id, transition, from_state, to_state, actor_id, actor_kind,
#: actor_name, opinion, detail, at``.
Follower = Callable[[Job, Row[Any]], None]
_followers: dict[str, list[Follower]] = {}


def follows(*codes: str) -> Callable[[Follower], Follower]:
    """Register a follower of the lifecycles with these codes."""

    def register(follower: Follower) -> Follower:
        for code in codes:
            _followers.setdefault(code, []).append(follower)
        return follower

    return register


def followers(code: str) -> Sequence[Follower]:
    """Return who follows a lifecycle."""
    return tuple(_followers.get(code, ()))


def announce(unit: Unit, event_id: uuid.UUID) -> None:
    """Leave the message about a turn, in the transaction of the turn."""
    enqueue(unit, TOPIC, {"event_id": str(event_id)}, key=f"turn:{event_id}")


_event = Fixed(select(*LifecycleEvent.__table__.c).where(LifecycleEvent.id == bindparam("event_id")))


@handles(TOPIC)
def tell_followers(job: Job) -> None:
    """Tell everybody who follows the record of one turn."""
    event = job.unit.first(_event, {"event_id": uuid.UUID(job.payload["event_id"])})
    if event is not None:
        for follow in followers(event.record_kind):
            follow(job, event)
