"""The shapes of my joint cases."""

from marshmallow import Schema, fields, validate

from engines.cases import MaterialIn
from engines.joint import JOINT_CASE, ListedJointCaseOut
from kit.fields import Line
from kit.pages import PageArgs

STATES = [state.code for state in JOINT_CASE.states]


class JointFilingIn(Schema):
    """What is filed once for all parts; a material named without files is a commitment (告知承诺)."""

    code = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "enterprise_opening"})
    form = fields.Dict(
        required=True, keys=fields.String(), metadata={"example": {"company": "舟山远航海洋科技有限公司"}}
    )
    materials = fields.List(fields.Nested(MaterialIn()), load_default=list, validate=validate.Length(max=60))


class JointRefilingIn(Schema):
    """Which part is filed again, and what is said otherwise this time."""

    part = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "registration"})
    form = fields.Dict(
        load_default=dict,
        keys=fields.String(),
        metadata={"description": "The fields of the joint form that change.", "example": {"capital": 50}},
    )
    materials = fields.List(
        fields.Nested(MaterialIn()),
        load_default=list,
        validate=validate.Length(max=60),
        metadata={"description": "The joint materials that are handed in anew."},
    )


class JointWithdrawalIn(Schema):
    """Why it is withdrawn, if one likes to say."""

    reason = Line(maximum=500, load_default="")


class JointConclusionIn(Schema):
    """Nothing need be said."""


class JointCaseListArgs(PageArgs):
    """Which of my joint cases."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )


class JointCasePageOut(Schema):
    """A page of joint cases, newest first."""

    items = fields.List(fields.Nested(ListedJointCaseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
