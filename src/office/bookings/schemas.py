"""The shapes of bookings."""

from typing import Any
from zoneinfo import available_timezones

from flask_smorest.fields import Upload
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engines.bookings import ANSWERS, BOOKING, KINDS, MOST_PARTICIPANTS
from engines.canteen import MEALS, MOST_GUESTS
from engines.visitors import MOST_VISITORS, VisitorIn
from kit.fields import Line, distinct
from kit.pages import PageArgs

_STATES = [state.code for state in BOOKING.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_ZONES = available_timezones()


def _known_zone(zone: str) -> None:
    if zone not in _ZONES:
        message = "Must be a time zone of the IANA database."
        raise ValidationError(message)


def _resources(*, required: bool) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=validate.Length(1, 40)),
        required=required,
        validate=[validate.Length(1, 20), distinct],
        metadata={"description": "Codes of resources of one keeper.", "example": ["R1-201"]},
    )


def _scope() -> fields.String:
    return fields.String(
        load_default="this",
        validate=validate.OneOf(["this", "following"]),
        metadata={"description": "This one, or it and the later ones of its series."},
    )


class BookingAttendeeIn(Schema):
    """Who is asked to come: an officer, a department, or somebody from outside by name."""

    officer_id = fields.UUID(load_default=None, allow_none=True)
    department = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 18))
    name = Line(maximum=60, load_default="", metadata={"example": "王工（承建单位）"})


class BookingRepeatIn(Schema):
    """How it repeats."""

    rule = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={
            "description": "RFC 5545: FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, COUNT or UNTIL, BYDAY or BYMONTHDAY.",
            "example": "FREQ=WEEKLY;BYDAY=MO;COUNT=10",
        },
    )
    rest_days = fields.String(
        load_default="skip",
        validate=validate.OneOf(["keep", "skip", "move"]),
        metadata={"description": "An occurrence on a day of rest: kept, skipped, or moved to the next working day."},
    )
    on_conflict = fields.String(
        load_default="refuse",
        validate=validate.OneOf(["refuse", "skip"]),
        metadata={"description": "Where one occurrence is taken: refuse all, or leave it out."},
    )


class BookingTextIn(Schema):
    """What a booking says."""

    title = Line(minimum=1, maximum=100, required=True, metadata={"example": "数据共享推进会"})
    note = Line(maximum=2000, load_default="", metadata={"description": "Agenda, or what else is to be known."})
    starts_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    ends_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    time_zone = fields.String(
        load_default="Asia/Shanghai",
        validate=_known_zone,
        metadata={"description": "In which zone people think of it; a series keeps its time of that zone's clock."},
    )
    attendees = fields.List(fields.Nested(BookingAttendeeIn()), load_default=list, validate=validate.Length(max=200))


class BookingIn(BookingTextIn):
    """A booking."""

    resources = _resources(required=True)
    hold = fields.Boolean(
        load_default=False, metadata={"description": "Keep the time for a quarter of an hour; of a single booking."}
    )
    wait = fields.Boolean(
        load_default=False, metadata={"description": "Wait for it where it is taken; of a single booking."}
    )
    repeat = fields.Nested(BookingRepeatIn(), load_default=None, allow_none=True)


class BookingWantIn(Schema):
    """One thing that is wanted."""

    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)), metadata={"example": "room"})
    capacity = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 10_000))
    features = fields.List(Line(minimum=1, maximum=30), load_default=list, validate=[validate.Length(max=20), distinct])
    building = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 60))


class BookingMealIn(Schema):
    """A meal on the day of the meeting: the organiser's own portion, and the guests'."""

    canteen_id = fields.UUID(required=True)
    meal = fields.String(load_default="lunch", validate=validate.OneOf(list(MEALS)))
    guests = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, MOST_GUESTS),
        metadata={"description": "A cost of the organiser's department, with the meeting's title.", "example": 2},
    )


class BookingBundleIn(BookingTextIn):
    """Several things for the same hours."""

    @validates_schema
    def arrive_somewhere(self, data: dict[str, Any], **_: Any) -> None:
        """Ask for a building where visitors come."""
        if data["visitors"] and data["visitor_building"] is None:
            message = "Visitors arrive at the reception of a building."
            raise ValidationError(message, "visitor_building")

    wants = fields.List(fields.Nested(BookingWantIn()), required=True, validate=validate.Length(1, 20))
    meal = fields.Nested(BookingMealIn(), load_default=None, allow_none=True)
    visitors = fields.List(
        fields.Nested(VisitorIn()),
        load_default=list,
        validate=validate.Length(max=MOST_VISITORS),
        metadata={"description": "Who comes from outside: each reads the title, consents, and has a pass for then."},
    )
    visitor_building = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 40),
        metadata={"description": "At whose reception visitors arrive; needed with `visitors`.", "example": "B1"},
    )


class BookingChangeIn(Schema):
    """What changes; the rest stays."""

    title = Line(minimum=1, maximum=100)
    note = Line(maximum=2000)
    starts_at = fields.AwareDateTime(metadata=_MOMENT)
    ends_at = fields.AwareDateTime(metadata=_MOMENT)
    resources = _resources(required=False)
    attendees = fields.List(fields.Nested(BookingAttendeeIn()), validate=validate.Length(max=200))
    scope = _scope()


class BookingAnswerIn(Schema):
    """Whether one comes."""

    answer = fields.String(required=True, validate=validate.OneOf(list(ANSWERS)), metadata={"example": "accepted"})
    note = Line(maximum=200, load_default="", metadata={"example": "晚到十分钟"})
    as_department = fields.Boolean(
        load_default=False, metadata={"description": "The answer of my department, which is asked; else my own."}
    )
    participants = fields.List(
        Line(minimum=1, maximum=60),
        load_default=list,
        validate=[validate.Length(max=MOST_PARTICIPANTS), distinct],
        metadata={"description": "Who comes for the department, by name.", "example": ["王海"]},
    )
    scope = _scope()


class BookingCancellationIn(Schema):
    """Why, and how much of a series."""

    reason = Line(maximum=200, load_default="", metadata={"example": "会议延期"})
    scope = _scope()


class BookingDecisionIn(Schema):
    """A keeper's word."""

    approved = fields.Boolean(required=True)
    opinion = Line(maximum=200, load_default="", metadata={"example": "同意。"})
    scope = _scope()


class BookingRevocationIn(Schema):
    """Why it is taken back."""

    reason = Line(minimum=2, maximum=200, required=True, metadata={"example": "该时段保障上级视频会议"})


class BookingExtensionIn(Schema):
    """Until when."""

    ends_at = fields.AwareDateTime(required=True, metadata=_MOMENT)


class BookingMinutesIn(Schema):
    """What was agreed."""

    minutes = Line(
        minimum=2,
        maximum=50_000,
        required=True,
        metadata={
            "description": "proposeMatters reads it as it stands and proposes supervision matters.",
            "example": "会议议定：由市大数据局牵头，12月20日前完成接口改造。",
        },
    )


class BookingDocumentIn(Schema):
    """A file."""

    file = Upload(required=True, metadata={"description": "PDF, JPG, PNG, DOCX, XLSX, OFD or TXT, up to 10 MB."})


class BookingDocumentForm(Schema):
    """To how much of a series it is added."""

    scope = _scope()


class BookingScopeArgs(Schema):
    """How much of a series."""

    scope = _scope()


class BookingNothingIn(Schema):
    """Nothing need be said."""


class BookingFilterArgs(Schema):
    """Which bookings."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )
    mine = fields.Boolean(
        load_default=None, metadata={"description": "Only what I organise or to which I am asked by name."}
    )
    resource = fields.String(
        load_default=None, validate=validate.Length(1, 40), metadata={"description": "Only of this resource's code."}
    )
    series_id = fields.UUID(load_default=None, metadata={"description": "Only of this series."})
    bundle_id = fields.UUID(load_default=None, metadata={"description": "Only of this bundle."})
    starts_before = fields.AwareDateTime(load_default=None, metadata={"description": "Begins before this moment."})
    ends_after = fields.AwareDateTime(load_default=None, metadata={"description": "Ends after this moment."})


class BookingListArgs(BookingFilterArgs, PageArgs):
    """Which bookings, and which page of them."""


class BookingCountsOut(Schema):
    """How many bookings, by state."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class ListedBookingOut(Schema):
    """A booking as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "YD2026000123"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    organiser_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    starts_at = fields.String(required=True, metadata=_MOMENT)
    ends_at = fields.String(required=True, metadata=_MOMENT)
    time_zone = fields.String(required=True)
    series_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    bundle_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    next_turn_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "When it turns by itself: a hold runs out, nobody came, it ends.", **_MOMENT},
    )
    href = fields.String(required=True)


class BookingAttendeeOut(Schema):
    """Who is asked to come; the answer is told to the organiser and to whom it is of, to others it is null."""

    officer_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    department = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True, validate=validate.OneOf([*ANSWERS, None]))
    answer_note = fields.String(required=True, allow_none=True)
    participants = fields.List(fields.String(), required=True, metadata={"description": "Who comes for a department."})
    answered_by_name = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class BookingAnswersOut(Schema):
    """How many officers and departments gave which answer, and how many people come."""

    coming = fields.Integer(required=True)
    not_coming = fields.Integer(required=True)
    tentative = fields.Integer(required=True)
    silent = fields.Integer(required=True)
    people = fields.Integer(
        required=True, metadata={"description": "Officers who come, and those whom departments named."}
    )


class BookingDocumentOut(Schema):
    """A document of a meeting."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True, metadata={"example": "议程.docx"})
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    sha256 = fields.String(required=True)
    added_at = fields.String(required=True, metadata=_MOMENT)
    href = fields.String(required=True, metadata={"description": "Where it can be downloaded."})


class BookingOut(ListedBookingOut):
    """A booking with its resources, who is asked to come, and its timeline."""

    note = fields.String(required=True)
    minutes = fields.String(required=True, metadata={"description": "What was agreed; empty until it is written."})
    organiser_id = fields.String(required=True, metadata={"format": "uuid"})
    keeper_code = fields.String(required=True)
    keeper_name = fields.String(required=True)
    checked_in_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    resources = fields.List(fields.Dict(), required=True)
    attendees = fields.List(fields.Nested(BookingAttendeeOut()), required=True)
    documents = fields.List(
        fields.Nested(BookingDocumentOut()),
        required=True,
        metadata={"description": "For the organiser and those who are asked to come; to others none is shown."},
    )
    answers = fields.Nested(
        BookingAnswersOut(), required=True, allow_none=True, metadata={"description": "For the organiser alone."}
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class BookingPageOut(Schema):
    """A page of bookings, the newest made first."""

    items = fields.List(fields.Nested(ListedBookingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class BookingsMadeOut(Schema):
    """What was booked, in the order of its time."""

    items = fields.List(fields.Nested(ListedBookingOut()), required=True)


class BookingCompanionOut(Schema):
    """Something that was booked beside resources; it falls with the first booking, and a visit moves with it."""

    record_kind = fields.String(required=True, metadata={"example": "meal_booking"})
    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True, metadata={"example": "/office/v1/meal_bookings/0193a1b2-…"})


class BookingBundleOut(BookingsMadeOut):
    """What was booked together."""

    bundle_id = fields.String(required=True, metadata={"format": "uuid"})
    companions = fields.List(fields.Nested(BookingCompanionOut()), required=True)
