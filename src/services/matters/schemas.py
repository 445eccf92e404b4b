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
