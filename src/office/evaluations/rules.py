"""Which periods can be asked for."""

from datetime import date, timedelta

from kit import clock
from kit.errors import Pointer, Unprocessable

USUAL_DAYS = 30
MOST_DAYS = 366


class PeriodUnusable(Unprocessable):
    """A period ends before it begins, or is longer than a year."""

    code = "period-unusable"
    zh = "统计区间须起止有序，且不超过一年。"
    en = "A period ends on or after its first day and is a year at most."


def period_of(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the first and the last day asked for, the last thirty days by default. Errors: :class:`PeriodUnusable`."""
    end = last or clock.today()
    begin = first or end - timedelta(days=USUAL_DAYS - 1)
    if not timedelta() <= end - begin < timedelta(days=MOST_DAYS):
        raise PeriodUnusable(pointers=[Pointer("/query/from", "range", "请修改统计区间。", "Change the period.")])
    return begin, end
