"""Events as the timeline has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    transition: str
    from_state: str | None
    to_state: str
    detail: Mapping[str, str] = field(default_factory=dict)
