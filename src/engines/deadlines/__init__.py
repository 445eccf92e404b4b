"""Deadlines that explain themselves: every day or span counted or left out, and the rule."""

from engines.deadlines.clock import Deadline, Limit, Pause, Thresholds, compute_deadline, light, yellow_from

__all__ = ["Deadline", "Limit", "Pause", "Thresholds", "compute_deadline", "light", "yellow_from"]
