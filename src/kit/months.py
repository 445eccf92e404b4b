"""Months in requests: ``2026-11``, and from one to another, so many at most."""

from datetime import date

from marshmallow import Schema

from kit import clock
from kit.errors import Pointer, Unprocessable
from kit.fields import Shaped

WRITTEN = "20[0-9]{2}-(0[1-9]|1[0-2])"


class MonthsUnfit(Unprocessable):
    """The months are in the wrong order, or too many."""

    code = "months-unfit"
    zh = "起止月份须先后有序，且一次不超过{most}个月。"
    en = "The first month comes before the last, and at most {most} are counted at a time."


class MonthsArgs(Schema):
    """From which month to which."""

    first_month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "`last_month` by default.", "example": "2026-11"}
    )
    last_month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "The present month by default.", "example": "2026-11"}
    )


def month_of(written: str) -> date:
    """Return the first day of a month ``2026-11``."""
    return date.fromisoformat(f"{written}-01")


def months_between(first: str | None, last: str | None, most: int) -> tuple[date, date]:
    """Return the first days of the first and the last month asked for; of the present one where none is named.

    Errors: :class:`MonthsUnfit`.
    """
    end = month_of(last) if last else clock.today().replace(day=1)
    start = month_of(first) if first else end
    if not start <= end < clock.months_after(start, most):
        said = MonthsUnfit(most=most)
        pointer = Pointer("/query/first_month", "range", said.sentence("zh"), said.sentence("en"))
        raise MonthsUnfit(most=most, pointers=[pointer])
    return start, end
