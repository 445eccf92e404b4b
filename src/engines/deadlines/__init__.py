"""Deadlines that explain themselves: every day or span counted or left out, and the rule."""

from engines.deadlines.clock import Deadline, Limit, Pause, compute_deadline, light

__all__ = ["Deadline", "Limit", "Pause", "compute_deadline", "light"]
