"""The pieces of which the shapes of a pack's files are made."""

from typing import Any

TEXT = {"type": "string", "minLength": 1}
USCC = {"type": "string", "format": "uscc"}
DAY = {"type": "string", "format": "date"}


def an_object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the shape of an object that has these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def a_list(item: dict[str, Any], least: int = 0) -> dict[str, Any]:
    """Return the shape of a list of so many items at least."""
    return {"type": "array", "items": item, "minItems": least}
