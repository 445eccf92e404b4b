"""A small city: a supervision office, departments of the city and of two districts, and who works there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from auth import Subject, store_directory
from engines.assessment import (
    PERMISSIONS,
    Entry,
    IndicatorDraft,
    SchemeDraft,
    create_indicator,
    create_scheme,
    publish_scheme,
    record_entries,
)
from engines.workdays import store_calendar
from kit.database import Unit
from kit.ids import new_id
from tests.engines.subjects import officer
from tests.engines.zhoushan import items_of

OFFICE, TRAFFIC, HOUSING, HEALTH = "D0", "D1", "D2", "D3"
DINGHAI, PUTUO, STREET = "D4", "D5", "D6"
CITY = (OFFICE, TRAFFIC, HOUSING, HEALTH)
PLACES = {
    **dict.fromkeys(CITY, "330900"),
    DINGHAI: "330902",
    PUTUO: "330903",
    STREET: "330903001",
}
REGIONS = {"330900": "舟山市", "330902": "定海区", "330903": "普陀区", "330903001": "沈家门街道"}
OVERDUE, ASSIGNED, RED = "matters.overdue_days", "matters.assigned", "escalations.red"


def build_city(unit: Unit) -> None:
    """Store the small city, and the calendar."""
    store_directory(
        unit,
        regions=[{"code": code, "name": name, "parent": None} for code, name in REGIONS.items()],
        departments=[
            {"uscc": code, "name": f"单位{code}", "short_name": code, "region": region, "parent": None}
            for code, region in PLACES.items()
        ],
        roles=[],
    )
    store_calendar(unit, items_of("holidays"))
    unit.commit()


def supervisor(name: str = OFFICE) -> Subject:
    """Return an officer of the supervision office, who may everything everywhere."""
    return officer(*PERMISSIONS, departments=(name,), everywhere=True)


def member(department: str, *permissions: str) -> Subject:
    """Return an officer of one department, who reads and appeals."""
    return officer(*(permissions or ("assessment.read", "assessment.appeal")), departments=(department,))


def entry(department: str, measure: str, day: date, amount: int = 1, **values: Any) -> Entry:
    """Return one thing to tell the ledger."""
    told: dict[str, Any] = {
        "key": str(new_id()),
        "record_kind": "supervision_matter",
        "record_id": new_id(),
        "record_number": "督〔2026〕1号",
        "title": "推进数字化转型",
        **values,
    }
    return Entry(department_code=department, measure=measure, day=day, amount=amount, **told)


def tell(unit: Unit, entries: Iterable[Entry]) -> int:
    """Tell the ledger in a transaction of its own, as a job does."""
    new = record_entries(unit, list(entries))
    unit.commit()
    return new


def indicator(code: Any, **changes: Any) -> IndicatorDraft:
    """Return an indicator of days overdue, or what the changes make of it."""
    usual: dict[str, Any] = {
        "code": code,
        "name": f"指标{code}",
        "name_en": code,
        "definition": "每逾期1天扣0.5分",
        "source": "system",
        "measured_by": OVERDUE,
        "formula": "value * 0.5",
        "direction": "lower",
        "unit": "天",
    }
    return IndicatorDraft(**{**usual, **changes})


def scheme(weights: dict[str, str], **changes: Any) -> SchemeDraft:
    """Return a monthly scheme over the city's departments."""
    usual: dict[str, Any] = {
        "code": "monthly",
        "name": "月度考评",
        "name_en": "monthly",
        "period_kind": "month",
        "region": "330900",
        "appeal_days": 10,
    }
    return SchemeDraft(weights=weights, **{**usual, **changes})


def put_in_force(unit: Unit, boss: Subject) -> None:
    """Draw up and publish the monthly scheme: overdue 60, red 20, reported 20, ahead of time on top."""
    create_indicator(boss, unit, OFFICE, indicator("overdue", cap="30"))
    create_indicator(boss, unit, OFFICE, indicator("red", measured_by=RED, formula="value * 2", unit="张"))
    create_indicator(
        boss,
        unit,
        OFFICE,
        indicator(
            "training",
            source="reported",
            measured_by=None,
            target="90",
            direction="higher",
            unit="%",
            formula='value >= target ? 0 : (target - value) / 3 + measure["matters.returned"]',
        ),
    )
    create_indicator(
        boss,
        unit,
        OFFICE,
        indicator("ahead", measured_by="matters.ahead_days", formula="-(value / 3)", cap="2", direction="higher"),
    )
    weights = {"overdue": "60", "red": "20", "training": "20", "ahead": "0"}
    publish_scheme(boss, unit, create_scheme(boss, unit, OFFICE, scheme(weights)).id)
    unit.commit()
