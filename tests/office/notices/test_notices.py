"""Notices over HTTP: drafted, published, confirmed, asked for again, withdrawn, corrected; and what is refused."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engines.audit import AuditEntry
from kit import clock
from kit.ids import new_id
from tests.office.notices.board import BASE, DATA, DAY, NOTICE, POLICE, Board, listed, titles, uploaded
from tests.office.speaking import read, sent, turn
from tests.product import PDF, Product

HERE = {"departments": [{"code": DATA}, {"code": POLICE, "below": False}]}


def test_from_the_draft_to_the_withdrawal(product: Product) -> None:
    with clock.travel(DAY):
        board = Board(product)
        notice = board.draft(board.ji, audience=HERE, must_confirm=True, importance="important")
        for reader in (board.rui, board.stranger):
            assert read(reader, notice["href"], 404)["code"] == "office-notice-not-found"
        file = uploaded(board.guan)
        assert turn(board.guan, notice["href"], "changes", {"title": "端午节值班", "file_ids": [file]})["version"] == 2
        wide = turn(board.guan, notice["href"], "publication", {}, 403)
        assert wide["code"] == "audience-too-wide"
        assert "舟山市大数据发展管理局" in wide["detail"]
        assert "请由舟山市人民政府办公室发布" in wide["detail"]
        published = turn(board.ji, notice["href"], "publication", {})
        # Two working days from a Tuesday on.
        assert (published["state"], published["confirm_due_on"]) == ("published", "2027-06-03")
        product.work()
        check_reading(board, notice, file)
    with clock.travel(DAY + timedelta(hours=2)):
        board = Board(product)
        before = read(board.rui, notice["href"])["reading"]["confirmed_at"]
        assert sent(board.rui, f"{notice['href']}/confirmation", {}, 200)["reading"]["confirmed_at"] == before
        with product.context.database.unit() as unit:
            own = (AuditEntry.action == "notice.confirm", AuditEntry.object_id == uuid.UUID(notice["id"]))
            assert unit.scalar(select(func.count()).select_from(AuditEntry).where(*own)) == 1
        check_numbers(board, notice)
        turn(board.guan, notice["href"], "reminders", {"note": "请尽快确认"})
        product.work()
        assert titles(board.lu, notice) == ["催阅，请阅读并确认：端午节值班"]
        assert titles(board.rui, notice) == []
        again = turn(board.guan, notice["href"], "reminders", {}, 409)
        assert (again["code"], again["again_at"]) == ("reminded-lately", "2027-06-01T15:00:00+08:00")
    with clock.travel(DAY + timedelta(hours=6)):
        turn(Board(product).guan, notice["href"], "reminders", {})
    with clock.travel(DAY + timedelta(days=2)):
        product.work()
        assert titles(Board(product).guan, notice) == []
    with clock.travel(DAY + timedelta(days=3)):
        product.work()
        board = Board(product)
        assert titles(board.lu, notice) == ["已逾期，请阅读并确认：端午节值班"]
        assert all("人逾期未确认" in title for title in titles(board.guan, notice))
        assert len(titles(board.guan, notice)) == 1
        gone = turn(board.guan, notice["href"], "withdrawal", {"reason": "安排有变"})
        turns = [event["turn"] for event in gone["timeline"]]
        assert turns == ["draft", "change", "publish", "remind", "remind", "follow_up", "withdraw"]
        product.work()
        assert titles(board.lu, notice) == ["通知已撤回（安排有变）：端午节值班"]
        seen = read(board.lu, notice["href"])
        assert (seen["body"], seen["attachments"], seen["withdrawn_reason"]) == (None, [], "安排有变")
        assert read(board.ji, notice["href"])["body"] == NOTICE["body"]
        assert sent(board.lu, f"{notice['href']}/confirmation", {}, 409)["code"] == "notice-over"
        assert notice["id"] not in listed(board.lu)


def check_reading(board: Board, notice: dict[str, Any], file: str) -> None:
    assert titles(board.rui, notice) == ["请阅读并确认：端午节值班"]
    assert notice["id"] in listed(board.rui, unread=True, words="端午节")
    seen = read(board.rui, notice["href"])
    assert (seen["reading"]["asked"], seen["timeline"], seen["available_actions"]) == (True, [], [])
    assert board.rui.get(seen["attachments"][0]["href"]).data == PDF
    assert notice["id"] not in listed(board.rui, unread=True)
    assert notice["id"] in listed(board.rui, unconfirmed=True, category="general")
    confirmed = sent(board.rui, f"{notice['href']}/confirmation", {}, 200)
    assert confirmed["reading"]["confirmed_at"] == confirmed["reading"]["read_at"] == "2027-06-01T09:00:00+08:00"
    assert titles(board.rui, notice) == []
    board.product.work()
    for reader, todo in ((board.rui, "finished"), (board.lu, "open")):
        told = [item for item in reader.every("/office/v1/notifications") if item["href"] == notice["href"]]
        assert [item["todo"] for item in told] == [todo]
    assert notice["id"] not in listed(board.rui, unconfirmed=True)
    for address in ("", f"/files/{file}", "/confirmations", "/readers"):
        read(board.stranger, f"{notice['href']}{address}", 404)
    sent(board.stranger, f"{notice['href']}/confirmation", {}, 404)
    assert notice["id"] not in listed(board.stranger)
    # Who reads it does not read its numbers.
    read(board.rui, f"{notice['href']}/confirmations", 404)


def check_numbers(board: Board, notice: dict[str, Any]) -> None:
    readers = f"{notice['href']}/readers"
    late = [item["name"] for item in board.guan.every(readers, confirmed=False, limit=1)]
    assert ("逯清" in late, "芮宁" in late) == (True, False)
    assert [item["name"] for item in board.guan.every(readers, confirmed=True)] == ["芮宁"]
    counted = read(board.guan, f"{notice['href']}/confirmations")
    assert {item["department_code"] for item in counted["departments"]} == {DATA, POLICE}
    assert (counted["confirmed"], counted["unconfirmed"]) == (1, len(late))
    assert counted["addressed"] == read(board.guan, notice["href"])["addressed"] == 1 + len(late)


def test_a_correction_and_a_moment_to_come(product: Product) -> None:
    with clock.travel(DAY + timedelta(days=7)):
        board = Board(product)
        first = board.published(board.ji, audience=HERE, must_confirm=True, title="停水通知")
        later = (DAY + timedelta(days=7, hours=3)).isoformat()
        second = board.draft(board.ji, must_confirm=True, title="停水通知（更正）", replaces_id=first["id"])
        past = turn(board.ji, second["href"], "publication", {"publish_at": DAY.isoformat()}, 422)
        assert [item["pointer"] for item in past["errors"]] == ["/publish_at"]
        turn(board.ji, second["href"], "publication", {"publish_at": later})
        assert turn(board.ji, second["href"], "taking_back", {})["publish_at"] is None
        assert turn(board.ji, second["href"], "publication", {"publish_at": later})["state"] == "scheduled"
        product.work()
        assert read(board.rui, second["href"], 404)
    with clock.travel(DAY + timedelta(days=7, hours=3)):
        product.work()
        board = Board(product)
        assert titles(board.rui, second) == ["请阅读并确认：停水通知（更正）"]
        assert titles(board.rui, first) == []
        assert titles(board.lu, first) == ["通知已更正，不再适用：停水通知"]
        old = read(board.lu, first["href"])
        assert (old["state"], old["replaced_by_id"]) == ("replaced", second["id"])
        third = board.draft(board.ji, 409, replaces_id=first["id"])
        assert third["code"] == "notice-not-replaceable"
        shown = turn(
            board.ji, board.draft(board.ji, pinned=True, visible_until="2027-06-09")["href"], "publication", {}
        )
        urgent = board.published(board.ji, title="台风蓝色预警", importance="urgent")
        assert titles(board.rui, urgent) == ["紧急通知：台风蓝色预警"]
        assert listed(board.rui)[0] == shown["id"]
        assert [item["id"] for item in board.rui.every(BASE, limit=1)] == listed(board.rui)
    with clock.travel(DAY + timedelta(days=9)):
        product.work()
        board = Board(product)
        assert shown["id"] not in listed(board.rui)
        read(board.rui, shown["href"], 404)
        assert read(board.guan, shown["href"])["state"] == "expired"
    with clock.travel(DAY + timedelta(days=13)):
        product.work()
        board = Board(product)
        # News lapse by themselves; the notice stands.
        assert (titles(board.rui, urgent), urgent["id"] in listed(board.rui)) == ([], True)


def test_what_is_refused_changes_nothing(product: Product) -> None:
    with clock.travel(DAY + timedelta(days=14)):
        board = Board(product)
        assert board.draft(board.rui, 403)["code"] == "permission-missing"
        assert board.draft(product.officer("officer-mou"), 403)["code"] == "no-own-department"
        assert board.draft(board.guan, 404, file_ids=[str(new_id())])["code"] == "file-not-found"
        assert board.draft(board.guan, 404, replaces_id=str(new_id()))["code"] == "office-notice-not-found"
        unknown = {"departments": [{"code": "1133"}], "officers": [str(new_id())]}
        refused = board.draft(board.guan, 422, audience=unknown)
        pointers = [item["pointer"] for item in refused["errors"]]
        assert pointers == ["/audience/departments/0/code", "/audience/officers/0"]
        cases: list[tuple[dict[str, Any], str]] = [
            ({"audience": {}}, "/audience"),
            ({"must_confirm": True, "confirm_by": "2027-06-14"}, "/confirm_by"),
            ({"must_confirm": True, "visible_until": "2027-06-15"}, "/visible_until"),
            ({"pinned": True}, "/visible_until"),
        ]
        for more, pointer in cases:
            notice = board.draft(board.ji, **more)
            refused = turn(board.ji, notice["href"], "publication", {}, 422)
            assert [item["pointer"] for item in refused["errors"]] == [pointer]
        everybody = board.draft(board.guan, audience={"everybody": True})
        assert turn(board.guan, everybody["href"], "publication", {}, 403)["code"] == "audience-too-wide"
        assert turn(board.guan, everybody["href"], "disposal", {})["state"] == "discarded"
        assert turn(board.guan, everybody["href"], "publication", {}, 409)["code"] == "transition-forbidden"
        plain = board.published(board.ji)
        assert titles(board.rui, plain) == []
        assert sent(board.rui, f"{plain['href']}/confirmation", {}, 409)["code"] == "confirmation-not-asked"
        assert turn(board.ji, plain["href"], "reminders", {}, 409)["code"] == "nobody-to-remind"
