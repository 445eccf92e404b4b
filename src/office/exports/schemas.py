"""The shapes of exports."""

from typing import Any

from marshmallow import Schema, fields, validate

from engines.exports import EXPORT, FORMATS, LISTINGS, USUAL_LISTING, Listing
from kit.alternatives import Alternatives
from kit.fields import Line, distinct
from kit.pages import PageArgs

STATES = [state.code for state in EXPORT.states]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class ExportIn(Schema):
    """What every export is asked with: as what, and why."""

    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)), metadata={"example": "xlsx"})
    reason = Line(
        minimum=2,
        maximum=200,
        required=True,
        metadata={"description": "What it is needed for; stays with the export.", "example": "月度工作分析"},
    )


def _of(listing: Listing) -> Schema:
    """Return the shape in which an export of one listing is asked for: its columns in which order, its filters."""
    codes = list(listing.columns)
    headings = ", ".join(f"`{code}` {column.heading}" for code, column in listing.columns.items())
    said = {"description": f"{listing.title}.", "example": listing.code}
    known = validate.OneOf([listing.code])
    own: dict[str, fields.Field[Any]] = {
        "of": fields.String(load_default=listing.code, validate=known, metadata=said)
        if listing.code == USUAL_LISTING
        else fields.String(required=True, validate=known, metadata=said),
        "columns": fields.List(
            fields.String(validate=validate.OneOf(codes)),
            load_default=lambda: [*codes],
            validate=[validate.Length(1, len(codes)), distinct],
            metadata={
                "description": f"In this order; all of them when left out: {headings}.",
                "example": ["number", "state", "due_on"],
            },
        ),
        "filters": fields.Nested(
            listing.filters,
            load_default=lambda: listing.filters.load({}),
            metadata={"description": "The filters of the list; everything in my scope when left out."},
        ),
    }
    name = "".join(word.capitalize() for word in listing.code.split("_"))
    return ExportIn.from_dict(own, name=f"{name}ExportIn")()


#: A body asks for an export of one listing.
EXPORT_IN = Alternatives("of", {code: _of(listing) for code, listing in LISTINGS.items()}, USUAL_LISTING)


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
    of = fields.String(required=True, validate=validate.OneOf(list(LISTINGS)), metadata={"description": "Which list."})
    of_name = fields.String(required=True, metadata={"example": "办件清单"})
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
