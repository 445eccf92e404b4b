"""The shapes of reports."""

from marshmallow import Schema, fields, validate

from engines.reporting import SERVICES, STATES, TELLERS
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_STATE = {
    "description": "`waiting` for its turn, `unconfirmed` what became of it (the system is asked), `sent` and taken, "
    "`refused` until somebody repeats it."
}


class ReportFiltersIn(Schema):
    """Which reports, by what they are."""

    system = fields.String(
        load_default=None,
        validate=validate.OneOf(sorted(TELLERS)),
        metadata={"description": "Only to this system.", "example": "government_bus"},
    )
    service = fields.String(
        load_default=None,
        validate=validate.OneOf(sorted(SERVICES)),
        metadata={"description": "Only by this service.", "example": "accept"},
    )
    case_number = fields.String(
        load_default=None,
        validate=validate.Length(max=40),
        metadata={"description": "Only of the case with our number.", "example": "330900202611240000017"},
    )
    department_code = fields.String(
        load_default=None, validate=validate.Length(max=18), metadata={"description": "Only of this department."}
    )
    since = fields.Date(load_default=None, metadata={"description": "Only from this day on.", "example": "2026-11-01"})


class ReportListArgs(PageArgs, ReportFiltersIn):
    """Which reports, and which page of them."""

    state = fields.String(load_default=None, validate=validate.OneOf(sorted(STATES)), metadata=_STATE)


class RepetitionIn(Schema):
    """Nothing need be said."""


class ReportOut(Schema):
    """One report: of which case, what it tells which system, and what came of it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    case_id = fields.String(
        required=True, allow_none=True, metadata={"format": "uuid", "description": "Null for an anonymous evaluation."}
    )
    case_number = fields.String(required=True, allow_none=True)
    number = fields.String(
        required=True, allow_none=True, metadata={"description": "The case's number there (统一赋码), once it has one."}
    )
    department_code = fields.String(required=True)
    department_name = fields.String(required=True, allow_none=True)
    system = fields.String(required=True, metadata={"example": "government_bus"})
    service = fields.String(required=True, metadata={"example": "accept"})
    service_name = fields.String(required=True, metadata={"example": "受理"})
    turn = fields.String(required=True, metadata={"description": "The turn that it tells.", "example": "accept"})
    state = fields.String(required=True, validate=validate.OneOf(sorted(STATES)), metadata=_STATE)
    state_name = fields.String(required=True, metadata={"example": "已上报"})
    tries = fields.Integer(required=True)
    answer_code = fields.String(
        required=True, allow_none=True, metadata={"description": "The code of the last answer, or of what kept it off."}
    )
    answer_message = fields.String(required=True, allow_none=True, metadata={"example": "事项编码不存在"})
    created_at = fields.String(required=True, metadata=_MOMENT)
    sent_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class WholeReportOut(ReportOut):
    """A report with what was sent last."""

    body = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "In the system's own field names, personal fields masked; null before the first try."},
    )


class OpenReportsOut(Schema):
    """How many reports in my scope the systems have not taken."""

    waiting = fields.Integer(required=True)
    unconfirmed = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class ReportPageOut(Schema):
    """A page of reports, newest first; `count` stops at 1000."""

    items = fields.List(fields.Nested(ReportOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    open = fields.Nested(OpenReportsOut(), required=True)


class RepetitionsOut(Schema):
    """How many refused reports were found; a job repeats them."""

    count = fields.Integer(required=True, metadata={"description": "Counted up to 1000."})
