"""The shapes of the leaderboard."""

from marshmallow import Schema, fields, validate

from engines.assessment import MEASURES
from kit.pages import PageArgs

_PERIOD = {
    "description": "A week, month, quarter or year: `2026-W48`, `2026-11`, `2026-Q4`, `2026`.",
    "example": "2026-11",
}


class LeaderboardArgs(Schema):
    """Of what, when, among whom."""

    of = fields.String(
        required=True,
        validate=validate.Length(1, 60),
        metadata={
            "description": "A measure (listMeasures) or a scheme's code.",
            "example": "matters.overdue_days",
        },
    )
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)
    group = fields.String(
        load_default="departments",
        validate=validate.OneOf(["departments", "districts"]),
        metadata={"description": "Each department, or each district as a whole."},
    )
    region = fields.String(
        load_default=None,
        validate=validate.Length(6, 12),
        metadata={"description": "Only departments of this division.", "example": "330900"},
    )
    by = fields.String(
        load_default="amount",
        validate=validate.OneOf(["amount", "per_matter"]),
        metadata={"description": "Rank a measure by its volume, or per matter assigned."},
    )


class LeaderboardEntryArgs(PageArgs):
    """The entries behind one figure."""

    department = fields.String(
        required=True,
        validate=validate.Length(1, 18),
        metadata={"description": "Whose figure it is.", "example": "11330900MB15A0263B"},
    )
    measure = fields.String(
        required=True, validate=validate.OneOf(list(MEASURES)), metadata={"description": "Of which measure."}
    )
    period = fields.String(required=True, validate=validate.Length(4, 8), metadata=_PERIOD)


class LeaderboardOut(Schema):
    """The board, best first; equal ones share a rank."""

    of = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    period = fields.String(required=True)
    period_name = fields.String(required=True)
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    previous_period = fields.String(required=True)
    group = fields.String(required=True)
    region = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True)
    by = fields.String(required=True)
    better = fields.String(required=True, allow_none=True, metadata={"description": "`higher` or `lower`."})
    state = fields.String(required=True, allow_none=True, metadata={"description": "Of the scores' assessment."})
    total = fields.Integer(required=True, allow_none=True)
    items = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "`rank`, `change` against the period before, share, and an `explanation` of each figure."
        },
    )


class LeaderboardEntryPageOut(Schema):
    """A page of entries, each with the record that it comes from."""

    items = fields.List(fields.Dict(), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
