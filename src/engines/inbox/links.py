"""Where a task leads."""

import uuid


def task_href(record_kind: str, record_id: uuid.UUID) -> str:
    """Return the address of the record that a task is about."""
    return f"/office/v1/{record_kind}s/{record_id}"
