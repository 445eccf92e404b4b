"""Weeks, months, quarters and years, and how they are written: ``2026-W48``, ``2026-11``, ``2026-Q4``, ``2026``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from engines.assessment.refusals import PeriodInvalid
from kit.clock import months_after

PeriodKind = Literal["week", "month", "quarter", "year"]
KINDS: tuple[PeriodKind, ...] = ("week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:W([0-9]{2})|Q([1-4])|([0-9]{2})))?\Z")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From its first to its last day, both counted in; weeks begin on Monday (GB/T 7408)."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def grain(self) -> str:
        """Return which tallies make it up."""
        return "day" if self.kind == "week" else "month"

    @property
    def previous(self) -> "Period":
        """Return the period before it."""
        return period_of(self.kind, self.first - ONE_DAY)

    @property
    def code(self) -> str:
        """Return how it is written."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}-Q{(self.first.month + 2) // 3}" if self.kind == "quarter" else f"{self.first:%Y}"

    @property
    def name(self) -> str:
        """Return its Chinese name."""
        year, _, rest = self.code.partition("-")
        named = {"": "", "W": f"第{rest[1:].lstrip('0')}周", "Q": f"第{rest[1:]}季度"}
        return f"{year}年{named.get(rest[:1], f'{self.first.month}月')}"


def period_of(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind in which a day lies."""
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Period(kind, first, first + timedelta(days=6))
    months = _MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, first, months_after(first, months) - ONE_DAY)


def months_of(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from one day's to another's."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = months_after(month, 1)


def period_in(row: Any) -> Period:
    """Return the period that a stored assessment (or scheme's row with its days) is of."""
    return Period(row.period_kind, row.first_day, row.last_day)


def read_period(text: str) -> Period:
    """Return a period as it is written. Errors: :class:`PeriodInvalid`."""
    found = _WRITTEN.match(text)
    if found is None:
        raise PeriodInvalid(text=text[:40])
    year, week, quarter, month = found.groups()
    try:
        if week is not None:
            return period_of("week", date.fromisocalendar(int(year), int(week), 1))
        if quarter is not None:
            return period_of("quarter", date(int(year), int(quarter) * 3, 1))
        kind: PeriodKind = "year" if month is None else "month"
        return period_of(kind, date(int(year), int(month or 1), 1))
    except (ValueError, OverflowError):
        raise PeriodInvalid(text=text[:40]) from None
