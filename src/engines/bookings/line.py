"""One line of minutes on which every resource has a stretch of its own, so that one rule keeps all of them apart.

A time of a resource is a half-open range of whole numbers: its number, then the minutes since 1970. Ranges of different
resources never touch. PostgreSQL excludes overlapping ranges by a constraint that needs no extension, SQLite by a
trigger over the same two columns (:mod:`engines.bookings.models`).
"""

from datetime import UTC, datetime, timedelta

#: Minutes of one stretch: enough for eight thousand years.
STRETCH = 1 << 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def place_on_line(number: int, moment: datetime) -> int:
    """Return where a moment of a resource lies. Bookings begin and end on whole minutes."""
    return number * STRETCH + (moment - EPOCH) // MINUTE


def moment_on_line(place: int) -> datetime:
    """Return the moment that lies at a place."""
    return EPOCH + (place % STRETCH) * MINUTE
