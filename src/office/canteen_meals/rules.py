"""Of which days a canteen is asked."""

from datetime import date, timedelta

from kit import clock
from kit.errors import Pointer, Unprocessable

#: Two weeks are what a menu hangs out for; nobody looks further back or ahead than two years.
MOST_DAYS, FARTHEST = 14, timedelta(days=731)


class CanteenDaysUnfit(Unprocessable):
    """The days are in the wrong order, too many, or too far away."""

    code = "canteen-days-unfit"
    zh = "起止日期须先后有序，一次不超过{most}天，且距今不超过两年。"
    en = "The first day comes before the last, at most {most} days are read at a time, and none farther than two years."


def days_between(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the days asked for: from today on, and a week of them, where none are named.

    Errors: :class:`CanteenDaysUnfit`.
    """
    start = first or clock.today()
    near = abs(start - clock.today()) <= FARTHEST
    end = last or (start + timedelta(days=6) if near else start)
    if not near or not 0 <= (end - start).days < MOST_DAYS:
        said = CanteenDaysUnfit(most=MOST_DAYS)
        pointer = Pointer("/query/last_day", "range", said.sentence("zh"), said.sentence("en"))
        raise CanteenDaysUnfit(most=MOST_DAYS, pointers=[pointer])
    return start, end
