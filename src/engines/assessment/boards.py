"""What every leaderboard says of itself, and how its lines are ranked."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from engines.assessment.periods import Period
from engines.assessment.scoring import ranks

Group = Literal["departments", "districts"]
By = Literal["amount", "per_matter"]
#: Six digits of a division are its county; those of a city end in 00 (GB/T 2260).
DISTRICT_DIGITS = 6


def district_of(region: str) -> str:
    """Return the district in which a division lies; the city's own departments count as the city."""
    return region[:DISTRICT_DIGITS]


def ranked(values: Mapping[str, Fraction | None], *, best_first: bool) -> dict[str, int]:
    """Return ranks by code; those with nothing to rank share the place after all others."""
    known = {code: value for code, value in values.items() if value is not None}
    found = dict(zip(known, ranks(list(known.values()), best_first=best_first), strict=True))
    return {code: found.get(code, len(known) + 1) for code in values}


def head_of(of: str, name: str, name_en: str, period: Period, group: Group, region: str | None) -> dict[str, Any]:
    """Return what a board is of."""
    return {
        "of": of,
        "name": name,
        "name_en": name_en,
        "period": period.code,
        "period_name": period.name,
        "first_day": period.first,
        "last_day": period.last,
        "previous_period": period.previous.code,
        "group": group,
        "region": region,
    }
