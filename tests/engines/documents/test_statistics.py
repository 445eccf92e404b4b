"""What a month's figures say of documents that went in different ways."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from auth import DataScope, PermissionMissing
from engines.documents.statistics import document_statistics
from kit import clock
from kit.database import Unit
from tests.engines.documents.searched import OTHER, RECEIVER, SENDER, id_made_at, plant_document, plant_receipt
from tests.engines.subjects import officer

#: A Monday to Thursday without holidays; 09:00 in Beijing.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (datetime(2031, 3, day, 1, tzinfo=UTC) for day in (10, 11, 12, 13))
MARCH = (date(2031, 3, 1), date(2031, 3, 31))
READER = replace(officer("documents.read"), scope=DataScope(departments=frozenset({SENDER, RECEIVER})))


def received(unit: Unit, **values: Any) -> None:
    usual = {"id": id_made_at(MONDAY), "sent_at": MONDAY, "arrived_at": MONDAY}
    document = plant_document(unit, id=id_made_at(MONDAY), department_code=OTHER)
    plant_receipt(unit, document, **{**usual, **values})


def plant_march(unit: Unit) -> None:
    plant_document(unit, id=id_made_at(MONDAY), dispatched_at=MONDAY)
    plant_document(unit, id=id_made_at(MONDAY), state="draft")
    plant_document(unit, id=id_made_at(MONDAY), dispatched_at=MONDAY, imported_by=RECEIVER)
    closed = {"state": "closed", "signed_for_at": TUESDAY, "closed_at": THURSDAY}
    received(unit, **closed, due_on=date(2031, 3, 12))
    received(unit, **closed, due_on=date(2031, 3, 14))
    received(unit, state="signed_for", signed_for_at=WEDNESDAY, urgency="extra_urgent")
    received(unit, urgency="urgent")
    received(unit)
    received(unit, state="returned", closed_at=TUESDAY)
    received(unit, state="recalled", closed_at=TUESDAY)
    # Half past seven on the first of April in Beijing is still March in UTC.
    received(unit, arrived_at=datetime(2031, 3, 31, 23, 30, tzinfo=UTC))
    received(unit, restricted=True)
    unit.flush()


def test_a_month_counts_what_went_how_and_how_long_it_took(unit: Unit) -> None:
    with clock.travel(THURSDAY):
        plant_march(unit)
        sent, taken = _by_organ(unit)[SENDER], _by_organ(unit)[RECEIVER]
    assert (sent["sent"], sent["received"], sent["average_days_to_sign_for"]) == (1, 0, None)
    expected = {
        "sent": 0,
        "received": 7,
        "signed_for": 3,
        "signed_in_time": 2,
        # One signed two days after the day it was due, one that still waits.
        "signed_late": 2,
        "returned": 1,
        "recalled": 1,
        "closed": 2,
        "overdue": 1,
        "average_days_to_sign_for": 1.3,
        "average_days_to_close": 3.0,
    }
    assert {name: taken[name] for name in expected} == expected
    assert taken["month"] == "2031-03"


def test_the_figures_are_those_of_the_readers_organs_and_months(unit: Unit) -> None:
    with clock.travel(THURSDAY):
        plant_march(unit)
        assert set(_by_organ(unit)) == {SENDER, RECEIVER}
        own = replace(READER, department_code=RECEIVER)
        (item,) = document_statistics(unit, own, *MARCH, RECEIVER)
        assert item["received"] == 8, "officers of the very organ count its restricted documents"
        assert document_statistics(unit, READER, *MARCH, OTHER) == []
        april = document_statistics(unit, READER, date(2031, 4, 1), date(2031, 4, 30), None)
        assert [(item["month"], item["received"]) for item in april] == [("2031-04", 1)]
        with pytest.raises(PermissionMissing):
            document_statistics(unit, officer(), *MARCH, None)


def _by_organ(unit: Unit) -> dict[str, dict[str, Any]]:
    return {item["department_code"]: item for item in document_statistics(unit, READER, *MARCH, None)}
