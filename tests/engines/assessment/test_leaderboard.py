"""The leaderboard: ties, change, shares, and to each reader what they may see."""

from datetime import date
from typing import Any

import pytest

from auth import PermissionMissing, Subject
from engines.assessment import compute_assessment, entries_of, leaderboard, publish_period, read_period
from engines.assessment.refusals import AssessmentNotFound
from kit import clock
from kit.database import Unit
from tests.engines.assessment.world import (
    ASSIGNED,
    CITY,
    DINGHAI,
    HEALTH,
    HOUSING,
    OFFICE,
    OVERDUE,
    PUTUO,
    RED,
    STREET,
    TRAFFIC,
    build_city,
    entry,
    member,
    put_in_force,
    supervisor,
    tell,
)
from tests.engines.subjects import officer

BOSS = supervisor()
MARCH = read_period("2026-03")


@pytest.fixture
def city(unit: Unit) -> Unit:
    """Tell what happened in February and March."""
    build_city(unit)
    february, march = date(2026, 2, 10), date(2026, 3, 10)
    tell(
        unit,
        [
            entry(TRAFFIC, OVERDUE, february, 6),
            entry(HOUSING, OVERDUE, february, 1),
            entry(TRAFFIC, OVERDUE, march, 4),
            entry(HOUSING, OVERDUE, march, 3),
            entry(HOUSING, OVERDUE, date(2026, 3, 11), 1),
            entry(DINGHAI, OVERDUE, march, 2),
            entry(PUTUO, OVERDUE, march, 1),
            entry(STREET, OVERDUE, march, 5),
            entry(TRAFFIC, ASSIGNED, march, 40),
            entry(HOUSING, ASSIGNED, march, 3),
            entry(STREET, ASSIGNED, march, 2),
            entry(HEALTH, OVERDUE, date(2026, 4, 1), 9),
        ],
    )
    return unit


def board(unit: Unit, period: str = "2026-03", reader: Subject = BOSS, of: str = OVERDUE, **asked: Any) -> list[Any]:
    found: list[Any] = leaderboard(reader, unit, of, read_period(period), **asked)["items"]
    return found


def places(items: list[Any]) -> list[tuple[int, str, Any]]:
    return [(item["rank"], item["code"], item["amount"]) for item in items]


def test_departments_of_a_division_by_month(city: Unit) -> None:
    items = board(city, region="330900")
    assert places(items) == [(1, OFFICE, 0), (1, HEALTH, 0), (3, TRAFFIC, 4), (3, HOUSING, 4)]
    traffic, housing = items[2:]
    assert (traffic["change"], traffic["previous_rank"], traffic["rank_change"]) == (-2, 4, 1)
    assert (housing["change"], housing["rank_change"]) == (3, 0)
    assert (traffic["per_matter"], housing["per_matter"], items[0]["per_matter"]) == ("0.10", "1.33", None)
    assert (traffic["share_of_all"], housing["entries"]) == ("50.00", 2)
    assert housing["explanation"] == "本期逾期天数4天（2条记录），上期1天；交办3件，平均每件1.33天。"
    assert "no matter assigned" in items[0]["explanation_en"]


def test_by_share_and_not_only_by_volume(city: Unit) -> None:
    assert [(item["rank"], item["code"]) for item in board(city, region="330900", by="per_matter")] == [
        (1, TRAFFIC),
        (2, HOUSING),
        (3, OFFICE),
        (3, HEALTH),
    ]


def test_volumes_go_from_the_most_and_weeks_and_years_are_sums(city: Unit) -> None:
    assert places(board(city, of=ASSIGNED))[:2] == [(1, TRAFFIC, 40), (2, HOUSING, 3)]
    week = {item["code"]: (item["amount"], item["previous_amount"]) for item in board(city, "2026-W12")}
    assert week[HOUSING] == (0, 4)
    assert {item["code"]: item["amount"] for item in board(city, "2026")}[TRAFFIC] == 10
    assert {item["code"]: item["amount"] for item in board(city, "2026-Q2")}[HEALTH] == 9


def test_districts_are_the_sums_of_what_lies_in_them(city: Unit) -> None:
    items = board(city, group="districts")
    assert places(items) == [(1, "330902", 2), (2, "330903", 6), (3, "330900", 8)]
    assert [item["name"] for item in items] == ["定海区", "普陀区", "舟山市"]


def test_each_reader_compares_what_they_may_see(city: Unit) -> None:
    assert places(board(city, reader=member(TRAFFIC))) == [(1, TRAFFIC, 4)]
    putuo = officer("assessment.read", departments=(PUTUO, STREET))
    assert places(board(city, reader=putuo)) == [(1, PUTUO, 1), (2, STREET, 5)]
    assert places(board(city, reader=putuo, group="districts")) == [(1, "330903", 6)]
    assert board(city, reader=member(PUTUO), group="districts") == []
    assert [row.amount for row in entries_of(putuo, city, STREET, OVERDUE, MARCH)] == [5]
    with pytest.raises(PermissionMissing):
        entries_of(putuo, city, TRAFFIC, OVERDUE, MARCH)
    with pytest.raises(PermissionMissing):
        board(city, reader=member(TRAFFIC, "cases.read"))


def test_scores_side_by_side_once_they_are_published(city: Unit) -> None:
    put_in_force(city, BOSS)
    tell(city, [entry(HOUSING, RED, date(2026, 3, 10)), entry(HEALTH, "matters.ahead_days", date(2026, 3, 10), 9)])
    traffic = member(TRAFFIC)
    with clock.travel(date(2026, 4, 2)):
        assessment = compute_assessment(BOSS, city, "monthly", MARCH)
        with pytest.raises(AssessmentNotFound):
            board(city, of="monthly", reader=traffic)
        assert len(board(city, of="monthly")) == len(CITY)
        publish_period(BOSS, city, assessment.id)
    items = board(city, of="monthly", reader=traffic)
    assert places(items) == [(1, HEALTH, "102.00"), (2, OFFICE, "100.00"), (3, TRAFFIC, "98.00"), (4, HOUSING, "96.00")]
    assert [item["score_id"] is not None for item in items] == [False, False, True, False]
    assert items[2]["explanation"] == "得分98.00分：指标overdue扣2.00分。"
    assert items[3]["explanation"] == "得分96.00分。"
    assert board(city, of="monthly")[0]["explanation"] == "得分102.00分：指标ahead加2.00分。"
    (mean,) = board(city, of="monthly", group="districts")
    assert (mean["code"], mean["amount"], mean["departments"]) == ("330900", "99.00", 4)
    with pytest.raises(AssessmentNotFound):
        board(city, of="monthly", reader=member(DINGHAI))
    with pytest.raises(AssessmentNotFound):
        board(city, "2026-02", of="monthly")
