"""The shapes of files."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from kit.fields import Line
from kit.pages import PageArgs


class FileIn(Schema):
    """One file: PDF, JPG or PNG."""

    file = Upload(required=True, metadata={"description": "PDF, JPG or PNG, up to 10 MB."})


class LockerIn(Schema):
    """Where a file belongs in the locker."""

    material = Line(minimum=1, maximum=100, required=True, metadata={"example": "房屋租赁合同"})
    expires_on = fields.Date(load_default=None, metadata={"example": "2027-11-24"})


class FileListArgs(PageArgs):
    """Which files."""

    locker = fields.Boolean(load_default=False, metadata={"description": "Only those in the locker."})


class FileOut(Schema):
    """A stored file."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True, metadata={"example": "租赁合同.pdf"})
    media_type = fields.String(required=True, metadata={"example": "application/pdf"})
    size = fields.Integer(required=True, metadata={"example": 48213, "description": "Bytes."})
    sha256 = fields.String(required=True)
    material = fields.String(required=True, allow_none=True)
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    stored_at = fields.String(required=True, metadata={"format": "date-time"})


class FilePageOut(Schema):
    """A page of files, newest first."""

    items = fields.List(fields.Nested(FileOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
