"""An organ of many officers: addressed by the hundred, joined later, counted, listed and closed within budgets."""

import uuid
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from auth.models import AuthPosition, AuthSubject
from engines.inbox import InboxTask
from engines.inbox.portal import compare_tasks
from kit import clock
from kit.ids import new_id
from kit.outbox import Job, OutboxMessage
from office.notices.actions import address, remind, retire
from tests.assembly.test_budgets import counted, keeps_to
from tests.office.notices.board import BASE, DATA, DAY, POLICE, Board, listed, titles
from tests.office.speaking import read, sent, turn
from tests.product import Product

MANY = 1200


def plant_officers(product: Product) -> None:
    """Let many officers work in one department."""
    codes = [f"MANY_{number:05}" for number in range(MANY)]
    with product.context.database.unit() as unit:
        name = {"name_sealed": product.context.vault.seal("某人"), "name_masked": "某*", "kind": "officer"}
        unit.add_many(
            AuthSubject,
            same={**name, "phone_sealed": None, "created_at": clock.now()},
            each={"id": [new_id() for _ in codes], "employee_code": codes, "account_id": codes},
        )
        post: dict[str, Any] = {"department": DATA, "title": "科员", "role": "booker", "main": True}
        unit.add_many(AuthPosition, same=post, each={"id": [new_id() for _ in codes], "employee_code": codes})


def carry_out(product: Product, topic: str, handler: Any) -> list[int]:
    """Carry out the jobs of a topic, each as a worker does, and return how many statements each one sent."""
    counts: list[int] = []
    while True:
        with product.context.database.unit() as unit:
            row = unit.first(select(OutboxMessage).where(OutboxMessage.topic == topic).limit(1))
            if row is None:
                return counts
            unit.write(delete(OutboxMessage).where(OutboxMessage.id == row.id))
        with counted(product) as statements, product.context.database.unit() as unit:
            handler(Job(unit, product.context, row.id, row.key, row.payload))
        counts.append(len(statements))


def test_many_are_addressed_in_few_statements(house: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)
    with clock.travel(DAY):
        board = Board(house)
        plant_officers(house)
        notice = board.draft(board.ji, must_confirm=True)
        etag = board.ji.get(notice["href"]).headers["ETag"]
        publish = partial(board.ji.post, f"{notice['href']}/publication", {}, If_Match=etag)
        keeps_to(house, publish, 7, 11)
        # 1,200 and the one who signed in: three parts, whatever the number in each.
        parts = carry_out(house, "notices.address", address)
        assert (len(parts), max(parts) <= 7) == (3, True)
        # What tells the office portal of their tasks goes by the hundred too.
        told = carry_out(house, "inbox.tasks_changed", compare_tasks)
        assert (len(told), max(told) <= 5) == (13, True)
        assert read(board.ji, notice["href"])["addressed"] == MANY + 1
        assert titles(board.rui, notice) == ["请阅读并确认：关于端午节期间值班安排的通知"]
        (numbers,) = read(board.guan, f"{notice['href']}/confirmations")["departments"]
        assert [numbers[name] for name in ("addressed", "confirmed", "unconfirmed")] == [MANY + 1, 0, MANY + 1]
        keeps_to(house, partial(board.guan.get, f"{notice['href']}/readers?confirmed=false"), 4, 4)
        keeps_to(house, partial(board.rui.get, f"{BASE}?unread=true"), 2, 2)
        keeps_to(house, partial(board.rui.get, notice["href"]), 4, 4)
        keeps_to(house, partial(board.rui.post, f"{notice['href']}/confirmation", {}), 6, 7)
        turn(board.guan, notice["href"], "reminders", {})
        assert max(carry_out(house, "notices.remind", remind)) <= 8
        with house.context.database.unit() as unit:
            still = (InboxTask.record_id == uuid.UUID(notice["id"]), InboxTask.closed_at.is_(None))
            assert len(unit.rows(select(InboxTask.id).where(*still))) == MANY
        check_who_joins_later(house, board, notice)
        turn(board.guan, notice["href"], "withdrawal", {"reason": "安排有变"})
        assert max(carry_out(house, "notices.retire", retire)) <= 6
        with house.context.database.unit() as unit:
            rows = unit.rows(select(InboxTask.kind).where(*still))
        assert {row.kind for row in rows} == {"notice_news"}
        assert len(rows) == MANY + 2


def check_who_joins_later(house: Product, board: Board, notice: dict[str, Any]) -> None:
    """Whoever comes after the publication reads a notice, is counted as reader, and is asked for nothing."""
    zhuo = house.officer("officer-zhuo")
    assert (listed(zhuo), titles(zhuo, notice)) == ([notice["id"]], [])
    seen = read(zhuo, notice["href"])["reading"]
    assert (seen["asked"], seen["read_at"] is not None) == (False, True)
    assert sent(zhuo, f"{notice['href']}/confirmation", {}, 409)["code"] == "confirmation-not-asked"
    assert listed(zhuo, unread=True) == []
    with house.context.database.unit() as unit:
        unit.write(update(AuthPosition).where(AuthPosition.employee_code == "GE_0222").values(department=POLICE))
    # Who left keeps what was addressed to them; their new colleagues were addressed by nothing.
    assert (listed(house.officer("officer-rui")), listed(board.lu)) == ([notice["id"]], [])
