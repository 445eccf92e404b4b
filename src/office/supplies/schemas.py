"""The shapes of the catalogue of supplies and of warehouses."""

from marshmallow import Schema, fields, validate

from kit.fields import Line, Shaped
from kit.pages import PageArgs

#: A million yuan for one piece: what costs more is no supply.
_MOST_FEN = 100_000_000
_FEN = {"description": "Whole fen, for one unit.", "example": 25_00}
_ORGAN = {"example": "11330900002600114R"}
_DEPARTMENT = fields.String(
    load_default=None,
    validate=validate.Length(1, 18),
    metadata={"description": "The organ that keeps it; my own by default.", **_ORGAN},
)


class StockItemListArgs(PageArgs):
    """Which items of the catalogue, and which page of them."""

    category = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "Only items of this category.", "example": "纸张"},
    )
    active = fields.Boolean(
        load_default=None, metadata={"description": "Only items that can be asked for, or only others."}
    )
    words = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "An item's code, or words of its name.", "example": "复印纸"},
    )


class StockItemAmendmentIn(Schema):
    """An item as it shall be, whole but for its code."""

    name = Line(minimum=1, maximum=100, required=True, metadata={"example": "A4复印纸 70g"})
    unit = Line(
        minimum=1, maximum=10, required=True, metadata={"description": "In what it is counted.", "example": "包"}
    )
    category = Line(minimum=1, maximum=50, required=True, metadata={"example": "纸张"})
    price_fen = fields.Integer(required=True, strict=True, validate=validate.Range(0, _MOST_FEN), metadata=_FEN)
    active = fields.Boolean(load_default=True, metadata={"description": "Whether it can be asked for."})


class StockItemIn(StockItemAmendmentIn):
    """An item for the catalogue."""

    code = Shaped("[A-Za-z0-9][A-Za-z0-9._-]{0,39}", required=True, metadata={"example": "ZZ-A4-70"})
    department = _DEPARTMENT


class StockItemOut(Schema):
    """An item of the catalogue."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    category = fields.String(required=True)
    price_fen = fields.Integer(required=True, metadata=_FEN)
    active = fields.Boolean(required=True)
    department_code = fields.String(required=True, metadata={"description": "Who keeps the entry.", **_ORGAN})
    department_name = fields.String(required=True)
    version = fields.Integer(required=True)


class StockItemPageOut(Schema):
    """A page of items."""

    items = fields.List(fields.Nested(StockItemOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class WarehouseAmendmentIn(Schema):
    """A warehouse as it shall be, whole."""

    name = Line(minimum=1, maximum=100, required=True, metadata={"example": "机关办公用品仓库"})
    place = Line(minimum=1, maximum=200, required=True, metadata={"example": "行政中心1号楼B102"})
    shared = fields.Boolean(load_default=False, metadata={"description": "Whether every organ can ask from it."})


class WarehouseIn(WarehouseAmendmentIn):
    """A warehouse to be opened."""

    department = _DEPARTMENT


class WarehouseOut(Schema):
    """A warehouse."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    place = fields.String(required=True)
    shared = fields.Boolean(required=True)
    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)
    version = fields.Integer(required=True)


class WarehousePageOut(Schema):
    """A page of warehouses."""

    items = fields.List(fields.Nested(WarehouseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
