"""The monthly summary that is public within the offices: how much cars were used, by department and purpose."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from engines.vehicles.driving import COSTS
from engines.vehicles.limits import PURPOSES
from engines.vehicles.models import VehicleTrip
from kit.database import Unit


def summary_of(unit: Unit, month: date) -> dict[str, Any]:
    """Return trips, kilometres and costs in fen of the cars that came back in a month, by department and by purpose.

    ``month`` is its first day. Nobody is named.
    """
    return {
        "month": f"{month:%Y-%m}",
        "total": _figures(unit, month, None)[0],
        "departments": _figures(unit, month, "department_code"),
        "purposes": [{**line, "purpose_name": PURPOSES[line["purpose"]]} for line in _figures(unit, month, "purpose")],
    }


def _figures(unit: Unit, month: date, by: str | None) -> list[dict[str, Any]]:
    trip = VehicleTrip
    keys = [getattr(trip, by)] if by is not None else []
    names = ("distance_km", *COSTS)
    sums = [cast(func.coalesce(func.sum(getattr(trip, name)), 0), BigInteger).label(name) for name in names]
    rows = unit.rows(
        select(*keys, func.count().label("trips"), *sums).where(trip.month == month).group_by(*keys).order_by(*keys)
    )
    return [
        {
            **({by: getattr(row, by)} if by is not None else {}),
            "trips": row.trips,
            **{name: getattr(row, name) for name in names},
            "cost_fen": sum(getattr(row, name) for name in COSTS),
        }
        for row in rows
    ]
