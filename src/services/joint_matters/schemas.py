"""The shapes of joint matters."""

from marshmallow import Schema, fields


class ListedJointMatterOut(Schema):
    """A joint matter as the catalogue lists it."""

    code = fields.String(required=True, metadata={"example": "enterprise_opening"})
    name = fields.String(required=True, metadata={"example": "企业开办一件事"})
    name_en = fields.String(required=True)
    audience = fields.List(fields.String(), required=True)
    parts = fields.Integer(required=True, metadata={"description": "How many matters it joins."})


class JointMatterListOut(Schema):
    """The joint matters in force."""

    items = fields.List(fields.Nested(ListedJointMatterOut()), required=True)


class JointMatterOut(ListedJointMatterOut):
    """A joint matter in full: its form, its materials, and the graph of its parts."""

    parts = fields.List(fields.Dict(), required=True)  # type: ignore[assignment]  # the graph in place of its size
    form = fields.Dict(required=True)
    materials = fields.List(fields.Dict(), required=True)
    legal_basis = fields.List(fields.Dict(), required=True)
    department = fields.String(required=True)
    region = fields.String(required=True)
    assurance_level = fields.Integer(required=True)


class JointPreparationOut(Schema):
    """What need not be brought: each field and material asked for once."""

    joint_matter = fields.Dict(required=True)
    form = fields.Dict(required=True)
    materials = fields.List(fields.Dict(), required=True)
    consent_needed = fields.Dict(required=True)
    sources_down = fields.List(fields.String(), required=True)
    parts = fields.List(fields.Dict(), required=True)
