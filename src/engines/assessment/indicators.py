"""Indicators (考评指标): what is measured, where it comes from, and how many points it costs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, func, select

from auth import PermissionMissing, Subject
from engines.assessment.amounts import decimal
from engines.assessment.formulas import check_formula
from engines.assessment.lifecycle import MANAGE
from engines.assessment.measures import check_measure
from engines.assessment.models import AssessmentIndicator
from engines.assessment.refusals import IndicatorInvalid, IndicatorNotFound
from engines.audit import record_act
from engines.indicators import figure_codes
from kit import clock
from kit.database import DuplicateRow, Unit
from kit.errors import PreconditionFailed
from kit.ids import new_id

#: ``system`` measures of the ledger, ``computed`` figures of cases and of the catalogue, ``reported`` by departments,
#: ``imported`` from elsewhere.
SOURCES = ("system", "computed", "reported", "imported")
#: Those whose values people bring.
BROUGHT = ("reported", "imported")
DIRECTIONS = ("higher", "lower")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")


@dataclass(frozen=True)
class IndicatorDraft:
    """What an indicator says of itself.

    ``measured_by`` is what its ``value`` is: a measure of the ledger, or a figure or limit of ``engines.indicators``
    (whose ``target`` is the city's where None is given). ``cap`` is the most points that it costs or gives.
    """

    code: str
    name: str
    name_en: str
    definition: str
    source: str
    formula: str
    direction: str
    unit: str
    measured_by: str | None = None
    target: str | None = None
    baseline: str | None = None
    cap: str | None = None


def create_indicator(subject: Subject, unit: Unit, department_code: str, draft: IndicatorDraft) -> Row[Any]:
    """Keep an indicator of a department, or the next edition of one, and return its row.

    Errors: :class:`IndicatorInvalid`, :class:`FormulaInvalid`, :class:`MeasureUnknown`, :class:`NumberInvalid`.
    """
    if not subject.holds(MANAGE, department_code):
        raise PermissionMissing(permission=MANAGE)
    check_indicator(draft, figure_codes(unit))
    return keep_indicator(subject, unit, department_code, draft)


def check_indicator(draft: IndicatorDraft, figures: Collection[str]) -> None:
    """Refuse an indicator that does not hold; ``figures`` are the codes of those that are computed.

    Errors: as :func:`create_indicator`.
    """
    for holds, zh, en in (
        (_CODE.match(draft.code), "代码须由小写字母、数字和下划线组成", "its code has small letters, digits and _"),
        (draft.source in SOURCES, "数据来源不存在", f"its source is one of {', '.join(SOURCES)}"),
        (draft.direction in DIRECTIONS, "方向须为 higher 或 lower", "its direction is higher or lower"),
        (draft.name.strip() and draft.definition.strip(), "须有名称和定义", "it has a name and a definition"),
        (
            draft.measured_by is None if draft.source in BROUGHT else draft.measured_by is not None,
            "系统统计的指标须写明计量项，填报的指标不得写",
            "what the system counts names its measure, what is reported names none",
        ),
        (
            draft.source != "computed" or draft.measured_by in figures,
            "没有这一统计数据",
            f"there is no figure {draft.measured_by}",
        ),
    ):
        if not holds:
            raise IndicatorInvalid(zh_wrong=zh, en_wrong=en)
    if draft.source == "system":
        check_measure(draft.measured_by or "")
    constants = {name: _number(getattr(draft, name)) for name in ("target", "baseline", "cap")}
    if constants["cap"] is not None and constants["cap"] < 0:
        raise IndicatorInvalid(zh_wrong="封顶分值不得为负", en_wrong="its cap is not below nothing")
    if draft.source == "computed" and constants["target"] is None:
        constants["target"] = Fraction(90)  # The city's own, which may be any; tried on a usual one.
    check_formula(draft.formula, constants)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else decimal(text)


def keep_indicator(subject: Subject, unit: Unit, department_code: str, draft: IndicatorDraft) -> Row[Any]:
    """Write the next edition of a checked indicator, unless the newest says the same, and return its row."""
    newest = select(func.max(AssessmentIndicator.edition)).where(AssessmentIndicator.code == draft.code)
    edition = int(unit.scalar(newest) or 0)
    if edition and _same(find_indicator(unit, draft.code), department_code, draft):
        return find_indicator(unit, draft.code)
    indicator_id = new_id()
    unit.add(
        AssessmentIndicator,
        id=indicator_id,
        edition=edition + 1,
        department_code=department_code,
        made_at=clock.now(),
        **asdict(draft),
    )
    record_act(subject, unit, "assessment_indicator.create", "assessment_indicator", indicator_id, code=draft.code)
    try:
        unit.flush()
    except DuplicateRow:
        raise PreconditionFailed from None
    return find_indicator(unit, draft.code)


def _same(row: Row[Any], department_code: str, draft: IndicatorDraft) -> bool:
    said = {**asdict(draft), "department_code": department_code}
    return all(getattr(row, name) == value for name, value in said.items())


def find_indicator(unit: Unit, code: str) -> Row[Any]:
    """Return the newest edition of an indicator. Errors: :class:`IndicatorNotFound`."""
    found = newest_indicators(unit, [code]).get(code)
    if found is None:
        raise IndicatorNotFound(indicator=code[:80])
    return found


def newest_indicators(unit: Unit, codes: Collection[str] | None = None) -> Mapping[str, Row[Any]]:
    """Return the newest edition of some indicators, or of all, by code."""
    wanted = select(*AssessmentIndicator.__table__.c).order_by(AssessmentIndicator.code, AssessmentIndicator.edition)
    if codes is not None:
        wanted = wanted.where(AssessmentIndicator.code.in_(sorted(codes)))
    return {row.code: row for row in unit.rows(wanted)}


def list_indicators(unit: Unit) -> Sequence[Row[Any]]:
    """Return the newest edition of every indicator, by code; indicators are published."""
    return list(newest_indicators(unit).values())
