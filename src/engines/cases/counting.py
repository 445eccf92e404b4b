"""How many cases there are, by state and by light: counted up to a bound and no further.

A count that stops costs the same however many there are, is true in the moment it is asked for, and needs neither a
summary that every turn would have to write nor a job (``docs/decisions/0006-lists-by-index.md``).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, get_args

from sqlalchemy import Select, and_, case, func, literal, select, union_all

from auth import Subject, department_names, require
from engines.cases.lifecycle import CASE, RUNNING, UNFINISHED
from engines.cases.models import Case
from engines.cases.probing import Conditions, Road, first_of_each
from engines.cases.searching import Light, light_conditions
from engines.matters import kinds_of_cases, matter_names
from kit.database import Unit

Group = Literal["department", "matter"]
#: Beyond this a count says "more than".
LARGEST_COUNT = 1000
_BOUND = LARGEST_COUNT + 1
_LIGHTS: tuple[Light, ...] = get_args(Light)
_BY_ID, _BY_DATE = (Case.id,), (Case.due_on, Case.id)


def count_cases(unit: Unit, subject: Subject, by: Group | None) -> list[dict[str, Any]]:
    """Return the counts of a subject's scope: one item over everything, or one for each department or matter.

    Each is ``{code, name, states, lights}`` with lists of ``{of, count, more}``: ``more`` says that there are more
    than ``count``. By department or matter only what is unfinished is counted. Errors: 403 without ``cases.read``.
    """
    require(subject, "cases.read")
    kinds = [kind for kind in kinds_of_cases(unit) if subject.scope.covers(kind.department)]
    departments = sorted({kind.department for kind in kinds})
    if not departments:
        return []
    if by is None:
        return [_item(None, None, _over_all(unit, departments))]
    if by == "department":
        found, names = _by_value(unit, Case.department_code, departments, ()), department_names(unit)
    else:
        inside = (Case.department_code.in_(departments),)
        matters = sorted({kind.matter for kind in kinds})
        found, names = _by_value(unit, Case.matter_code, matters, inside), matter_names(unit)
    return [_item(code, names.get(code), found[code]) for code in sorted(found)]


def _over_all(unit: Unit, departments: Sequence[str]) -> Counter[str]:
    """Count every state and every light in one statement."""
    parts: list[tuple[str, Road, tuple[Any, ...]]] = []
    for state in CASE.states:
        road = Road((), ((Case.department_code, departments), (Case.state, [state.code])))
        parts.append((state.code, road, _BY_ID))
    for light in _LIGHTS:
        lit = (Case.closed_on.is_(None), *light_conditions(light, Case.due_on, Case.yellow_on))
        road = Road(lit, ((Case.department_code, departments), (Case.state, RUNNING)))
        parts.append((light, road, _BY_DATE))
    counts = [
        select(literal(name).label("name"), func.count().label("number")).select_from(
            _matching(unit, road, sort).limit(_BOUND).subquery()
        )
        for name, road, sort in parts
    ]
    return Counter({row.name: row.number for row in unit.rows(union_all(*counts))})


def _matching(unit: Unit, road: Road, sort: tuple[Any, ...]) -> Select[Any]:
    return select(Case.id).where(road.whole()) if unit.dialect == "sqlite" else first_of_each(road, (), sort, _BOUND)


def _by_value(unit: Unit, column: Any, values: Sequence[str], inside: Conditions) -> dict[str, Counter[str]]:
    """Count every unfinished state and every light of each value of a column, in one reading of at most a bound each.

    What is cut off is of the lights that come last by date, and counted as one too many.
    """
    road = Road((Case.closed_on.is_(None), *inside), ((column, values), (Case.state, UNFINISHED)))
    found: dict[str, Counter[str]] = {}
    for row in unit.rows(_lit_groups(unit, road)):
        counts = found.setdefault(row.code, Counter())
        counts[row.state] += row.number
        if row.state in RUNNING:
            counts.update({light: getattr(row, light) for light in _LIGHTS})
            if row.number == _BOUND and unit.dialect == "postgresql":
                counts.update({light: _BOUND for light in _LIGHTS if light != "red" or row.red == _BOUND})
    return found


def _lit_groups(unit: Unit, road: Road) -> Select[Any]:
    """Return ``code``, ``state``, their number and how many have each light, for each pair of probed values."""
    code, state = (column for column, _ in road.probes)
    if unit.dialect == "sqlite":
        lights = [_number(light, Case).label(light) for light in _LIGHTS]
        return (
            select(code.label("code"), state, func.count().label("number"), *lights)
            .where(road.whole())
            .group_by(code, state)
        )
    rows = first_of_each(road, (), _BY_DATE, _BOUND).subquery()
    lights = [_number(light, rows.c).label(light) for light in _LIGHTS]
    columns = rows.c.probe_0.label("code"), rows.c.probe_1.label("state"), func.count().label("number")
    return select(*columns, *lights).group_by(rows.c.probe_0, rows.c.probe_1)


def _number(light: Light, columns: Any) -> Any:
    return func.sum(case((and_(*light_conditions(light, columns.due_on, columns.yellow_on)), 1), else_=0))


def _item(code: str | None, name: str | None, found: Counter[str]) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "states": [_count(state.code, found) for state in CASE.states if code is None or state.code in UNFINISHED],
        "lights": [_count(light, found) for light in _LIGHTS],
    }


def _count(name: str, found: Counter[str]) -> dict[str, Any]:
    return {"of": name, "count": min(found[name], LARGEST_COUNT), "more": found[name] > LARGEST_COUNT}
