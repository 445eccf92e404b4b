"""Figures of the calls to outside systems, by system and never by path."""

from prometheus_client import Counter, Histogram

CALLS = Counter("zhangban_gateway_calls", "Calls to outside systems", ["system", "outcome"])
SECONDS = Histogram("zhangban_gateway_seconds", "Seconds that a call to an outside system took", ["system"])


def count(system: str, outcome: str, seconds: float) -> None:
    """Count one call; ``outcome`` is ``answered`` or the code of the problem."""
    CALLS.labels(system, outcome).inc()
    SECONDS.labels(system).observe(seconds)
