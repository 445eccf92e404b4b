from datetime import date

import pytest
from sqlalchemy import select

from auth import SYSTEM
from engines.audit import AuditEntry, record_act
from kit import clock
from kit.database import Database
from kit.ids import new_id
from tests.engines.subjects import officer


def test_an_entry_says_who_did_what_to_which_record_and_when(database: Database) -> None:
    clerk, case = officer("cases.accept"), new_id()
    with clock.travel(date(2026, 4, 27)), database.unit() as unit:
        record_act(clerk, unit, "cases.accept", "case", case, to_state="accepted")
        written = clock.now()
    with database.unit() as unit:
        (entry,) = unit.rows(select(AuditEntry.__table__))
    assert (entry.actor_id, entry.actor_kind, entry.action) == (clerk.id, "officer", "cases.accept")
    assert (entry.object_kind, entry.object_id, entry.at) == ("case", case, written)
    assert entry.detail == {"to_state": "accepted"}
    assert entry.seal_id is None


def test_an_act_that_is_undone_leaves_no_entry(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit() as unit:
        record_act(SYSTEM, unit, "matters.publish", "matter", new_id())
        unit.flush()
        raise RuntimeError
    with database.unit() as unit:
        assert unit.rows(select(AuditEntry.id)) == []
