"""The shapes of problems of major projects."""

from marshmallow import Schema, fields, validate

from engines.projects import PROJECT_PROBLEM, SEVERITIES
from engines.supervision import LIGHTS
from kit.fields import Line
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-31"}
_STATES = [state.code for state in PROJECT_PROBLEM.states]


class ProjectProblemFilterArgs(Schema):
    """Which problems."""

    project_id = fields.UUID(load_default=None, metadata={"description": "Only problems of this project."})
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only problems in this state.", "example": "open"},
    )
    severity = fields.String(
        load_default=None,
        validate=validate.OneOf(list(SEVERITIES)),
        metadata={"description": "Only problems of this severity."},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only problems of this owner.", "example": "11330900002600237T"},
    )
    overdue = fields.Boolean(load_default=None, metadata={"description": "Only open ones whose day has passed."})


class ProjectProblemListArgs(ProjectProblemFilterArgs, PageArgs):
    """Which problems, and which page of them."""


class ProjectProblemClosureIn(Schema):
    """What was done about a problem."""

    solution = Line(minimum=2, maximum=2000, required=True, metadata={"example": "接口已于11月20日开放并联调通过。"})


class ProjectProblemReopeningIn(Schema):
    """Why a problem is not solved, and its new day."""

    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "抽查发现接口再次停用。"})
    due_on = fields.Date(required=True, metadata=_DAY)


class ProjectProblemSummaryOut(Schema):
    """A problem as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    project = fields.String(required=True, metadata={"description": "The address of its project."})
    number = fields.String(required=True, metadata={"example": "XM2026000012-W3"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "整改中"})
    found_on = fields.String(required=True, metadata=_DAY)
    found_by = fields.String(required=True)
    content = fields.String(required=True)
    severity = fields.String(required=True, validate=validate.OneOf(list(SEVERITIES)))
    severity_name = fields.String(required=True, metadata={"example": "严重"})
    department_code = fields.String(required=True, metadata={"description": "The owner (责任单位)."})
    department_name = fields.String(required=True)
    due_on = fields.String(required=True, metadata=_DAY)
    light = fields.String(required=True, validate=validate.OneOf(LIGHTS))
    overdue = fields.Boolean(required=True)
    solution = fields.String(required=True, allow_none=True)
    reopened = fields.Integer(required=True, metadata={"description": "How often it did not hold."})
    reported_by_name = fields.String(required=True)
    reported_at = fields.String(required=True, metadata=_MOMENT)
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class ProjectProblemPageOut(Schema):
    """A page of problems."""

    items = fields.List(fields.Nested(ProjectProblemSummaryOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ProjectProblemCountsOut(Schema):
    """How many problems are open, overdue among them, and closed."""

    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class ProjectProblemOut(ProjectProblemSummaryOut):
    """A problem with every step."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
