"""The shapes of official receptions. Amounts are whole fen; guests' names are personal data of grade L2."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.receptions import DECISIONS, KINDS, RECEPTION
from kit.fields import Line, Shaped
from kit.months import WRITTEN
from kit.pages import PageArgs

_STATES = [state.code for state in RECEPTION.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-01"}
_ORGAN = {"example": "11330900002600114R"}
_LEVEL = {"description": "A code of listReceptionStandards.", "example": "county"}
#: What no reception has, and what none costs: a million yuan.
_MOST_PEOPLE, _MOST_ITEMS, _MOST_FEN = 200, 60, 100_000_000


def _fen_in(description: str) -> "fields.Integer":
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, _MOST_FEN),
        metadata={"description": f"{description}, in whole fen.", "example": 36_000},
    )


def _count_in(description: str, example: int) -> "fields.Integer":
    return fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, _MOST_PEOPLE),
        metadata={"description": description, "example": example},
    )


def _fen(description: str, *, nothing: bool = False) -> "fields.Integer":
    metadata = {"description": f"{description}, in whole fen.", "example": 36_000}
    return fields.Integer(required=True, allow_none=nothing, metadata=metadata)


def _number(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": description, "example": 6})


def _moment(*, nothing: bool = False) -> "fields.String":
    return fields.String(required=True, allow_none=nothing, metadata=_MOMENT)


class ReceptionFilterArgs(Schema):
    """Which receptions."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )
    department_code = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "Only of this department."}
    )
    mine = fields.Boolean(load_default=None, metadata={"description": "Only what I asked for."})
    month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "Only what begins in this month.", "example": "2026-12"}
    )
    organ = Line(
        minimum=1, maximum=100, load_default=None, metadata={"description": "Only of organs whose name has this in it."}
    )


class ReceptionListArgs(ReceptionFilterArgs, PageArgs):
    """Which receptions, and which page of them."""


class ReceptionSummaryArgs(Schema):
    """Which month."""

    month = Shaped(
        WRITTEN, load_default=None, metadata={"description": "The present month by default.", "example": "2026-12"}
    )


class ReceptionLetterScanIn(Schema):
    """The scan of a letter."""

    file = Upload(required=True, metadata={"description": "A letter as PDF, JPG or PNG."})


class ReceptionLetterScanOut(Schema):
    """A scan that was stored."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True, metadata={"example": "application/pdf"})


class ReceptionLetterIn(Schema):
    """The letter (公函) of the organ that sends the guests."""

    organ = Line(minimum=2, maximum=100, required=True, metadata={"example": "宁波市大数据发展管理局"})
    number = Line(minimum=2, maximum=60, required=True, metadata={"example": "甬数函〔2026〕18号"})
    dated_on = fields.Date(required=True, metadata={"example": "2026-11-26"})
    file_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Its scan, of uploadReceptionLetter."}
    )


class ReceptionGuestIn(Schema):
    """A guest; no number of a certificate is taken."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"description": "Grade L2.", "example": "贺一舟"})
    organ = Line(minimum=2, maximum=100, required=True, metadata={"example": "宁波市大数据发展管理局"})
    post = Line(minimum=1, maximum=60, required=True, metadata={"example": "副局长"})
    level = fields.String(required=True, validate=validate.Length(1, 40), metadata=_LEVEL)


class ReceptionCompanionIn(Schema):
    """An officer who accompanies the guests."""

    name = Line(minimum=1, maximum=60, required=True, metadata={"example": "芮宁"})
    post = Line(minimum=1, maximum=60, required=True, metadata={"example": "综合处副处长"})


class ReceptionItemIn(Schema):
    """One thing that is given or arranged. There is no kind for gifts, tobacco or drink: none are given."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(KINDS)),
        metadata={
            "description": "The host pays `work_meal`, `transport` and `venue`; the guests pay for themselves "
            "`self_paid_meal` and `lodging`.",
            "example": "work_meal",
        },
    )
    day = fields.Date(required=True, metadata={"example": "2026-12-01"})
    place = Line(minimum=1, maximum=100, required=True, metadata={"example": "行政中心食堂"})
    guests = _count_in("How many guests eat; for a meal.", 6)
    accompanying = _count_in("How many who accompany them eat with them; for a meal.", 3)
    level = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 40),
        metadata={"description": "Of the guests who stay; for lodging.", "example": "county"},
    )
    rooms = _count_in("How many rooms; for lodging.", 3)
    nights = _count_in("How many nights; for lodging.", 1)
    amount_fen = _fen_in("What all of it costs, whoever pays")


class ReceptionPartyIn(Schema):
    """Who is received, who accompanies them, and what is given or arranged."""

    guests = fields.List(
        fields.Nested(ReceptionGuestIn()), required=True, validate=validate.Length(min=1, max=_MOST_PEOPLE)
    )
    leader = Line(
        minimum=1, maximum=60, required=True, metadata={"description": "One of the guests.", "example": "贺一舟"}
    )
    accompanying = fields.List(
        fields.Nested(ReceptionCompanionIn()),
        load_default=list,
        validate=validate.Length(max=_MOST_PEOPLE),
        metadata={"description": "Three at most with up to ten guests, a third of more."},
    )
    items = fields.List(fields.Nested(ReceptionItemIn()), load_default=list, validate=validate.Length(max=_MOST_ITEMS))


class ReceptionIn(ReceptionPartyIn):
    """What is asked for: the letter, the guests and the plan, with what it will cost."""

    letter = fields.Nested(
        ReceptionLetterIn(),
        load_default=None,
        allow_none=True,
        metadata={"description": "Refused without one, together with all else that breaks a rule."},
    )
    purpose = Line(minimum=2, maximum=500, required=True, metadata={"example": "交流政务数据共享工作"})
    starts_at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    ends_at = fields.AwareDateTime(
        required=True, metadata={"format": "date-time", "example": "2026-12-02T15:00:00+08:00"}
    )


class ReceptionDecisionIn(Schema):
    """An approver's word."""

    decision = fields.String(required=True, validate=validate.OneOf(list(DECISIONS)), metadata={"example": "approve"})
    opinion = Line(maximum=200, load_default="", metadata={"description": "Required unless it is approved."})


class ReceptionCancellationIn(Schema):
    """Why."""

    reason = Line(minimum=2, maximum=200, required=True, metadata={"example": "来访改为视频会议"})


class ReceptionActivityIn(Schema):
    """One thing that was done."""

    name = Line(minimum=2, maximum=200, required=True, metadata={"example": "座谈数据共享机制"})
    at = fields.AwareDateTime(required=True, metadata=_MOMENT)
    place = Line(minimum=1, maximum=100, required=True, metadata={"example": "3号楼512会议室"})


class ReceptionInvoiceIn(Schema):
    """An invoice (财务票据) over what the host paid."""

    number = Shaped("[A-Za-z0-9-]{6,40}", required=True, metadata={"example": "26332000000012345678"})
    amount_fen = _fen_in("What it comes to")


class ReceptionListIn(ReceptionPartyIn):
    """The list (接待清单): who really came, what was done, and what it cost."""

    activities = fields.List(
        fields.Nested(ReceptionActivityIn()), required=True, validate=validate.Length(min=1, max=_MOST_ITEMS)
    )
    invoices = fields.List(
        fields.Nested(ReceptionInvoiceIn()),
        load_default=list,
        validate=validate.Length(max=_MOST_ITEMS),
        metadata={"description": "Together at least what the host pays."},
    )
    nothing_forbidden = fields.Boolean(
        required=True,
        metadata={"description": "I declare: no gifts, no tobacco, no luxury drink or dishes.", "example": True},
    )
    over_reason = Line(
        maximum=500,
        load_default="",
        metadata={"description": "Why it cost the host more than was approved, if it did."},
    )


class ReceptionSettlementIn(Schema):
    """A settler's word."""

    settled = fields.Boolean(required=True)
    opinion = Line(maximum=200, load_default="", metadata={"description": "Required where the list is returned."})


class ListedReceptionOut(Schema):
    """A reception as lists show it; no guest is named."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    number = fields.String(required=True, metadata={"example": "JD2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "清单待审"})
    version = fields.Integer(required=True)
    organ = fields.String(required=True, metadata={"description": "Who sends the guests."})
    purpose = fields.String(required=True)
    requester_name = fields.String(required=True)
    department_code = fields.String(required=True, metadata={"description": "Whose cost it becomes.", **_ORGAN})
    department_name = fields.String(required=True)
    guest_count = _number("How many guests, by the plan and once there is one by the list.")
    accompanying_count = _number("How many accompany them, likewise.")
    estimate_fen = _fen("What the host pays by the plan")
    cost_fen = _fen("What the host pays by the list", nothing=True)
    list_due_on = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The last day on which its list is in time.", **_DAY},
    )
    starts_at = _moment()
    ends_at = _moment()
    requested_at = _moment()
    listed_at = _moment(nothing=True)
    settled_at = _moment(nothing=True)


class ReceptionPageOut(Schema):
    """A page of receptions."""

    items = fields.List(fields.Nested(ListedReceptionOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReceptionCountsOut(Schema):
    """How many receptions, by state."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)
    complete = fields.Boolean(required=True, metadata={"description": "False when there are more than were counted."})


class ReceptionLetterOut(Schema):
    """The letter of a reception."""

    organ = fields.String(required=True)
    number = fields.String(required=True)
    dated_on = fields.String(required=True, metadata=_DAY)
    scan = fields.Dict(
        required=True, allow_none=True, metadata={"description": "Its scan, with the `href` to read it."}
    )


class ReceptionGuestOut(Schema):
    """A guest."""

    name = fields.String(required=True, metadata={"description": "Grade L2."})
    organ = fields.String(required=True)
    post = fields.String(required=True)
    level = fields.String(required=True, metadata=_LEVEL)
    level_name = fields.String(required=True, metadata={"example": "县处级"})


class ReceptionItemOut(Schema):
    """One thing that was given or arranged."""

    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "工作餐"})
    host_pays = fields.Boolean(required=True)
    day = fields.String(required=True, metadata=_DAY)
    place = fields.String(required=True)
    guests = _number("How many guests.")
    accompanying = _number("How many who accompany them.")
    level = fields.String(required=True, allow_none=True, metadata=_LEVEL)
    rooms = _number("How many rooms.")
    nights = _number("How many nights.")
    amount_fen = _fen("What all of it costs")


class ReceptionListOut(Schema):
    """The list as it was filed last."""

    guests = fields.List(fields.Nested(ReceptionGuestOut()), required=True)
    leader = fields.String(required=True)
    accompanying = fields.List(fields.Dict(), required=True)
    items = fields.List(fields.Nested(ReceptionItemOut()), required=True)
    activities = fields.List(fields.Dict(), required=True)
    invoices = fields.List(fields.Dict(), required=True)
    nothing_forbidden = fields.Boolean(required=True)
    over_reason = fields.String(required=True)
    over_estimate_fen = _fen("By how much it cost the host more than was approved")
    unannounced = fields.List(
        fields.String(), required=True, metadata={"description": "Guests who were not in the approved plan."}
    )


class ReceptionOut(ListedReceptionOut):
    """A reception with all that concerns it."""

    letter = fields.Nested(ReceptionLetterOut(), required=True)
    leader = fields.String(required=True)
    guests = fields.List(fields.Nested(ReceptionGuestOut()), required=True, metadata={"description": "By the plan."})
    accompanying = fields.List(fields.Dict(), required=True)
    items = fields.List(fields.Nested(ReceptionItemOut()), required=True, metadata={"description": "By the plan."})
    list = fields.Nested(ReceptionListOut(), required=True, allow_none=True)
    approver_name = fields.String(required=True, allow_none=True)
    settler_name = fields.String(required=True, allow_none=True)
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class ReceptionStandardOut(Schema):
    """What guests of a level may be given."""

    code = fields.String(required=True, metadata={"example": "county"})
    name = fields.String(required=True, metadata={"example": "县处级"})
    meal_fen = _fen("The working meal of one person")
    lodging_fen = _fen("A room's night")
    basis = fields.String(required=True, metadata={"description": "Where the standard stands."})


class ReceptionStandardsOut(Schema):
    """The city's standards, the highest level first."""

    items = fields.List(fields.Nested(ReceptionStandardOut()), required=True)


class ReceptionFiguresOut(Schema):
    """Figures of some receptions."""

    receptions = _number("Receptions that were settled.")
    guests = _number("Guests together.")
    accompanying = _number("Who accompanied them, together.")
    cost_fen = _fen("What the hosts paid")


class ReceptionDepartmentFiguresOut(ReceptionFiguresOut):
    """Figures of a department's receptions."""

    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)


class ReceptionSummaryOut(Schema):
    """What was settled in a month."""

    month = fields.String(required=True, metadata={"example": "2026-12"})
    total = fields.Nested(ReceptionFiguresOut(), required=True)
    departments = fields.List(fields.Nested(ReceptionDepartmentFiguresOut()), required=True)
