"""The shapes of bulletins."""

from marshmallow import Schema, fields, validate

from engines.assessment import KINDS
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-23T08:31:00+08:00"}
_SCHEME = {"description": "A scheme's code (listSchemes).", "example": "supervision_week"}
_PERIOD = {"description": "A period of the scheme's kind that is over.", "example": "2026-W47"}


class BulletinIn(Schema):
    """Of which scores."""

    scheme = fields.String(required=True, validate=validate.Length(1, 60), metadata=_SCHEME)
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)


class BulletinAskedOut(Schema):
    """What was asked for."""

    scheme = fields.String(required=True)
    period = fields.String(required=True)
    period_name = fields.String(required=True, metadata={"example": "2026年第47周"})


class BulletinListArgs(PageArgs):
    """Which bulletins."""

    scheme = fields.String(load_default=None, validate=validate.Length(1, 60), metadata=_SCHEME)
    period_kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only those of weeks, months, quarters or years."},
    )


class ListedBulletinOut(Schema):
    """A bulletin as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    scheme = fields.String(required=True)
    scheme_name = fields.String(required=True)
    period = fields.String(required=True, metadata={"example": "2026-W47"})
    period_name = fields.String(required=True, metadata={"example": "2026年第47周"})
    period_kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    department_code = fields.String(required=True, metadata={"description": "The issuing organ."})
    department_name = fields.String(required=True)
    title = fields.String(required=True)
    composed_at = fields.String(required=True, metadata=_MOMENT)
    document_id = fields.String(required=True, metadata={"format": "uuid"})
    charts = fields.String(required=True, metadata={"description": "The address of the charts (PDF)."})


class BulletinPageOut(Schema):
    """A page of bulletins."""

    items = fields.List(fields.Nested(ListedBulletinOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class BulletinTotalOut(Schema):
    """A measure of all ranked departments together."""

    measure = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    amount = fields.Integer(required=True)
    previous_amount = fields.Integer(required=True)


class BulletinFiguresOut(Schema):
    """What a bulletin says, as numbers."""

    period = fields.String(required=True)
    period_name = fields.String(required=True)
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    scheme_name = fields.String(required=True)
    departments = fields.Integer(required=True, metadata={"description": "How many are ranked."})
    mean = fields.String(required=True, allow_none=True, metadata={"description": "The mean of their points."})
    totals = fields.List(fields.Nested(BulletinTotalOut()), required=True)
    board = fields.List(fields.Dict(), required=True, metadata={"description": "Rank, points and reasons of each."})
    overdue = fields.Dict(
        required=True, metadata={"description": "`matters`, `days`, and up to twenty `named`, the longest first."}
    )
    sheets = fields.Dict(
        required=True, metadata={"description": "Escalation sheets `issued`, and up to twenty `named`, newest first."}
    )


class BulletinDocumentOut(Schema):
    """Where the document of a bulletin stands."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True)
    state_name = fields.String(required=True, metadata={"example": "拟稿"})
    number = fields.String(required=True, allow_none=True)
    changed = fields.Boolean(required=True, metadata={"description": "Whether somebody changed it or took it further."})
    href = fields.String(required=True)


class BulletinOut(ListedBulletinOut):
    """A bulletin with its text and figures."""

    body = fields.String(required=True)
    figures = fields.Nested(BulletinFiguresOut(), required=True)
    assessment_id = fields.String(required=True, metadata={"format": "uuid"})
    outrun = fields.Boolean(
        required=True, metadata={"description": "Whether the scores were computed or changed since it was composed."}
    )
    document = fields.Nested(BulletinDocumentOut(), required=True)
    timeline = fields.List(fields.Dict(), required=True)
