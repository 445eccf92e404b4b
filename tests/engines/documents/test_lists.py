"""What an officer's organs received, by any filters: the same rows that reading everything finds."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Row, select

from auth import DataScope, Subject
from engines.documents import READ, ReceivedFilter, list_received, receipts_of
from engines.documents.models import DocumentReceipt
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from tests.engines.documents.searched import OTHER, RECEIVER, SENDER, plant_document, plant_receipt
from tests.engines.subjects import officer

DAY = date(2026, 3, 2)
FILTERS = (
    ReceivedFilter(),
    ReceivedFilter(state="in_handling"),
    ReceivedFilter(kind="letter", role="copy"),
    ReceivedFilter(urgency="urgent", state="awaiting"),
    ReceivedFilter(sender=OTHER),
    ReceivedFilter(purpose="handle"),
    ReceivedFilter(due_before=DAY),
    ReceivedFilter(due_before=DAY, kind="notice", state="in_handling"),
)


@pytest.fixture
def rows(unit: Unit) -> Sequence[Row[Any]]:
    """Plant receipts of every sort at three organs and return them all, newest first."""
    sorts = product(
        (SENDER, RECEIVER, OTHER), ("awaiting", "in_handling"), (False, True), ("main", "copy"), ("letter", "notice")
    )
    for place, (organ, state, restricted, role, kind) in enumerate(sorts):
        plant_receipt(
            unit,
            new_id(),
            organ,
            state=state,
            restricted=restricted,
            role=role,
            kind=kind,
            urgency="urgent" if place % 3 == 0 else None,
            sender_code=OTHER if place % 5 == 0 else SENDER,
            purpose="handle" if state == "in_handling" else None,
            due_on=DAY + timedelta(days=place % 4 - 2) if place % 2 else None,
            closed_at=clock.now() if place % 7 == 0 else None,
        )
    unit.flush()
    return unit.rows(select(DocumentReceipt.__table__).order_by(DocumentReceipt.id.desc()))


def readers() -> Sequence[Subject]:
    """Return officers of one organ, of several, of all, and of none."""
    return (
        officer(READ, departments=(RECEIVER,)),
        replace(officer(READ, departments=(OTHER, SENDER, RECEIVER)), department_code=OTHER),
        replace(officer(READ, everywhere=True), department_code=SENDER),
        officer(departments=(SENDER,)),
    )


def fits(row: Row[Any], wanted: ReceivedFilter) -> bool:
    asked = {name: value for name, value in vars(wanted).items() if value is not None}
    due_before, sender = asked.pop("due_before", None), asked.pop("sender", row.sender_code)
    if due_before is not None and (row.due_on is None or row.due_on >= due_before or row.closed_at is not None):
        return False
    return bool(sender == row.sender_code and all(getattr(row, name) == value for name, value in asked.items()))


def theirs(row: Row[Any], subject: Subject) -> bool:
    scope = subject.reach(READ) if READ in subject.permissions else DataScope()
    return scope.covers(row.department_code) and (not row.restricted or row.department_code == subject.department_code)


def read_to_the_end(unit: Unit, subject: Subject, wanted: ReceivedFilter) -> list[uuid.UUID]:
    """Read a list page by page."""
    found: list[uuid.UUID] = []
    while True:
        page = list_received(unit, subject, wanted, found[-1] if found else None, 5)
        if not page:
            return found
        found += [row.id for row in page[:5]]


def test_any_filters_find_what_reading_everything_finds(unit: Unit, rows: Sequence[Row[Any]]) -> None:
    some = 0
    for subject, wanted in product(readers(), FILTERS):
        expected = [row.id for row in rows if theirs(row, subject) and fits(row, wanted)]
        assert read_to_the_end(unit, subject, wanted) == expected, (subject, wanted)
        some += bool(expected)
    assert some > len(FILTERS)


def test_a_documents_receipts_go_by_the_codes_of_the_organs(unit: Unit) -> None:
    document_id = plant_document(unit)
    for place, organ in enumerate((OTHER, SENDER, RECEIVER)):
        plant_receipt(unit, document_id, organ, role="copy" if place else "main", state="awaiting")
    plant_receipt(unit, plant_document(unit), SENDER)
    unit.flush()

    def organs(after: str | None, rows: int, **asked: str | None) -> list[str]:
        found = receipts_of(unit, document_id, after, rows, **{"state": None, "role": None, **asked})
        return [row.department_code for row in found]

    assert organs(None, 5) == [SENDER, RECEIVER, OTHER]
    assert organs(None, 2) == [SENDER, RECEIVER]
    assert organs(SENDER, 5, state="awaiting") == [RECEIVER, OTHER]
    assert organs(None, 5, role="main", state="awaiting") == [OTHER]
    assert organs(None, 5, state="closed") == []
