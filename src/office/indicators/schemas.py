"""The shapes of the indicators."""

from marshmallow import Schema, fields, validate

from engines.indicators import INDICATORS
from kit.pages import PageArgs

_CODES = [item.code for item in INDICATORS]
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:00:00+08:00"}
_DAY = {"format": "date", "example": "2026-11-24"}


class PartArgs(Schema):
    """Which part of the city; everything by default."""

    region = fields.String(
        load_default=None,
        validate=validate.Length(1, 12),
        metadata={"description": "Matters of this division.", "example": "330900"},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Matters of this department.", "example": "11330900002600237T"},
    )
    topic = fields.String(
        load_default=None,
        validate=validate.Length(1, 40),
        metadata={"description": "Matters of this topic.", "example": "vehicles"},
    )


class CoverageArgs(PartArgs):
    """Which part of the city, and by what it is divided."""

    by = fields.String(
        load_default=None,
        validate=validate.OneOf(["region", "department", "topic"]),
        metadata={"description": "Also the figures of each division, department or topic.", "example": "topic"},
    )


class BehindArgs(PartArgs, PageArgs):
    """Which matters behind which indicator."""

    indicator = fields.String(
        required=True,
        validate=validate.OneOf(_CODES),
        metadata={"description": "The code of the figure.", "example": "one_certificate"},
    )
    met = fields.Boolean(
        load_default=None,
        metadata={"description": "Only matters that do (`true`) or do not (`false`) do their part.", "example": False},
    )


class ObstacleArgs(PageArgs):
    """How one certificate alone is counted."""

    strict = fields.Boolean(
        load_default=False,
        metadata={"description": "Let no commitment stand in for a material.", "example": False},
    )


class CoverageFigureOut(Schema):
    """A figure: the sum over its matters, in per cent; null without anything to count."""

    code = fields.String(required=True, validate=validate.OneOf(_CODES), metadata={"example": "online"})
    numerator = fields.Float(required=True, metadata={"example": 12})
    denominator = fields.Integer(required=True, metadata={"example": 12})
    value = fields.Float(required=True, allow_none=True, metadata={"description": "Per cent.", "example": 100})
    target = fields.Float(required=True, allow_none=True, metadata={"description": "Per cent.", "example": 100})
    met = fields.Boolean(required=True, allow_none=True, metadata={"description": "Null without target or value."})
    per_case = fields.Float(
        allow_none=True, metadata={"description": "Of materials: the numerator per case filed.", "example": 1.5}
    )


class DescribedFigureOut(CoverageFigureOut):
    """A figure with what it means and where that is from."""

    name = fields.String(required=True, metadata={"example": "网上可办率"})
    name_en = fields.String(required=True, metadata={"example": "can be done online"})
    counts = fields.String(required=True, validate=validate.OneOf(["matters", "cases", "materials"]))
    definition = fields.String(required=True)
    definition_en = fields.String(required=True)
    source = fields.String(required=True, metadata={"description": "Of the definition and the data."})
    target_source = fields.String(required=True, allow_none=True)
    href = fields.String(required=True, metadata={"description": "The matters behind it."})


class CoverageGroupOut(Schema):
    """The figures of one division, department or topic."""

    code = fields.String(required=True, metadata={"example": "vehicles"})
    name = fields.String(required=True, metadata={"example": "车辆和驾驶人"})
    matters = fields.Integer(required=True, metadata={"description": "In force.", "example": 2})
    figures = fields.List(fields.Nested(CoverageFigureOut()), required=True)


class LimitedMatterOut(Schema):
    """A matter under a limit of the plan."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    promised_days = fields.Integer(required=True)


class PlanLimitOut(Schema):
    """A limit of the plan: what the matters promise (the longest of them, or all together), and what is wanted."""

    code = fields.String(required=True, metadata={"example": "real_estate_mortgage"})
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    promised_days = fields.Integer(required=True, metadata={"example": 2})
    target_days = fields.Integer(required=True, metadata={"example": 2})
    unit = fields.String(required=True, validate=validate.OneOf(["working_day", "calendar_day"]))
    met = fields.Boolean(required=True)
    source = fields.String(required=True)
    matters = fields.List(fields.Nested(LimitedMatterOut()), required=True)


class CoverageOut(Schema):
    """The indicators of a part of the city.

    What counts matters is of the catalogue as it stands; what counts cases is of the last counting, `as_of`.
    """

    as_of = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    period_from = fields.String(required=True, allow_none=True, metadata=_DAY)
    period_to = fields.String(required=True, allow_none=True, metadata=_DAY)
    matters = fields.Integer(required=True, metadata={"description": "In force.", "example": 12})
    figures = fields.List(fields.Nested(DescribedFigureOut()), required=True)
    groups = fields.List(fields.Nested(CoverageGroupOut()), required=True)
    limits = fields.List(fields.Nested(PlanLimitOut()), required=True)


class InTheWayOut(Schema):
    """A necessary material for which one certificate is not enough, and why."""

    material = fields.String(required=True, metadata={"example": "M02"})
    name = fields.String(required=True)
    ways = fields.List(fields.String(), required=True, metadata={"example": ["upload"]})
    commitment = fields.Boolean(
        required=True, metadata={"description": "A commitment can stand in, so it blocks the strict figure alone."}
    )
    why = fields.String(required=True)
    why_en = fields.String(required=True)
    wanted_resource = fields.String(
        required=True, allow_none=True, metadata={"description": "The shared data that would make it unnecessary."}
    )
    wanted_from = fields.String(required=True, allow_none=True)


class BehindOut(Schema):
    """A matter behind a figure: its own amounts, and what stands between it and one certificate."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    region = fields.String(required=True)
    department = fields.String(required=True)
    topic = fields.String(required=True)
    withdrawn = fields.Boolean(required=True, metadata={"description": "Only its cases are counted."})
    numerator = fields.Float(required=True)
    denominator = fields.Integer(required=True)
    value = fields.Float(required=True, metadata={"description": "Per cent."})
    met = fields.Boolean(required=True, metadata={"description": "It meets the target; without one, it counts at all."})
    promised_days = fields.Integer(required=True, allow_none=True)
    statutory_days = fields.Integer(required=True, allow_none=True)
    cases_href = fields.String(required=True, metadata={"description": "Its cases, those in my scope."})
    in_the_way = fields.List(fields.Nested(InTheWayOut()), required=True)


class BehindPageOut(Schema):
    """A page of matters behind a figure, by code."""

    items = fields.List(fields.Nested(BehindOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class WaitingMatterOut(Schema):
    """A matter that waits for a resource."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    alone = fields.Boolean(required=True, metadata={"description": "It waits for nothing else."})
    cases = fields.Integer(required=True, metadata={"description": "Filed within the last year."})


class ObstacleOut(Schema):
    """A resource that matters lack, or the material itself where they name none."""

    resource = fields.String(required=True)
    department_name = fields.String(required=True, allow_none=True, metadata={"description": "Who holds it."})
    named = fields.Boolean(required=True, metadata={"description": "False: this is the material's own name."})
    unlocks = fields.Integer(
        required=True, metadata={"description": "Matters that would need one certificate alone with it.", "example": 3}
    )
    unlocks_cases = fields.Integer(required=True, metadata={"example": 120})
    nearer = fields.Integer(required=True, metadata={"description": "Matters that lack more than it.", "example": 1})
    nearer_cases = fields.Integer(required=True, metadata={"example": 40})
    matters = fields.List(fields.Nested(WaitingMatterOut()), required=True)


class ObstaclePageOut(Schema):
    """A page of resources, the most useful first."""

    items = fields.List(fields.Nested(ObstacleOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CountingIn(Schema):
    """Nothing need be said."""


class CountingOut(Schema):
    """The moment that the next counting will be of, at least."""

    asked_at = fields.String(required=True, metadata=_MOMENT)
