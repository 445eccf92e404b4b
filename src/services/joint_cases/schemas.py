"""The shapes of joint cases."""

from marshmallow import Schema, fields, validate

from engines.cases import MaterialIn
from engines.joint import JOINT_CASE
from kit.fields import Line
from kit.pages import PageArgs

STATES = [state.code for state in JOINT_CASE.states]
_DAY = {"format": "date", "example": "2026-11-30"}
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_UUID = {"format": "uuid"}


class JointFilingIn(Schema):
    """What is filed once for all parts."""

    code = fields.String(required=True, validate=validate.Length(1, 60), metadata={"example": "enterprise_opening"})
    form = fields.Dict(required=True, keys=fields.String())
    materials = fields.List(fields.Nested(MaterialIn()), load_default=list, validate=validate.Length(max=60))


class JointWithdrawalIn(Schema):
    """Why it is withdrawn, if one likes to say."""

    reason = Line(maximum=500, load_default="")


class JointCaseListArgs(PageArgs):
    """Which of my joint cases."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )


class ListedJointCaseOut(Schema):
    """A joint case as lists show it."""

    id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    filed_at = fields.String(required=True, metadata=_MOMENT)
    ended_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    first_due_on = fields.String(required=True, metadata=_DAY)
    due_on = fields.String(required=True, metadata=_DAY)


class JointPartOut(Schema):
    """One part in the progress; `late_because` says why its date is later than the first one."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    matter_code = fields.String(required=True)
    department_name = fields.String(required=True)
    depends_on = fields.List(fields.String(), required=True)
    stand = fields.String(
        required=True, validate=validate.OneOf(["waiting", "blocked", "running", "paused", "done", "failed"])
    )
    state = fields.String(required=True, allow_none=True)
    case_id = fields.String(required=True, allow_none=True, metadata=_UUID)
    case_number = fields.String(required=True, allow_none=True)
    holder = fields.String(required=True, allow_none=True)
    start_on = fields.String(required=True, metadata=_DAY)
    due_on = fields.String(required=True, metadata=_DAY)
    first_due_on = fields.String(required=True, metadata=_DAY)
    critical = fields.Boolean(required=True, metadata={"description": "On the path that decides the end."})
    late_because = fields.String(required=True, allow_none=True)
    blocked_by = fields.String(required=True, allow_none=True)


class JointCaseOut(ListedJointCaseOut):
    """A joint case in full: one progress over all its parts."""

    form = fields.Dict(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    critical_path = fields.List(fields.String(), required=True)
    parts = fields.List(fields.Nested(JointPartOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class JointCasePageOut(Schema):
    """A page of joint cases, newest first."""

    items = fields.List(fields.Nested(ListedJointCaseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
