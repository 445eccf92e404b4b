"""Of which days a canteen is asked."""

from datetime import date, timedelta

from kit import clock
from kit.errors import Pointer, Unprocessable

#: Two weeks are what a menu hangs out for.
MOST_DAYS = 14


class CanteenDaysUnfit(Unprocessable):
    """The days are in the wrong order, or too many."""

    code = "canteen-days-unfit"
    zh = "起止日期须先后有序，且一次不超过{most}天。"
    en = "The first day comes before the last, and at most {most} days are read at a time."


def days_between(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the days asked for: from today on, and a week of them, where none are named.

    Errors: :class:`CanteenDaysUnfit`.
    """
    start = first or clock.today()
    end = last or start + timedelta(days=6)
    if not 0 <= (end - start).days < MOST_DAYS:
        said = CanteenDaysUnfit(most=MOST_DAYS)
        pointer = Pointer("/query/last_day", "range", said.sentence("zh"), said.sentence("en"))
        raise CanteenDaysUnfit(most=MOST_DAYS, pointers=[pointer])
    return start, end
