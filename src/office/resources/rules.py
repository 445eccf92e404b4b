"""What a search for free times may ask, and what the use of a resource comes to."""

from datetime import date

from engines.bookings import MOST_DAYS, ResourceUse
from kit.errors import Pointer, Unprocessable


class SearchUnfit(Unprocessable):
    """The days of a search are too many, or none."""

    code = "search-unfit"
    zh = "查询的起止日期有误：最多查询{most}天，且结束日期不早于开始日期。"
    en = "The days cannot be searched: {most} at most, and the last is not before the first."


def check_days(first: date, last: date) -> None:
    """Refuse a search over too many days. Errors: :class:`SearchUnfit`."""
    if not 0 <= (last - first).days < MOST_DAYS:
        said = SearchUnfit(most=MOST_DAYS)
        raise SearchUnfit(
            most=MOST_DAYS, pointers=[Pointer("/last_day", "days", said.sentence("zh"), said.sentence("en"))]
        )


def shares(use: ResourceUse) -> dict[str, float | None]:
    """Return what was booked and used as shares of the open hours; None where it was not open at all."""
    minutes = {"booked_share": use.booked_minutes, "used_share": use.used_minutes}
    return {name: round(much / use.open_minutes, 4) if use.open_minutes else None for name, much in minutes.items()}
