"""The shapes of stock and of its moves."""

from marshmallow import Schema, fields, validate

from engines.stock import KINDS, MOST
from kit.fields import Line
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_ORGAN = {"example": "11330900002600114R"}
_FEN = {"description": "Whole fen.", "example": 25_00}
_QUANTITY = {"description": "Whole units.", "example": 20}
_MOST_LINES = 100


class StockFilterArgs(Schema):
    """Which stock."""

    warehouse_id = fields.UUID(load_default=None, metadata={"description": "Only what lies in this warehouse."})
    item_id = fields.UUID(load_default=None, metadata={"description": "Only this item."})
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only warehouses of this organ.", **_ORGAN},
    )
    category = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "Only items of this category.", "example": "纸张"},
    )
    low = fields.Boolean(load_default=None, metadata={"description": "Only what is under its minimum, or only others."})
    words = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "An item's code, or words of its name.", "example": "复印纸"},
    )


class StockListArgs(StockFilterArgs, PageArgs):
    """Which stock, and which page of it."""


class StockMoveListArgs(PageArgs):
    """Which moves, and which page of them."""

    level_id = fields.UUID(load_default=None, metadata={"description": "Only moves of one item in one warehouse."})
    warehouse_id = fields.UUID(load_default=None, metadata={"description": "Only moves of this warehouse."})
    item_id = fields.UUID(load_default=None, metadata={"description": "Only moves of this item."})
    record_id = fields.UUID(load_default=None, metadata={"description": "Only moves of this request or stocktaking."})
    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only moves of this kind.", "example": "issued"},
    )


class StockLineIn(Schema):
    """So many of an item."""

    item_id = fields.UUID(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST), metadata=_QUANTITY)


class StockReceiptIn(Schema):
    """Goods that came in, and whence."""

    warehouse_id = fields.UUID(required=True)
    lines = fields.List(fields.Nested(StockLineIn()), required=True, validate=validate.Length(1, _MOST_LINES))
    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "11月集中采购，发票第0042号"})


class StockTransferIn(StockReceiptIn):
    """Goods that go to another warehouse, and why."""

    to_warehouse_id = fields.UUID(required=True)


class StockMinimumIn(Schema):
    """Below how many of an item a warehouse is to be filled up."""

    warehouse_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    minimum = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST), metadata=_QUANTITY)


class StockWriteOffIn(Schema):
    """How many are written off, and why."""

    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST), metadata=_QUANTITY)
    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "受潮损坏"})


class StockLevelOut(Schema):
    """How much of an item a warehouse has."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    warehouse_id = fields.String(required=True, metadata={"format": "uuid"})
    warehouse_name = fields.String(required=True)
    item_id = fields.String(required=True, metadata={"format": "uuid"})
    item_code = fields.String(required=True)
    item_name = fields.String(required=True)
    unit = fields.String(required=True)
    category = fields.String(required=True)
    quantity = fields.Integer(required=True, metadata=_QUANTITY)
    minimum = fields.Integer(required=True, metadata=_QUANTITY)
    low = fields.Boolean(required=True, metadata={"description": "Whether it is to be filled up."})
    price_fen = fields.Integer(required=True, metadata=_FEN)
    value_fen = fields.Integer(required=True, metadata=_FEN)
    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)


class StockPageOut(Schema):
    """A page of stock."""

    items = fields.List(fields.Nested(StockLevelOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class StockChangedOut(Schema):
    """What was changed, as it is now, by item code."""

    items = fields.List(fields.Nested(StockLevelOut()), required=True)


class StockCountsOut(Schema):
    """How many kinds of goods, how many under their minimum, and their worth."""

    total = fields.Integer(required=True)
    low = fields.Integer(required=True)
    value_fen = fields.Integer(required=True, metadata=_FEN)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class StockMoveOut(Schema):
    """One change of stock."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    level_id = fields.String(required=True, metadata={"format": "uuid"})
    place = fields.Integer(
        required=True, metadata={"description": "From 1 without gaps, for each item in each warehouse."}
    )
    warehouse_id = fields.String(required=True, metadata={"format": "uuid"})
    warehouse_name = fields.String(required=True)
    item_id = fields.String(required=True, metadata={"format": "uuid"})
    item_code = fields.String(required=True)
    item_name = fields.String(required=True)
    unit = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "领用出库"})
    quantity = fields.Integer(required=True, metadata={"description": "Negative goes out.", "example": -3})
    balance = fields.Integer(required=True, metadata={"description": "What there is after it.", "example": 17})
    price_fen = fields.Integer(required=True, metadata=_FEN)
    reason = fields.String(required=True)
    record_number = fields.String(required=True, allow_none=True, metadata={"example": "LY2026000012"})
    record = fields.String(required=True, allow_none=True, metadata={"description": "Where that can be read."})
    moved_by_name = fields.String(required=True)
    moved_at = fields.String(required=True, metadata=_MOMENT)
    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)


class StockMovePageOut(Schema):
    """A page of moves."""

    items = fields.List(fields.Nested(StockMoveOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
