"""Fields that schemas of every room share, and how a moment is shown."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from marshmallow import ValidationError, fields

from kit import clock

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Line(fields.String):
    """Text that a person typed: stripped, of bounded length, without control characters."""

    def __init__(self, *, minimum: int = 0, maximum: int = 200, **kwargs: Any) -> None:
        """Bound the length, counted in characters after stripping."""
        metadata = {"minLength": minimum, "maxLength": maximum, **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)
        self.minimum, self.maximum = minimum, maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not self.minimum <= len(text) <= self.maximum:
            message = f"Must have {self.minimum} to {self.maximum} characters."
            raise ValidationError(message)
        if _CONTROL.search(text):
            message = "Must not contain control characters."
            raise ValidationError(message)
        return text


class Shaped(fields.String):
    """Text of one shape, a number of a parcel or a hash; the whole of it must match."""

    def __init__(self, pattern: str, **kwargs: Any) -> None:
        """Keep the pattern, and publish it as JSON Schema anchors it."""
        metadata = {"pattern": f"^{pattern}$", **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)
        self.pattern = re.compile(pattern)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if not self.pattern.fullmatch(text):
            message = "Does not have the right form."
            raise ValidationError(message)
        return text


class Bounded:
    """Refuses free JSON that is too long, or nested without end."""

    def __init__(self, most_bytes: int, deepest: int) -> None:
        """Keep the bounds: bytes as JSON, and levels of nesting."""
        self.most_bytes, self.deepest = most_bytes, deepest

    def __call__(self, content: object) -> None:
        """Refuse a content beyond them."""
        if len(orjson.dumps(content)) > self.most_bytes:
            message = f"Must have at most {self.most_bytes} bytes."
            raise ValidationError(message)
        level, depth = [content], 0
        while level:
            depth += 1
            if depth > self.deepest:
                message = f"Must not be nested deeper than {self.deepest}. Length must be bounded."
                raise ValidationError(message)
            level = [
                inner
                for item in level
                for inner in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
            ]


def distinct(values: Sequence[Any]) -> None:
    """Refuse a list in which something stands twice."""
    if len(set(values)) != len(values):
        message = "Must not repeat."
        raise ValidationError(message)


def beijing(moment: datetime | None) -> str | None:
    """Return a moment as the API shows it, for answers that are made without a dump schema."""
    return None if moment is None else clock.local(moment).isoformat(timespec="seconds")
