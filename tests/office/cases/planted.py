"""Cases put straight into the tables, each different in what a filter asks for."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import delete

from engines.cases import CASE, Case
from engines.matters import current_revision
from engines.numbering import case_number
from kit import clock
from kit.ids import first_id, new_id
from tests.product import RENEWAL, Product

CLOSED = {"delivered", "not_accepted", "returned", "withdrawn", "archived"}
_serial = count(1)


def plant(product: Product, matter: str = RENEWAL, *, filed: datetime | None = None, **columns: Any) -> str:
    """Put a case there as it would be after its turns, and return its id."""
    with product.context.database.unit() as unit:
        guide = current_revision(unit, matter)
        moment = filed or clock.now()
        # The digits after the time are random, as in any id; the test says the time.
        case_id = uuid.UUID(int=first_id(moment).int | (new_id().int & ((1 << 62) - 1)))
        state = columns.get("state", "accepted")
        day = clock.local(moment).date()
        values: dict[str, Any] = {
            "id": case_id,
            "number": case_number(guide.content.region, day, 900_000 + next(_serial)),
            "matter_code": guide.code,
            "matter_revision_id": guide.id,
            "matter_name": guide.content.name,
            "topic": guide.content.topic,
            "applicant_id": new_id(),
            "applicant_kind": "person",
            "applicant_name": "冯静怡",
            "department_code": guide.content.department,
            "region_code": guide.content.region,
            "state": state,
            "step": "intake",
            "round": 1,
            "version": 1,
            "channel": "mobile",
            "form_sealed": product.context.vault.seal_json({}),
            "submitted_at": moment,
            "clock_started_at": moment,
            "due_on": day + timedelta(days=10),
            "statutory_due_on": day + timedelta(days=20),
            "yellow_on": day + timedelta(days=7),
            "extension_days": 0,
            "special_procedures": 0,
            "holder": CASE.state(state).holder,
            "held_since": moment,
            "office_days": 0,
            "applicant_days": 0,
            "third_party_days": 0,
            "delivery_way": "electronic",
            "closed_on": day if state in CLOSED else None,
        }
        unit.add(Case, **{**values, **columns})
    return str(case_id)


@contextmanager
def planted(product: Product, *cases: dict[str, Any]) -> Iterator[list[str]]:
    """Put cases there and take them away after the block."""
    ids = [plant(product, **case) for case in cases]
    try:
        yield ids
    finally:
        with product.context.database.unit() as unit:
            unit.write(delete(Case).where(Case.id.in_([uuid.UUID(case_id) for case_id in ids])))


def today() -> date:
    """Return the day of the tests."""
    return clock.today()
