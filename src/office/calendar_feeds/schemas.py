"""The shapes of calendar feeds."""

from marshmallow import Schema, fields

from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-30T09:30:00+08:00"}


class CalendarFeedIn(Schema):
    """Of what."""

    resource_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "When this resource is taken; my own bookings when left out."},
    )


class CalendarFeedListArgs(PageArgs):
    """Which page."""


class CalendarFeedOut(Schema):
    """A feed that was made. Its address is shown this once: who holds it reads the calendar."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True, metadata={"example": "/integration/v1/calendars/….ics"})


class ListedCalendarFeedOut(Schema):
    """A feed that can be read."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    resource_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    resource_name = fields.String(required=True, allow_none=True, metadata={"description": "Null: my own bookings."})
    made_at = fields.String(required=True, metadata=_MOMENT)


class CalendarFeedPageOut(Schema):
    """A page of feeds."""

    items = fields.List(fields.Nested(ListedCalendarFeedOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
