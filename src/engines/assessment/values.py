"""Values that people bring: reported by departments, imported from elsewhere; each with its reason and its source."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import PermissionMissing, Subject, department_names
from engines.assessment.amounts import decimal
from engines.assessment.closing import closed_through, hold_open
from engines.assessment.indicators import BROUGHT, find_indicator
from engines.assessment.lifecycle import MANAGE, READ, REPORT
from engines.assessment.models import AssessmentValue
from engines.assessment.periods import Period
from engines.assessment.refusals import DepartmentsUnknown, PeriodClosed, ReasonMissing, ValueNotTaken
from engines.audit import record_act
from kit import clock
from kit.database import Unit
from kit.ids import new_id

Key = tuple[str, str]


def record_value(
    subject: Subject,
    unit: Unit,
    indicator_code: str,
    department_code: str,
    period: Period,
    *,
    value: str,
    reason: str,
    source_text: str,
) -> Row[Any]:
    """Keep what a department's indicator came to in a period and return its row; a correction keeps the one before.

    Departments report their own (:data:`REPORT`); what is imported, the managers bring.
    Errors: :class:`ValueNotTaken` for what the system counts, :class:`PeriodClosed`, :class:`NumberInvalid`,
    :class:`ReasonMissing`.
    """
    indicator = find_indicator(unit, indicator_code)
    if indicator.source not in BROUGHT:
        raise ValueNotTaken(indicator=indicator.name)
    allowed = (REPORT, MANAGE) if indicator.source == "reported" else (MANAGE,)
    if not any(subject.holds(permission, department_code) for permission in allowed):
        raise PermissionMissing(permission=allowed[0])
    if department_code not in department_names(unit):
        raise DepartmentsUnknown(codes=department_code[:40])
    if not reason.strip() or not source_text.strip():
        raise ReasonMissing
    decimal(value)
    hold_open(unit)
    closed = closed_through(unit, [department_code]).get(department_code)
    if closed is not None and closed >= period.last:
        raise PeriodClosed(period=period.name)
    key = (indicator_code, department_code)
    before = values_of(unit, period, [indicator_code], [department_code]).get(key)
    value_id = new_id()
    unit.add(
        AssessmentValue,
        id=value_id,
        indicator_code=indicator_code,
        department_code=department_code,
        period_kind=period.kind,
        first_day=period.first,
        value=value,
        reason=reason,
        source_text=source_text,
        replaces_id=None if before is None else before.id,
        recorded_by=subject.actor.id,
        recorded_by_name=subject.actor.name,
        recorded_at=clock.now(),
    )
    told = {"indicator": indicator_code, "department": department_code, "period": period.code}
    record_act(subject, unit, "assessment_value.record", "assessment_value", value_id, **told)
    unit.flush()
    return values_of(unit, period, [indicator_code], [department_code])[key]


def values_of(
    unit: Unit, period: Period, indicators: Collection[str], departments: Collection[str]
) -> Mapping[Key, Row[Any]]:
    """Return the values in force of a period, by the codes of the indicator and the department."""
    value = AssessmentValue
    rows = unit.rows(
        select(*value.__table__.c)
        .where(
            value.indicator_code.in_(sorted(indicators)),
            value.first_day == period.first,
            value.period_kind == period.kind,
            value.department_code.in_(sorted(departments)),
        )
        .order_by(value.id)
    )
    return {(row.indicator_code, row.department_code): row for row in rows}


def value_history(
    subject: Subject, unit: Unit, indicator_code: str, department_code: str, period: Period
) -> Sequence[Row[Any]]:
    """Return everything that was brought for a value, newest first. Errors: :class:`PermissionMissing`."""
    if not subject.holds(READ, department_code):
        raise PermissionMissing(permission=READ)
    value = AssessmentValue
    return unit.rows(
        select(*value.__table__.c)
        .where(
            value.indicator_code == indicator_code,
            value.department_code == department_code,
            value.first_day == period.first,
            value.period_kind == period.kind,
        )
        .order_by(value.id.desc())
    )
