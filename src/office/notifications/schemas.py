"""The shapes of work notifications."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engines.inbox import NOTICES, TODOS
from kit.pages import PageArgs

_HOUR = {"example": "21:30", "description": "Beijing time, HH:MM."}
_TODO = {
    "example": "open",
    "description": "The to-do at the portal: `waiting` to be made, `open`, `finished`, `cancelled` (no longer mine), "
    "`skipped` (done before it was made), `lost` (made, and to be closed by hand: the portal never told its id).",
}


class NotificationArgs(PageArgs):
    """Which notifications."""

    todo = fields.String(load_default=None, validate=validate.OneOf(TODOS), metadata=_TODO)


class NotificationOut(Schema):
    """What I was told of one task."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    title = fields.String(required=True)
    reference = fields.String(required=True, metadata={"description": "The case's number."})
    href = fields.String(required=True)
    todo = fields.String(required=True, validate=validate.OneOf(TODOS), metadata=_TODO)
    notice = fields.String(
        required=True,
        validate=validate.OneOf(NOTICES),
        metadata={
            "example": "sent",
            "description": "The work notification: `waiting` to be sent (in quiet hours for their end), `sent`, "
            "`off` (I want none), `late` (the task was over).",
        },
    )
    told_at = fields.String(required=True, metadata={"format": "date-time"})


class NotificationPageOut(Schema):
    """A page of notifications, newest first."""

    items = fields.List(fields.Nested(NotificationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PreferencesIn(Schema):
    """When I want work notifications; quiet hours go over midnight where they end before they begin."""

    work_notifications = fields.Boolean(required=True)
    quiet_from = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=_HOUR)
    quiet_until = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=_HOUR)

    @validates_schema(skip_on_field_errors=True)
    def _has_both_or_none(self, data: dict[str, Any], **_: object) -> None:
        if (data["quiet_from"] is None) != (data["quiet_until"] is None):
            missing = "quiet_from" if data["quiet_from"] is None else "quiet_until"
            raise ValidationError("Missing data for required field.", missing)


class PreferencesOut(Schema):
    """When I want work notifications."""

    work_notifications = fields.Boolean(required=True)
    quiet_from = fields.String(required=True, allow_none=True, metadata=_HOUR)
    quiet_until = fields.String(required=True, allow_none=True, metadata=_HOUR)
