"""The shapes of visits."""

from datetime import date

from marshmallow import Schema, fields, validate

from engines.visitors import MOST_VISITORS, PLATE, PURPOSES, VISIT, WRITTEN, ShownCertificateIn, VisitorIn
from kit.fields import Line, Shaped
from kit.pages import PageArgs

_STATES = [state.code for state in VISIT.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_PURPOSE = validate.OneOf(list(PURPOSES))
#: Days are such that the day after is one too.
_DAYS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))


def _building() -> "fields.String":
    return fields.String(
        required=True, validate=validate.Length(1, 40), metadata={"description": "Its code.", "example": "B1"}
    )


def _code() -> "Shaped":
    return Shaped(
        WRITTEN,
        required=True,
        metadata={"description": "Of the QR code, or as read out from under it.", "example": "K7M2X-W9P4T"},
    )


class VisitInvitationIn(Schema):
    """Who is invited, where, when and what for."""

    visitors = fields.List(
        fields.Nested(VisitorIn()), required=True, validate=validate.Length(min=1, max=MOST_VISITORS)
    )
    building = _building()
    place = Line(minimum=1, maximum=100, required=True, metadata={"description": "The room.", "example": "1208室"})
    purpose = fields.String(required=True, validate=_PURPOSE, metadata={"example": "business"})
    starts_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    ends_at = fields.AwareDateTime(required=True, metadata={**_MOMENT, "description": "On the same day."})
    note = Line(maximum=300, load_default="", metadata={"description": "For the visitor and the reception."})
    booking_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "A booking that I see, for which they come."}
    )


class VisitChangeIn(Schema):
    """When the visit is instead, and where."""

    starts_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    ends_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    place = Line(minimum=1, maximum=100, metadata={"description": "The room, if it is another."})


class VisitNothingIn(Schema):
    """Nothing need be said."""


class PassReadIn(Schema):
    """A pass that was read in a building."""

    code = _code()
    building = _building()


class DeskAdmissionIn(ShownCertificateIn):
    """What is seen at the desk of who shows no pass."""

    building = _building()
    last_four = Shaped("[0-9]{3}[0-9Xx]|[0-9A-Za-z]{4}", required=True, metadata={"example": "1233"})
    paper_consent = fields.Boolean(
        load_default=False,
        metadata={"description": "The visitor, who never opened the link, consented on paper just now."},
    )


class WalkInIn(Schema):
    """Who stands at the reception without invitation; they consented on paper."""

    visitor = fields.Nested(VisitorIn(), required=True)
    building = _building()
    host_code = fields.String(
        required=True,
        validate=validate.Length(1, 60),
        metadata={"description": "The host's employee code.", "example": "GE_0221"},
    )
    place = Line(minimum=1, maximum=100, required=True, metadata={"example": "1208室"})
    purpose = fields.String(required=True, validate=_PURPOSE, metadata={"example": "errand"})
    note = Line(maximum=300, load_default="")
    paper_consent = fields.Boolean(
        required=True, validate=validate.Equal(True), metadata={"description": "Nobody is registered without."}
    )


class VisitFilterArgs(Schema):
    """Which visits."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )
    building = fields.String(
        load_default=None, validate=validate.Length(1, 40), metadata={"description": "Only in this building (code)."}
    )
    mine = fields.Boolean(load_default=None, metadata={"description": "Only those whose host I am, or only others'."})
    first_day = fields.Date(
        load_default=None, validate=_DAYS, metadata={"description": "On this day or later.", "example": "2026-12-01"}
    )
    last_day = fields.Date(
        load_default=None, validate=_DAYS, metadata={"description": "On this day or earlier.", "example": "2026-12-31"}
    )
    group_id = fields.UUID(load_default=None, metadata={"description": "Only what was invited together."})
    booking_id = fields.UUID(load_default=None, metadata={"description": "Only for this booking."})


class VisitListArgs(VisitFilterArgs, PageArgs):
    """Which visits, and which page of them."""


class VisitorBuildingListArgs(PageArgs):
    """Which page."""


class InsideListArgs(PageArgs):
    """Of which building."""

    building = fields.String(
        required=True, validate=validate.Length(1, 40), metadata={"description": "Its code.", "example": "B1"}
    )


class ExpectedCarListArgs(InsideListArgs):
    """Of which building and day."""

    day = fields.Date(
        load_default=None,
        validate=_DAYS,
        metadata={"description": "Today when left out.", "example": "2026-12-01"},
    )
    plate = Shaped(PLATE, load_default=None, metadata={"description": "Only this plate.", "example": "浙L·12345"})


class InvitedVisitOut(Schema):
    """A visit that was made; it names nobody."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "LF2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))


class VisitInvitationOut(Schema):
    """A visit for each visitor, in the order in which they were given."""

    group_id = fields.String(required=True, metadata={"format": "uuid"})
    items = fields.List(fields.Nested(InvitedVisitOut()), required=True)


class VisitorOut(Schema):
    """Who a visitor is; masked but to host and reception, the certificate to everybody."""

    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    certificate_type = fields.String(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True, metadata={"example": "3****************3"})
    company = fields.String(required=True, allow_none=True)
    plate = fields.String(required=True, allow_none=True)


class ListedVisitOut(InvitedVisitOut):
    """A visit as lists show it."""

    state_name = fields.String(required=True, metadata={"example": "待到访"})
    version = fields.Integer(required=True)
    group_id = fields.String(required=True, metadata={"format": "uuid"})
    booking_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    building = fields.String(required=True)
    building_name = fields.String(required=True)
    place = fields.String(required=True)
    purpose = fields.String(required=True, validate=_PURPOSE)
    purpose_name = fields.String(required=True)
    host_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    walk_in = fields.Boolean(required=True)
    starts_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    asked_at = fields.String(required=True, metadata=_MOMENT)
    consented_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    consent_way = fields.String(required=True, allow_none=True, validate=validate.OneOf(("link", "paper")))
    arrived_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    left_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    ended_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    text_state = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("waiting", "sent", "refused", "failed")),
        metadata={"description": "What became of the last text message; null where there was none."},
    )
    text_reason = fields.String(required=True, allow_none=True)
    texted_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    erased_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    visitor = fields.Nested(
        VisitorOut(), required=True, allow_none=True, metadata={"description": "Null once the data are erased."}
    )


class VisitOut(ListedVisitOut):
    """A visit with every step."""

    note = fields.String(required=True, allow_none=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class VisitPageOut(Schema):
    """A page of visits, newest first."""

    items = fields.List(fields.Nested(ListedVisitOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VisitCountsOut(Schema):
    """How many visits there are by state."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False where only the newest were counted."})


class VisitorBuildingOut(Schema):
    """A building that receives visitors."""

    code = fields.String(required=True, metadata={"example": "B1"})
    name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    phone = fields.String(required=True)
    entrance = fields.String(required=True)
    opens = fields.String(required=True, metadata={"example": "08:00"})
    closes = fields.String(required=True, metadata={"example": "18:00"})
    parking = fields.Boolean(required=True)
    keep_days = fields.Integer(
        required=True, metadata={"description": "Days after a visit's end until its visitor's data are erased."}
    )


class VisitorBuildingPageOut(Schema):
    """A page of buildings, by code."""

    items = fields.List(fields.Nested(VisitorBuildingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VisitorInsideOut(Schema):
    """Who is in the building, and where."""

    visit_id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    place = fields.String(required=True)
    host_name = fields.String(required=True)
    department_name = fields.String(required=True)
    arrived_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)


class InsidePageOut(Schema):
    """A page of who is in the building, and how many they are."""

    items = fields.List(fields.Nested(VisitorInsideOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)


class ExpectedCarOut(Schema):
    """A car that is expected, or in."""

    visit_id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(("confirmed", "arrived")))
    plate = fields.String(required=True, metadata={"example": "浙L12345"})
    department_name = fields.String(required=True)
    starts_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)


class ExpectedCarPageOut(Schema):
    """A page of cars."""

    items = fields.List(fields.Nested(ExpectedCarOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
