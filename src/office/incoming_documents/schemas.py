"""The shapes of received documents."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.documents import INCOMING, KINDS, RETENTIONS, URGENCIES, DocumentOpinionIn, DocumentOrigin
from kit.fields import Line, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_STATES = [state.code for state in INCOMING.states]
_ORGAN = {"example": "11330900002600018G"}


class IncomingListArgs(PageArgs):
    """Which received documents."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only documents in this state.", "example": "awaiting"},
    )
    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only documents of this kind (文种).", "example": "notice"},
    )
    urgency = fields.String(
        load_default=None,
        validate=validate.OneOf(list(URGENCIES)),
        metadata={"description": "Only documents of this urgency.", "example": "urgent"},
    )
    sender = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only documents of this organ.", **_ORGAN},
    )
    role = fields.String(
        load_default=None,
        validate=validate.OneOf(["main", "copy"]),
        metadata={"description": "As main recipient, or for a copy."},
    )
    purpose = fields.String(
        load_default=None,
        validate=validate.OneOf(["handle", "read"]),
        metadata={"description": "办件, or 阅件."},
    )
    due_before = fields.Date(load_default=None, metadata={"description": "Open ones that are due before this day."})


class IncomingPackageIn(Schema):
    """A package."""

    file = Upload(required=True, metadata={"description": "The package, as exportDocumentPackage gives it."})


class IncomingSignIn(Schema):
    """Nothing need be said."""


class IncomingRegistrationIn(Schema):
    """The first check was passed: what is done with it, how long it is kept, by when it is due."""

    purpose = fields.String(
        load_default="handle",
        validate=validate.OneOf(["handle", "read"]),
        metadata={"description": "办件, or 阅件.", "example": "handle"},
    )
    retention = fields.String(
        load_default="10_years",
        validate=validate.OneOf(list(RETENTIONS)),
        metadata={"description": "保管期限 (国家档案局令第8号).", "example": "10_years"},
    )
    due_on = fields.Date(
        load_default=None,
        metadata={"description": "By default the day by which its sender expects an answer, or the city's usual days."},
    )


class IncomingArchiveIn(DocumentOpinionIn):
    """For how long it is kept."""

    retention = fields.String(
        load_default=None,
        validate=validate.OneOf(list(RETENTIONS)),
        metadata={"description": "保管期限; that of its registration by default.", "example": "10_years"},
    )


class IncomingProposalIn(Schema):
    """What is proposed (拟办)."""

    opinion = Line(minimum=2, maximum=1000, required=True, metadata={"example": "建议由数据资源处主办。"})
    instructor_id = fields.UUID(
        load_default=None, metadata={"description": "The leader before whom it comes; whoever instructs by default."}
    )


class IncomingSupervisionIn(DocumentOpinionIn):
    """What is to be supervised, and by when; the last instruction and the document's own day by default."""

    due_on = fields.Date(load_default=None)


class IncomingHandlerIn(Schema):
    """Who handles: a department of the organ, or one of its officers."""

    role = fields.String(
        required=True, validate=validate.OneOf(["lead", "co"]), metadata={"description": "主办, 协办."}
    )
    department = fields.String(load_default=None, validate=validate.Length(1, 18), metadata=_ORGAN)
    officer_id = fields.UUID(load_default=None)
    due_on = fields.Date(load_default=None, metadata={"description": "The document's own day by default."})


class IncomingAssignmentIn(DocumentOpinionIn):
    """Who leads, and who handles beside the lead."""

    handlers = fields.List(
        fields.Nested(IncomingHandlerIn()),
        required=True,
        validate=validate.Length(1, 30),
        metadata={"example": [{"role": "lead", "department": "11330900002600018G"}]},
    )


class IncomingResultIn(Schema):
    """What came of it."""

    result = Line(minimum=2, maximum=2000, required=True, metadata={"example": "已完成事项梳理。"})


class IncomingCirculationIn(DocumentOpinionIn):
    """Before whom it is circulated."""

    officers = fields.List(
        fields.UUID(),
        required=True,
        validate=[validate.Length(1, 100), distinct],
        metadata={"description": "Their ids."},
    )
    mode = fields.String(
        load_default="parallel",
        validate=validate.OneOf(["parallel", "serial"]),
        metadata={"description": "All at once, or one after the other."},
    )


class ListedIncomingOut(Schema):
    """A received document as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待签收"})
    department_code = fields.String(required=True, metadata=_ORGAN)
    addressed_to = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "As the document names whom the organ signs for; null where it names the organ alone.",
            "example": "舟山市人民政府",
        },
    )
    role = fields.String(required=True, validate=validate.OneOf(["main", "copy"]))
    sender_code = fields.String(required=True)
    sender_name = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "通知"})
    number = fields.String(required=True, metadata={"example": "舟政办发〔2026〕12号"})
    urgency = fields.String(required=True, allow_none=True)
    restricted = fields.Boolean(required=True)
    sent_at = fields.String(required=True, metadata=_MOMENT)
    signed_for_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    register_number = fields.String(
        required=True, allow_none=True, metadata={"description": "收文编号.", "example": "收〔2026〕18号"}
    )
    purpose = fields.String(required=True, allow_none=True)
    due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    light = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["green", "yellow", "red", None]),
        metadata={"description": "Computed from the due date; none once it is over."},
    )
    version = fields.Integer(required=True)


class IncomingPageOut(Schema):
    """A page of received documents, newest first."""

    items = fields.List(fields.Nested(ListedIncomingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class IncomingCountsOut(Schema):
    """How many documents still wait, by state."""

    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"example": {"awaiting": 3}}
    )


class IncomingOut(DocumentOrigin, ListedIncomingOut):
    """A received document: what it says, who handles and reads it, its hand-over, and what the officer can do."""

    main_recipients = fields.List(fields.Dict(), required=True)
    copies = fields.List(fields.Dict(), required=True)
    organ_lists = fields.List(fields.String(), required=True)
    joint_departments = fields.List(fields.String(), required=True)
    body = fields.String(required=True)
    blocks = fields.List(fields.Dict(), required=True)
    note = fields.String(required=True)
    attendance = fields.String(required=True)
    publication = fields.String(required=True)
    cited = fields.List(fields.String(), required=True)
    answer_due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    signed_by_name = fields.String(required=True, allow_none=True)
    sealed = fields.Boolean(required=True)
    digests = fields.Dict(required=True, allow_none=True)
    attachments = fields.List(fields.Dict(), required=True)
    files = fields.Dict(required=True)
    in_circulation = fields.Boolean(required=True, metadata={"description": "Somebody has still to read it (传阅中)."})
    reason = fields.String(required=True, allow_none=True)
    retention = fields.String(required=True, allow_none=True)
    reply = fields.String(required=True, allow_none=True, metadata={"description": "The document that answers it."})
    owed = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "What keeps it from being closed without a reason.", "example": ["lead", "answer"]},
    )
    handlers = fields.List(fields.Dict(), required=True)
    readers = fields.List(fields.Dict(), required=True)
    handover = fields.List(fields.Dict(), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class IncomingReminderOut(IncomingOut):
    """A received document, and who was urged."""

    urged = fields.List(fields.String(), required=True)


class IncomingReplyOut(IncomingOut):
    """A received document, and the draft that answers it."""

    draft = fields.String(required=True, metadata={"description": "The address of the draft."})
