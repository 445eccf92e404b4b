"""What a city's pack says of assessment: its indicators and its schemes, in force as they are loaded."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from auth import SYSTEM
from engines.assessment.amounts import exact
from engines.assessment.indicators import IndicatorDraft, check_indicator, keep_indicator, newest_indicators
from engines.assessment.lifecycle import ENACT
from engines.assessment.refusals import SchemeNotFound
from engines.assessment.schemes import SchemeDraft, check_scheme, keep_scheme, scheme_in_force, scheme_items
from kit.database import Unit
from kit.errors import Problem

Items = Sequence[Mapping[str, Any]]
INDICATOR, SCHEME = "indicator", "scheme"


def store_assessment(unit: Unit, items: Items) -> int:
    """Make indicators and schemes what the pack says, and return how many became a new edition; a second time none.

    What the pack no longer has stays, for the periods that were assessed by it.
    """
    before = {code: row.edition for code, row in newest_indicators(unit).items()}
    indicators = {
        item["code"]: keep_indicator(SYSTEM, unit, item["department"], indicator_draft(item))
        for item in items
        if item["kind"] == INDICATOR
    }
    changed = len([code for code, row in indicators.items() if row.edition != before.get(code)])
    for item in items:
        if item["kind"] == SCHEME and not _in_force(unit, item, indicators):
            keep_scheme(SYSTEM, unit, item["department"], scheme_draft(item), indicators, ENACT)
            changed += 1
    return changed


def assessment_problems(items: Items, figures: Collection[str]) -> Iterator[tuple[int, Problem]]:
    """Find what of a pack's indicators and schemes does not hold, each with its place among the items."""
    caps = {item["code"]: item.get("cap") for item in items if item["kind"] == INDICATOR}
    for place, item in enumerate(items):
        try:
            if item["kind"] == INDICATOR:
                check_indicator(indicator_draft(item), figures)
            else:
                check_scheme(scheme_draft(item), caps)
        except Problem as problem:
            yield place, problem


def indicator_draft(item: Mapping[str, Any]) -> IndicatorDraft:
    """Return an indicator of a pack."""
    return IndicatorDraft(**{name: value for name, value in item.items() if name not in {"kind", "department"}})


def scheme_draft(item: Mapping[str, Any]) -> SchemeDraft:
    """Return a scheme of a pack."""
    said = {name: value for name, value in item.items() if name not in {"kind", "department", "weights", "departments"}}
    weights = {part["indicator"]: part["weight"] for part in item["weights"]}
    return SchemeDraft(weights=weights, departments=tuple(item.get("departments", ())), **said)


def _in_force(unit: Unit, item: Mapping[str, Any], indicators: Mapping[str, Row[Any]]) -> bool:
    """Tell whether the scheme in force says what the pack says, with the same editions of its indicators."""
    try:
        row = scheme_in_force(unit, item["code"])
    except SchemeNotFound:
        return False
    draft = scheme_draft(item)
    present = [(part.indicator.id, part.weight) for part in scheme_items(unit, row.id)]
    wanted = [(indicators[code].id, exact(weight)) for code, weight in draft.weights.items()]
    said = ("name", "name_en", "period_kind", "region", "appeal_days")
    return (
        present == wanted
        and row.department_code == item["department"]
        and row.departments == sorted(set(draft.departments))
        and all(getattr(row, name) == getattr(draft, name) for name in said)
    )
