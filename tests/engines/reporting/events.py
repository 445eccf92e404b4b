"""Events as the timeline has them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    transition: str
    from_state: str | None
    to_state: str
