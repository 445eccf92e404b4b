"""The shapes of exports."""

from marshmallow import Schema, fields, validate

from engines.cases import CaseSearchIn
from engines.exports import COLUMNS, EXPORT, FORMATS
from kit.fields import Line, distinct
from kit.pages import PageArgs

STATES = [state.code for state in EXPORT.states]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class ExportIn(Schema):
    """Which cases, which columns of them in which order, as what, and why."""

    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)), metadata={"example": "xlsx"})
    columns = fields.List(
        fields.String(validate=validate.OneOf(list(COLUMNS))),
        load_default=lambda: list(COLUMNS),
        validate=[validate.Length(1, len(COLUMNS)), distinct],
        metadata={"description": "In this order; all of them when left out.", "example": ["number", "state", "due_on"]},
    )
    filters = fields.Nested(
        CaseSearchIn(),
        load_default=lambda: CaseSearchIn().load({}),
        metadata={"description": "The filters of the list; everything in my scope when left out."},
    )
    reason = Line(
        minimum=2,
        maximum=200,
        required=True,
        metadata={"description": "What it is needed for; stays with the export.", "example": "月度办件分析"},
    )


class ExportListArgs(PageArgs):
    """Which of my exports."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only exports in this state."}
    )


class FileArgs(Schema):
    """The signature of an address that was given out."""

    signature = fields.String(
        required=True,
        validate=validate.Length(1, 400),
        metadata={"description": "As it stands in the address that reading the export gave."},
    )


class CancellationIn(Schema):
    """Nothing need be said."""


class DownloadOut(Schema):
    """Where the file can be fetched, and until when; reading the export again gives a fresh address."""

    href = fields.String(required=True)
    until = fields.String(required=True, metadata=_MOMENT)


class ExportOut(Schema):
    """An export: what was asked for, how far it is, and where its file is once it is done."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))
    columns = fields.List(fields.String(), required=True)
    filters = fields.Dict(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "正在生成"})
    rows_done = fields.Integer(required=True, metadata={"description": "Rows read so far."})
    rows_estimated = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Rows that there were when it began."}
    )
    percent = fields.Integer(required=True, validate=validate.Range(0, 100))
    size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes of the file."})
    failure = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["permission", "stalled"]),
        metadata={"description": "`permission`: it was withdrawn meanwhile; `stalled`: nobody could make it."},
    )
    requested_at = fields.String(required=True, metadata=_MOMENT)
    finished_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    expires_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    available_actions = fields.List(fields.Dict(), required=True)
    download = fields.Nested(DownloadOut(), required=True, allow_none=True)
    version = fields.Integer(required=True)


class ExportPageOut(Schema):
    """A page of exports, newest first."""

    items = fields.List(fields.Nested(ExportOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
