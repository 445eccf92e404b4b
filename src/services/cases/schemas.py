"""The shapes of filing and following."""

from marshmallow import Schema, fields, validate

from engines.cases import CASE, MaterialIn
from kit.fields import Line, Shaped
from kit.pages import PageArgs

#: With ``acting_for``: whoever it was filed for.
ANYBODY = "anybody"


class SupplementIn(Schema):
    """Materials that were tolerated at filing and come now."""

    materials = fields.List(fields.Nested(MaterialIn()), required=True, validate=validate.Length(1, 60))


class ConfirmationIn(Schema):
    """Nothing need be said."""


class CorrectionIn(Schema):
    """The answer to a correction request: a better form, further files, or both."""

    form = fields.Dict(load_default=None, allow_none=True, keys=fields.String())
    materials = fields.List(fields.Nested(MaterialIn()), load_default=list, validate=validate.Length(max=60))


class HumanReviewIn(Schema):
    """Why a human should decide, if one likes to say."""

    reason = Line(maximum=500, load_default="", metadata={"example": "违法记录已于昨日处理，系统尚未更新。"})


class WithdrawalIn(Schema):
    """Why it is withdrawn, if one likes to say."""

    reason = Line(maximum=500, load_default="")


class CaseListArgs(PageArgs):
    """Which of my cases."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([state.code for state in CASE.states]),
        metadata={"description": "Only cases in this state."},
    )
    matter_code = fields.String(
        load_default=None, validate=validate.Length(max=50), metadata={"description": "Only cases of this matter."}
    )
    topic = fields.String(
        load_default=None, validate=validate.Length(max=40), metadata={"description": "Only cases of this topic."}
    )
    acting_for = Shaped(
        f"{ANYBODY}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}",
        load_default=None,
        metadata={
            "description": "What I filed for others: the id of one mandate, or `anybody`.",
            "example": ANYBODY,
        },
    )


class ResultOut(Schema):
    """The result of a decided case: the decision and, where granted, the licence."""

    case_id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["granted", "refused"]))
    reason = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, metadata={"format": "date-time"})
    licence = fields.Dict(required=True, allow_none=True)
