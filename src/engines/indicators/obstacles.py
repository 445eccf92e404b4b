"""Which shared-data resource would unlock the most matters next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engines.indicators.facts import Brought, MatterFacts, facts_in_force
from engines.indicators.snapshots import read_usage
from kit.database import Unit

#: A resource that the matter names with its holder, or the material itself where it names none.
Key = tuple[str, str]


@dataclass
class _Wanted:
    """One resource, and the matters that wait for it: with it alone, or among others."""

    named: bool
    alone: list[MatterFacts] = field(default_factory=list)
    nearer: list[MatterFacts] = field(default_factory=list)


def obstacles(unit: Unit, *, strict: bool = False) -> list[dict[str, Any]]:
    """Return the resources that matters lack, the most useful first.

    Ranked by the matters that would need one certificate alone with this resource and no other, then by those it
    would bring nearer; among equals by the cases of the last year. ``strict`` lets no commitment stand in.
    """
    usage = read_usage(unit).by_matter
    filed = {code: row.filed for code, row in usage.items()}
    wanted = _wanted(list(facts_in_force(unit).values()), strict=strict)
    shown = [_shown(key, item, filed) for key, item in wanted.items()]
    return sorted(shown, key=_rank)


def _wanted(matters: Sequence[MatterFacts], *, strict: bool) -> dict[Key, _Wanted]:
    wanted: dict[Key, _Wanted] = {}
    for facts in matters:
        missing = {_key(item): bool(item.resource) for item in facts.in_the_way(strict=strict)}
        for key, named in missing.items():
            item = wanted.setdefault(key, _Wanted(named))
            (item.alone if len(missing) == 1 else item.nearer).append(facts)
    return wanted


def _key(item: Brought) -> Key:
    return (item.resource, item.holder) if item.resource else (item.name, "")


def _shown(key: Key, item: _Wanted, filed: dict[str, int]) -> dict[str, Any]:
    return {
        "resource": key[0],
        "department_name": key[1] or None,
        "named": item.named,
        "unlocks": len(item.alone),
        "unlocks_cases": sum(filed.get(facts.code, 0) for facts in item.alone),
        "nearer": len(item.nearer),
        "nearer_cases": sum(filed.get(facts.code, 0) for facts in item.nearer),
        "matters": [
            {"code": facts.code, "name": facts.name, "alone": alone, "cases": filed.get(facts.code, 0)}
            for alone, group in ((True, item.alone), (False, item.nearer))
            for facts in group
        ],
    }


def _rank(item: dict[str, Any]) -> tuple[Any, ...]:
    return (
        -item["unlocks"],
        -item["unlocks_cases"],
        -item["nearer"],
        -item["nearer_cases"],
        item["resource"],
        item["department_name"] or "",
    )
