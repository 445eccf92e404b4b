"""The public promise of a matter: what is promised, and what its cases of the last year really took."""

from typing import Any

from sqlalchemy import Row

from engines.deadlines import Limit
from engines.indicators.facts import MatterFacts, facts_in_force
from engines.indicators.snapshots import Usage, read_usage
from engines.matters import MatterUnknown
from kit.database import Unit
from kit.fields import beijing

#: 材料复用: what the applicant did not have to make anew.
REUSED = ("licence", "shared_data", "locker")


def promise(unit: Unit, code: str) -> dict[str, Any]:
    """Return the promise of a matter in force. Errors: :class:`MatterUnknown`."""
    facts = facts_in_force(unit).get(code)
    if facts is None:
        raise MatterUnknown
    usage = read_usage(unit)
    return {**_shown(facts, usage.by_matter.get(code)), **_counted(usage)}


def ranked_promises(unit: Unit) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the promises of all matters in force and of which counting they are.

    The best on-time share comes first, whatever the number of cases, then the shorter median; those without a decided
    case stand at the end.
    """
    usage = read_usage(unit)
    found = [_shown(facts, usage.by_matter.get(code)) for code, facts in facts_in_force(unit).items()]
    return sorted(found, key=_rank), _counted(usage)


def _rank(item: dict[str, Any]) -> tuple[Any, ...]:
    share, median = item["on_time_percent"], item["office_days"]["median"]
    return (share is None, -(share or 0), median is None, median or 0, item["code"])


def _counted(usage: Usage) -> dict[str, Any]:
    return {
        "as_of": beijing(usage.as_of),
        "period_from": usage.period_from.isoformat() if usage.period_from else None,
        "period_to": usage.period_to.isoformat() if usage.period_to else None,
    }


def _shown(facts: MatterFacts, row: Row[Any] | None) -> dict[str, Any]:
    materials = row.materials if row else {}
    handed = sum(materials.values())
    return {
        "code": facts.code,
        "name": facts.name,
        "promised": _limit(facts.promised),
        "statutory": _limit(facts.statutory),
        "cases": row.decided if row else 0,
        "delivered": row.delivered if row else 0,
        "on_time_percent": _percent(row.on_time, row.decided) if row else None,
        "office_days": {"median": row.office_median if row else None, "p90": row.office_p90 if row else None},
        "total_days": {"median": row.total_median if row else None, "p90": row.total_p90 if row else None},
        "materials_reused_percent": _percent(sum(materials.get(way, 0) for way in REUSED), handed),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {"days": limit.days, "unit": limit.unit}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
