"""The shapes of major projects."""

from marshmallow import Schema, fields, validate

from engines.projects import KINDS, PROJECT, ROLES, SEVERITIES
from engines.supervision import LIGHTS
from kit.fields import Line, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-31"}
_ORGAN = {"example": "11330900002600237T"}
_STATES = [state.code for state in PROJECT.states]
_SEATS = ["supervisor", "lead", "assist"]
#: Ten thousand hundred-million yuan; sums of such amounts stay whole in every database.
_MOST_FEN = 10**14
_FEN = {"description": "Whole fen.", "example": 1_250_000_00}
_PERCENT = {"description": "Of the budget, in per cent; null without a budget.", "example": "46.25"}


class ProjectFilterArgs(Schema):
    """Which projects."""

    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only projects of this kind: of the province's “8+13”, or pilots."},
    )
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only projects in this state.", "example": "running"},
    )
    light = fields.String(
        load_default=None,
        validate=validate.OneOf(LIGHTS),
        metadata={"description": "Only projects with this light; `grey` is over or suspended.", "example": "red"},
    )
    lead = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only projects that this organ leads.", **_ORGAN},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only projects in which this organ has a seat.", **_ORGAN},
    )
    role = fields.String(
        load_default=None,
        validate=validate.OneOf(_SEATS),
        metadata={"description": "The seat: of `department`, else of my own organ.", "example": "lead"},
    )
    over_budget = fields.Boolean(
        load_default=None, metadata={"description": "Only projects that spent more than their budget, or only others."}
    )
    words = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "A number, or words of name or content.", "example": "海洋"},
    )


class ProjectListArgs(ProjectFilterArgs, PageArgs):
    """Which projects, and which page of them."""


class ProjectMilestoneIn(Schema):
    """A step with its weight and its day."""

    title = Line(minimum=2, maximum=100, required=True, metadata={"example": "完成平台上线"})
    weight = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 100),
        metadata={"description": "Per cent of the whole; together 100 when the project starts.", "example": 40},
    )
    due_on = fields.Date(required=True, metadata=_DAY)


class ProjectPlanIn(Schema):
    """What is to be done, by whom, when and for how much."""

    name = Line(minimum=2, maximum=200, required=True, metadata={"example": "海上智控综合应用"})
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)), metadata={"example": "provincial"})
    department = fields.String(
        required=True, validate=validate.Length(1, 18), metadata={"description": "The lead organ (牵头单位).", **_ORGAN}
    )
    co_departments = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=100), distinct],
        metadata={"description": "Who assists (配合单位).", "example": ["11330900002600122L"]},
    )
    content = fields.String(load_default="", validate=validate.Length(max=4000))
    planned_from = fields.Date(required=True, metadata=_DAY)
    planned_to = fields.Date(required=True, metadata=_DAY)
    budget_fen = fields.Integer(required=True, strict=True, validate=validate.Range(0, _MOST_FEN), metadata=_FEN)
    milestones = fields.List(fields.Nested(ProjectMilestoneIn()), load_default=list, validate=validate.Length(max=50))


class ProjectAmendmentIn(ProjectPlanIn):
    """A plan as it shall be, whole."""


class ProjectMemberIn(Schema):
    """An officer of the special team."""

    officer_id = fields.UUID(required=True)
    role = fields.String(required=True, validate=validate.OneOf(list(ROLES)), metadata={"example": "leader"})


class ProjectNoteIn(Schema):
    """A word with it, or none."""

    note = fields.String(load_default="", validate=validate.Length(max=1000), metadata={"example": "请按节点推进。"})


class ProjectTeamIn(ProjectNoteIn):
    """The special team as it shall be, whole."""

    team = fields.List(fields.Nested(ProjectMemberIn()), required=True, validate=validate.Length(max=100))


class ProjectMattersIn(Schema):
    """The supervision matters that serve a project, by number, whole."""

    matters = fields.List(
        fields.String(validate=validate.Length(1, 50)),
        required=True,
        validate=[validate.Length(max=100), distinct],
        metadata={"example": ["DC2026000012"]},
    )


class ProjectIn(ProjectPlanIn):
    """A project to be created."""

    supervisor = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "The supervising organ; my own by default.", "example": "11330900002600114R"},
    )
    team = fields.List(fields.Nested(ProjectMemberIn()), load_default=list, validate=validate.Length(max=100))
    matters = fields.List(
        fields.String(validate=validate.Length(1, 50)),
        load_default=list,
        validate=[validate.Length(max=100), distinct],
        metadata={"description": "Supervision matters that serve the project.", "example": ["DC2026000012"]},
    )


class ProjectReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "省级平台接口推迟。"})


class ProjectStartIn(ProjectNoteIn):
    """When a project started."""

    started_on = fields.Date(load_default=None, metadata={"description": "Today by default.", **_DAY})


class ProjectReachedIn(Schema):
    """That a milestone was reached, and what shows it."""

    reached_on = fields.Date(load_default=None, metadata={"description": "Today by default.", **_DAY})
    evidence = Line(minimum=2, maximum=2000, required=True, metadata={"example": "平台已上线，验收报告第3号。"})


class ProjectSpendingIn(Schema):
    """What was spent."""

    spent_on = fields.Date(required=True, metadata=_DAY)
    amount_fen = fields.Integer(required=True, strict=True, validate=validate.Range(1, _MOST_FEN), metadata=_FEN)
    purpose = Line(minimum=2, maximum=500, required=True, metadata={"example": "平台开发首付款"})
    voucher = Line(minimum=1, maximum=50, required=True, metadata={"example": "记-2026-11-0042"})
    over_reason = Line(
        maximum=1000, load_default="", metadata={"description": "Why more than the budget is spent; needed then."}
    )


class ProjectReversalIn(ProjectReasonIn):
    """Why an entry is taken back, and by which voucher."""

    voucher = Line(minimum=1, maximum=50, required=True, metadata={"example": "记-2026-11-0051"})


class ProjectProblemIn(Schema):
    """A problem for the ledger."""

    found_on = fields.Date(required=True, metadata=_DAY)
    found_by = Line(minimum=2, maximum=100, required=True, metadata={"example": "市政府办公室督查科"})
    content = Line(minimum=2, maximum=2000, required=True, metadata={"example": "数据接口未按期开放。"})
    severity = fields.String(load_default="normal", validate=validate.OneOf(list(SEVERITIES)))
    department = fields.String(
        required=True,
        validate=validate.Length(1, 18),
        metadata={"description": "The owner (责任单位), with a seat in the project.", **_ORGAN},
    )
    due_on = fields.Date(required=True, metadata=_DAY)


class ProjectSummaryOut(Schema):
    """A project as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "XM2026000012"})
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "实施中"})
    supervisor_code = fields.String(required=True)
    supervisor_name = fields.String(required=True)
    department_code = fields.String(required=True, metadata={"description": "The lead organ.", **_ORGAN})
    department_name = fields.String(required=True)
    planned_from = fields.String(required=True, metadata=_DAY)
    planned_to = fields.String(required=True, metadata=_DAY)
    started_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    due_on = fields.String(
        required=True,
        metadata={"description": "To which the light goes: the planned start, the next milestone, the end.", **_DAY},
    )
    light = fields.String(
        required=True, validate=validate.OneOf(LIGHTS), metadata={"description": "`grey` when over or suspended."}
    )
    progress = fields.Integer(required=True, metadata={"description": "The weights of the reached milestones."})
    budget_fen = fields.Integer(required=True, metadata=_FEN)
    spent_fen = fields.Integer(required=True, metadata=_FEN)
    left_fen = fields.Integer(required=True, metadata={"description": "Whole fen; negative when over budget."})
    spent_percent = fields.String(required=True, allow_none=True, metadata=_PERCENT)
    over_budget = fields.Boolean(required=True)
    open_problems = fields.Integer(required=True)
    overdue_problems = fields.Integer(required=True)
    created_at = fields.String(required=True, metadata=_MOMENT)
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class ProjectPageOut(Schema):
    """A page of projects."""

    items = fields.List(fields.Nested(ProjectSummaryOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ProjectCountsOut(Schema):
    """How many projects, by kind, state and light, and their money together."""

    kinds = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    lights = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    budget_fen = fields.Integer(required=True, metadata=_FEN)
    spent_fen = fields.Integer(required=True, metadata=_FEN)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class ProjectMemberOut(Schema):
    """An officer of the special team."""

    officer_id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(list(ROLES)))
    role_name = fields.String(required=True, metadata={"example": "组长"})
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)


class ProjectMilestoneOut(Schema):
    """A step of a project."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    position = fields.Integer(required=True)
    title = fields.String(required=True)
    weight = fields.Integer(required=True)
    due_on = fields.String(required=True, metadata=_DAY)
    reached_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    late = fields.Boolean(required=True)
    evidence = fields.String(required=True, allow_none=True)
    reached_by_name = fields.String(required=True, allow_none=True)
    light = fields.String(required=True, validate=validate.OneOf(LIGHTS))


class ProjectSpendingOut(Schema):
    """An entry of what was spent; a reversing one has a negative amount."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    spent_on = fields.String(required=True, metadata=_DAY)
    amount_fen = fields.Integer(required=True, metadata=_FEN)
    purpose = fields.String(required=True)
    voucher = fields.String(required=True)
    over_reason = fields.String(required=True, allow_none=True)
    reverses_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    reversed_by_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    recorded_by_name = fields.String(required=True)
    recorded_at = fields.String(required=True, metadata=_MOMENT)


class ProjectSpendingPageOut(Schema):
    """A page of entries."""

    items = fields.List(fields.Nested(ProjectSpendingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ProjectTallyOut(Schema):
    """How many problems are open, overdue among them, and closed."""

    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    closed = fields.Integer(required=True)


class ProjectOut(ProjectSummaryOut):
    """A project whole."""

    content = fields.String(required=True)
    seats = fields.List(fields.Dict(), required=True)
    team = fields.List(fields.Nested(ProjectMemberOut()), required=True)
    milestones = fields.List(fields.Nested(ProjectMilestoneOut()), required=True)
    spendings = fields.List(
        fields.Nested(ProjectSpendingOut()), required=True, metadata={"description": "The newest 20."}
    )
    problem_counts = fields.Nested(ProjectTallyOut(), required=True)
    problems = fields.List(
        fields.Dict(), required=True, metadata={"description": "The newest 20, as listProjectProblems shows them."}
    )
    matters = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "Those that I see, with their lights, as listSupervisionMatters shows them."},
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
