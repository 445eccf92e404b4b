import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Database, DuplicateRow, Model, Unit
from kit.fixed import Fixed, Together
from kit.ids import new_id


class SampleNote(Model):
    __tablename__ = "sample_notes"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


class SampleMark(Model):
    __tablename__ = "sample_marks"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    note: Mapped[str]


class Parcel(Model):
    __tablename__ = "test_parcels"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sender: Mapped[str]
    weight: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    detail: Mapped[dict[str, Any] | None]
    tags: Mapped[list[str]]


def count(database: Database) -> int:
    with database.unit() as unit:
        return int(unit.scalar(select(func.count()).select_from(SampleNote)))


def add_note(unit: Unit, text: str) -> None:
    unit.add(SampleNote, id=new_id(), text=text, at=clock.now())


def test_rows_of_several_tables_leave_together(database: Database) -> None:
    with database.unit() as unit:
        add_note(unit, "a")
        unit.add(SampleMark, id=new_id(), note="m")
        add_note(unit, "b")
    assert count(database) == 2


def test_many_rows_leave_too(database: Database) -> None:
    with database.unit() as unit:
        for number in range(100):
            add_note(unit, str(number))
    assert count(database) == 100


def test_rows_that_are_alike_leave_as_arrays(database: Database) -> None:
    ids, moment = [new_id() for _ in range(300)], clock.now()
    same = {"sent_at": moment, "due_on": date(2026, 11, 25), "detail": {"a": [1]}, "tags": ["x", "y"]}
    with database.unit() as unit:
        unit.add(SampleMark, id=new_id(), note="m")
        unit.add_many(
            Parcel, same=same, each={"id": ids, "sender": [f"甲{n}" for n in range(300)], "weight": [None, 1, 2] * 100}
        )
        add_note(unit, "b")
    with database.unit() as unit:
        rows = unit.rows(select(*Parcel.__table__.c).order_by(Parcel.id))
    assert [row.id for row in rows] == ids
    assert [(row.sender, row.weight) for row in rows[:3]] == [("甲0", None), ("甲1", 1), ("甲2", 2)]
    assert {(row.sent_at, row.due_on, row.detail["a"][0], tuple(row.tags)) for row in rows} == {
        (moment, date(2026, 11, 25), 1, ("x", "y"))
    }
    assert count(database) == 1


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit() as unit:
        add_note(unit, "a")
        unit.flush()
        raise RuntimeError
    assert count(database) == 0


def test_reading_opens_no_transaction(unit: Unit) -> None:
    unit.rows(select(SampleNote.id))
    assert not unit.begun


def test_a_duplicate_is_named_and_undone(database: Database) -> None:
    with database.unit() as unit:
        add_note(unit, "a")
    with pytest.raises(DuplicateRow) as caught, database.unit() as unit:
        add_note(unit, "b")
        add_note(unit, "a")
    assert "sample_notes" in caught.value.constraint
    assert count(database) == 1


def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    moment = datetime(2026, 4, 27, 12, tzinfo=clock.BEIJING)
    with database.unit() as unit:
        unit.add(SampleNote, id=new_id(), text="a", at=moment)
    with database.unit() as unit:
        found = unit.scalar(select(SampleNote.at))
    assert found == moment
    assert found.tzinfo is UTC or found.utcoffset().total_seconds() == 0


def test_callbacks_run_after_the_commit_and_not_after_an_undo(database: Database) -> None:
    calls: list[str] = []
    with database.unit() as unit:
        unit.after_commit(lambda: calls.append("kept"))
    with pytest.raises(RuntimeError), database.unit() as unit:
        unit.after_commit(lambda: calls.append("lost"))
        raise RuntimeError
    assert calls == ["kept"]


PARCELS = Fixed(select(*Parcel.__table__.c).where(Parcel.sender == bindparam("sender")).order_by(Parcel.id.desc()))
LIGHT = Fixed(select(Parcel.weight, Parcel.sent_at).where(Parcel.weight < bindparam("most")).order_by(Parcel.weight))


def test_statements_asked_together_bring_what_each_brings_alone(unit: Unit) -> None:
    moment = datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC)
    whole = {"weight": 3, "sent_at": moment, "due_on": date(2026, 3, 1), "detail": {"问": ["“舟山”\n\\", 1.5, None]}}
    for number in range(3):
        unit.add(Parcel, id=new_id(), sender="海", tags=["a,b", '"'], **({**whole, "weight": number} if number else {}))
    unit.flush()
    asked = {"sender": "海", "most": 2}
    for _ in range(3):
        parcels, light = unit.together(Together(PARCELS, LIGHT), asked)
        assert [tuple(row) for row in parcels] == [tuple(row) for row in unit.rows(PARCELS, asked)]
        assert [tuple(row) for row in light] == [(1, moment)]
        assert (parcels[0].detail, parcels[0].sent_at.tzinfo) == (whole["detail"], UTC)
    assert unit.together(Together(PARCELS), {"sender": "nobody"}) == [[]]


def test_changes_with_parameters_of_the_same_names_do_not_mix(database: Database) -> None:
    by_text = update(SampleNote).where(SampleNote.text == bindparam("old"))
    first, second = by_text.values(text=bindparam("new")), by_text.values(text=bindparam("new"), at=bindparam("now"))
    with database.unit() as unit:
        add_note(unit, "a")
        add_note(unit, "b")
    with database.unit() as unit:
        unit.later(first, {"old": "a", "new": "c"})
        unit.later(second, {"old": "b", "new": "d", "now": clock.now()})
    with database.unit() as unit:
        assert {row.text for row in unit.rows(select(SampleNote.text))} == {"c", "d"}
