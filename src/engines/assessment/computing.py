"""Computing the scores of a period: by hand, by a job that was asked for, and every day by the clock."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, delete, insert, select

from auth import SYSTEM, PermissionMissing, Subject, department_names
from engines.assessment.access import assessment_at, assessment_by_id
from engines.assessment.amounts import in_hundredths
from engines.assessment.inputs import Inputs, gather
from engines.assessment.lifecycle import ASSESSMENT, COMPUTE, COMPUTED, assessment_record
from engines.assessment.measures import ASSIGNED
from engines.assessment.models import Assessment, AssessmentScheme, AssessmentScore, AssessmentScoreLine
from engines.assessment.periods import ONE_DAY, Period, period_of
from engines.assessment.refusals import DepartmentsUnknown, PeriodClosed, PeriodNotBegun, PeriodUnlike
from engines.assessment.schemes import ranked_departments, scheme_in_force, scheme_items
from engines.assessment.scoring import Item, Line, ranks
from engines.lifecycles import Record, apply_transition, write_event
from kit import clock, outbox
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import PreconditionFailed, Problem
from kit.ids import new_id, new_ids

TOPIC = "assessment.compute"
_KINDS = {"week": "周", "month": "月", "quarter": "季度", "year": "年"}


def request_computation(subject: Subject, unit: Unit, scheme_code: str, period: Period) -> None:
    """Let a job compute a period's scores. Errors: as :func:`compute_assessment`."""
    _check(subject, unit, scheme_code, period)
    payload = {"scheme": scheme_code, "kind": period.kind, "day": period.first.isoformat()}
    outbox.enqueue(unit, "assessment.compute", payload, key=f"{scheme_code}:{period.code}")


@outbox.handles(TOPIC)
def _compute_now(job: outbox.Job) -> None:
    told = job.payload
    try:
        compute_assessment(SYSTEM, job.unit, told["scheme"], period_of(told["kind"], date.fromisoformat(told["day"])))
    except PeriodClosed:
        return  # Published since it was asked for.


def compute_assessment(subject: Subject, unit: Unit, scheme_code: str, period: Period) -> Row[Any]:
    """Compute the scores of a period under the scheme in force, or compute them again, and return the assessment.

    A figure of cases is as it was last counted. Errors: :class:`SchemeNotFound`, :class:`PeriodUnlike`,
    :class:`PeriodNotBegun`, :class:`PeriodClosed` once published, :class:`PermissionMissing`.
    """
    scheme, present = _check(subject, unit, scheme_code, period)
    items, departments = scheme_items(unit, scheme.id), ranked_departments(unit, scheme)
    if not departments:
        raise DepartmentsUnknown(codes=scheme.region or "")
    inputs = gather(unit, items, period, sorted(departments))
    assessment_id = _keep(subject, unit, scheme, period, inputs, present)
    unit.write(delete(AssessmentScoreLine).where(AssessmentScoreLine.assessment_id == assessment_id))
    unit.write(delete(AssessmentScore).where(AssessmentScore.assessment_id == assessment_id))
    _write_scores(unit, assessment_id, departments, items, inputs, _previous(unit, scheme_code, period))
    return assessment_by_id(unit, assessment_id)


def _check(subject: Subject, unit: Unit, scheme_code: str, period: Period) -> tuple[Row[Any], Row[Any] | None]:
    scheme = scheme_in_force(unit, scheme_code)
    if subject.kind != "system" and not subject.holds(COMPUTE, scheme.department_code):
        raise PermissionMissing(permission=COMPUTE)
    if period.kind != scheme.period_kind:
        raise PeriodUnlike(wanted=_KINDS[scheme.period_kind])
    if period.first > clock.today():
        raise PeriodNotBegun(period=period.name)
    present = assessment_at(unit, scheme_code, period)
    if present is not None and present.state != "computed":
        raise PeriodClosed(period=period.name)
    return scheme, present


def _keep(
    subject: Subject, unit: Unit, scheme: Row[Any], period: Period, inputs: Inputs, present: Row[Any] | None
) -> uuid.UUID:
    """Write the assessment's own row, new or changed, with its event, and return its id."""
    said: dict[str, Any] = {
        "scheme_id": scheme.id,
        "scheme_name": scheme.name,
        "scheme_name_en": scheme.name_en,
        "department_code": scheme.department_code,
        "region": scheme.region,
        "entries": inputs.entries,
        "reported": inputs.reported,
        "computed_at": clock.now(),
    }
    if present is not None:
        name = "renew" if subject.kind == "system" else "recompute"
        apply_transition(subject, unit, assessment_record(present), name, changes=said)
        return uuid.UUID(str(present.id))
    assessment_id = new_id()
    unit.add(
        Assessment,
        id=assessment_id,
        scheme_code=scheme.code,
        state="computed",
        version=1,
        period_kind=period.kind,
        first_day=period.first,
        last_day=period.last,
        **said,
    )
    record = Record(ASSESSMENT, Assessment, assessment_id, "", 0, scheme.department_code, None)
    write_event(subject, unit, record, COMPUTED, detail={"period": period.code})
    try:
        unit.flush()
    except DuplicateRow:
        raise PreconditionFailed from None
    return assessment_id


def _previous(unit: Unit, scheme_code: str, period: Period) -> Mapping[str, Row[Any]]:
    """Return the scores of the period before by department, where they were published."""
    score = AssessmentScore
    rows = unit.rows(
        select(score.department_code, score.hundredths, score.rank)
        .join(Assessment, Assessment.id == score.assessment_id)
        .where(
            Assessment.scheme_code == scheme_code,
            Assessment.first_day == period.previous.first,
            Assessment.period_kind == period.kind,
            Assessment.state != "computed",
        )
    )
    return {row.department_code: row for row in rows}


def _write_scores(
    unit: Unit,
    assessment_id: uuid.UUID,
    departments: Mapping[str, str],
    items: Sequence[Item],
    inputs: Inputs,
    previous: Mapping[str, Row[Any]],
) -> None:
    names, codes = department_names(unit), sorted(departments)
    lines = {code: [inputs.line(item, code) for item in items] for code in codes}
    totals = {code: sum((line.points for line in lines[code]), start=Fraction(0)) for code in codes}
    hundredths = [in_hundredths(totals[code]) for code in codes]
    scores, parts = [], []
    for score_id, code, own, rank in zip(new_ids(len(codes)), codes, hundredths, ranks(hundredths), strict=True):
        before = previous.get(code)
        scores.append(
            {
                "id": score_id,
                "assessment_id": assessment_id,
                "department_code": code,
                "department_name": names.get(code, code),
                "region": departments[code],
                "computed": str(totals[code]),
                "hundredths": own,
                "adjusted": 0,
                "rank": rank,
                "previous_hundredths": before.hundredths if before else None,
                "previous_rank": before.rank if before else None,
                "assigned": inputs.amounts.get(code, {}).get(ASSIGNED, 0),
                "unknown": sum(line.outcome == "unknown" for line in lines[code]),
            }
        )
        parts += [_line_row(assessment_id, score_id, place, line) for place, line in enumerate(lines[code])]
    unit.write(insert(AssessmentScore), scores)
    unit.write(insert(AssessmentScoreLine), parts)


def _line_row(assessment_id: uuid.UUID, score_id: uuid.UUID, place: int, line: Line) -> dict[str, Any]:
    return {
        "score_id": score_id,
        "position": place,
        "assessment_id": assessment_id,
        "indicator_id": line.item.indicator.id,
        "value": None if line.value is None else str(line.value),
        "target": None if line.target is None else str(line.target),
        "measures": dict(sorted(line.measures.items())),
        "weight": str(line.item.weight),
        "lost": str(line.lost),
        "points": str(line.points),
        "outcome": line.outcome,
    }


def compute_when_due(context: Context) -> int:
    """Compute what was not computed today of every scheme: the running period, and the one before until published.

    Returns how many periods were computed; for the worker, once a round.
    """
    with context.database.unit() as unit:
        schemes = unit.rows(
            select(AssessmentScheme.code, AssessmentScheme.period_kind)
            .where(AssessmentScheme.state == "published")
            .distinct()
        )
        due = [found for row in schemes for found in _due(unit, row.code, row.period_kind)]
    return sum(_compute_one(context, code, period) for code, period in due)


def _due(unit: Unit, code: str, kind: Any) -> list[tuple[str, Period]]:
    running = period_of(kind, clock.today())
    found = []
    for period in (period_of(kind, running.first - ONE_DAY), running):
        row = assessment_at(unit, code, period)
        fresh = row is not None and clock.local(row.computed_at).date() >= clock.today()
        if not fresh and (row is None or row.state == "computed"):
            found.append((code, period))
    return found


def _compute_one(context: Context, code: str, period: Period) -> int:
    try:
        with context.database.unit() as unit:
            compute_assessment(SYSTEM, unit, code, period)
    except Problem:
        return 0  # Another computed or published it meanwhile, or its departments are gone.
    return 1
