"""The shapes of resources."""

from typing import Any

from marshmallow import Schema, fields, validate

from engines.bookings import KINDS, LATE, RESOURCE
from kit.fields import Line, Shaped, distinct
from kit.months import WRITTEN
from kit.pages import PageArgs

_STATES = [state.code for state in RESOURCE.states]
_CLOCK = {"description": "On the city's clock.", "example": "08:00"}


def _features() -> fields.List[Any]:
    return fields.List(
        Line(minimum=1, maximum=30),
        load_default=list,
        validate=[validate.Length(max=20), distinct],
        metadata={"description": "What it has; all of them are wanted.", "example": ["投影"]},
    )


class ResourceWantedArgs(Schema):
    """What a resource is to have."""

    building = fields.String(
        load_default=None, validate=validate.Length(1, 60), metadata={"description": "Only in this building."}
    )
    capacity = fields.Integer(
        load_default=None,
        validate=validate.Range(1, 10_000),
        metadata={"description": "For so many people at least.", "example": 12},
    )
    features = _features()


class ResourceListArgs(PageArgs, ResourceWantedArgs):
    """Which resources."""

    kind = fields.String(
        load_default=None, validate=validate.OneOf(list(KINDS)), metadata={"description": "Only this kind."}
    )
    state = fields.String(
        load_default="open", validate=validate.OneOf(_STATES), metadata={"description": "In service or not."}
    )


class ResourceUsageArgs(PageArgs):
    """Which month, and which resources."""

    month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "The present month by default.", "example": "2026-11"}
    )
    kind = fields.String(
        load_default=None, validate=validate.OneOf(list(KINDS)), metadata={"description": "Only this kind."}
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only what this department keeps."},
    )


class ResourceFreeArgs(ResourceWantedArgs):
    """What is looked for, when and for how long."""

    kind = fields.String(
        load_default="room", validate=validate.OneOf(list(KINDS)), metadata={"description": "Of which kind."}
    )
    first_day = fields.Date(required=True, metadata={"description": "From this day on.", "example": "2026-12-01"})
    last_day = fields.Date(
        required=True, metadata={"description": "To this day; fourteen days at most.", "example": "2026-12-04"}
    )
    minutes = fields.Integer(
        load_default=30,
        validate=validate.Range(5, 43_200),
        metadata={"description": "Free for so long at least.", "example": 60},
    )
    not_before = fields.Time(
        load_default=None, metadata={"description": "Not before this time of the day.", "example": "09:00"}
    )
    not_after = fields.Time(
        load_default=None, metadata={"description": "Not after this time of the day.", "example": "17:30"}
    )


class ResourceAmendmentIn(Schema):
    """What a resource says of itself."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"example": "201会议室"})
    shared = fields.Boolean(
        load_default=True, metadata={"description": "Whether officers of other departments may book it."}
    )
    building = Line(maximum=60, load_default="", metadata={"example": "行政中心1号楼"})
    floor = Line(maximum=20, load_default="", metadata={"example": "2层"})
    capacity = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 10_000))
    features = _features()
    needs_approval = fields.Boolean(load_default=False)
    open_days = fields.String(
        load_default="working",
        validate=validate.OneOf(["working", "every"]),
        metadata={"description": "Open on working days, or every day."},
    )
    opens = fields.String(load_default="08:00", validate=validate.Length(5, 5), metadata=_CLOCK)
    closes = fields.String(
        load_default="20:00", validate=validate.Length(5, 5), metadata={"description": "Up to 24:00."}
    )
    longest_minutes = fields.Integer(load_default=480, validate=validate.Range(15, 43_200))
    ahead_days = fields.Integer(load_default=90, validate=validate.Range(1, 366))
    check_in_minutes = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(5, 240),
        metadata={"description": "Minutes after the beginning at which it is released when nobody checked in."},
    )


class ResourceIn(ResourceAmendmentIn):
    """A new resource."""

    code = Shaped("[A-Z0-9-]{2,40}", required=True, metadata={"description": "On its QR label.", "example": "R1-201"})
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)), metadata={"example": "room"})
    department = fields.String(
        required=True, validate=validate.Length(1, 18), metadata={"description": "Who keeps it."}
    )


class ResourceReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=200, required=True, metadata={"example": "空调检修"})


class ResourceNothingIn(Schema):
    """Nothing need be said."""


class ListedResourceOut(Schema):
    """A resource as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "会议室"})
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    shared = fields.Boolean(required=True)
    building = fields.String(required=True)
    floor = fields.String(required=True)
    capacity = fields.Integer(required=True, allow_none=True)
    features = fields.List(fields.String(), required=True)
    needs_approval = fields.Boolean(required=True)
    open_days = fields.String(required=True)
    opens = fields.String(required=True)
    closes = fields.String(required=True)
    longest_minutes = fields.Integer(required=True)
    ahead_days = fields.Integer(required=True)
    check_in_minutes = fields.Integer(required=True, allow_none=True)


class ResourceOut(ListedResourceOut):
    """A resource with its timeline."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class ResourcePageOut(Schema):
    """A page of resources, by code."""

    items = fields.List(fields.Nested(ListedResourceOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class FreeSpanOut(Schema):
    """A free time."""

    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})


class FreeResourceOut(Schema):
    """A resource and when it is free."""

    resource = fields.Nested(ListedResourceOut(), required=True)
    free = fields.List(fields.Nested(FreeSpanOut()), required=True)


class FreeResourcesOut(Schema):
    """What fits, the smallest first; an empty list of times where it is taken throughout."""

    items = fields.List(fields.Nested(FreeResourceOut()), required=True)


def _counted(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description, "example": 12})


def _share(description: str) -> fields.Float:
    return fields.Float(required=True, allow_none=True, metadata={"description": description, "example": 0.4375})


class ResourceUsageOut(Schema):
    """How one resource was used in a month."""

    resource = fields.Nested(ListedResourceOut(), required=True)
    open_minutes = _counted("Of its days and hours, in minutes.")
    bookings = _counted("That stood: not cancelled, also where nobody came.")
    booked_minutes = _counted("Of these bookings.")
    used_minutes = _counted("Of those to which somebody checked in, or that are over and needed none.")
    not_come = _counted("To which nobody came: released, or over without a check-in that was to be.")
    cancelled_late = _counted(f"Cancelled by their organisers within {LATE.days * 24} hours of the beginning.")
    booked_share = _share("`booked_minutes` among `open_minutes`; null where it was not open.")
    used_share = _share("`used_minutes` among `open_minutes`; null where it was not open.")


class ResourceUsagePageOut(Schema):
    """The use of some resources, by code."""

    month = fields.String(required=True, metadata={"example": "2026-11"})
    items = fields.List(fields.Nested(ResourceUsageOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
