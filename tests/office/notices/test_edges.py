"""Where two notices cross, days lie beyond the calendar, and two reminders meet: each reader is told once."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from tests.office.notices.board import DATA, DAY, POLICE, Board, titles
from tests.office.speaking import read, turn
from tests.product import Product

#: A Tuesday on which no other test has notices.
MOMENT, TO_BOTH = DAY + timedelta(days=28), {"departments": [{"code": DATA}, {"code": POLICE}]}
CORRECTED = ["通知已更正，不再适用：停电通知"]


def test_readers_hear_of_a_correction_that_was_withdrawn_at_once(product: Product) -> None:
    with clock.travel(MOMENT):
        board = Board(product)
        first = board.published(board.ji, audience=TO_BOTH, must_confirm=True, title="停电通知")
        second = board.draft(board.ji, must_confirm=True, replaces_id=first["id"])
        turn(board.ji, second["href"], "publication", {})
        turn(board.ji, second["href"], "withdrawal", {"reason": "内容有误"})
        product.work()
        assert (titles(board.rui, first), titles(board.lu, first)) == (CORRECTED, CORRECTED)


def test_what_was_withdrawn_before_its_correction_came_is_told_once(product: Product) -> None:
    with clock.travel(MOMENT):
        board = Board(product)
        first = board.published(board.ji, must_confirm=True, title="停电通知")
        second = board.draft(board.ji, replaces_id=first["id"])
        later = (MOMENT + timedelta(hours=1)).isoformat()
        turn(board.ji, second["href"], "publication", {"publish_at": later})
        turn(board.ji, first["href"], "withdrawal", {"reason": "内容有误"})
        product.work()
    with clock.travel(MOMENT + timedelta(hours=1)):
        product.work()
        board = Board(product)
        assert read(board.rui, second["href"])["state"] == "published"
        assert titles(board.rui, first) == ["通知已撤回（内容有误）：停电通知"]


@pytest.mark.parametrize(
    ("correction", "told"),
    [({}, CORRECTED), ({"importance": "important"}, []), ({"must_confirm": True}, [])],
    ids=["plain", "important", "to be confirmed"],
)
def test_only_a_correction_that_speaks_for_itself_goes_without_saying(
    product: Product, correction: dict[str, Any], told: list[str]
) -> None:
    with clock.travel(MOMENT):
        board = Board(product)
        first = board.published(board.ji, must_confirm=True, title="停电通知")
        second = board.published(board.ji, replaces_id=first["id"], **correction)
        assert titles(board.rui, first) == told
        assert len(titles(board.rui, second)) == len(correction)


def test_days_beyond_every_calendar_are_refused(product: Product) -> None:
    with clock.travel(MOMENT):
        board = Board(product)
        draft = board.draft(board.ji)
        for name in ("confirm_by", "visible_until"):
            for day in ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"):
                refused = board.draft(board.ji, 422, **{name: day})
                assert [item["pointer"] for item in refused["errors"]] == [f"/{name}"]
                turn(board.ji, draft["href"], "changes", {name: day}, 422)
            turn(board.ji, draft["href"], "changes", {name: None})
        for moment, code in (
            ("9999-12-31T23:00:00Z", "too-far"),
            ("0001-01-01T00:00:00+08:00", "past"),
            ((MOMENT + timedelta(days=367)).isoformat(), "too-far"),
        ):
            refused = turn(board.ji, draft["href"], "publication", {"publish_at": moment}, 422)
            assert [(item["pointer"], item["code"]) for item in refused["errors"]] == [("/publish_at", code)]
        far = (MOMENT + timedelta(days=365)).isoformat()
        assert turn(board.ji, draft["href"], "publication", {"publish_at": far})["state"] == "scheduled"


def test_who_was_reminded_a_moment_ago_is_not_reminded_again(product: Product) -> None:
    with clock.travel(MOMENT):
        board = Board(product)
        notice = board.published(board.ji, must_confirm=True, confirm_by="2027-06-29", title="停电通知")
    with clock.travel(MOMENT + timedelta(hours=23, minutes=25)):
        turn(Board(product).guan, notice["href"], "reminders", {})
        product.work()
    with clock.travel(MOMENT + timedelta(hours=23, minutes=30)):
        product.work()
        board = Board(product)
        assert titles(board.rui, notice) == ["催阅，请阅读并确认：停电通知"]
        assert ["人逾期未确认" in title for title in titles(board.guan, notice)] == [True]
