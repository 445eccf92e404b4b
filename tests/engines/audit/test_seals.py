"""Sealed entries hold; whatever is done to them afterwards is found out."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from engines.audit import AuditEntry, AuditSeal, check_seals, record_act, seal_entries
from engines.audit.seals import SETTLING, merkle_root
from kit import clock
from kit.crypto import Vault
from kit.database import Database
from kit.ids import new_id
from tests.engines.subjects import somebody

NOON = datetime(2026, 4, 27, 4, tzinfo=UTC)
ACTOR = somebody()

# The leaves and roots of the Certificate Transparency project's own tests (RFC 9162 section 2.1.1).
PUBLIC_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
PUBLIC_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def act(database: Database, count: int, moment: datetime = NOON) -> list[uuid.UUID]:
    """Record acts on new objects and return the objects."""
    objects = [new_id() for _ in range(count)]
    with clock.travel(moment), database.unit() as unit:
        for number, item in enumerate(objects):
            record_act(ACTOR, unit, "cases.accept", "case", item, number=number, note="同意", ratio=0.5)
    return objects


def seal(database: Database, vault: Vault, moment: datetime = NOON + timedelta(minutes=1)) -> int:
    with clock.travel(moment), database.unit() as unit:
        return seal_entries(unit, vault)


def broken(database: Database, vault: Vault) -> list[int]:
    with database.unit() as unit:
        return check_seals(unit, vault)


@pytest.fixture
def sealed(database: Database, vault: Vault) -> list[list[uuid.UUID]]:
    """Return the objects of three sealed batches of seven acts each."""
    batches = []
    for number in range(3):
        moment = NOON + timedelta(hours=number)
        batches.append(act(database, 7, moment))
        assert seal(database, vault, moment + timedelta(minutes=1)) == 7
    return batches


def test_sealed_entries_hold(database: Database, vault: Vault, sealed: list[Any]) -> None:
    assert broken(database, vault) == []
    with database.unit() as unit:
        seals = unit.rows(select(AuditSeal).order_by(AuditSeal.sequence))
        assert unit.rows(select(AuditEntry.id).where(AuditEntry.seal_id.is_(None))) == []
    assert [(item.sequence, item.entries) for item in seals] == [(1, 7), (2, 7), (3, 7)]
    assert [item.previous for item in seals] == ["", seals[0].proof, seals[1].proof]


def test_there_is_nothing_to_seal_twice(database: Database, vault: Vault, sealed: list[Any]) -> None:
    assert seal(database, vault, NOON + timedelta(days=1)) == 0
    with database.unit() as unit:
        assert len(unit.rows(select(AuditSeal.id))) == 3


def test_entries_are_left_alone_until_they_have_settled(database: Database, vault: Vault) -> None:
    act(database, 2)
    assert seal(database, vault, NOON + SETTLING) == 0
    assert seal(database, vault, NOON + SETTLING + timedelta(milliseconds=1)) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "cases.refuse"),
        ("detail", {"number": 0, "note": "不同意", "ratio": 0.5}),
        ("actor_id", new_id()),
        ("actor_kind", "officer"),
        ("object_kind", "licence"),
        ("object_id", new_id()),
        ("at", NOON - timedelta(microseconds=1)),
    ],
)
def test_a_changed_entry_is_found_out(
    database: Database, vault: Vault, sealed: list[list[uuid.UUID]], column: str, value: Any
) -> None:
    with database.unit() as unit:
        unit.write(update(AuditEntry).where(AuditEntry.object_id == sealed[1][3]).values({column: value}))
    assert broken(database, vault) == [2]


def test_a_removed_entry_is_found_out(database: Database, vault: Vault, sealed: list[list[uuid.UUID]]) -> None:
    with database.unit() as unit:
        unit.write(delete(AuditEntry).where(AuditEntry.object_id == sealed[2][6]))
    assert broken(database, vault) == [3]


def test_a_batch_without_entries_is_found_out(database: Database, vault: Vault, sealed: list[Any]) -> None:
    with database.unit() as unit:
        unit.write(delete(AuditEntry))
    assert broken(database, vault) == [1, 2, 3]


def test_an_entry_slipped_in_is_found_out(database: Database, vault: Vault, sealed: list[list[uuid.UUID]]) -> None:
    with database.unit() as unit:
        entry = unit.rows(select(AuditEntry.__table__).where(AuditEntry.object_id == sealed[0][0]))[0]
        unit.write(insert(AuditEntry).values({**entry._asdict(), "id": new_id()}))
    assert broken(database, vault) == [1]


def test_an_entry_moved_to_another_batch_breaks_both(
    database: Database, vault: Vault, sealed: list[list[uuid.UUID]]
) -> None:
    with database.unit() as unit:
        other = unit.scalar(select(AuditEntry.seal_id).where(AuditEntry.object_id == sealed[2][0]))
        unit.write(update(AuditEntry).where(AuditEntry.object_id == sealed[0][0]).values(seal_id=other))
    assert broken(database, vault) == [1, 3]


def test_two_entries_that_changed_places_are_found_out(
    database: Database, vault: Vault, sealed: list[list[uuid.UUID]]
) -> None:
    one, two = sealed[0][:2]
    with database.unit() as unit:
        for old, new in [(one, uuid.UUID(int=1)), (two, one), (uuid.UUID(int=1), two)]:
            unit.write(update(AuditEntry).where(AuditEntry.object_id == old).values(object_id=new))
    assert broken(database, vault) == [1]


def test_a_batch_taken_out_whole_breaks_the_chain(database: Database, vault: Vault, sealed: list[Any]) -> None:
    with database.unit() as unit:
        gone = unit.scalar(select(AuditSeal.id).where(AuditSeal.sequence == 2))
        unit.write(delete(AuditEntry).where(AuditEntry.seal_id == gone))
        unit.write(delete(AuditSeal).where(AuditSeal.id == gone))
    assert broken(database, vault) == [3]


@pytest.mark.parametrize("column", ["proof", "previous"])
def test_an_altered_seal_is_found_out(database: Database, vault: Vault, sealed: list[Any], column: str) -> None:
    with database.unit() as unit:
        unit.write(update(AuditSeal).where(AuditSeal.sequence == 2).values({column: "0" * 64}))
    # An altered proof breaks the seal that stands on it, too.
    assert broken(database, vault) == ([2, 3] if column == "proof" else [2])


@pytest.mark.parametrize(("column", "value"), [("root", "0" * 64), ("entries", 8)])
def test_an_altered_figure_of_a_seal_is_found_out(
    database: Database, vault: Vault, sealed: list[Any], column: str, value: object
) -> None:
    with database.unit() as unit:
        unit.write(update(AuditSeal).where(AuditSeal.sequence == 2).values({column: value}))
    assert broken(database, vault) == [2]


def test_nobody_without_the_key_can_make_a_seal_that_holds(database: Database, vault: Vault, sealed: list[Any]) -> None:
    assert broken(database, Vault("another master key, which is long enough too")) == [1, 2, 3]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_rfc_9162(size: int) -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in PUBLIC_LEAVES]
    assert merkle_root(leaves[:size]) == PUBLIC_ROOTS[size - 1]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_no_leaf_changes_without_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda leaf: leaf != leaves[place]))
    assert merkle_root([*leaves[:place], other, *leaves[place + 1 :]]) != merkle_root(leaves)
