"""The shapes of stocktakings."""

from marshmallow import Schema, fields, validate

from engines.stock import MOST, STOCKTAKING
from kit.fields import Line
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_STATES = [state.code for state in STOCKTAKING.states]


class StocktakingFilterArgs(Schema):
    """Which stocktakings."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only stocktakings in this state.", "example": "counted"},
    )
    warehouse_id = fields.UUID(load_default=None, metadata={"description": "Only stocktakings of this warehouse."})


class StocktakingListArgs(StocktakingFilterArgs, PageArgs):
    """Which stocktakings, and which page of them."""


class StocktakingNoteIn(Schema):
    """A few words."""

    note = Line(maximum=500, load_default="", metadata={"example": "年终盘点"})


class StocktakingIn(StocktakingNoteIn):
    """Which warehouse is counted."""

    warehouse_id = fields.UUID(required=True)


class StocktakingReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "复印纸请重新清点。"})


class StocktakingCountIn(Schema):
    """How many of an item there are."""

    item_id = fields.UUID(required=True)
    counted = fields.Integer(
        required=True, strict=True, validate=validate.Range(0, MOST * 100), metadata={"example": 17}
    )
    reason = Line(
        maximum=500, load_default="", metadata={"description": "Why it differs; needed then.", "example": "自然损耗"}
    )


class StocktakingCountsIn(Schema):
    """Counts of some items."""

    lines = fields.List(fields.Nested(StocktakingCountIn()), required=True, validate=validate.Length(1, 500))


class ListedStocktakingOut(Schema):
    """A stocktaking as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "PD2026000003"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待复核"})
    warehouse_id = fields.String(required=True, metadata={"format": "uuid"})
    warehouse_name = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    begun_by_name = fields.String(required=True)
    begun_at = fields.String(required=True, metadata=_MOMENT)
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class StocktakingPageOut(Schema):
    """A page of stocktakings."""

    items = fields.List(fields.Nested(ListedStocktakingOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class StocktakingTallyOut(Schema):
    """How many stocktakings by state."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class StocktakingLineOut(Schema):
    """One item of a stocktaking."""

    item_id = fields.String(required=True, metadata={"format": "uuid"})
    item_code = fields.String(required=True)
    item_name = fields.String(required=True)
    unit = fields.String(required=True)
    expected = fields.Integer(required=True, metadata={"description": "The balance when the stocktaking began."})
    book = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The balance at the moment of counting."}
    )
    moved_meanwhile = fields.Integer(
        required=True, allow_none=True, metadata={"description": "What moved between beginning and counting."}
    )
    counted = fields.Integer(required=True, allow_none=True)
    difference = fields.Integer(
        required=True, allow_none=True, metadata={"description": "`counted` less `book`: by so much confirming moves."}
    )
    reason = fields.String(required=True, allow_none=True)
    counted_by_name = fields.String(required=True, allow_none=True)
    counted_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class StocktakingOut(ListedStocktakingOut):
    """A stocktaking whole."""

    lines = fields.List(fields.Nested(StocktakingLineOut()), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
