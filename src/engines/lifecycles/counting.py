"""Counts of records by state and by light, among the newest that a reader sees: a count that stays quick says so."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from kit.database import Unit


def count_by_state(unit: Unit, newest: Select[Any], most: int) -> dict[str, Any]:
    """Count the first ``most`` rows of a statement that has ``state``, the newest first.

    Returns ``states``, their ``total``, and whether that is ``complete``.
    """
    counted = newest.limit(most).subquery()
    found = unit.rows(select(counted.c.state, func.count().label("number")).group_by(counted.c.state))
    states = {row.state: row.number for row in found}
    total = sum(states.values())
    return {"states": states, "total": total, "complete": total < most}


def count_by_state_and_light(unit: Unit, newest: Select[Any], lights: Iterable[str], most: int) -> dict[str, Any]:
    """Count the first ``most`` rows of a statement that has ``state`` and ``light``, the newest first.

    Returns ``states``, ``lights``, their ``total``, and whether that is ``complete``.
    """
    counted = newest.limit(most).subquery()
    found = unit.rows(
        select(counted.c.state, counted.c.light, func.count().label("number")).group_by(
            counted.c.state, counted.c.light
        )
    )
    states: dict[str, int] = {}
    by_light = dict.fromkeys(lights, 0)
    for row in found:
        states[row.state] = states.get(row.state, 0) + row.number
        by_light[row.light] += row.number
    total = sum(states.values())
    return {"states": states, "lights": by_light, "total": total, "complete": total < most}
