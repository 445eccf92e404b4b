"""The shapes of licences."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs


class LicenceListArgs(PageArgs):
    """Which licences."""

    status = fields.String(
        load_default=None,
        validate=validate.OneOf(["valid", "expired", "suspended", "revoked", "replaced"]),
        metadata={"description": "Only licences of this status."},
    )
    type_code = fields.String(
        load_default=None, validate=validate.Length(max=30), metadata={"description": "Only licences of this type."}
    )


class LicenceOut(Schema):
    """A licence of mine; the identifier ends in its check character (GB/T 36904)."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    identifier = fields.String(required=True)
    number = fields.String(required=True)
    type_code = fields.String(required=True)
    name = fields.String(required=True)
    holder = fields.String(required=True)
    issuer = fields.String(required=True)
    issued_on = fields.String(required=True, metadata={"format": "date"})
    expires_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    status = fields.String(required=True)
    version = fields.Integer(required=True)
    fields_ = fields.Dict(data_key="fields", required=True)
    verify_code = fields.String(required=True)
    verify_url = fields.String(required=True)
    document_url = fields.String(required=True)


class LicencePageOut(Schema):
    """A page of licences, newest first."""

    items = fields.List(fields.Nested(LicenceOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
