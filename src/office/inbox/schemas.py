"""The shapes of the inbox."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs


class InboxArgs(PageArgs):
    """Which tasks."""

    kind = fields.String(
        load_default=None,
        validate=validate.Length(1, 40),
        metadata={"description": "Only tasks of this kind.", "example": "review"},
    )
    due_before = fields.Date(
        load_default=None, metadata={"description": "Only tasks due before this day.", "example": "2026-12-01"}
    )


class TaskOut(Schema):
    """One task; `light` is computed from the date."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True, metadata={"example": "accept"})
    title = fields.String(required=True)
    reference = fields.String(required=True, metadata={"description": "The case's number."})
    record_kind = fields.String(required=True, metadata={"example": "case"})
    record_id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    department_code = fields.String(required=True)
    on_behalf_of = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The colleague who is away and whose powers were lent to me for it."},
    )
    due_on = fields.String(required=True, metadata={"format": "date"})
    light = fields.String(required=True, validate=validate.OneOf(["green", "yellow", "red"]))
    opened_at = fields.String(required=True, metadata={"format": "date-time"})


class InboxPageOut(Schema):
    """A page of tasks, most urgent first; `count` stops at 1000."""

    items = fields.List(fields.Nested(TaskOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
