"""The shapes of repairs."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engines.tickets import GROUPINGS, LIGHTS, MOST_PHOTOS, PRIORITIES, STATES
from kit.fields import Line, Shaped, distinct
from kit.months import WRITTEN, MonthsArgs
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_DAY = {"format": "date", "example": "2026-11-30"}
_STATES = [state.code for state in STATES]
_ORGAN = {"example": "11330900002600114R"}
#: What stands on the labels of rooms and equipment.
_LABEL = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
#: A million yuan: what is more is a slip of the pen, or no repair.
_MOST_FEN = 100_000_000
_MOST_QUANTITY = 10_000
_MOST_PARTS = 50


def _fen(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": f"{description}, in whole fen.", "example": 4500})


def _on_label(description: str, example: str) -> Shaped:
    metadata = {"description": description, "example": example}
    return Shaped(_LABEL, load_default=None, allow_none=True, metadata=metadata)


def _number(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": description, "example": 12})


def _figure(description: str) -> "fields.Float":
    return fields.Float(required=True, allow_none=True, metadata={"description": description, "example": 0.75})


def _only(check: "validate.Validator", description: str, **more: str) -> "fields.String":
    return fields.String(load_default=None, validate=check, metadata={"description": description, **more})


class RepairFilterArgs(Schema):
    """Which repairs."""

    state = _only(validate.OneOf(_STATES), "Only repairs in this state.", example="dispatched")
    light = _only(validate.OneOf(LIGHTS), "Only with this light; `grey` is where no limit runs.", example="red")
    category = _only(validate.Length(1, 40), "Only repairs of this category.", example="air_conditioning")
    priority = _only(validate.OneOf(PRIORITIES), "Only repairs of this priority.")
    place = _only(validate.Length(1, 50), "Words of the place.", example="3号楼")
    technician_id = fields.UUID(load_default=None, metadata={"description": "Only those in this officer's hands."})
    mine = _only(validate.OneOf(["reported", "assigned"]), "`reported`: by me; `assigned`: in my hands.")
    month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "Reported in this month.", "example": "2026-11"}
    )
    resource_code = Shaped(
        _LABEL, load_default=None, metadata={"description": "Of the room with this code.", "example": "B3-0512"}
    )
    asset_number = Shaped(
        _LABEL, load_default=None, metadata={"description": "Of this piece of equipment.", "example": "ZC20240317"}
    )
    words = _only(validate.Length(1, 50), "A number, or words of title or description.", example="空调")


class RepairListArgs(RepairFilterArgs, PageArgs):
    """Which repairs, and which page of them."""


class RepairPeriodArgs(MonthsArgs):
    """Which months of the report, 24 at most, and a line for what."""

    by = fields.String(
        load_default="category_month",
        validate=validate.OneOf(list(GROUPINGS)),
        metadata={"description": "A line for each category, each month, or each category in each month."},
    )


_PHOTOS = fields.List(
    fields.UUID(),
    load_default=list,
    validate=[validate.Length(max=MOST_PHOTOS), distinct],
    metadata={"description": "Photos by uploadRepairPhoto."},
)


class RepairIn(Schema):
    """What is broken, and where."""

    title = Line(minimum=2, maximum=100, required=True, metadata={"example": "会议室空调不制冷"})
    description = fields.String(
        load_default="", validate=validate.Length(max=2000), metadata={"example": "开机半小时后仍出热风。"}
    )
    category = fields.String(
        required=True,
        validate=validate.Length(1, 40),
        metadata={"description": "A code of listRepairCategories.", "example": "air_conditioning"},
    )
    place = Line(minimum=2, maximum=100, required=True, metadata={"example": "3号楼512会议室"})
    resource_code = _on_label("The code in the room's QR label.", "B3-0512")
    asset_number = _on_label("The number on the equipment's label.", "ZC20240317")
    priority = fields.String(
        load_default="normal",
        validate=validate.OneOf(PRIORITIES),
        metadata={"description": "An `emergency` counts every hour, the others those of the offices."},
    )
    photos = _PHOTOS


class RepairPhotoIn(Schema):
    """A photo."""

    file = Upload(required=True, metadata={"description": "A photo as JPG or PNG."})


class RepairPhotoOut(Schema):
    """A photo that was stored."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True, metadata={"example": "image/jpeg"})


class RepairDispatchIn(Schema):
    """In whose hands it is put: one of the two."""

    technician_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "An officer of listRepairTechnicians."}
    )
    firm = Line(
        minimum=2,
        maximum=100,
        load_default=None,
        allow_none=True,
        metadata={"description": "An outside firm.", "example": "舟山某制冷设备有限公司"},
    )
    note = fields.String(load_default="", validate=validate.Length(max=500))


class RepairNoteIn(Schema):
    """A word with it, or none."""

    note = fields.String(load_default="", validate=validate.Length(max=500), metadata={"example": "已到场查看。"})


class RepairReasonIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=500, required=True, metadata={"example": "仍然漏水。"})


class RepairRefusalIn(RepairReasonIn):
    """Why it is not ours, and where to turn."""

    turn_to = Line(minimum=2, maximum=200, required=True, metadata={"example": "请联系物业服务中心：0580-2280000"})


class RepairPartIn(Schema):
    """A part that was used: out of stock (`item`, `warehouse_id`), or from outside (`name`, `price_fen`)."""

    item = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 40),
        metadata={"description": "The code of an item in stock, which tells name and price.", "example": "WX-JF-15"},
    )
    warehouse_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Out of which warehouse: of the department that repairs, or one that I keep."},
    )
    name = Line(minimum=1, maximum=100, load_default=None, allow_none=True, metadata={"example": "生料带"})
    quantity = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, _MOST_QUANTITY), metadata={"example": 2}
    )
    price_fen = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, _MOST_FEN),
        metadata={"description": "Of one from outside, in whole fen.", "example": 1800},
    )

    @validates_schema
    def _one_of_two(self, data: dict[str, Any], **_options: Any) -> None:
        stocked, outside = (
            [name for name in names if data.get(name) is not None]
            for names in (("item", "warehouse_id"), ("name", "price_fen"))
        )
        if sorted(map(len, (stocked, outside))) != [0, 2]:
            message = "Give item and warehouse_id of a part in stock, or name and price_fen of one from outside."
            raise ValidationError(message, "item")


class RepairCompletionIn(Schema):
    """What was done, and what it took."""

    work = Line(minimum=2, maximum=2000, required=True, metadata={"example": "更换角阀两只，试水无渗漏。"})
    parts = fields.List(fields.Nested(RepairPartIn()), load_default=list, validate=validate.Length(max=_MOST_PARTS))
    labour_fen = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, _MOST_FEN),
        metadata={"description": "Labour, in whole fen.", "example": 8000},
    )
    photos = _PHOTOS


class RepairAcceptanceIn(Schema):
    """How the reporter rates it."""

    rating = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, 5), metadata={"description": "5 is best.", "example": 5}
    )
    comment = fields.String(load_default="", validate=validate.Length(max=500))


class RepairCallBackIn(Schema):
    """What came of the call."""

    reached = fields.Boolean(load_default=True, metadata={"description": "Whether the reporter was reached."})
    result = Line(minimum=2, maximum=1000, required=True, metadata={"example": "反映到场较晚，已致歉。"})


class RepairResultIn(Schema):
    """What was done about it."""

    result = Line(minimum=2, maximum=1000, required=True, metadata={"example": "已加装固定件，报修人确认。"})


class ListedRepairOut(Schema):
    """A repair as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "BX2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待到场"})
    title = fields.String(required=True)
    category = fields.String(required=True)
    category_name = fields.String(required=True, metadata={"example": "空调"})
    place = fields.String(required=True)
    resource_code = fields.String(required=True, allow_none=True)
    asset_number = fields.String(required=True, allow_none=True)
    priority = fields.String(required=True, validate=validate.OneOf(PRIORITIES))
    priority_name = fields.String(required=True, metadata={"example": "一般"})
    light = fields.String(
        required=True,
        validate=validate.OneOf(LIGHTS),
        metadata={"description": "Of the step that runs, computed from its limit; `grey` where none runs."},
    )
    reporter_name = fields.String(required=True)
    reporter_department = fields.String(required=True, metadata={"description": "Whose cost it becomes.", **_ORGAN})
    reporter_department_name = fields.String(required=True)
    department_code = fields.String(required=True, metadata={"description": "Who repairs.", **_ORGAN})
    department_name = fields.String(required=True)
    technician_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    technician_name = fields.String(required=True, allow_none=True)
    firm = fields.String(required=True, allow_none=True)
    reported_at = fields.String(required=True, metadata=_MOMENT)
    dispatched_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    arrived_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    completed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    promised_at = fields.String(
        required=True, metadata={"description": "When all of it is done by the limits of the report.", **_MOMENT}
    )
    due_at = fields.String(
        required=True, allow_none=True, metadata={"description": "When the step that runs is due.", **_MOMENT}
    )
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    accept_by = fields.String(
        required=True, allow_none=True, metadata={"description": "After this day it is accepted by default.", **_DAY}
    )
    rating = fields.Integer(required=True, allow_none=True, metadata={"description": "The newest one, 1 to 5."})
    by_default = fields.Boolean(required=True, metadata={"description": "Accepted by default, without a rating."})
    version = fields.Integer(required=True)


class RepairPageOut(Schema):
    """A page of repairs."""

    items = fields.List(fields.Nested(ListedRepairOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RepairCountsOut(Schema):
    """How many repairs, by state and light."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    lights = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class RepairPartOut(Schema):
    """A part that was used; of one out of stock also the item's code and the warehouse."""

    name = fields.String(required=True, metadata={"example": "角阀"})
    quantity = fields.Integer(required=True)
    price_fen = _fen("Of one, as it was then")
    item = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    warehouse_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    warehouse_name = fields.String(required=True, allow_none=True)


class RepairWorkOut(Schema):
    """What one completion took."""

    work = fields.String(required=True)
    parts = fields.List(fields.Nested(RepairPartOut()), required=True)
    parts_fen = _fen("All parts together")
    labour_fen = _fen("Labour")
    done_by_name = fields.String(required=True)
    done_at = fields.String(required=True, metadata=_MOMENT)


class RepairOut(ListedRepairOut):
    """A repair with all that concerns it."""

    description = fields.String(required=True)
    limits = fields.Dict(required=True, metadata={"description": "Hours by step: dispatch, arrival, completion."})
    photos = fields.List(fields.Dict(), required=True)
    outcome = fields.String(required=True, allow_none=True, metadata={"description": "What was done, as last told."})
    outcome_photos = fields.List(fields.Dict(), required=True)
    works = fields.List(fields.Nested(RepairWorkOut()), required=True)
    cost_fen = _fen("Parts and labour of all work")
    comment = fields.String(required=True, allow_none=True)
    first_rating = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The one that counts in statistics."}
    )
    called_back_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class RepairCategoryOut(Schema):
    """A category."""

    code = fields.String(required=True, metadata={"example": "air_conditioning"})
    name = fields.String(required=True, metadata={"example": "空调"})
    department_code = fields.String(required=True, metadata={"description": "Who repairs.", **_ORGAN})
    department_name = fields.String(required=True)
    hours = fields.Dict(required=True, metadata={"description": "By priority, the hours of each step."})


class RepairCategoriesOut(Schema):
    """The categories, in their order."""

    items = fields.List(fields.Nested(RepairCategoryOut()), required=True)


class RepairTechnicianOut(Schema):
    """An officer who repairs."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)


class RepairTechniciansOut(Schema):
    """The officers to whom a repair can be dispatched, by name."""

    items = fields.List(fields.Nested(RepairTechnicianOut()), required=True)


class RepairFiguresOut(Schema):
    """Figures of some repairs; a share of nothing is null."""

    number = _number("Reported.")
    completed = _number("Of those: completed.")
    on_time = _number("Completed by the limits of all steps.")
    rated = _number("Rated by their reporters.")
    bad = _number("First rated 1 or 2.")
    by_default = _number("Accepted by default, without a rating.")
    declined = _number("Declined.")
    cancelled = _number("Cancelled by their reporters.")
    median_hours = _figure("Hours from report to completion that half of them took at most.")
    p90_hours = _figure("Hours that nine in ten took at most.")
    on_time_share = _figure("`on_time` among `completed`.")
    mean_rating = _figure("Mean of the first ratings.")
    bad_share = _figure("`bad` among `rated`.")


class RepairGroupOut(RepairFiguresOut):
    """Figures of a category, a month, or a category in a month."""

    category = fields.String()
    category_name = fields.String(allow_none=True)
    month = fields.String(metadata={"example": "2026-11"})


class RepairStatisticsOut(Schema):
    """Figures of all, and of each group."""

    total = fields.Nested(RepairFiguresOut(), required=True)
    groups = fields.List(fields.Nested(RepairGroupOut()), required=True)
