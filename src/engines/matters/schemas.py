"""The shape of a preparation, shared by the citizen's app and the window."""

from marshmallow import Schema, fields, validate


class PreparedMaterialOut(Schema):
    """How one material is satisfied; `note` says why a better way was not open."""

    code = fields.String(required=True)
    name = fields.String(required=True, metadata={"example": "居民身份证"})
    satisfied_by = fields.String(
        required=True, validate=validate.OneOf(["licence", "shared_data", "locker", "commitment", "upload"])
    )
    source = fields.String(required=True, metadata={"example": "居民身份证（舟山市公安局）"})
    status = fields.String(required=True, validate=validate.OneOf(["available", "to_commit", "to_upload"]))
    note = fields.String()
    tolerated = fields.Boolean(metadata={"description": "容缺: it may follow later."})


class PreparedFormOut(Schema):
    """The form with what is known already; `locked` are JSON pointers that cannot be edited."""

    schema = fields.Dict(required=True, metadata={"description": "JSON Schema 2020-12 with `x-ui`."})
    values = fields.Dict(required=True)
    locked = fields.List(fields.String(), required=True)
    sources = fields.Dict(required=True, metadata={"description": "JSON pointer to the source's name."})


class PreparationOut(Schema):
    """What need not be brought."""

    matter = fields.Dict()
    materials = fields.List(fields.Nested(PreparedMaterialOut()), required=True)
    to_upload = fields.Integer(required=True, metadata={"example": 0})
    form = fields.Nested(PreparedFormOut(), required=True)
    immediate = fields.Boolean(
        required=True,
        metadata={"description": "Nothing need be brought by hand: filing is decided at once by the matter's rules."},
    )
    consent_needed = fields.List(
        fields.String(), required=True, metadata={"description": "Purposes to consent to with `giveConsent`."}
    )
    sources_down = fields.List(fields.String(), metadata={"description": "Sources that did not answer in time."})
    minutes = fields.Integer(required=True, metadata={"description": "What filing will take.", "example": 3})
