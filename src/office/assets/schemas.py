"""The shapes of assets."""

from marshmallow import Schema, fields, validate

from engines.assets import ASSET, DISPOSALS
from kit.fields import Line, Shaped
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-11-25"}
_ORGAN = {"example": "11330900MB15A0263B"}
_STATES = [state.code for state in ASSET.states]
#: Ten thousand hundred-million yuan; sums of such amounts stay whole in every database.
_MOST_FEN = 10**14
_FEN = {"description": "Whole fen.", "example": 5_499_00}


class AssetFilterArgs(Schema):
    """Which assets."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only assets in this state.", "example": "idle"},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only assets that this organ holds.", **_ORGAN},
    )
    category = fields.String(
        load_default=None,
        validate=validate.Length(1, 20),
        metadata={"description": "Only assets whose class (GB/T 14885) begins so.", "example": "A0201"},
    )
    user = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "Only assets that this person uses.", "example": "芮宁"},
    )
    bought_from = fields.Date(
        load_default=None, metadata={"description": "Only assets bought on this day or later.", **_DAY}
    )
    bought_to = fields.Date(
        load_default=None, metadata={"description": "Only assets bought on this day or earlier.", **_DAY}
    )
    warranty_before = fields.Date(
        load_default=None, metadata={"description": "Only assets whose warranty ends before this day.", **_DAY}
    )
    words = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={
            "description": "The number or serial number, or words of name, model or place.",
            "example": "笔记本",
        },
    )


class AssetListArgs(AssetFilterArgs, PageArgs):
    """Which assets, and which page of them."""


class AssetCardIn(Schema):
    """What a card says of an asset, whole."""

    name = Line(minimum=1, maximum=100, required=True, metadata={"example": "笔记本电脑"})
    category = Shaped(
        "[A-Z][0-9]{2,10}",
        required=True,
        metadata={"description": "The class of GB/T 14885.", "example": "A02010105"},
    )
    model = Line(maximum=100, load_default="", metadata={"example": "曙光H620"})
    serial_number = Line(maximum=100, load_default="", metadata={"example": "SN20261125001"})
    price_fen = fields.Integer(required=True, strict=True, validate=validate.Range(0, _MOST_FEN), metadata=_FEN)
    bought_on = fields.Date(required=True, metadata=_DAY)
    warranty_until = fields.Date(load_default=None, allow_none=True, metadata=_DAY)
    place = Line(minimum=1, maximum=200, required=True, metadata={"example": "行政中心3号楼512"})


class AssetIn(AssetCardIn):
    """An asset to be registered."""

    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "The holder; my own organ by default.", **_ORGAN},
    )


class AssetAmendmentIn(AssetCardIn):
    """A card as it shall be, whole."""


class AssetNoteIn(Schema):
    """A few words."""

    note = Line(maximum=500, load_default="", metadata={"example": "同意。"})


class AssetReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "屏幕损坏。"})


class AssetAssignmentIn(Schema):
    """Who uses it, and where."""

    user_name = Line(minimum=1, maximum=50, required=True, metadata={"example": "芮宁"})
    place = Line(minimum=1, maximum=200, required=True, metadata={"example": "行政中心3号楼512"})


class AssetReleaseIn(AssetNoteIn):
    """Where it lies from now on."""

    place = Line(minimum=1, maximum=200, required=True, metadata={"example": "资产仓库"})


class AssetRepairEndIn(Schema):
    """What was repaired."""

    result = Line(minimum=2, maximum=500, required=True, metadata={"example": "更换屏幕，费用由保修承担。"})


class AssetTransferIn(AssetReasonIn):
    """To which organ an asset is offered, and why."""

    receiver = fields.String(required=True, validate=validate.Length(1, 18), metadata=_ORGAN)


class AssetDisposalIn(AssetReasonIn):
    """How an asset is to be disposed of, and why."""

    disposal = fields.String(required=True, validate=validate.OneOf(list(DISPOSALS)), metadata={"example": "scrapped"})


class ListedAssetOut(Schema):
    """An asset as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "ZC2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "在用"})
    name = fields.String(required=True)
    category = fields.String(required=True)
    model = fields.String(required=True)
    serial_number = fields.String(required=True)
    price_fen = fields.Integer(required=True, metadata=_FEN)
    bought_on = fields.String(required=True, metadata=_DAY)
    warranty_until = fields.String(required=True, allow_none=True, metadata=_DAY)
    under_warranty = fields.Boolean(required=True)
    department_code = fields.String(required=True, metadata={"description": "The holder.", **_ORGAN})
    department_name = fields.String(required=True)
    user_name = fields.String(required=True, allow_none=True)
    place = fields.String(required=True)
    receiver_code = fields.String(required=True, allow_none=True, metadata={"description": "To whom it is offered."})
    receiver_name = fields.String(required=True, allow_none=True)
    disposal = fields.String(
        required=True, allow_none=True, metadata={"description": "How it was or is to be disposed of."}
    )
    disposal_name = fields.String(required=True, allow_none=True, metadata={"example": "报废"})
    disposed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    version = fields.Integer(required=True)


class AssetPageOut(Schema):
    """A page of assets."""

    items = fields.List(fields.Nested(ListedAssetOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AssetCountsOut(Schema):
    """How many assets by state, and what they were bought for."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    price_fen = fields.Integer(required=True, metadata=_FEN)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class AssetOut(ListedAssetOut):
    """An asset whole."""

    asked_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why the transfer or disposal that waits was asked."}
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
