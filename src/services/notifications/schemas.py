"""The shapes of messages and of how somebody wants to get them."""

from marshmallow import Schema, fields, validate

from engines.notifications import CHANNELS, KINDS, LANGUAGES, NEWS
from kit.fields import Shaped, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_KIND = {
    "description": "`request` asks something of me; `decision`, `offer`, `date` (a day moved), `licence`, `progress`."
}


class NotificationListArgs(PageArgs):
    """Which of my messages."""

    unread = fields.Boolean(load_default=False, metadata={"description": "Only those that I have not read."})
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS), metadata=_KIND)


class DeliveryOut(Schema):
    """What rang beside a message; a `held` one waits for the end of my quiet hours, others say why they did not go."""

    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "held", "sent", "refused", "failed"]))
    not_before = fields.String(required=True, metadata=_MOMENT)
    sent_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    reason = fields.String(required=True, allow_none=True, metadata={"example": "no-phone"})


class NotificationOut(Schema):
    """One message; `short` is its plain form for elder mode and reading aloud, `href` what it is about."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS), metadata=_KIND)
    news = fields.String(required=True, validate=validate.OneOf(sorted(NEWS)))
    title = fields.String(required=True, metadata={"example": "请补正材料"})
    text = fields.String(required=True)
    short = fields.String(required=True, metadata={"example": "申请已受理。"})
    record_kind = fields.String(required=True, metadata={"example": "case"})
    record_id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    created_at = fields.String(required=True, metadata=_MOMENT)
    deliveries = fields.List(fields.Nested(DeliveryOut()), required=True)
    read_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class NotificationPageOut(Schema):
    """A page of messages, newest first; `unread` stops at 1000."""

    items = fields.List(fields.Nested(NotificationOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    unread = fields.Integer(required=True)


class ReadAllOut(Schema):
    """How many messages were marked read."""

    read = fields.Integer(required=True)


class QuietHoursSchema(Schema):
    """From when until when nothing rings, on Beijing's clock; they may go over midnight."""

    from_ = Shaped(_TIME, required=True, data_key="from", attribute="from", metadata={"example": "21:00"})
    until = Shaped(_TIME, required=True, metadata={"example": "08:00"})


def _channels() -> fields.List[str]:
    return fields.List(fields.String(validate=validate.OneOf(CHANNELS)), required=True, validate=distinct)


class ChannelsSchema(Schema):
    """The channels for each kind of news, beside the box."""

    request = _channels()
    decision = _channels()
    offer = _channels()
    date = _channels()
    licence = _channels()
    progress = _channels()


class PreferencesIn(Schema):
    """How I want to hear of things."""

    channels = fields.Nested(ChannelsSchema(), required=True)
    quiet_hours = fields.Nested(QuietHoursSchema(), required=True, allow_none=True)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))


class PreferencesOut(PreferencesIn):
    """How I want to hear of things; version 0 are the defaults."""

    version = fields.Integer(required=True)
