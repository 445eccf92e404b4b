"""Opening masked fields of a licence for a stated reason."""

from typing import Any

from sqlalchemy import Row

from auth import DataUse, Subject, record_data_use
from kit.database import Unit


def open_licence(subject: Subject, unit: Unit, licence: Row[Any], reason: str) -> None:
    """Record that an officer opened what a licence says of its holder, and why; the holder sees the line."""
    use = DataUse(
        resource="licence",
        resource_name=f"{licence.name}（{licence.number}）",
        purpose=reason,
        outcome="used",
        case_id=licence.case_id,
        statute="《行政许可法》第六十一条",
    )
    record_data_use(subject, unit, licence.holder_id, use)
