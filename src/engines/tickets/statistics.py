"""Figures of tickets by category and month of the report: how many, how long, how well.

Hours are those of the clock on the wall, from the report to the completion that stands; on time is what was completed
by the limits of all steps from the report, whoever dispatched it when. The first rating counts: one that is better
after the work was done again does not undo it. What was accepted by default has no rating and stands apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, Row, case, cast, func, select

from auth import Subject
from engines.tickets.access import within
from engines.tickets.kinds import TicketKind
from engines.tickets.models import Ticket
from kit.database import Unit

Grouping = Literal["category", "month", "category_month"]
GROUPINGS: dict[str, tuple[Any, ...]] = {
    "category": (Ticket.category,),
    "month": (Ticket.month,),
    "category_month": (Ticket.category, Ticket.month),
}
_PERCENTILES = {"median_hours": 50, "p90_hours": 90}
MINUTES = 60


@dataclass(frozen=True)
class Period:
    """From the first day of a month to the first day of the last one, both months counted in."""

    first: date
    last: date


def ticket_statistics(
    unit: Unit, subject: Subject, kind: TicketKind, period: Period, by: Grouping
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the figures of every ticket in the reader's scope, and those of each group.

    Errors: :class:`PermissionMissing`.
    """
    asked = [
        Ticket.kind == kind.code,
        Ticket.month.between(period.first, period.last),
        within(subject.reach(kind.permissions.read)),
    ]
    (total,) = _figures(unit, kind, asked, ())
    return total, _figures(unit, kind, asked, GROUPINGS[by])


def _figures(
    unit: Unit, kind: TicketKind, asked: Sequence[ColumnElement[bool]], keys: tuple[Any, ...]
) -> list[dict[str, Any]]:
    sums = [_sum(condition).label(name) for name, condition in _counts(kind).items()]
    mean = func.avg(Ticket.first_rating).label("mean")
    rows = unit.rows(
        select(*keys, func.count().label("number"), *sums, mean).where(*asked).group_by(*keys).order_by(*keys)
    )
    times = {_key(row, keys): row for row in _hours(unit, asked, keys)}
    return [_shown(row, times.get(_key(row, keys)), keys) for row in rows]


def _hours(unit: Unit, asked: Sequence[ColumnElement[bool]], keys: tuple[Any, ...]) -> Sequence[Row[Any]]:
    """Return the percentiles of each group by nearest rank, alike on both databases."""
    place = func.row_number().over(partition_by=keys or None, order_by=Ticket.minutes)
    number = func.count().over(partition_by=keys or None)
    ranked = (
        select(*keys, Ticket.minutes, place.label("place"), number.label("number"))
        .where(*asked, Ticket.minutes.is_not(None))
        .subquery()
    )
    own = [ranked.c[key.name] for key in keys]
    found = [
        func.min(case((ranked.c.place * 100 >= ranked.c.number * percent, ranked.c.minutes))).label(name)
        for name, percent in _PERCENTILES.items()
    ]
    return unit.rows(select(*own, *found).group_by(*own))


def _counts(kind: TicketKind) -> dict[str, ColumnElement[bool]]:
    return {
        "completed": Ticket.minutes.is_not(None),
        "on_time": Ticket.completed_at <= Ticket.promised_at,
        "rated": Ticket.first_rating.is_not(None),
        "bad": Ticket.first_rating <= kind.worst_rating,
        "by_default": Ticket.by_default.is_(True),
        "declined": Ticket.state == "declined",
        "cancelled": Ticket.state == "cancelled",
    }


def _shown(row: Row[Any], times: Row[Any] | None, keys: tuple[Any, ...]) -> dict[str, Any]:
    counted = ("completed", "on_time", "rated", "bad", "by_default", "declined", "cancelled")
    counts = {name: int(getattr(row, name) or 0) for name in counted}
    minutes = {name: getattr(times, name) if times is not None else None for name in _PERCENTILES}
    shown = {key.name: getattr(row, key.name) for key in keys}
    if "month" in shown:
        shown["month"] = f"{shown['month']:%Y-%m}"
    return {
        **shown,
        "number": row.number,
        **counts,
        **{name: None if value is None else round(value / MINUTES, 2) for name, value in minutes.items()},
        "on_time_share": _share(counts["on_time"], counts["completed"]),
        "mean_rating": None if row.mean is None else round(float(row.mean), 2),
        "bad_share": _share(counts["bad"], counts["rated"]),
    }


def _key(row: Row[Any], keys: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, key.name) for key in keys)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.sum(func.coalesce(cast(condition, Integer), 0))
