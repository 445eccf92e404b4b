"""Opening masked fields of a case for a stated reason."""

from typing import Any

from sqlalchemy import Row

from auth import DataUse, Subject, record_data_use
from kit.database import Unit


def open_form(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> None:
    """Record that an officer opened a case's masked fields, and why; the applicant sees the line."""
    use = DataUse(
        resource="case_form",
        resource_name="申请表中的个人信息",
        purpose=reason,
        outcome="used",
        matter_code=case.matter_code,
        case_id=case.id,
        statute="《行政许可法》第三十四条",
    )
    record_data_use(subject, unit, case.applicant_id, use)
