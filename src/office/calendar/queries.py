"""Reading the calendar."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from engines.workdays import CLOSURE, NoticedDay


def days_of_year(days: Iterable[NoticedDay], year: int) -> list[dict[str, Any]]:
    """Return the days of a year that are not what their weekday says, or that a notice names."""
    return [_shown(item) for item in sorted(days) if item.day.year == year]


def notices(days: Iterable[NoticedDay]) -> list[dict[str, Any]]:
    """Return the notices with how many days each has, newest year first."""
    found = []
    by_notice = sorted(days, key=lambda item: (-item.year, item.notice, item.day))
    for (_, number), group in groupby(by_notice, key=lambda item: (-item.year, item.notice)):
        items = list(group)
        kinds = [item.kind for item in items]
        found.append(
            {
                "year": items[0].year,
                "notice": number,
                "source": items[0].source,
                "holidays": kinds.count("holiday"),
                "makeup_workdays": kinds.count("makeup_workday"),
                "closures": kinds.count(CLOSURE),
                "first": items[0].day.isoformat(),
                "last": items[-1].day.isoformat(),
            }
        )
    return found


def _shown(item: NoticedDay) -> dict[str, Any]:
    return {
        "day": item.day.isoformat(),
        "kind": item.kind,
        "name": item.name,
        "notice": item.notice,
        "source": item.source,
    }
