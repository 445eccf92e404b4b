"""The shapes of handling."""

from marshmallow import Schema, fields, validate

from kit.fields import Line


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


class DecisionIn(Schema):
    """The decision; a refusal states its reason."""

    outcome = fields.String(required=True, validate=validate.OneOf(["granted", "refused"]))
    reason = Line(maximum=1000, load_default="", metadata={"example": "符合条件，准予提取。"})
