"""The shapes of the window."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from auth import KINDS
from engines.cases import FilingIn
from kit.fields import Line, distinct

_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
SHOWN = ["certificate", "face", "licence", "authorisation"]


class ActorIn(Schema):
    """Who came for an organisation, by certificate."""

    certificate_kind = fields.String(
        required=True, validate=validate.OneOf(sorted(set(KINDS) - {"uscc"})), metadata={"example": "resident_id"}
    )
    number = fields.String(required=True, validate=validate.Length(5, 30))
    name = Line(minimum=1, maximum=50, required=True, metadata={"example": "王建国"})


class CounterSessionIn(Schema):
    """Who stands at the counter, what they showed, and what for (人证核验)."""

    certificate_kind = fields.String(
        required=True, validate=validate.OneOf(sorted(KINDS)), metadata={"example": "resident_id"}
    )
    number = fields.String(required=True, validate=validate.Length(5, 30))
    name = Line(minimum=1, maximum=100, required=True, metadata={"example": "周礼文"})
    actor = fields.Nested(
        ActorIn(), load_default=None, allow_none=True, metadata={"description": "Who came for an organisation."}
    )
    shown = fields.List(
        fields.String(validate=validate.OneOf(SHOWN)),
        required=True,
        validate=[validate.Length(1, len(SHOWN)), distinct],
        metadata={
            "description": "What was checked: the certificate, the face against it, …",
            "example": ["certificate", "face"],
        },
    )
    purpose = Line(minimum=2, maximum=200, required=True, metadata={"example": "办理居住证"})


class CounterSessionOut(Schema):
    """The person at the counter; `rests_at` is when access ends if nothing happens."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True, validate=validate.OneOf(["person", "organisation"]))
    name = fields.String(required=True)
    certificate_kind = fields.String(required=True)
    number = fields.String(required=True, metadata={"description": "Masked for persons."})
    shown = fields.List(fields.String(), required=True)
    purpose = fields.String(required=True)
    opened_at = fields.String(required=True, metadata=_MOMENT)
    rests_at = fields.String(required=True, metadata=_MOMENT)


class CounterPreparationArgs(Schema):
    """Whether to ask the sources again."""

    fresh = fields.Boolean(
        load_default=False, metadata={"description": "Ask the sources again instead of using a recent outcome."}
    )


class CounterConsentIn(Schema):
    """What the person consented to at the counter."""

    matter_code = fields.String(required=True, validate=validate.Length(1, 50))
    purposes = fields.List(
        fields.String(validate=validate.Length(1, 60)), required=True, validate=[validate.Length(1, 20), distinct]
    )


class CounterConsentOut(Schema):
    """A consent that was given at the counter; the person can withdraw it under their own sign-in."""

    id = fields.String(required=True, metadata={"format": "uuid"})


class CounterFileIn(Schema):
    """One file that the person handed in, scanned: PDF, JPG or PNG."""

    file = Upload(required=True, metadata={"description": "PDF, JPG or PNG, up to 10 MB."})


class CounterFileOut(Schema):
    """A file, which is the person's."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class CounterFilingIn(FilingIn):
    """What is filed at the counter, and for which matter of whichever department."""

    class Meta:
        """The person is there: nobody acts for them but the clerk."""

        exclude = ("mandate_id",)


class CounterHandoverIn(Schema):
    """Nothing need be said: the person at the counter is known."""
