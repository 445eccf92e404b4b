"""The shapes of supervision matters."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.supervision import (
    CADENCES,
    COLOURS,
    IMPORTANCE_NAMES,
    LIGHTS,
    SOURCE_NAMES,
    SOURCES,
    SUPERVISION_MATTER,
    SupervisionSearchIn,
)
from kit.fields import Line, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-31"}
_STATES = [state.code for state in SUPERVISION_MATTER.states]
_ORGAN = {"example": "11330900002600237T"}
_IMPORTANCE = list(IMPORTANCE_NAMES)
_MOST_PARTS = 50


class SupervisionListArgs(SupervisionSearchIn, PageArgs):
    """Which matters, and which page of them."""


class SupervisionMilestoneIn(Schema):
    """A step with its own day."""

    title = Line(minimum=2, maximum=100, required=True, metadata={"example": "完成试点"})
    due_on = fields.Date(required=True, metadata=_DAY)


class SupervisionPartIn(Schema):
    """What is to be done, by whom, by when."""

    title = Line(minimum=2, maximum=200, required=True, metadata={"example": "完成基层治理综合信息平台迭代完善"})
    content = fields.String(load_default="", validate=validate.Length(max=4000))
    importance = fields.String(load_default="normal", validate=validate.OneOf(_IMPORTANCE))
    department = fields.String(
        required=True, validate=validate.Length(1, 18), metadata={"description": "The owner (牵头单位).", **_ORGAN}
    )
    co_departments = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=100), distinct],
        metadata={"description": "Who assists (配合单位).", "example": ["11330900002600122L"]},
    )
    assignee_id = fields.UUID(load_default=None, metadata={"description": "An officer of the owner, by name."})
    due_on = fields.Date(required=True, metadata=_DAY)
    cadence = fields.String(
        load_default="none",
        validate=validate.OneOf(CADENCES),
        metadata={"description": "How often a report is due: by the last working day of a week or a month."},
    )
    milestones = fields.List(
        fields.Nested(SupervisionMilestoneIn()), load_default=list, validate=validate.Length(max=50)
    )


class SupervisionSourceIn(Schema):
    """Where a matter comes from, word by word."""

    document = fields.String(
        load_default="", validate=validate.Length(max=200), metadata={"example": "舟政办发〔2026〕12号"}
    )
    paragraph = fields.Integer(load_default=None, validate=validate.Range(1, 100_000))
    words = fields.String(load_default="", validate=validate.Length(max=2000))
    reference = fields.String(
        load_default="", validate=validate.Length(max=100), metadata={"description": "A case's or complaint's number."}
    )


class SupervisionMatterIn(SupervisionPartIn):
    """A matter to be registered."""

    supervisor = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "The supervising organ; my own by default.", "example": "11330900002600114R"},
    )
    source_kind = fields.String(load_default="other", validate=validate.OneOf(SOURCES))
    source = fields.Nested(SupervisionSourceIn(), load_default=lambda: SupervisionSourceIn().load({}))


class SupervisionTextIn(Schema):
    """A text from which matters are proposed, or the document that has it."""

    text = fields.String(load_default="", validate=validate.Length(max=50_000))
    document_id = fields.UUID(load_default=None, metadata={"description": "A document of my organ."})
    incoming_document_id = fields.UUID(load_default=None, metadata={"description": "A document that my organ has."})
    dated_on = fields.Date(
        load_default=None,
        metadata={"description": "To which 年底前 refers; the document's day, else today, by default.", **_DAY},
    )


class SupervisionProposalsOut(Schema):
    """What was proposed, and which sentences gave nothing."""

    dated_on = fields.String(required=True, metadata=_DAY)
    text = fields.String(required=True, metadata={"description": "The text to whose characters all places refer."})
    proposals = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "`matter` as createSupervisionMatters takes it (an owner or a day that the text does not "
            "give is null), `path` of headings, `target`, and `grounds`: the words that each part rests on, with the "
            "rule in a sentence."
        },
    )
    skipped = fields.List(fields.Dict(), required=True, metadata={"description": "Sentences with the reason of each."})


class SupervisionBatchIn(Schema):
    """Matters to be registered together, as those that were proposed from a text."""

    matters = fields.List(fields.Nested(SupervisionMatterIn()), required=True, validate=validate.Length(1, 200))
    assign = fields.Boolean(load_default=False, metadata={"description": "Give each to its owner at once."})


class SupervisionAmendmentIn(SupervisionPartIn):
    """A matter as it shall be, whole."""


class SupervisionSplitIn(Schema):
    """The parts."""

    parts = fields.List(fields.Nested(SupervisionPartIn()), required=True, validate=validate.Length(1, _MOST_PARTS))
    note = fields.String(load_default="", validate=validate.Length(max=1000))


class SupervisionNoteIn(Schema):
    """A word with it, or none."""

    note = fields.String(load_default="", validate=validate.Length(max=1000), metadata={"example": "请按节点推进。"})


class SupervisionReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=1000, required=True, metadata={"example": "不属于本单位职责。"})


class SupervisionReceiptIn(SupervisionNoteIn):
    """Signing for a matter, with a promise."""

    promised_on = fields.Date(load_default=None, metadata={"description": "The due day by default.", **_DAY})


class SupervisionReportIn(Schema):
    """A progress report."""

    kind = fields.String(
        load_default="progress",
        validate=validate.OneOf(["progress", "milestone", "interim", "final"]),
        metadata={"description": "`interim`: it cannot be finished in time, and why; `final`: it is finished."},
    )
    progress = fields.Integer(
        load_default=0, validate=validate.Range(0, 100), metadata={"description": "Per cent done.", "example": 60}
    )
    text = Line(minimum=2, maximum=4000, required=True, metadata={"example": "已完成试点地区平台迭代。"})
    problems = fields.String(load_default="", validate=validate.Length(max=2000))
    milestone = fields.Integer(
        load_default=None, validate=validate.Range(1, 50), metadata={"description": "The milestone that was reached."}
    )
    evidence = fields.List(
        fields.UUID(),
        load_default=list,
        validate=[validate.Length(max=20), distinct],
        metadata={"description": "Files by uploadMatterEvidence; a final report has one at least."},
    )


class SupervisionReviewIn(Schema):
    """What a review says of a report."""

    accepted = fields.Boolean(required=True)
    opinion = fields.String(
        load_default="", validate=validate.Length(max=1000), metadata={"description": "Needed to return one."}
    )


class SupervisionExtensionIn(SupervisionReasonIn):
    """A later day, and why."""

    due_on = fields.Date(required=True, metadata=_DAY)


class SupervisionExtensionDecisionIn(Schema):
    """What is decided of a later day."""

    granted = fields.Boolean(required=True)
    opinion = fields.String(load_default="", validate=validate.Length(max=1000))


class SupervisionEscalationIn(SupervisionReasonIn):
    """An escalation sheet."""

    colour = fields.String(required=True, validate=validate.OneOf(COLOURS), metadata={"example": "blue"})


class SupervisionAnswerIn(Schema):
    """The owner's answer to a sheet."""

    answer = Line(minimum=2, maximum=2000, required=True, metadata={"example": "已增派人员，本周内完成。"})


class SupervisionLookBackIn(SupervisionNoteIn):
    """A look-back."""

    planned_on = fields.Date(required=True, metadata=_DAY)


class SupervisionChoiceIn(Schema):
    """Look-backs chosen at random among what was completed."""

    number = fields.Integer(required=True, validate=validate.Range(1, 100), metadata={"example": 5})
    planned_on = fields.Date(required=True, metadata=_DAY)
    department = fields.String(load_default=None, validate=validate.Length(1, 18), metadata=_ORGAN)


class SupervisionFindingIn(Schema):
    """What a look-back found."""

    holds = fields.Boolean(required=True)
    findings = Line(minimum=2, maximum=2000, required=True, metadata={"example": "现场核查，平台运行正常。"})
    due_on = fields.Date(
        load_default=None, metadata={"description": "The new day for what does not hold; needed then.", **_DAY}
    )


class SupervisionEvidenceIn(Schema):
    """A file of evidence."""

    file = Upload(required=True, metadata={"description": "A picture, PDF, OFD or office file."})


class SupervisionEvidenceOut(Schema):
    """A file that was stored."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True)


class ListedSupervisionOut(Schema):
    """A matter as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "DC2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "办理中"})
    title = fields.String(required=True)
    importance = fields.String(required=True, validate=validate.OneOf(_IMPORTANCE))
    importance_name = fields.String(required=True)
    source_kind = fields.String(required=True, validate=validate.OneOf(list(SOURCE_NAMES)))
    supervisor_code = fields.String(required=True)
    supervisor_name = fields.String(required=True)
    department_code = fields.String(required=True, metadata={"description": "The owner.", **_ORGAN})
    department_name = fields.String(required=True)
    assignee_name = fields.String(required=True, allow_none=True)
    level = fields.Integer(required=True, metadata={"description": "1, and one more with every split."})
    parts = fields.Integer(required=True, metadata={"description": "How many were split off."})
    due_on = fields.String(required=True, metadata=_DAY)
    promised_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    days_left = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Calendar days to the promised day; negative when over."},
    )
    light = fields.String(
        required=True, validate=validate.OneOf(LIGHTS), metadata={"description": "Computed from the promised day."}
    )
    report_due_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    progress = fields.Integer(required=True)
    escalation = fields.String(required=True, allow_none=True, validate=validate.OneOf(COLOURS))
    registered_at = fields.String(required=True, metadata=_MOMENT)
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class SupervisionPageOut(Schema):
    """A page of matters."""

    items = fields.List(fields.Nested(ListedSupervisionOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SupervisionCountsOut(Schema):
    """How many matters, by state and light."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    lights = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class SupervisionReportOut(Schema):
    """A report."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["submitted", "accepted", "returned"]))
    due_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    milestone = fields.Integer(required=True, allow_none=True)
    progress = fields.Integer(required=True)
    text = fields.String(required=True)
    problems = fields.String(required=True)
    evidence = fields.List(fields.Dict(), required=True)
    reported_by_name = fields.String(required=True)
    reported_at = fields.String(required=True, metadata=_MOMENT)
    reviewed_by_name = fields.String(required=True, allow_none=True)
    reviewed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    opinion = fields.String(required=True, allow_none=True)


class SupervisionReportPageOut(Schema):
    """A page of reports."""

    items = fields.List(fields.Nested(SupervisionReportOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SupervisionMatterOut(ListedSupervisionOut):
    """A matter with all that concerns it."""

    content = fields.String(required=True)
    source = fields.Dict(required=True, metadata={"description": "Document, paragraph and words that it comes from."})
    cadence = fields.String(required=True, validate=validate.OneOf(CADENCES))
    assignee_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    parent = fields.String(required=True, allow_none=True, metadata={"description": "What it was split off."})
    urged_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    assigned_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    signed_for_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    seats = fields.List(fields.Dict(), required=True, metadata={"description": "Which organs take part, and as what."})
    milestones = fields.List(fields.Dict(), required=True)
    reports = fields.List(fields.Nested(SupervisionReportOut()), required=True, metadata={"description": "The newest."})
    extensions = fields.List(fields.Dict(), required=True)
    escalations = fields.List(fields.Dict(), required=True)
    look_backs = fields.List(fields.Dict(), required=True)
    split_parts = fields.List(fields.Nested(ListedSupervisionOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class SupervisionBatchOut(Schema):
    """The matters that were registered or chosen."""

    items = fields.List(fields.Nested(ListedSupervisionOut()), required=True)
