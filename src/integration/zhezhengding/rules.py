"""What an event says, in the shapes in which it comes."""

from collections.abc import Mapping
from typing import Any

#: Officers that one event may name; the portal sends a handful.
MOST_CODES = 100
_LONGEST_CODE = 100


def officers_named(event: Mapping[str, Any]) -> list[str] | None:
    """Return the officers that an event names, None when it is about organisations, empty for the probe.

    Officers stand in ``content.employeeCodes`` or in ``infos[].employeeCode``.
    """
    if not event["event_tag"].endswith(("EMPLOYEE_ADD_UPDATE", "EMPLOYEE_LEAVE", "ATTACH_EMPLOYEE", "DETACH_EMPLOYEE")):
        return None if "ORGANIZATION" in event["event_tag"] and _says_something(event) else []
    listed = [*event["content"].get("employeeCodes", []), *(item.get("employeeCode") for item in event["infos"])]
    return [code for code in listed if isinstance(code, str) and len(code) <= _LONGEST_CODE][:MOST_CODES]


def _says_something(event: Mapping[str, Any]) -> bool:
    return bool(event["content"] or event["infos"])
