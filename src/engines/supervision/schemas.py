"""The filters of the list of matters as they are sent, for the list and for whatever else works on the same matters."""

from collections.abc import Mapping
from dataclasses import fields as members
from typing import Any

from marshmallow import Schema, fields, validate

from engines.supervision.lifecycle import SUPERVISION_MATTER
from engines.supervision.listing import MatterFilter
from engines.supervision.words import COLOURS, IMPORTANCE_NAMES, LIGHTS, SOURCE_NAMES

#: The parts that an organ can have in a matter.
ROLES = ("office", "supervisor", "lead", "assist")


class SupervisionSearchIn(Schema):
    """Filters that can all be combined; what is left out asks nothing."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([state.code for state in SUPERVISION_MATTER.states]),
        metadata={"description": "Only matters in this state.", "example": "in_progress"},
    )
    light = fields.String(
        load_default=None,
        validate=validate.OneOf(LIGHTS),
        metadata={"description": "Only matters with this light; `grey` is over.", "example": "red"},
    )
    department = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "Only matters in which this organ has a seat.", "example": "11330900002600237T"},
    )
    role = fields.String(
        load_default=None,
        validate=validate.OneOf(ROLES),
        metadata={"description": "The seat: of `department`, else of my own organ.", "example": "lead"},
    )
    importance = fields.String(
        load_default=None,
        validate=validate.OneOf(list(IMPORTANCE_NAMES)),
        metadata={"description": "Only matters of this weight."},
    )
    source_kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(SOURCE_NAMES)),
        metadata={"description": "Only matters that come from there."},
    )
    escalation = fields.String(
        load_default=None,
        validate=validate.OneOf(COLOURS),
        metadata={"description": "Only matters whose newest escalation sheet has this colour."},
    )
    due_before = fields.Date(load_default=None, metadata={"description": "Open ones that are due before this day."})
    root_id = fields.UUID(load_default=None, metadata={"description": "A matter and all that was split off it."})
    whole = fields.Boolean(load_default=None, metadata={"description": "Only matters that were not split off others."})
    words = fields.String(
        load_default=None,
        validate=validate.Length(1, 50),
        metadata={"description": "A number, or words of title or content.", "example": "数据共享"},
    )


def matter_filter(given: Mapping[str, Any]) -> MatterFilter:
    """Return the search that loaded filters ask for."""
    return MatterFilter(**{member.name: given[member.name] for member in members(MatterFilter)})
