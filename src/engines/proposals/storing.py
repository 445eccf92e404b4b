"""What proposing rests on in a city: its departments, and the words for their duties from its pack."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from auth import directory_departments
from engines.proposals.findings import Department, Duty
from engines.proposals.models import SupervisionDuty
from kit.database import Unit
from kit.remembering import Remembered


def store_duties(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the duties what the pack says and return how many changed; each is ``{department, words}``."""
    rows = unit.rows(select(SupervisionDuty.department, SupervisionDuty.words))
    present = {row.department: row.words for row in rows}
    wanted = {item["department"]: list(item["words"]) for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        _present.change(unit)
        unit.write(delete(SupervisionDuty).where(SupervisionDuty.department.in_(changed)))
        for code in changed:
            if code in wanted:
                unit.add(SupervisionDuty, department=code, words=wanted[code])
    return len(changed)


def duties(unit: Unit) -> tuple[Duty, ...]:
    """Return the duties of every department; the process's copy is at most a second old."""
    return _present.get(unit)


def departments(unit: Unit) -> tuple[Department, ...]:
    """Return the departments of the directory as the rules see them."""
    return tuple(
        Department(row.uscc, row.name, row.short_name, row.parent, row.region) for row in directory_departments(unit)
    )


def _read(unit: Unit) -> tuple[Duty, ...]:
    statement = select(SupervisionDuty.department, SupervisionDuty.words).order_by(SupervisionDuty.department)
    return tuple(Duty(row.department, tuple(row.words)) for row in unit.rows(statement))


_present = Remembered(_read)
