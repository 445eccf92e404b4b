"""Deadlines that explain themselves: every day or span counted or left out, and the rule."""

from engines.deadlines.clock import (
    Account,
    Deadline,
    Extension,
    Limit,
    Pause,
    Reason,
    Thresholds,
    compute_deadline,
    days_used,
    light,
    yellow_from,
)
from engines.deadlines.schemas import SpanOut

__all__ = [
    "Account",
    "Deadline",
    "Extension",
    "Limit",
    "Pause",
    "Reason",
    "SpanOut",
    "Thresholds",
    "compute_deadline",
    "days_used",
    "light",
    "yellow_from",
]
