"""The shapes of delegations."""

from marshmallow import Schema, fields, validate

from kit.fields import Line, distinct
from kit.pages import PageArgs
from office.delegations.manifest import DELEGATION

STATES = [state.code for state in DELEGATION.states]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-11-30"}
_UUID = {"format": "uuid", "example": "019373a0-6f5e-7c2a-9d1e-3b5f0a7c8e21"}


class DelegationIn(Schema):
    """Which powers, to whom, from day to day, and why."""

    deputy_id = fields.UUID(required=True, metadata={"description": "One of the colleagues listed."})
    lender_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Whose powers, for a supervisor when a colleague fell ill; one's own by default."},
    )
    permissions = fields.List(
        fields.String(validate=validate.Length(1, 60)),
        required=True,
        validate=[validate.Length(1, 20), distinct],
        metadata={"example": ["cases.accept"], "description": "Reading the cases goes with it."},
    )
    from_on = fields.Date(required=True, metadata={"description": "The first day."})
    until_on = fields.Date(required=True, metadata={"description": "The last day, at most three months on."})
    reason = Line(minimum=2, maximum=200, required=True, metadata={"example": "年休假"})


class EndIn(Schema):
    """Why, if one likes to say."""

    reason = Line(maximum=200, load_default="", metadata={"example": "提前返岗"})


class ColleagueArgs(Schema):
    """Whose colleagues."""

    lender_id = fields.UUID(load_default=None, metadata={"description": "Of whom; oneself by default."})


class ColleagueOut(Schema):
    """Somebody to whom powers can be lent."""

    id = fields.String(required=True, metadata=_UUID)
    name = fields.String(required=True)
    department_code = fields.String(required=True)


class ColleagueListOut(Schema):
    """What can be lent, and to whom."""

    lendable = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(ColleagueOut()), required=True)


class DelegationListArgs(PageArgs):
    """Which delegations."""

    side = fields.String(
        load_default="lent",
        validate=validate.OneOf(["lent", "received", "supervised"]),
        metadata={"description": "What I lent, what was lent to me, or what stands where I assign work."},
    )
    state = fields.String(
        load_default=None, validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )


class ListedDelegationOut(Schema):
    """A delegation as lists show it; `in_force` says whether it holds today."""

    id = fields.String(required=True, metadata=_UUID)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "有效"})
    in_force = fields.Boolean(required=True)
    lender_id = fields.String(required=True, metadata=_UUID)
    lender_name = fields.String(required=True)
    deputy_id = fields.String(required=True, metadata=_UUID)
    deputy_name = fields.String(required=True)
    permissions = fields.List(fields.String(), required=True)
    from_on = fields.String(required=True, metadata=_DAY)
    until_on = fields.String(required=True, metadata=_DAY)
    reason = fields.String(required=True)
    made_by_name = fields.String(required=True)
    made_at = fields.String(required=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class DelegationOut(ListedDelegationOut):
    """A delegation with its timeline and what I can do with it now."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class DelegationPageOut(Schema):
    """A page of delegations, newest first."""

    items = fields.List(fields.Nested(ListedDelegationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
