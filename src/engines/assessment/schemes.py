"""Schemes (考评办法): which departments are ranked by which indicators, with weights that add up to 100."""

import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select

from auth import PermissionMissing, Subject, department_names, department_regions, region_names
from engines.assessment.amounts import decimal, exact, shown
from engines.assessment.formulas import formula_of
from engines.assessment.indicators import newest_indicators
from engines.assessment.lifecycle import DRAW_UP, MANAGE, SCHEME, scheme_record
from engines.assessment.models import AssessmentIndicator, AssessmentScheme, AssessmentWeight
from engines.assessment.periods import KINDS
from engines.assessment.refusals import (
    DepartmentsUnknown,
    IndicatorNotFound,
    SchemeInvalid,
    SchemeNotFound,
    WeightsDoNotAddUp,
)
from engines.assessment.scoring import Item
from engines.lifecycles import Record, Transition, apply_transition, write_event
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id

WHOLE = 100
MOST_INDICATORS = 60
#: 政府督查工作条例: whom a result is about may ask for a review within thirty days.
APPEAL_DAYS = 30
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")


@dataclass(frozen=True)
class SchemeDraft:
    """What a scheme says: ``weights`` are points by the code of the indicator, in the order in which they are shown.

    An indicator of weight 0 only adds or takes points (加减分), up to its cap. It ranks the departments of a division
    (``region``) or those that are named.
    """

    code: str
    name: str
    name_en: str
    period_kind: str
    weights: Mapping[str, str]
    region: str | None = None
    departments: tuple[str, ...] = ()
    appeal_days: int = APPEAL_DAYS


def create_scheme(subject: Subject, unit: Unit, department_code: str, draft: SchemeDraft) -> Row[Any]:
    """Draw up a scheme of a department, or the next edition of one, and return its row; it is not in force yet.

    Errors: :class:`SchemeInvalid`, :class:`WeightsDoNotAddUp`, :class:`IndicatorNotFound`, :class:`DepartmentsUnknown`.
    """
    if not subject.holds(MANAGE, department_code):
        raise PermissionMissing(permission=MANAGE)
    indicators = newest_indicators(unit, draft.weights)
    check_scheme(draft, {code: row.cap for code, row in indicators.items()})
    _check_places(unit, draft)
    return keep_scheme(subject, unit, department_code, draft, indicators, DRAW_UP)


def check_scheme(draft: SchemeDraft, caps: Mapping[str, str | None]) -> None:
    """Refuse a scheme that does not hold; ``caps`` are those of the indicators that there are.

    Errors: as :func:`create_scheme`.
    """
    for code in draft.weights:
        if code not in caps:
            raise IndicatorNotFound(indicator=code[:80])
    weights = {code: decimal(weight) for code, weight in draft.weights.items()}
    for holds, zh, en in (
        (_CODE.match(draft.code), "代码须由小写字母、数字和下划线组成", "its code has small letters, digits and _"),
        (draft.period_kind in KINDS, "周期须为周、月、季度或年", "it is for a week, month, quarter or year"),
        (
            (draft.region is None) != (not draft.departments),
            "须写明区划或部门之一",
            "it names a division or departments",
        ),
        (0 < len(weights) <= MOST_INDICATORS, "指标须为1至60项", "it has 1 to 60 indicators"),
        (0 <= draft.appeal_days <= 366, "申诉期须为0至366天", "its days of appeal are 0 to 366"),
        (
            all(weight >= 0 and (weight * WHOLE).denominator == 1 for weight in weights.values()),
            "权重不得为负，最多两位小数",
            "weights are not below nothing and have at most two decimals",
        ),
        (
            all(weight > 0 or caps[code] is not None for code, weight in weights.items()),
            "权重为0的加减分指标须有封顶分值",
            "an indicator of weight 0 has a cap",
        ),
    ):
        if not holds:
            raise SchemeInvalid(zh_wrong=zh, en_wrong=en)
    total = sum(weights.values())
    if total != WHOLE:
        raise WeightsDoNotAddUp(total=shown(exact(str(total))))


def _check_places(unit: Unit, draft: SchemeDraft) -> None:
    known: Collection[str] = department_names(unit) if draft.region is None else region_names(unit)
    lost = [code for code in (draft.departments or (draft.region or "",)) if code not in known]
    if lost:
        raise DepartmentsUnknown(codes=", ".join(lost)[:200])


def keep_scheme(
    subject: Subject,
    unit: Unit,
    department_code: str,
    draft: SchemeDraft,
    indicators: Mapping[str, Row[Any]],
    begun_by: Transition,
) -> Row[Any]:
    """Write the next edition of a checked scheme and return its row."""
    newest = select(func.max(AssessmentScheme.edition)).where(AssessmentScheme.code == draft.code)
    scheme_id, moment, state = new_id(), clock.now(), begun_by.leads_to("")
    unit.add(
        AssessmentScheme,
        id=scheme_id,
        code=draft.code,
        edition=int(unit.scalar(newest) or 0) + 1,
        state=state,
        version=1,
        department_code=department_code,
        name=draft.name,
        name_en=draft.name_en,
        period_kind=draft.period_kind,
        region=draft.region,
        departments=sorted(set(draft.departments)),
        appeal_days=draft.appeal_days,
        made_at=moment,
        published_at=moment if state == "published" else None,
    )
    record = Record(SCHEME, AssessmentScheme, scheme_id, "", 0, department_code, None)
    write_event(subject, unit, record, begun_by, detail={"code": draft.code})
    try:
        unit.write(
            insert(AssessmentWeight),
            [
                {"scheme_id": scheme_id, "position": place, "indicator_id": indicators[code].id, "weight": weight}
                for place, (code, weight) in enumerate(draft.weights.items())
            ],
        )
    except DuplicateRow:
        raise PreconditionFailed from None
    return scheme_by_id(unit, scheme_id)


def publish_scheme(subject: Subject, unit: Unit, scheme_id: uuid.UUID) -> Row[Any]:
    """Put a scheme in force; from now on it is unchangeable. Errors: :class:`SchemeNotFound`, as a transition."""
    row = scheme_by_id(unit, scheme_id)
    return apply_transition(subject, unit, scheme_record(row), "publish", changes={"published_at": clock.now()})


def scheme_by_id(unit: Unit, scheme_id: uuid.UUID) -> Row[Any]:
    """Return a scheme. Errors: :class:`SchemeNotFound`."""
    row = unit.first(select(*AssessmentScheme.__table__.c).where(AssessmentScheme.id == scheme_id))
    if row is None:
        raise SchemeNotFound(scheme=scheme_id)
    return row


def scheme_in_force(unit: Unit, code: str) -> Row[Any]:
    """Return the newest published edition of a scheme. Errors: :class:`SchemeNotFound`."""
    scheme = AssessmentScheme
    row = unit.first(
        select(*scheme.__table__.c)
        .where(scheme.code == code, scheme.state == "published")
        .order_by(scheme.edition.desc())
        .limit(1)
    )
    if row is None:
        raise SchemeNotFound(scheme=code[:80])
    return row


def list_schemes(unit: Unit) -> Sequence[Row[Any]]:
    """Return every edition of every scheme, by code and newest edition first; weights are published."""
    scheme = AssessmentScheme
    return unit.rows(select(*scheme.__table__.c).order_by(scheme.code, scheme.edition.desc()))


def scheme_items(unit: Unit, scheme_id: uuid.UUID) -> list[Item]:
    """Return the indicators of a scheme with their weights, in their order."""
    rows = unit.rows(
        select(*AssessmentIndicator.__table__.c, AssessmentWeight.weight)
        .join(AssessmentWeight, AssessmentWeight.indicator_id == AssessmentIndicator.id)
        .where(AssessmentWeight.scheme_id == scheme_id)
        .order_by(AssessmentWeight.position)
    )
    return [Item(row, exact(row.weight), formula_of(row.formula)) for row in rows]


def ranked_departments(unit: Unit, scheme: Row[Any]) -> Mapping[str, str]:
    """Return the departments that a scheme ranks, with their divisions: by name, or all of its division."""
    regions = department_regions(unit)
    if scheme.region is None:
        return {code: regions.get(code, "") for code in scheme.departments}
    return {code: region for code, region in regions.items() if region == scheme.region}
