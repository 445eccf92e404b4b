"""The shapes of assessment."""

from marshmallow import Schema, fields, validate

from engines.assessment import ADJUSTMENT, ASSESSMENT, DIRECTIONS, KINDS, MEASURES, SCHEME, SOURCES
from kit.fields import Line, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_ORGAN = {"example": "11330900002600114R"}
_STATES = [state.code for state in ASSESSMENT.states]
_PERIOD = {"description": "`2026-W48`, `2026-11`, `2026-Q4` or `2026`.", "example": "2026-11"}
_MINE = {"description": "Whose it is; mine by default.", **_ORGAN}
_CODE = {"description": "Its code."}
_NUMBER = {"description": "An exact decimal.", "example": "0.5"}


def _number(**options: object) -> fields.String:
    return fields.String(validate=validate.Length(1, 20), metadata=_NUMBER, **options)  # type: ignore[arg-type]


class AssessmentIndicatorIn(Schema):
    """An indicator, or the next edition of one."""

    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata=_MINE,
    )
    code = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "overdue_days"})
    name = Line(minimum=2, maximum=60, required=True, metadata={"example": "督查事项逾期天数"})
    name_en = Line(minimum=2, maximum=120, required=True, metadata={"example": "days overdue"})
    definition = Line(minimum=2, maximum=1000, required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    measured_by = fields.String(
        load_default=None,
        validate=validate.Length(1, 60),
        metadata={"description": "A measure of the ledger (listMeasures), or a figure of the city's targets."},
    )
    formula = fields.String(
        required=True,
        validate=validate.Length(1, 500),
        metadata={
            "description": 'Points that it costs, over `value`, `target`, `baseline` and `measure["…"]`, with '
            "`min` and `max`; it may neither loop nor divide by nothing.",
            "example": "value * 0.5",
        },
    )
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    unit = fields.String(required=True, validate=validate.Length(1, 20), metadata={"example": "天"})
    target = _number(load_default=None)
    baseline = _number(load_default=None)
    cap = _number(load_default=None)


class AssessmentWeightIn(Schema):
    """An indicator and its points; 0 where it only adds or takes up to its cap."""

    indicator = fields.String(required=True, validate=validate.Length(1, 60))
    weight = _number(required=True)


class AssessmentSchemeIn(Schema):
    """A scheme, or the next edition of one; its weights add up to 100."""

    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata=_MINE,
    )
    code = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "city_month"})
    name = Line(minimum=2, maximum=60, required=True, metadata={"example": "市级部门月度考评"})
    name_en = Line(minimum=2, maximum=120, required=True, metadata={"example": "monthly assessment"})
    period_kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    weights = fields.List(fields.Nested(AssessmentWeightIn()), required=True, validate=validate.Length(1, 60))
    region = fields.String(load_default=None, validate=validate.Length(6, 12), metadata={"example": "330900"})
    departments = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=1000), distinct],
    )
    appeal_days = fields.Integer(load_default=30, validate=validate.Range(1, 90))


class AssessmentValueIn(Schema):
    """What a reported or imported indicator came to."""

    indicator = fields.String(required=True, validate=validate.Length(1, 60))
    department = fields.String(required=True, validate=validate.Length(1, 18), metadata=_ORGAN)
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)
    value = _number(required=True)
    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "第四季度群众满意度调查结果"})
    source_text = Line(minimum=2, maximum=500, required=True, metadata={"example": "市统计局调查报告"})


class AssessmentValueArgs(Schema):
    """Of which indicator, department and period."""

    indicator = fields.String(required=True, validate=validate.Length(1, 60), metadata=_CODE)
    department = fields.String(required=True, validate=validate.Length(1, 18), metadata={**_CODE, **_ORGAN})
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)


class AssessmentComputationIn(Schema):
    """Which scheme, and of which period."""

    scheme = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "city_month"})
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)


class AssessmentListArgs(PageArgs):
    """Which assessments."""

    scheme = fields.String(load_default=None, validate=validate.Length(1, 60), metadata=_CODE)


class ScoreEntryArgs(PageArgs):
    """Entries of which measure."""

    measure = fields.String(required=True, validate=validate.OneOf(list(MEASURES)), metadata=_CODE)


class AdjustmentListArgs(PageArgs):
    """Which adjustments."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([state.code for state in ADJUSTMENT.states]),
        metadata={"description": "Only adjustments in this state."},
    )


class ScoreAdjustmentIn(Schema):
    """Points by hand, with the reason."""

    points = fields.String(
        required=True,
        validate=validate.Length(1, 10),
        metadata={"description": "A decimal; below nothing to take some.", "example": "-0.5"},
    )
    reason = Line(minimum=2, maximum=2000, required=True)


class AdjustmentConfirmationIn(Schema):
    """The second person's word."""

    agreed = fields.Boolean(required=True)
    reason = Line(minimum=2, maximum=2000, required=True)


class ScoreAppealIn(Schema):
    """An objection to a score."""

    grounds = Line(minimum=2, maximum=4000, required=True, metadata={"example": "该反馈已于期限内提交，请复核。"})
    indicator = fields.String(
        load_default=None,
        validate=validate.Length(1, 60),
        metadata={"description": "Which indicator; the whole score by default."},
    )


class AssessmentNothingIn(Schema):
    """Nothing need be said."""


class AssessmentMeasureOut(Schema):
    """A measure of the ledger."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    unit = fields.String(required=True)
    better = fields.String(required=True, allow_none=True)


class AssessmentMeasuresOut(Schema):
    """All measures."""

    items = fields.List(fields.Nested(AssessmentMeasureOut()), required=True)


class AssessmentIndicatorOut(Schema):
    """One edition of an indicator."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True)
    edition = fields.Integer(required=True)
    department_code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    definition = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    measured_by = fields.String(required=True, allow_none=True)
    formula = fields.String(required=True)
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    target = fields.String(required=True, allow_none=True)
    baseline = fields.String(required=True, allow_none=True)
    cap = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True)
    made_at = fields.String(required=True, metadata=_MOMENT)


class AssessmentIndicatorsOut(Schema):
    """All indicators in their newest edition."""

    items = fields.List(fields.Nested(AssessmentIndicatorOut()), required=True)


class AssessmentSchemeOut(Schema):
    """One edition of a scheme."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True)
    edition = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.code for state in SCHEME.states]))
    version = fields.Integer(required=True)
    department_code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    period_kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    region = fields.String(required=True, allow_none=True)
    departments = fields.List(fields.String(), required=True)
    appeal_days = fields.Integer(required=True)
    made_at = fields.String(required=True, metadata=_MOMENT)
    published_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    weights = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class AssessmentSchemesOut(Schema):
    """All schemes, newest edition first."""

    items = fields.List(fields.Nested(AssessmentSchemeOut()), required=True)


class AssessmentValuesOut(Schema):
    """What was brought for a value, newest first; the first is in force."""

    items = fields.List(fields.Dict(), required=True)


class AssessmentComputationOut(Schema):
    """A computation that was asked for."""

    scheme = fields.String(required=True)
    period = fields.String(required=True)
    period_name = fields.String(required=True)


class ListedAssessmentOut(Schema):
    """The assessment of a period as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    scheme_code = fields.String(required=True)
    scheme_name = fields.String(required=True)
    scheme_name_en = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    department_code = fields.String(required=True)
    period = fields.String(required=True)
    period_name = fields.String(required=True)
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    computed_at = fields.String(required=True, metadata=_MOMENT)
    published_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    appeal_until = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    frozen_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class AssessmentPageOut(Schema):
    """A page of assessments."""

    items = fields.List(fields.Nested(ListedAssessmentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PeriodAssessmentOut(ListedAssessmentOut):
    """The assessment of a period with every score by rank."""

    scores = fields.List(fields.Dict(), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class ScoreExplanationOut(Schema):
    """A score, line by line: value, formula, points, and the entries behind them."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    assessment_id = fields.String(required=True, metadata={"format": "uuid"})
    scheme = fields.String(required=True)
    scheme_name = fields.String(required=True)
    scheme_name_en = fields.String(required=True)
    period = fields.String(required=True)
    period_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    department = fields.String(required=True)
    department_name = fields.String(required=True)
    computed = fields.String(required=True)
    adjusted = fields.String(required=True)
    total = fields.String(required=True)
    rank = fields.Integer(required=True)
    previous_total = fields.String(required=True, allow_none=True)
    previous_rank = fields.Integer(required=True, allow_none=True)
    change = fields.String(required=True, allow_none=True)
    assigned = fields.Integer(required=True)
    unknown_indicators = fields.Integer(required=True, metadata={"description": "Those without a value cost nothing."})
    appeal_until = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    lines = fields.List(fields.Dict(), required=True)
    adjustments = fields.List(fields.Dict(), required=True)


class ScoreEntryPageOut(Schema):
    """A page of entries behind a score."""

    items = fields.List(fields.Dict(), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ScoreAdjustmentOut(Schema):
    """Points by hand, or by an appeal."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    assessment_id = fields.String(required=True, metadata={"format": "uuid"})
    score_id = fields.String(required=True, metadata={"format": "uuid"})
    department_code = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    points = fields.String(required=True)
    reason = fields.String(required=True)
    appeal_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    proposed_by = fields.String(required=True)
    proposed_by_name = fields.String(required=True)
    proposed_at = fields.String(required=True, metadata=_MOMENT)
    decided_by = fields.String(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    available_actions = fields.List(fields.Dict(), required=True)


class ScoreAdjustmentPageOut(Schema):
    """A page of adjustments."""

    items = fields.List(fields.Nested(ScoreAdjustmentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class LodgedAppealOut(Schema):
    """An appeal that was lodged; its address has the rest."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True)
    href = fields.String(required=True, metadata={"example": "/office/v1/score_appeals/…"})
