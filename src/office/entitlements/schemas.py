"""The shapes of entitlements and their runs."""

from marshmallow import Schema, fields, validate

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class EntitlementRunIn(Schema):
    """Nothing need be said."""


class EntitlementOut(Schema):
    """An entitlement of a department in my scope: the list that is gone through and the rule over each line of it."""

    code = fields.String(required=True, metadata={"example": "senior_allowance"})
    name = fields.String(required=True, metadata={"example": "高龄津贴"})
    matter_code = fields.String(required=True)
    department_code = fields.String(required=True)
    source = fields.String(required=True, metadata={"example": "户籍老年人口信息"})
    rule = fields.String(required=True, metadata={"example": "years_between(record.born_on, today) >= 80"})
    sentence = fields.String(required=True)
    days = fields.Integer(required=True, metadata={"description": "For how many days an offer stands."})
    period = fields.String(required=True, validate=validate.OneOf(["once", "year"]))
    statute = fields.String(required=True)


class EntitlementDetailOut(EntitlementOut):
    """An entitlement, with how many of its offers are in each state."""

    offers = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())


class EntitlementListOut(Schema):
    """The entitlements of the departments in my scope."""

    items = fields.List(fields.Nested(EntitlementOut()), required=True)


class EntitlementRunOut(Schema):
    """A walk through the list, page by page: people on it, considered (not asked or granted before), offered."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    entitlement = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["running", "done", "withdrawn"]))
    pages = fields.Integer(required=True)
    listed = fields.Integer(required=True)
    considered = fields.Integer(required=True)
    offered = fields.Integer(required=True)
    started_by = fields.String(required=True)
    started_at = fields.String(required=True, metadata=_MOMENT)
    ended_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class EntitlementRunPageOut(Schema):
    """A page of runs, newest first."""

    items = fields.List(fields.Nested(EntitlementRunOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
