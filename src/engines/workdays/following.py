"""Who hears that a working day became a day of rest: what was planned for it does not take place.

A typhoon closes the offices, or the State Council's notice comes after people planned; every change of the calendar
leaves one job, whoever made it.
"""

from collections.abc import Callable, Collection
from datetime import date

from kit.database import Unit
from kit.outbox import Job, enqueue, handles

TOPIC = "workdays.rest"
#: Gets the job and the days that became days of rest, from the day of the change on.
Follower = Callable[[Job, Collection[date]], None]
_followers: list[Follower] = []


def follows_rest(follower: Follower) -> Follower:
    """Register a follower; told twice, it does nothing the second time."""
    _followers.append(follower)
    return follower


def announce_rest(unit: Unit, days: Collection[date]) -> None:
    """Leave the message about days that became days of rest, in the transaction of the change."""
    if days:
        enqueue(unit, TOPIC, {"days": [day.isoformat() for day in sorted(days)]})


@handles(TOPIC)
def tell_followers(job: Job) -> None:
    """Tell everybody who plans by working days."""
    days = [date.fromisoformat(day) for day in job.payload["days"]]
    for follow in _followers:
        follow(job, days)
