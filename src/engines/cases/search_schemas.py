"""The filters of the officer's list as they are sent, for the list itself and for whatever works on the same cases."""

import uuid
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from auth import Subject
from engines.cases.schemas import HOLDERS, STATES, ListedCaseOut
from engines.cases.searching import CaseSearch, check_number
from kit.fields import Line, distinct

ME, NOBODY = "me", "nobody"
_DAY = "2026-11-30"


class CaseSearchIn(Schema):
    """Filters that can all be combined; what is left out asks nothing."""

    state = fields.List(
        fields.String(validate=validate.OneOf(STATES)),
        load_default=list,
        validate=[validate.Length(max=len(STATES)), distinct],
        metadata={"description": "Only these states; repeat for several."},
    )
    matter_code = fields.List(
        fields.String(validate=validate.Length(1, 50)),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "Only these matters."},
    )
    department = fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "Only cases of these departments.", "example": ["12330900MB15A00288"]},
    )
    region = fields.String(
        load_default=None,
        validate=validate.Length(1, 12),
        metadata={"description": "Only cases of this division (GB/T 2260).", "example": "330900"},
    )
    topic = fields.String(
        load_default=None, validate=validate.Length(1, 40), metadata={"description": "Only cases of this topic's code."}
    )
    light = fields.String(
        load_default=None,
        validate=validate.OneOf(["green", "yellow", "red"]),
        metadata={"description": "Only cases whose clock runs and has this light."},
    )
    due_before = fields.Date(
        load_default=None, metadata={"description": "Only cases due before this day.", "example": _DAY}
    )
    submitted_from = fields.Date(
        load_default=None, metadata={"description": "Only cases filed on this day or later.", "example": "2026-11-01"}
    )
    submitted_to = fields.Date(
        load_default=None, metadata={"description": "Only cases filed on this day or earlier.", "example": _DAY}
    )
    holder = fields.String(
        load_default=None,
        validate=validate.OneOf(HOLDERS),
        metadata={"description": "Only cases in which this one has the ball."},
    )
    assignee = fields.String(
        load_default=None,
        validate=validate.Length(2, 36),
        metadata={"description": "`me`, `nobody`, or an officer's id.", "example": ME},
    )
    channel = fields.String(
        load_default=None,
        validate=validate.Length(1, 20),
        metadata={"description": "Only cases filed this way.", "example": "mobile"},
    )
    outcome = fields.String(
        load_default=None,
        validate=validate.OneOf(["granted", "refused"]),
        metadata={"description": "Only cases decided so."},
    )
    involving = fields.String(
        load_default=None,
        validate=validate.OneOf(["seat"]),
        metadata={
            "description": "`seat`: instead of my departments' own cases those of other departments in which mine have "
            "a seat or were asked for an opinion."
        },
    )
    text = Line(
        minimum=2,
        maximum=50,
        load_default=None,
        metadata={
            "description": "The first 14 digits or more of a case's number, an applicant's whole name, or words of a "
            "matter's name.",
            "example": "公积金",
        },
    )

    @validates_schema
    def _sound(self, data: dict[str, Any], **_kwargs: object) -> None:
        if data["assignee"] not in {None, ME, NOBODY} and not _is_id(data["assignee"]):
            raise ValidationError("Must be one of: me, nobody, or an officer's id.", "assignee")
        first, last = data["submitted_from"], data["submitted_to"]
        if first is not None and last is not None and first > last:
            raise ValidationError("Must be greater than or equal to submitted_from.", "submitted_to")


class PartyOut(Schema):
    """The applicant; a person's name is masked."""

    kind = fields.String(required=True, metadata={"example": "person"})
    name = fields.String(required=True, metadata={"example": "林**"})


class NamedOut(Schema):
    """A department by its code, or an officer by id."""

    code = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class OfficeListedCaseOut(ListedCaseOut):
    """A row of the officer's list: everything that it shows, in one call."""

    applicant = fields.Nested(PartyOut(), required=True)
    department = fields.Nested(NamedOut(), required=True)
    region_code = fields.String(required=True, metadata={"example": "330900"})
    holder = fields.String(required=True, validate=validate.OneOf(HOLDERS))
    assignee = fields.Nested(NamedOut(), required=True, allow_none=True)
    channel = fields.String(required=True, metadata={"example": "mobile"})


class OfficeCasePageOut(Schema):
    """A page of cases; ``order`` says in which order they come."""

    items = fields.List(fields.Nested(OfficeListedCaseOut()), required=True)
    order = fields.String(required=True, validate=validate.OneOf(["due", "newest"]))
    next_cursor = fields.String(required=True, allow_none=True)


def search_of(subject: Subject, given: Mapping[str, Any], place: str = "/query") -> CaseSearch:
    """Return the search that loaded filters ask for; ``me`` is the subject, ``place`` where they stand in the request.

    Errors: :class:`NumberTooShort`.
    """
    if given["text"] is not None:
        check_number(given["text"], place)
    assignee = given["assignee"]
    named = assignee if assignee in {None, NOBODY} else subject.id if assignee == ME else uuid.UUID(assignee)
    return CaseSearch(
        states=given["state"],
        matters=given["matter_code"],
        departments=given["department"],
        region=given["region"],
        topic=given["topic"],
        light=given["light"],
        due_before=given["due_before"],
        submitted_from=given["submitted_from"],
        submitted_to=given["submitted_to"],
        holder=given["holder"],
        assignee=named,
        channel=given["channel"],
        outcome=given["outcome"],
        involving_seat=given["involving"] is not None,
        text=given["text"],
    )


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
