"""The shapes of costs. Amounts are whole fen."""

from marshmallow import Schema, fields, validate

from engines.costs import KINDS
from kit.fields import Shaped
from kit.months import WRITTEN
from kit.pages import PageArgs

_KINDS = validate.OneOf(list(KINDS))


class CostEntryListArgs(PageArgs):
    """Which entries."""

    month = Shaped(WRITTEN, required=True, metadata={"description": "Of this month.", "example": "2026-11"})
    department = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "Only of this department."}
    )
    kind = fields.String(load_default=None, validate=_KINDS, metadata={"description": "Only of this kind."})


class CostSumOut(Schema):
    """What one kind cost one department in one month."""

    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    month = fields.String(required=True, metadata={"example": "2026-11"})
    kind = fields.String(required=True, validate=_KINDS)
    kind_name = fields.String(required=True, metadata={"example": "公务用车"})
    amount_fen = fields.Integer(required=True)
    entries = fields.Integer(required=True)


class CostsOut(Schema):
    """Costs by department, month and kind, and all of them together."""

    items = fields.List(fields.Nested(CostSumOut()), required=True)
    total_fen = fields.Integer(required=True)


class CostEntryOut(Schema):
    """One cost, and the record that it comes from; a negative one takes back."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    department_code = fields.String(required=True)
    kind = fields.String(required=True, validate=_KINDS)
    day = fields.String(required=True, metadata={"format": "date"})
    amount_fen = fields.Integer(required=True)
    record_kind = fields.String(required=True)
    record_id = fields.String(required=True, metadata={"format": "uuid"})
    record_number = fields.String(required=True)
    title = fields.String(required=True)


class CostEntryPageOut(Schema):
    """A page of costs, newest first."""

    items = fields.List(fields.Nested(CostEntryOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
