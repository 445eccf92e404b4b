"""The shapes of changes."""

from marshmallow import Schema, fields, validate

from kit.fields import Bounded, Line, Shaped
from kit.pages import PageArgs
from office.matter_changes.manifest import MATTER_CHANGE

MOST_BYTES = 500_000
DEEPEST = 40
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}
_STATES = [state.code for state in MATTER_CHANGE.states]
_CODE = "[0-9A-Z]{31}"


def _joint() -> "fields.List[str]":
    return fields.List(
        fields.String(validate=validate.Length(1, 60)),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "Of a withdrawal: the joint matters that are known to lose this part.", "example": []},
    )


class ChangeIn(Schema):
    """Which matter is to change, and how the change begins."""

    matter_code = Shaped(
        _CODE,
        required=True,
        metadata={
            "description": "实施编码; one that the catalogue does not know begins a new matter.",
            "example": "11330900002600341Y3330109023001",
        },
    )
    kind = fields.String(load_default="revision", validate=validate.OneOf(["revision", "withdrawal"]))
    empty = fields.Boolean(
        load_default=False, metadata={"description": "Begin with nothing instead of the revision in force."}
    )
    reason = Line(maximum=1000, load_default="", metadata={"example": "承诺期限压缩至一个工作日。"})
    joint_matters = _joint()


class ChangeContentIn(Schema):
    """What has been written so far; nothing is checked against the rules before it is validated."""

    content = fields.Dict(
        load_default=dict,
        keys=fields.String(),
        validate=Bounded(MOST_BYTES, DEEPEST),
        metadata={"description": "The matter in the pack's shape (packs/README.md).", "example": {"name": "换证"}},
    )
    reason = Line(maximum=1000, load_default="", metadata={"example": "承诺期限压缩至一个工作日。"})
    joint_matters = _joint()


class ChangeListArgs(PageArgs):
    """Which changes."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only changes in this state.", "example": "validated"},
    )
    matter_code = fields.String(
        load_default=None, validate=validate.Length(1, 50), metadata={"description": "Only changes of this matter."}
    )


class ChangeValidationIn(Schema):
    """Nothing need be said."""


class ChangeRebaseIn(Schema):
    """Nothing need be said."""


class ChangeApprovalIn(Schema):
    """The approval; at once, or on a day."""

    opinion = Line(maximum=1000, load_default="", metadata={"example": "同意发布。"})
    publish_on = fields.Date(
        load_default=None,
        metadata={"description": "The day of publication, up to a year ahead; today by default."},
    )


class ChangeReturnIn(Schema):
    """Why a change goes back."""

    opinion = Line(minimum=2, maximum=1000, required=True, metadata={"example": "请补充收费依据。"})


class ChangeDisposalIn(Schema):
    """Why a change is given up."""

    reason = Line(maximum=1000, load_default="", metadata={"example": "重复起草。"})


class ListedChangeOut(Schema):
    """A change as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    kind = fields.String(required=True, validate=validate.OneOf(["revision", "withdrawal"]))
    matter_code = fields.String(required=True)
    matter_name = fields.String(required=True)
    department_code = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "待审批"})
    reason = fields.String(required=True)
    author_name = fields.String(required=True)
    approved_by = fields.String(required=True, allow_none=True)
    publish_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    version = fields.Integer(required=True)
    saved_at = fields.String(required=True, metadata=_MOMENT)


class ChangeDifferenceOut(Schema):
    """One place in which a change differs from the revision that it is made from."""

    pointer = fields.String(required=True, metadata={"example": "/limits/promised/days"})
    kind = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed"]))
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class ChangeOut(ListedChangeOut):
    """A change with what it says, what it does to the revision in force, and what still keeps it from it."""

    content = fields.Dict(required=True)
    joint_matters = fields.List(fields.String(), required=True)
    base_revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The revision that it is made from; null of a new one."},
    )
    outdated = fields.Boolean(
        required=True, metadata={"description": "Another revision came into force since: rebase before validating."}
    )
    revision = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The revision that came of it, once published."}
    )
    differences = fields.List(fields.Nested(ChangeDifferenceOut()), required=True)
    findings = fields.List(
        fields.Dict(), required=True, metadata={"description": "Rules that it breaks, while it can still be written."}
    )
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class ChangePageOut(Schema):
    """A page of changes, newest first."""

    items = fields.List(fields.Nested(ListedChangeOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
