"""The message box as people read it, for the tests here."""

from typing import Any

from tests.product import Caller

ADDRESS = "/services/v1/notifications"


def about(reader: Caller, record_id: str, **query: Any) -> list[dict[str, Any]]:
    """Return a reader's messages about one record, oldest first."""
    return [item for item in reversed(reader.every(ADDRESS, **query)) if item["record_id"] == record_id]


def news(reader: Caller, record_id: str) -> list[str]:
    """Return which news of a record a reader was told, oldest first."""
    return [item["news"] for item in about(reader, record_id)]


def choose(caller: Caller, **changes: Any) -> Any:
    """Change some of the caller's preferences and return the answer."""
    read = caller.get(f"{ADDRESS}/preferences")
    present = read.get_json()
    body = {name: present[name] for name in ("channels", "quiet_hours", "language")}
    return caller.send(
        "PUT", f"{ADDRESS}/preferences", json={**body, **changes}, headers={"If-Match": read.headers["ETag"]}
    )
