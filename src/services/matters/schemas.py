"""The shapes of the catalogue."""

from marshmallow import Schema, fields, validate

from kit.fields import Line
from kit.pages import PageArgs


class MatterSearchArgs(PageArgs):
    """What to look for; Chinese words of any length are found."""

    q = Line(
        maximum=60,
        load_default=None,
        metadata={"description": "Words of name, topic, department or keywords.", "example": "公积金"},
    )
    topic = fields.String(
        load_default=None,
        validate=validate.Length(max=40),
        metadata={"description": "A code or name of `listMatterTopics`.", "example": "housing_fund"},
    )


class ListedMatterOut(Schema):
    """A matter as the list shows it."""

    code = fields.String(required=True, metadata={"example": "11330900MB1500001A3330917001001"})
    name = fields.String(required=True, metadata={"example": "住房公积金提取（租房）"})
    name_en = fields.String()
    topic = fields.String(required=True, metadata={"example": "housing_fund"})
    topic_name = fields.String(required=True, metadata={"example": "公积金"})
    department = fields.Dict()
    handling_kind = fields.String(metadata={"description": "1 decided at once, 2 within a promised limit."})
    visits = fields.Integer(metadata={"description": "How often one must come in person."})
    limits = fields.Dict()
    audience = fields.List(fields.String())
    assurance_level = fields.Integer()


class MatterPageOut(Schema):
    """A page of matters; `suggestions` help when nothing was found."""

    items = fields.List(fields.Nested(ListedMatterOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    suggestions = fields.List(fields.String())


class MatterOut(Schema):
    """The whole guide of a matter: basis, conditions, limits, materials, form, steps, result, questions."""

    code = fields.String(required=True)
    revision = fields.Integer(required=True)
    name = fields.String(required=True)
    guide = fields.Dict(required=True)


class TopicOut(Schema):
    """A topic and how many matters it has."""

    code = fields.String(required=True, metadata={"example": "housing_fund"})
    name = fields.String(required=True, metadata={"example": "公积金"})
    matters = fields.Integer(required=True, metadata={"example": 2})


class TopicsOut(Schema):
    """Every topic."""

    items = fields.List(fields.Nested(TopicOut()), required=True)


class SpentOut(Schema):
    """Working days that cases took: half of them no more than `median`, nine in ten no more than `p90`."""

    median = fields.Integer(required=True, allow_none=True, metadata={"example": 1})
    p90 = fields.Integer(required=True, allow_none=True, metadata={"example": 2})


class ListedPromiseOut(Schema):
    """What a matter promises, and what its cases of the period really took; null without a case to count."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    promised = fields.Dict(required=True, metadata={"example": {"days": 1, "unit": "working_day"}})
    statutory = fields.Dict(required=True, metadata={"example": {"days": 3, "unit": "working_day"}})
    cases = fields.Integer(required=True, metadata={"description": "Decided within the period.", "example": 120})
    delivered = fields.Integer(
        required=True, metadata={"description": "Of these, delivered: the days are counted of them.", "example": 118}
    )
    on_time_percent = fields.Float(
        required=True,
        allow_none=True,
        metadata={
            "description": "Decided on or before the promised date, which moves with what is not the office's: "
            "corrections, special procedures, approved extensions (《行政许可法》第四十五条).",
            "example": 99.17,
        },
    )
    office_days = fields.Nested(
        SpentOut(), required=True, metadata={"description": "Days on which the office had the ball."}
    )
    total_days = fields.Nested(SpentOut(), required=True, metadata={"description": "All days from filing to delivery."})
    materials_reused_percent = fields.Float(
        required=True,
        allow_none=True,
        metadata={
            "description": "Materials satisfied by a licence, shared data or an earlier upload, among all satisfied.",
            "example": 66.67,
        },
    )


class CountingOut(Schema):
    """When the cases were counted, and of which days; null before the first counting."""

    as_of = fields.String(
        required=True, allow_none=True, metadata={"format": "date-time", "example": "2026-11-24T09:00:00+08:00"}
    )
    period_from = fields.String(required=True, allow_none=True, metadata={"format": "date", "example": "2025-11-24"})
    period_to = fields.String(required=True, allow_none=True, metadata={"format": "date", "example": "2026-11-24"})


class PromiseOut(ListedPromiseOut, CountingOut):
    """The promise of a matter."""


class PromisePageOut(CountingOut):
    """A page of promises, the best on-time share first."""

    items = fields.List(fields.Nested(ListedPromiseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
