"""The options that can be ticked with a level: data of the city's pack, each about one indicator."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from engines.evaluations.models import EvaluationOption
from kit.database import Unit
from kit.remembering import Remembered

#: What an online service is asked about (GB/T 39735).
INDICATORS = {
    "efficiency": "办事效率",
    "guide_accuracy": "指南精确度",
    "convenience": "便捷度",
    "platform": "平台操作性",
}
_columns = tuple(EvaluationOption.__table__.c)


def store_options(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the options what the pack says and return how many changed; each is ``{code, level, text, indicator}``."""
    present = {row.code: row._asdict() for row in unit.rows(select(*_columns))}
    wanted = {item["code"]: dict(item) for item in items}
    changed = sorted(code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code))
    if changed:
        _present.change(unit)
        unit.write(delete(EvaluationOption).where(EvaluationOption.code.in_(changed)))
        for code in sorted(set(changed) & wanted.keys()):
            unit.add(EvaluationOption, **wanted[code])
    return len(changed)


def evaluation_options(unit: Unit) -> Mapping[str, Row[Any]]:
    """Return every option by its code; the process's copy is at most a second old."""
    return _present.get(unit)


def _read(unit: Unit) -> Mapping[str, Row[Any]]:
    return {row.code: row for row in unit.rows(select(*_columns).order_by(EvaluationOption.code))}


_present = Remembered(_read)
