"""How many cases there are, by state and by light: counted up to a bound and no further.

A count that stops costs the same however many there are, is true in the moment it is asked for, and needs neither a
summary that every turn would have to write nor a job (``docs/decisions/0006-lists-by-index.md``).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, get_args

from sqlalchemy import Select, Text, and_, case, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from auth import Subject, department_names
from engines.cases.lifecycle import CASE, RUNNING, UNFINISHED
from engines.cases.models import Case
from engines.cases.search_statements import Light, light_conditions
from engines.matters import kinds_of_cases, matter_names
from kit import clock
from kit.database import Unit
from kit.probing import Conditions, first_of_each

Group = Literal["department", "matter"]
Probes = tuple[tuple[Any, Sequence[str]], ...]
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
    reach = subject.reach("cases.read")
    kinds = [kind for kind in kinds_of_cases(unit) if reach.covers(kind.department)]
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
    inside = (Case.department_code, departments)
    parts = [(state.code, _reading(unit, (), (inside, (Case.state, [state.code])), _BY_ID)) for state in CASE.states]
    for light in _LIGHTS:
        lit = (Case.closed_on.is_(None), *_lit(light, Case))
        parts.append((light, _reading(unit, lit, (inside, (Case.state, RUNNING)), _BY_DATE)))
    counts = [
        select(literal(name).label("name"), func.count().label("number")).select_from(part.limit(_BOUND).subquery())
        for name, part in parts
    ]
    return Counter({row.name: row.number for row in unit.rows(union_all(*counts))})


def _by_value(unit: Unit, column: Any, values: Sequence[str], inside: Conditions) -> dict[str, Counter[str]]:
    """Count every unfinished state and every light of each value of a column, in one reading of at most a bound each.

    What is cut off is of the lights that come last by date, and counted as one too many.
    """
    found: dict[str, Counter[str]] = {}
    for row in unit.rows(_groups(unit, column, values, (Case.closed_on.is_(None), *inside))):
        counts = found.setdefault(row.code, Counter())
        counts[row.state] += row.number
        if row.state in RUNNING:
            counts.update({light: getattr(row, light) for light in _LIGHTS})
            if row.number == _BOUND and unit.dialect == "postgresql":
                counts.update({light: _BOUND for light in _LIGHTS if light != "red" or row.red == _BOUND})
    return found


def _groups(unit: Unit, column: Any, values: Sequence[str], conditions: Conditions) -> Select[Any]:
    """Return ``code``, ``state``, their number and how many have each light, for each value that has cases."""
    probes = ((column, values), (Case.state, UNFINISHED))
    code: Any
    state: Any
    columns: Any
    if unit.dialect == "sqlite":
        code, state, columns = column, Case.state, Case
        groups = select().where(*conditions, *_among(probes))
    else:
        rows = _reading(unit, conditions, probes, _BY_DATE).subquery()
        code, state, columns = rows.c.probe_0, rows.c.probe_1, rows.c
        groups = select()
    lights = [func.sum(case((and_(*_lit(light, columns)), 1), else_=0)).label(light) for light in _LIGHTS]
    named = code.label("code"), state.label("state"), func.count().label("number")
    return groups.add_columns(*named, *lights).group_by(code, state)


def _reading(unit: Unit, conditions: Conditions, probes: Probes, sort: tuple[Any, ...]) -> Select[Any]:
    """Return the cases of every combination of values, of each at most a bound where that saves anything."""
    if unit.dialect == "sqlite":
        return select(Case.id).where(*conditions, *_among(probes))
    arrays = [(column, literal(list(values), ARRAY(Text))) for column, values in probes]
    return first_of_each((Case.id, Case.due_on, Case.yellow_on), conditions, arrays, sort, _BOUND)


def _among(probes: Probes) -> Conditions:
    return tuple(column.in_(values) for column, values in probes)


def _lit(light: Light, columns: Any) -> Conditions:
    return light_conditions(light, columns.due_on, columns.yellow_on, clock.today())


def _item(code: str | None, name: str | None, found: Counter[str]) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "states": [_count(state.code, found) for state in CASE.states if code is None or state.code in UNFINISHED],
        "lights": [_count(light, found) for light in _LIGHTS],
    }


def _count(name: str, found: Counter[str]) -> dict[str, Any]:
    return {"of": name, "count": min(found[name], LARGEST_COUNT), "more": found[name] > LARGEST_COUNT}
