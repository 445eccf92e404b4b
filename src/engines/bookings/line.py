"""One line of minutes on which every resource has a stretch of its own, so that one rule keeps all of them apart.

Time is counted in minutes since 1970. A time of a resource is a half-open range of whole numbers: its number's stretch,
then the minutes. Ranges of different resources never touch. PostgreSQL excludes overlapping ranges by a constraint that
needs no extension, SQLite by a trigger over the same two columns (:mod:`engines.bookings.models`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

#: From a minute to another, which is not counted in.
Span = tuple[int, int]
#: The same as people say it, from one moment to another.
Times = tuple[datetime, datetime]
#: Minutes of one stretch: enough for eight thousand years.
STRETCH = 1 << 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def minute_of(moment: datetime) -> int:
    """Return the minute in which a moment lies."""
    return (moment - EPOCH) // MINUTE


def moment_of(minute: int) -> datetime:
    """Return the beginning of a minute."""
    return EPOCH + minute * MINUTE


def span_of(times: Times) -> Span:
    """Return the minutes from one moment to another."""
    return minute_of(times[0]), minute_of(times[1])


def place_on_line(number: int, minute: int) -> int:
    """Return where a minute of a resource lies."""
    return number * STRETCH + minute


def hits(taken: Sequence[Span], wanted: Span) -> Iterator[Span]:
    """Yield which of some spans, in order and apart from each other, share a minute with one."""
    place = bisect_right(taken, wanted[0], key=itemgetter(1))
    while place < len(taken) and taken[place][0] < wanted[1]:
        yield taken[place]
        place += 1
