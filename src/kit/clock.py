"""The only source of time: UTC inside, Beijing time for the calendar that people and statutes use.

Lint bans ``datetime.now`` and its kin elsewhere, so that a test can move the whole product to another day.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_frozen: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _frozen if _frozen is not None else datetime.now(UTC)  # noqa: TID251 -- the one place


def today() -> date:
    """Return the present day in Beijing time, the day that statutes count by."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the same moment on Beijing's clock (+08:00)."""
    return moment.astimezone(BEIJING)


def start_of(day: date) -> datetime:
    """Return the first moment of a Beijing day, in UTC."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@contextmanager
def travel(to: datetime | date) -> Iterator[None]:
    """Freeze the clock at a moment (or at noon, Beijing time, of a day) until the block ends."""
    global _frozen  # noqa: PLW0603 -- one clock per process is the point of this module
    before = _frozen
    moment = to if isinstance(to, datetime) else datetime.combine(to, time(12), BEIJING)
    _frozen = moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
