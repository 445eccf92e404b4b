"""One line of minutes on which every resource has a stretch of its own, so that one rule keeps all of them apart.

Time is counted in minutes since 1970. A time of a resource is a half-open range of whole numbers: its number's stretch,
then the minutes. Ranges of different resources never touch. PostgreSQL excludes overlapping ranges by a constraint that
needs no extension, SQLite by a trigger over the same two columns (:mod:`engines.bookings.models`).
"""

from datetime import UTC, datetime, timedelta

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


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a minute."""
    return one[0] < other[1] and one[1] > other[0]
