"""The shapes of the bus's calls."""

from marshmallow import INCLUDE, Schema, fields, validate


class CallbackIn(Schema):
    """A call of the bus; what else stands in it depends on the verb (政务总线 callback bodies)."""

    class Meta:
        """Take every member: the bus's bodies have more of them than we read."""

        unknown = INCLUDE

    projId = fields.String(  # noqa: N815 -- the bus's name
        required=True,
        validate=validate.Length(1, 100),
        metadata={"description": "The case's 统一赋码 number.", "example": "332611240000000000017"},
    )


class CallbackOut(Schema):
    """The answer: `S` taken, `F` refused with a reason, `U` to be called again; evaluations have their own shape."""

    resultStatus = fields.String(validate=validate.OneOf(["S", "F", "U"]))  # noqa: N815 -- the bus's name
    resultCode = fields.String(metadata={"example": "transition-forbidden"})  # noqa: N815 -- the bus's name
    resultMsg = fields.String()  # noqa: N815 -- the bus's name
    data = fields.Raw(allow_none=True)
    success = fields.Boolean(metadata={"description": "Of the verb `evaluate` alone."})
    errorCode = fields.String()  # noqa: N815 -- the bus's name
    errorMsg = fields.String()  # noqa: N815 -- the bus's name
