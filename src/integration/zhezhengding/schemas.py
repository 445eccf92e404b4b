"""The shapes of events."""

from marshmallow import EXCLUDE, Schema, fields, validate


class EventContent(Schema):
    """Whom an event is about; everything else in it is passed over."""

    class Meta:
        """The portal may say more."""

        unknown = EXCLUDE

    employeeCodes = fields.List(fields.String(), validate=validate.Length(max=1000))  # noqa: N815 -- as on the wire
    organizationCodes = fields.List(fields.String(), validate=validate.Length(max=1000))  # noqa: N815 -- as on the wire


class EventInfo(Schema):
    """An officer in an organisation."""

    class Meta:
        """The portal may say more."""

        unknown = EXCLUDE

    employeeCode = fields.String()  # noqa: N815 -- as on the wire
    organizationCode = fields.String()  # noqa: N815 -- as on the wire


class EventIn(Schema):
    """An event as the portal posts it; the probe at registration has `eventTag` alone."""

    class Meta:
        """The portal may say more."""

        unknown = EXCLUDE

    event_tag = fields.String(
        required=True, data_key="eventTag", validate=validate.Length(1, 100), metadata={"example": "EMPLOYEE_LEAVE"}
    )
    content = fields.Nested(EventContent(), load_default=dict)
    infos = fields.List(fields.Nested(EventInfo()), load_default=list, validate=validate.Length(max=1000))


class EventOut(Schema):
    """The answer that the portal takes for received."""

    success = fields.Boolean(required=True)
    errcode = fields.String(required=True, metadata={"example": "0"})
    errmsg = fields.String(required=True, metadata={"example": "成功"})
