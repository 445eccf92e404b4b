"""The shapes of appeals against scores."""

from marshmallow import Schema, fields, validate

from engines.assessment import SCORE_APPEAL
from kit.fields import Line
from kit.pages import PageArgs

_STATES = [state.code for state in SCORE_APPEAL.states]
_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}


class ScoreAppealListArgs(PageArgs):
    """Which appeals."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only appeals in this state."}
    )


class ScoreAppealDecisionIn(Schema):
    """What is decided of an appeal."""

    upheld = fields.Boolean(required=True)
    reason = Line(minimum=2, maximum=2000, required=True, metadata={"example": "反馈确于期限内提交。"})
    points = fields.String(
        load_default=None,
        validate=validate.Length(1, 10),
        metadata={"description": "Points given or taken by an appeal that is upheld; a decimal.", "example": "0.5"},
    )


class ListedScoreAppealOut(Schema):
    """An appeal as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    assessment_id = fields.String(required=True, metadata={"format": "uuid"})
    score_id = fields.String(required=True, metadata={"format": "uuid"})
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True)
    version = fields.Integer(required=True)
    indicator_code = fields.String(required=True, allow_none=True, metadata={"description": "Null: the whole score."})
    grounds = fields.String(required=True)
    appealed_by = fields.String(required=True)
    appealed_by_name = fields.String(required=True)
    appealed_at = fields.String(required=True, metadata=_MOMENT)
    decided_by = fields.String(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class ScoreAppealPageOut(Schema):
    """A page of appeals."""

    items = fields.List(fields.Nested(ListedScoreAppealOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ScoreAppealOut(ListedScoreAppealOut):
    """An appeal with its timeline."""

    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
