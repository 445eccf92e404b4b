"""The shapes of registers and lists of organs."""

from marshmallow import Schema, fields, validate

from kit.pages import PageArgs


class DocumentRegisterOut(Schema):
    """A register of numbers (机关代字)."""

    code = fields.String(required=True, metadata={"example": "舟政办发"})
    mark = fields.String(required=True, metadata={"description": "发文机关标志.", "example": "舟山市人民政府办公室"})
    form = fields.String(required=True, metadata={"example": "document"})
    kinds = fields.List(fields.String(), required=True)
    gapless = fields.Boolean(required=True)


class DocumentRegistersOut(Schema):
    """My organ's registers."""

    items = fields.List(fields.Nested(DocumentRegisterOut()), required=True)


class DocumentNumberArgs(PageArgs):
    """Which numbers."""

    year = fields.Integer(
        load_default=None,
        validate=validate.Range(2000, 2100),
        metadata={"description": "The year; this one by default.", "example": 2026},
    )


class DocumentNumberOut(Schema):
    """A number that was given out."""

    number = fields.String(required=True, metadata={"example": "舟政办发〔2026〕12号"})
    sequence = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    voided = fields.Boolean(
        required=True, metadata={"description": "Its document was never sent; the number stays used."}
    )
    issued_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class DocumentNumberPageOut(Schema):
    """Numbers of a register and year, the last first."""

    items = fields.List(fields.Nested(DocumentNumberOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class OrganListOut(Schema):
    """A list of organs."""

    code = fields.String(required=True, metadata={"example": "districts"})
    name = fields.String(required=True, metadata={"example": "各县（区）人民政府"})
    members = fields.List(fields.String(), required=True)


class OrganListsOut(Schema):
    """Lists of organs that my organ may use."""

    items = fields.List(fields.Nested(OrganListOut()), required=True)
