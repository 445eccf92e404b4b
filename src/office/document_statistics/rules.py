"""Which months can be asked for."""

from datetime import date, timedelta

from kit import clock
from kit.errors import Pointer, Unprocessable

#: So many months are counted at a time, so that no question reads the records of decades.
MOST_MONTHS = 12


class MonthsUnfit(Unprocessable):
    """The months are in the wrong order, or too many."""

    code = "months-unfit"
    zh = "起止月份须先后有序，且一次不超过十二个月。"
    en = "The first month comes before the last, and at most twelve are counted at a time."


def months_between(first: str | None, last: str | None) -> tuple[date, date]:
    """Return the first and the last day of months ``2026-11``; of the present month where none is named.

    Errors: :class:`MonthsUnfit`.
    """
    present = clock.today().replace(day=1)
    end = date.fromisoformat(f"{last}-01") if last else present
    start = date.fromisoformat(f"{first}-01") if first else end
    if not start <= end < clock.months_after(start, MOST_MONTHS):
        detail = ("请选择至多十二个月。", "At most twelve months, in their order.")
        raise MonthsUnfit(pointers=[Pointer("/first_month", "range", *detail)])
    return start, clock.months_after(end, 1) - timedelta(days=1)
