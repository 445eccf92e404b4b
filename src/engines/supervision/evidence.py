"""Files of evidence: stored for a report that is to come, read by whoever sees the matter."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select

from auth import Subject
from engines.files import OFFICE_FILES, FileNotFound, open_file, store_file
from engines.lifecycles import check_transition
from engines.supervision.lifecycle import record_of
from engines.supervision.models import SupervisionReport
from kit.context import Context
from kit.database import Unit


def store_evidence(
    subject: Subject, unit: Unit, context: Context, row: Row[Any], content: bytes, name: str
) -> Row[Any]:
    """Store a file for a report of a matter. Errors: 409 when none can be given, 413, 415, 422."""
    check_transition(subject, record_of(row), "report")
    return store_file(subject, unit, context, content, name, kinds=OFFICE_FILES)


def open_evidence(
    unit: Unit, context: Context, matter_id: uuid.UUID, file_id: uuid.UUID
) -> tuple[dict[str, Any], bytes | Iterator[bytes]]:
    """Return what a report says of a file, and its content. Errors: :class:`FileNotFound`."""
    wanted = select(SupervisionReport.evidence).where(SupervisionReport.matter_id == matter_id)
    named = (item for row in unit.rows(wanted) for item in row.evidence)
    found = next((item for item in named if item["id"] == str(file_id)), None)
    if found is None:
        raise FileNotFound
    return found, open_file(context, file_id)
