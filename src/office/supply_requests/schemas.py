"""The shapes of requests for supplies."""

from marshmallow import Schema, fields, validate

from engines.stock import MOST, SUPPLY_REQUEST
from kit.fields import Line
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_STATES = [state.code for state in SUPPLY_REQUEST.states]
_FEN = {"description": "Whole fen.", "example": 75_00}
_QUANTITY = {"description": "Whole units.", "example": 3}
_MOST_LINES = 100


class SupplyRequestFilterArgs(Schema):
    """Which requests."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only requests in this state.", "example": "submitted"},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only requests of this organ.", "example": "11330900MB15A0263B"},
    )
    warehouse_id = fields.UUID(load_default=None, metadata={"description": "Only requests to this warehouse."})
    mine = fields.Boolean(load_default=None, metadata={"description": "Only my own requests, or only others'."})


class SupplyRequestListArgs(SupplyRequestFilterArgs, PageArgs):
    """Which requests, and which page of them."""


class SupplyLineIn(Schema):
    """So many of an item."""

    item_id = fields.UUID(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST), metadata=_QUANTITY)


class SupplyApprovedLineIn(Schema):
    """So many of an item, down to none."""

    item_id = fields.UUID(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST), metadata=_QUANTITY)


class SupplyRequestIn(Schema):
    """What is asked for, of whom, and for what."""

    warehouse_id = fields.UUID(required=True)
    purpose = Line(minimum=2, maximum=500, required=True, metadata={"example": "督查会议材料印制"})
    lines = fields.List(fields.Nested(SupplyLineIn()), required=True, validate=validate.Length(1, _MOST_LINES))


class SupplyNoteIn(Schema):
    """A few words."""

    note = Line(maximum=500, load_default="", metadata={"example": "同意。"})


class SupplyReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "本季度额度已用完。"})


class SupplyApprovalIn(SupplyNoteIn):
    """Of which items fewer are approved than were asked for."""

    lines = fields.List(
        fields.Nested(SupplyApprovedLineIn()),
        load_default=list,
        validate=validate.Length(max=_MOST_LINES),
        metadata={"description": "Items that are left out are approved as asked for."},
    )


class SupplyIssueIn(SupplyNoteIn):
    """What is issued now."""

    lines = fields.List(
        fields.Nested(SupplyLineIn()),
        load_default=list,
        validate=validate.Length(max=_MOST_LINES),
        metadata={"description": "Empty: all that is left to issue."},
    )


class SupplyReturnIn(SupplyReasonIn):
    """What comes back, and why."""

    lines = fields.List(fields.Nested(SupplyLineIn()), required=True, validate=validate.Length(1, _MOST_LINES))


class ListedSupplyRequestOut(Schema):
    """A request as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "LY2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待审批"})
    requester_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    warehouse_id = fields.String(required=True, metadata={"format": "uuid"})
    warehouse_name = fields.String(required=True)
    purpose = fields.String(required=True)
    cost_fen = fields.Integer(required=True, metadata={**_FEN, "description": "Of what was issued and not returned."})
    requested_at = fields.String(required=True, metadata=_MOMENT)
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class SupplyRequestPageOut(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(ListedSupplyRequestOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SupplyRequestCountsOut(Schema):
    """How many requests by state, and what they cost."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    cost_fen = fields.Integer(required=True, metadata=_FEN)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class SupplyRequestLineOut(Schema):
    """One item of a request."""

    item_id = fields.String(required=True, metadata={"format": "uuid"})
    item_code = fields.String(required=True)
    item_name = fields.String(required=True)
    unit = fields.String(required=True)
    wanted = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    returned = fields.Integer(required=True)
    price_fen = fields.Integer(required=True, metadata={**_FEN, "description": "Whole fen for one, when asked for."})


class SupplyRequestOut(ListedSupplyRequestOut):
    """A request whole."""

    lines = fields.List(fields.Nested(SupplyRequestLineOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
