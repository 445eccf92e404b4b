"""What holds for simulations, and how their figures are counted."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from kit.errors import NotFound, Pointer, Unprocessable

LONGEST_PERIOD = timedelta(days=1830)
HOLDERS = ("office", "applicant", "third_party")
#: Figures that stand beside each other: as it was, as it would have been.
TALLIES = ("late_was", "late_would_be", "lapsed_was", "lapsed_would_be")


class SimulationNotFound(NotFound):
    """No such simulation, or another officer's."""

    code = "simulation-not-found"
    zh = "没有找到该次模拟。"
    en = "There is no such simulation."


class PeriodBroken(Unprocessable):
    """A period that ends before it begins, or is too long."""

    code = "period-broken"
    zh = "起止日期有误：结束不早于开始，且不超过五年。"
    en = "The period is not right: it ends not before it begins and is at most five years long."


def check_period(first: date, last: date) -> None:
    """Refuse a period that cannot be. Errors: :class:`PeriodBroken`."""
    if not timedelta() <= last - first <= LONGEST_PERIOD:
        raise PeriodBroken(pointers=[Pointer("/last", "range", PeriodBroken.zh, PeriodBroken.en)])


def no_tallies() -> dict[str, Any]:
    """Return the figures before the first case."""
    return {
        **dict.fromkeys(TALLIES, 0),
        "granted_by_silence": 0,
        "refused_by_silence": 0,
        "days": {holder: {} for holder in HOLDERS},
    }


def with_days(histogram: Mapping[str, int], days: Iterable[int]) -> dict[str, int]:
    """Return a histogram of days with some more."""
    found = dict(histogram)
    for number in days:
        found[str(number)] = found.get(str(number), 0) + 1
    return found


def percentile(histogram: Mapping[str, int], share: float) -> int | None:
    """Return the number of days within which a share of the cases lies (nearest rank); None without cases."""
    rank = math.ceil(share * sum(histogram.values()))
    for days, number in sorted((int(days), number) for days, number in histogram.items()):
        rank -= number
        if rank <= 0:
            return days
    return None
