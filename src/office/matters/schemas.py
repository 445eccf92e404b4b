"""The shapes of the catalogue and its history."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_ORIGINS = ["pack", "office"]
_STATUSES = ["in_force", "withdrawn"]


class KeptMatterArgs(PageArgs):
    """Which matters."""

    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only matters of this department.", "example": "11330900002600341Y"},
    )
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATUSES),
        metadata={"description": "Only matters in force, or only withdrawn ones."},
    )


class ComparisonArgs(Schema):
    """Which two revisions."""

    earlier = fields.Integer(
        required=True, validate=validate.Range(1, 10**6), metadata={"description": "A revision's number.", "example": 1}
    )
    later = fields.Integer(
        required=True, validate=validate.Range(1, 10**6), metadata={"description": "A revision's number.", "example": 2}
    )


class ListedKeptMatterOut(Schema):
    """A matter as its keepers' list shows it."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    topic = fields.String(required=True)
    department = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    changed_at = fields.String(required=True, metadata=_MOMENT)


class KeptMatterPageOut(Schema):
    """A page of matters, by code."""

    items = fields.List(fields.Nested(ListedKeptMatterOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ListedRevisionOut(Schema):
    """A revision in the history of a matter."""

    revision = fields.Integer(required=True, metadata={"example": 2})
    origin = fields.String(
        required=True,
        validate=validate.OneOf(_ORIGINS),
        metadata={"description": "`pack`: the city's files; `office`: a change that staff approved."},
    )
    published_at = fields.String(required=True, metadata=_MOMENT)
    published_by = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)


class RevisionOut(ListedRevisionOut):
    """A revision with what it says, in the pack's shape."""

    content = fields.Dict(required=True)


class KeptMatterOut(ListedKeptMatterOut):
    """A matter with its last revision, and the joint matters of which it is a part."""

    revision = fields.Nested(RevisionOut(), required=True)
    joint_matters = fields.List(fields.Dict(), required=True)
    changes_href = fields.String(required=True, metadata={"description": "Its changes, open and past."})


class RevisionPageOut(Schema):
    """A page of revisions, newest first."""

    items = fields.List(fields.Nested(ListedRevisionOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RevisionDifferenceOut(Schema):
    """One place in which two revisions differ."""

    pointer = fields.String(required=True, metadata={"example": "/limits/promised/days"})
    kind = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed"]))
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class ComparisonOut(Schema):
    """What differs between two revisions."""

    earlier = fields.Nested(ListedRevisionOut(), required=True)
    later = fields.Nested(ListedRevisionOut(), required=True)
    differences = fields.List(fields.Nested(RevisionDifferenceOut()), required=True)
