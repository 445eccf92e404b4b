"""The shapes of joint cases for officers."""

from marshmallow import Schema, fields, validate

from engines.joint import JOINT_CASE, ListedJointCaseOut
from kit.pages import PageArgs

STATES = [state.code for state in JOINT_CASE.states]


class OfficeJointCaseListArgs(PageArgs):
    """Which of the joint cases in my scope."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )
    code = fields.String(
        load_default=None,
        validate=validate.Length(max=60),
        metadata={"description": "Only those of this joint matter.", "example": "enterprise_opening"},
    )
    blocked = fields.Boolean(
        load_default=False, metadata={"description": "Only those with a part that could not begin."}
    )
    late = fields.Boolean(load_default=False, metadata={"description": "Only those later than they were to be."})


class RetryIn(Schema):
    """Nothing need be said: every blocked part is tried again."""


class OfficeListedJointCaseOut(ListedJointCaseOut):
    """A joint case as an officer's list shows it; the name of a person is masked."""

    department_code = fields.String(required=True)
    applicant = fields.Dict(required=True)


class OfficeJointCasePageOut(Schema):
    """A page of joint cases, newest first."""

    items = fields.List(fields.Nested(OfficeListedJointCaseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
