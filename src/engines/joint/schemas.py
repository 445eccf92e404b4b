"""The shapes of joint cases that citizens and officers both read."""

from marshmallow import Schema, fields, validate

from engines.joint.lifecycle import JOINT_CASE

STATES = [state.code for state in JOINT_CASE.states]
_DAY = {"format": "date", "example": "2026-11-30"}
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_UUID = {"format": "uuid"}


class ListedJointCaseOut(Schema):
    """A joint case as lists show it."""

    id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "enterprise_opening"})
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
    blocked_by = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it could not be filed when its turn came."}
    )


class JointCaseOut(ListedJointCaseOut):
    """A joint case in full: one progress over all its parts.

    The timeline's `reschedule` says of every date that moved from when to when, and why. A `stalled` one waits for
    its applicant until `answer_by`: file the failed part again, or leave it there.
    """

    holder = fields.String(required=True, validate=validate.OneOf(["applicant", "office", "nobody"]))
    answer_by = fields.String(required=True, allow_none=True, metadata=_DAY)
    applicant = fields.Dict(required=True)
    form = fields.Dict(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    critical_path = fields.List(fields.String(), required=True)
    parts = fields.List(fields.Nested(JointPartOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
