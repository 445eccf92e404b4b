"""The shapes of sign-in."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from gateways.zheliban import CONTAINERS

TICKET = "zheliban-ticket"
SSOTOKEN = "zheliban-ssotoken"
CODE = "zhezhengding-code"
SCAN = "zhezhengding-scan"
#: What each method brings.
_PROOFS = {TICKET: "ticket", SSOTOKEN: "ssotoken", CODE: "code", SCAN: "code"}


def _container() -> fields.String:
    return fields.String(
        validate=validate.OneOf(CONTAINERS),
        metadata={
            "example": "app",
            "description": "Where 浙里办 runs: its containers may speak different sign-ons. Sent with a ticket.",
        },
    )


class SessionIn(Schema):
    """A sign-in: with what 浙里办 gave (a ticket, or a legal person's token), or 浙政钉 (a code, of the app or a scan).

    Each is good once.
    """

    method = fields.String(
        required=True,
        validate=validate.OneOf(list(_PROOFS)),
        metadata={
            "example": TICKET,
            "description": "`zheliban-ticket` for citizens, `zheliban-ssotoken` for legal persons where their own "
            "sign-on is connected; for officers `zhezhengding-code` inside the app, "
            "`zhezhengding-scan` for the code that a computer's page got when it was scanned.",
        },
    )
    ticket = fields.String(
        validate=validate.Length(1, 400), metadata={"example": "debug_tk_4h8Kq0", "description": "Of 浙里办."}
    )
    ssotoken = fields.String(
        validate=validate.Length(1, 400),
        metadata={"example": "debug_st_9Wm2Lr", "description": "Of the legal persons' sign-on of 浙里办."},
    )
    code = fields.String(
        validate=validate.Length(1, 400), metadata={"example": "pX3c9vQm", "description": "Of 浙政钉."}
    )
    container = _container()

    @validates_schema(skip_on_field_errors=True)
    def _has_proof(self, data: dict[str, str], **_: object) -> None:
        needed = _PROOFS[data["method"]]
        if needed not in data:
            raise ValidationError("Missing data for required field.", needed)


class SubjectOut(Schema):
    """Who signed in."""

    id = fields.String(required=True, metadata={"format": "uuid", "example": "019373a0-6f5e-7c2a-9d1e-3b5f0a7c8e21"})
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["person", "organisation", "officer", "client"]),
        metadata={"example": "person"},
    )
    name = fields.String(required=True, metadata={"example": "林海燕"})
    assurance_level = fields.Integer(
        required=True,
        metadata={"example": 3, "description": "1 unverified, 2 real-name, 3 real-person."},
    )


class SessionOut(Schema):
    """A session: the access token for 15 minutes, the refresh token for one use."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, metadata={"example": "Bearer"})
    expires_in = fields.Integer(required=True, metadata={"example": 900, "description": "Seconds."})
    refresh_token = fields.String(required=True)
    subject = fields.Nested(SubjectOut(), required=True)


class ClientSessionIn(Schema):
    """An organ's own system signs in."""

    organ_code = fields.String(
        required=True, validate=validate.Length(1, 18), metadata={"example": "11330903002620019E"}
    )
    account = fields.String(required=True, validate=validate.Length(1, 50), metadata={"example": "oa"})
    secret = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "As `zhangban client-account` printed it.", "example": "uX0v…"},
    )


class ClientSessionOut(Schema):
    """The access token of an organ's own system; ask for another when it has expired."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, metadata={"example": "Bearer"})
    expires_in = fields.Integer(required=True, metadata={"example": 900, "description": "Seconds."})
    subject = fields.Nested(SubjectOut(), required=True)


class RefreshIn(Schema):
    """The refresh token that was handed out last."""

    refresh_token = fields.String(required=True, validate=validate.Length(1, 200))


class CertificateIn(Schema):
    """A second certificate, proven by a fresh portal ticket that was got with it."""

    ticket = fields.String(required=True, validate=validate.Length(1, 400))
    container = _container()


class CertificateOut(Schema):
    """A certificate of the subject, its number masked."""

    kind = fields.String(metadata={"example": "resident_id"})
    kind_name = fields.String(metadata={"example": "居民身份证"})
    number = fields.String(metadata={"example": "3****************8"})


class LentOut(Schema):
    """Powers of a colleague who is away, lent to this officer for some days."""

    name = fields.String(required=True)
    permissions = fields.List(fields.String(), required=True)


class MeOut(SubjectOut):
    """The subject of this session: certificates masked, powers as they are in force."""

    certificates = fields.List(fields.Nested(CertificateOut()))
    acting_person_id = fields.String(allow_none=True, metadata={"format": "uuid"})
    employee_code = fields.String(allow_none=True)
    department_code = fields.String(allow_none=True)
    permissions = fields.List(fields.String())
    lent = fields.List(fields.Nested(LentOut()))
    audience = fields.String(metadata={"example": "services"})


class KeySetOut(Schema):
    """The JSON Web Key Set (RFC 7517) that tokens and receipts verify with."""

    keys = fields.List(fields.Dict(), required=True)
