"""Milliseconds of calls on one connection, without a request around them."""

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any


def times_of(function: Callable[[Any], Any], calls: Sequence[Any]) -> list[float]:
    """Return how many milliseconds each call took."""
    times = []
    for call in calls:
        started = perf_counter()
        function(call)
        times.append((perf_counter() - started) * 1000)
    return times


def summary(times: list[float]) -> dict[str, Any]:
    """Return how many calls there were, and the median and the slowest of them."""
    return {"calls": len(times), "median_ms": round(statistics.median(times), 2), "worst_ms": round(max(times), 2)}
