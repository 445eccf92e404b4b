"""The shapes of asking."""

from marshmallow import Schema, fields, validate

from engines.cases import CASE
from kit.fields import Shaped

STATES = [state.code for state in CASE.states]


class CaseStatusIn(Schema):
    """A number and the last four characters of the applicant's certificate."""

    number = Shaped("[0-9]{21}", required=True, metadata={"example": "330900202611240000017"})
    ending = Shaped(
        "[0-9A-Za-z]{4}",
        required=True,
        metadata={"description": "The last four characters of the certificate's number.", "example": "0325"},
    )


class CaseStatusOut(Schema):
    """What whoever knows the pair may know: where it stands, by when, and who has the ball."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(required=True, metadata={"example": "已受理"})
    due_on = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date", "description": "By when it is due; null once it is over."},
    )
    holder = fields.String(required=True, validate=validate.OneOf(["applicant", "office", "third_party", "nobody"]))
