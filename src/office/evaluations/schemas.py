"""The shapes of evaluations in the office."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.evaluations import CHANNELS, FOLLOW_UP
from kit.fields import Line, distinct
from kit.pages import PageArgs

_DAY = {"format": "date", "example": "2026-11-30"}
STATES = [state.code for state in FOLLOW_UP.states]
LIGHTS = ["green", "yellow", "red"]


class OfficeEvaluationListArgs(PageArgs):
    """Which evaluations."""

    bad = fields.Boolean(load_default=None, metadata={"description": "Only bad ones (1, 2), or only the others."})
    level = fields.Integer(load_default=None, validate=validate.Range(1, 5), metadata={"description": "Of this level."})
    matter_code = fields.String(
        load_default=None, validate=validate.Length(max=50), metadata={"description": "Only of this matter."}
    )
    department_code = fields.String(
        load_default=None, validate=validate.Length(max=18), metadata={"description": "Only of this department."}
    )
    by_default = fields.Boolean(
        load_default=None, metadata={"description": "Only those that nobody gave, or only those that somebody did."}
    )
    follow_up_state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only with a follow-up in it."}
    )
    overdue = fields.Boolean(load_default=None, metadata={"description": "Only follow-ups whose step is overdue."})


class ContactIn(Schema):
    """What the call back said; a call that reached nobody is noted too."""

    reached = fields.Boolean(load_default=True)
    result = Line(minimum=2, maximum=1000, required=True, metadata={"example": "已致电，群众反映等候时间过长。"})


class RectificationIn(Schema):
    """What was put right, with evidence uploaded before."""

    text = Line(minimum=2, maximum=2000, required=True, metadata={"example": "已增设窗口并当面致歉。"})
    file_ids = fields.List(
        fields.UUID(), load_default=list, validate=[validate.Length(max=9), distinct], metadata={"example": []}
    )


class ExplanationIn(Schema):
    """Why what was asked for has no legal basis."""

    text = Line(minimum=2, maximum=2000, required=True, metadata={"example": "该要求没有法律依据，已向群众说明。"})


class AppealIn(RectificationIn):
    """Why the evaluation is mistaken or malicious, with evidence."""


class AppealDecisionIn(Schema):
    """Yes or no of somebody else."""

    upheld = fields.Boolean(required=True)
    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "经核实系误评。"})


class RevisitIn(Schema):
    """What the re-visit found."""

    satisfied = fields.Boolean(required=True)
    result = Line(minimum=2, maximum=1000, required=True, metadata={"example": "群众对整改结果表示满意。"})


class EvidenceIn(Schema):
    """One file: PDF, JPG or PNG."""

    file = Upload(required=True, metadata={"description": "PDF, JPG or PNG, up to 10 MB."})


class EvidenceOut(Schema):
    """A file that was uploaded; its id goes into a rectification or an appeal."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True)


class ListedEvaluationOut(Schema):
    """An evaluation as the office's list shows it; an anonymous one names neither person nor case."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.Integer(required=True, metadata={"description": "1, or 2 after a follow-up (assessNumber)."})
    level = fields.Integer(required=True)
    level_name = fields.String(required=True, metadata={"example": "不满意"})
    level_on_bus = fields.Integer(
        required=True, metadata={"description": "On the scale of GB/T 39046 A.8 (1 is best)."}
    )
    tags = fields.List(fields.String(), required=True)
    options = fields.List(fields.Dict(), required=True)
    text = fields.String(required=True)
    anonymous = fields.Boolean(required=True)
    by_default = fields.Boolean(required=True)
    set_aside = fields.Boolean(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(list(CHANNELS)))
    channel_code = fields.String(required=True)
    evaluated_at = fields.String(required=True, metadata={"format": "date-time"})
    matter_code = fields.String(required=True)
    matter_name = fields.String(required=True)
    department_code = fields.String(required=True)
    evaluator = fields.String(required=True, allow_none=True, metadata={"example": "林**"})
    case_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    case_number = fields.String(required=True, allow_none=True)
    follow_up_state = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATES))
    follow_up_number = fields.String(required=True, allow_none=True)
    due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    light = fields.String(required=True, allow_none=True, validate=validate.OneOf(LIGHTS))


class OfficeEvaluationOut(ListedEvaluationOut):
    """One evaluation, with its follow-up: every step, and what this officer can do now."""

    follow_up = fields.Dict(required=True, allow_none=True)


class OfficeEvaluationPageOut(Schema):
    """A page of evaluations, newest first; `count` stops at 1000."""

    items = fields.List(fields.Nested(ListedEvaluationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)


class StatisticsArgs(Schema):
    """Over which cases: decided in a period of a year at most, by default the last thirty days."""

    from_ = fields.Date(data_key="from", load_default=None, metadata={"description": "The first day.", **_DAY})
    to = fields.Date(load_default=None, metadata={"description": "The last day, counted in.", **_DAY})
    by = fields.String(
        load_default=None,
        validate=validate.OneOf(["department", "matter", "channel"]),
        metadata={"description": "A line for each."},
    )
    department_code = fields.String(
        load_default=None, validate=validate.Length(max=18), metadata={"description": "Only of this department."}
    )
    matter_code = fields.String(
        load_default=None, validate=validate.Length(max=50), metadata={"description": "Only of this matter."}
    )
    channel = fields.String(
        load_default=None, validate=validate.Length(max=20), metadata={"description": "Only cases filed this way."}
    )


class RateOut(Schema):
    """A rate with what it is made of; the share of nothing is null."""

    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    share = fields.Float(required=True, allow_none=True, metadata={"example": 0.985})


class FiguresOut(Schema):
    """好差评 in figures. Evaluations that a review set aside count neither as good nor as bad."""

    cases = fields.Integer(required=True, metadata={"description": "Cases decided in the period."})
    bad_count = fields.Integer(required=True, metadata={"description": "差评数."})
    evaluation_rate = fields.Nested(RateOut(), required=True, metadata={"description": "评价率: evaluated cases."})
    active_rate = fields.Nested(
        RateOut(), required=True, metadata={"description": "主动评价率: evaluated by somebody, not by default."}
    )
    good_rate = fields.Nested(
        RateOut(), required=True, metadata={"description": "好评率: 3, 4 and 5 among all evaluations."}
    )
    rectification_rate = fields.Nested(
        RateOut(), required=True, metadata={"description": "差评整改率: put right or explained among the bad."}
    )
    timely_rectification_rate = fields.Nested(
        RateOut(), required=True, metadata={"description": "按期整改率: within its days among the bad."}
    )
    call_back_rate = fields.Nested(
        RateOut(), required=True, metadata={"description": "回访率: called back among the bad with a name."}
    )


class GroupOut(FiguresOut):
    """The figures of one department, matter or channel."""

    key = fields.String(required=True)


class StatisticsOut(Schema):
    """The figures of a period, and of each group where asked for."""

    from_ = fields.String(data_key="from", required=True, metadata=_DAY)
    to = fields.String(required=True, metadata=_DAY)
    total = fields.Nested(FiguresOut(), required=True)
    groups = fields.List(fields.Nested(GroupOut()), required=True)
