"""What a city's pack says of its documents: registers of numbers, lists of organs, forbidden words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from engines.documents.models import DocumentRegister, ForbiddenWord, OrganList
from kit.database import Model, Unit

Items = Sequence[Mapping[str, Any]]


def store_document_rules(unit: Unit, registers: Items, lists: Items, words: Items) -> int:
    """Make registers, lists and forbidden words what the pack says, and return how many rows changed."""
    return (
        _store(unit, DocumentRegister, registers) + _store(unit, OrganList, lists) + _store(unit, ForbiddenWord, words)
    )


def _store(unit: Unit, table: type[Model], items: Items) -> int:
    columns = table.__table__.c
    present = [row._asdict() for row in unit.rows(select(*columns))]
    wanted = [dict(item) for item in items]
    changed = [item for item in wanted if item not in present] + [item for item in present if item not in wanted]
    if changed:
        unit.write(delete(table))
        if wanted:
            unit.write(insert(table), wanted)
    return len(changed)
