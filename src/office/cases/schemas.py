"""The shapes of handling."""

from marshmallow import Schema, fields, validate

from engines.cases import LARGEST_COUNT, CaseSearchIn
from kit.fields import Line, Shaped
from kit.pages import PageArgs


class CaseListArgs(PageArgs, CaseSearchIn):
    """Which cases, in which order, and which page of them."""

    order = fields.String(
        load_default=None,
        validate=validate.OneOf(["due", "newest"]),
        metadata={"description": "`due`: most urgent first, only what is unfinished; `newest`: latest filed first."},
    )


class CountArgs(Schema):
    """For what there is an item of its own."""

    by = fields.String(
        load_default=None,
        validate=validate.OneOf(["department", "matter"]),
        metadata={"description": "An item for each department or matter; one over all when left out."},
    )


class CountOut(Schema):
    """How many there are of a state or light; `more` says that there are more than `count`."""

    of = fields.String(required=True, metadata={"example": "accepted"})
    count = fields.Integer(required=True, validate=validate.Range(0, LARGEST_COUNT), metadata={"example": 12})
    more = fields.Boolean(required=True)


class CaseCountOut(Schema):
    """The counts of a department or matter by its code, or of everything (null)."""

    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    states = fields.List(fields.Nested(CountOut()), required=True)
    lights = fields.List(fields.Nested(CountOut()), required=True)


class CaseCountsOut(Schema):
    """Counts as they were at `as_of`."""

    items = fields.List(fields.Nested(CaseCountOut()), required=True)
    as_of = fields.String(required=True, metadata={"format": "date-time"})


class CaseReadArgs(Schema):
    """A stated reason opens masked fields; it is recorded and shown to the applicant."""

    reason = Line(
        minimum=2,
        maximum=200,
        load_default=None,
        metadata={"description": "Why the masked fields must be seen.", "example": "核对申请人身份信息"},
    )


class EmptyIn(Schema):
    """Nothing need be said."""


class ReasonIn(Schema):
    """The reason, and the right office where it is another."""

    reason = Line(minimum=1, maximum=1000, required=True, metadata={"example": "该事项由定海区政务服务中心受理。"})


class NonAcceptanceIn(ReasonIn):
    """The reason, and the office whose remit it is."""

    right_office = Line(maximum=100, load_default="", metadata={"example": "定海区政务服务中心"})


class CorrectionRequestIn(Schema):
    """Everything that is missing, asked for once."""

    items = fields.List(
        Line(minimum=1, maximum=300),
        required=True,
        validate=validate.Length(1, 30),
        metadata={"example": ["租赁合同缺少出租人签字页"]},
    )


class ReviewIn(Schema):
    """A reviewer's opinion."""

    outcome = fields.String(required=True, validate=validate.OneOf(["approved", "returned"]))
    opinion = Line(maximum=1000, load_default="", metadata={"example": "材料属实，同意。"})
    to_step = fields.String(
        load_default=None,
        validate=validate.Length(1, 60),
        metadata={"description": "With `returned`: the earlier step; the one before by default."},
    )


class DecisionIn(Schema):
    """The decision; a refusal states its reason."""

    outcome = fields.String(required=True, validate=validate.OneOf(["granted", "refused"]))
    reason = Line(maximum=1000, load_default="", metadata={"example": "符合条件，准予提取。"})
    conditions = fields.List(
        Line(minimum=1, maximum=300),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"example": [], "description": "Conditions of a conditional grant."},
    )


class AssignmentIn(Schema):
    """To whom the case goes; nobody in particular with null."""

    officer_id = fields.UUID(required=True, allow_none=True)


class OpinionRequestIn(Schema):
    """Which department is asked, and what."""

    department = fields.String(
        required=True, validate=validate.Length(18, 18), metadata={"example": "11330900MB15A0087E"}
    )
    question = Line(minimum=2, maximum=1000, required=True, metadata={"example": "请核实该户纳税情况。"})


class OpinionIn(Schema):
    """What the department that was asked says."""

    opinion = Line(minimum=2, maximum=2000, required=True, metadata={"example": "经核实，已足额缴纳。"})


class SuspensionIn(Schema):
    """A special procedure of the matter (行政许可法 第四十五条)."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(
            ["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"]
        ),
    )
    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "须进行现场核查。"})
    days = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 365),
        metadata={"description": "Working days it takes; the announced ones by default."},
    )


class ResumptionIn(Schema):
    """What the special procedure found."""

    result = Line(minimum=2, maximum=1000, required=True, metadata={"example": "现场核查合格。"})


class ExtensionRequestIn(Schema):
    """For how many working days more, and why; the applicant reads the reason."""

    days = fields.Integer(required=True, validate=validate.Range(1, 60), metadata={"example": 5})
    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "案情复杂，需进一步核实。"})


class ExtensionDecisionIn(Schema):
    """Yes or no of the head of the agency."""

    outcome = fields.String(required=True, validate=validate.OneOf(["approved", "refused"]))
    opinion = Line(maximum=1000, load_default="", metadata={"example": "同意延长。"})


class AmendmentIn(Schema):
    """Why the wording is corrected, and how it reads now."""

    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "文书日期有笔误。"})
    text = Line(minimum=2, maximum=1000, required=True, metadata={"example": "符合条件，准予提取。"})


class CommitmentCheckIn(Schema):
    """Whether a commitment was kept."""

    material = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "M05"})
    outcome = fields.String(required=True, validate=validate.OneOf(["kept", "broken"]))
    opinion = Line(maximum=1000, load_default="", metadata={"example": "经核查，承诺属实。"})


class DispatchIn(Schema):
    """The parcel with the result."""

    carrier = Line(maximum=50, load_default="", metadata={"example": "中国邮政"})
    tracking_number = Shaped(
        "(?:[0-9A-Za-z-]{5,40})?",
        load_default="",
        metadata={
            "example": "1234567890123",
            "description": "Leave it out to let the city's carrier be given the order.",
        },
    )


class HandoverIn(Schema):
    """Who took the result at the counter."""

    received_by = Line(minimum=1, maximum=50, required=True, metadata={"example": "周礼文"})


class OfficerOut(Schema):
    """An officer who could handle the case."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)


class OfficerListOut(Schema):
    """Officers who could handle the case."""

    items = fields.List(fields.Nested(OfficerOut()), required=True)
