"""What each indicator counts, on a small catalogue made to measure."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from auth import SYSTEM
from engines.indicators import (
    BY_CODE,
    INDICATORS,
    Part,
    count_cases,
    count_when_due,
    coverage,
    matters_behind,
    obstacles,
    promise,
    ranked_promises,
    store_targets,
)
from engines.indicators.snapshots import percentile
from engines.matters import MatterUnknown, withdraw_matter
from kit import clock
from kit.clock import BEIJING
from kit.context import Context
from kit.database import Unit
from tests.engines.indicators.world import code_of, keep_case, material, publish

NOON = datetime(2026, 11, 2, 12, tzinfo=BEIJING)


def figures(unit: Unit, **part: str) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in coverage(unit, Part(**part), None)["figures"]}


def amounts(unit: Unit, code: str, **part: str) -> tuple[float, int]:
    found = figures(unit, **part)[code]
    return found["numerator"], found["denominator"]


def test_what_can_be_done_online_and_by_phone(unit: Unit) -> None:
    publish(unit, 1, handle_forms=["1", "2", "3"], online_level="IV")
    publish(unit, 2, handle_forms=["1", "2"], online_level="III")
    publish(unit, 3, handle_forms=["1", "3"], online_level="II")
    publish(unit, 4, handle_forms=["1"], online_level="I")
    assert amounts(unit, "online") == (2, 4)
    assert amounts(unit, "mobile") == (1, 4)


def test_one_certificate_is_enough_when_every_necessary_material_can_be_had(unit: Unit) -> None:
    publish(unit, 1, material("M01", "licence", "upload"), material("M02", "shared_data", "upload"))
    publish(unit, 2, material("M01", "commitment", "upload"), livelihood=False)
    publish(unit, 3, material("M01", "licence"), material("M02", "locker", "upload"))
    publish(unit, 4, material("M01", "upload", necessity="2"), material("M02", "upload", necessity="3"))
    assert amounts(unit, "one_certificate") == (3, 4)
    assert amounts(unit, "one_certificate_strict") == (2, 4)
    assert amounts(unit, "one_certificate_livelihood") == (2, 3)
    assert amounts(unit, "one_certificate_livelihood_strict") == (2, 3)


def test_immediate_matters_and_compression(unit: Unit) -> None:
    def limits(statutory: int, promised: int) -> dict[str, Any]:
        return {
            "statutory": {"days": statutory, "unit": "working_day"},
            "promised": {"days": promised, "unit": "working_day"},
        }

    publish(unit, 1, handling_kind="1", limits=limits(0, 0))
    publish(unit, 2, limits=limits(20, 5))
    publish(unit, 3, limits=limits(4, 3))
    assert amounts(unit, "immediate") == (1, 3)
    assert figures(unit)["compression"]["value"] == 50  # the mean of 75 % and 25 %; without statutory days no ratio
    behind = matters_behind(unit, BY_CODE["compression"], Part(), met=None)
    assert [(item["code"], item["value"]) for item in behind] == [(code_of(2), 75), (code_of(3), 25)]


def test_a_withdrawn_matter_counts_no_more_but_its_cases_do(unit: Unit) -> None:
    kept, gone = publish(unit, 1), publish(unit, 2)
    with clock.travel(NOON):
        keep_case(unit, gone, clock.now(), channel="window")
        withdraw_matter(SYSTEM, unit, gone)
        count_cases(unit)
        assert amounts(unit, "online") == (1, 1)
        assert amounts(unit, "filed_online") == (0, 1)
        behind = matters_behind(unit, BY_CODE["filed_online"], Part(), met=False)
    assert [(item["code"], item["withdrawn"]) for item in behind] == [(gone, True)]
    assert kept not in {item["code"] for item in behind}


def test_only_the_counter_is_not_online(unit: Unit) -> None:
    code = publish(unit, 1)
    with clock.travel(NOON):
        for channel in ("mobile", "pc", "joint", "proactive", "window"):
            keep_case(unit, code, clock.now(), channel=channel)
        keep_case(unit, code, clock.now() - timedelta(days=366), channel="window")
        count_cases(unit)
        assert amounts(unit, "filed_online") == (4, 5)


def test_materials_are_saved_committed_or_brought(unit: Unit) -> None:
    code = publish(unit, 1)
    handed = [("licence", "provided"), ("shared_data", "provided"), ("locker", "provided"), ("upload", "provided")]
    handed += [("commitment", "committed"), ("commitment", "commitment_broken")]
    with clock.travel(NOON):
        keep_case(unit, code, clock.now(), materials=[*handed, ("upload", "tolerated"), ("upload", "left_out")])
        keep_case(unit, code, clock.now(), materials=[("licence", "provided")])
        count_cases(unit)
    assert amounts(unit, "materials_saved") == (3, 7)
    assert figures(unit)["materials_saved"]["per_case"] == 1.5
    assert amounts(unit, "materials_committed") == (2, 7)


@pytest.mark.parametrize(
    ("decided_at", "on_time"),
    [
        (datetime(2026, 11, 3, 23, 59, tzinfo=BEIJING), 1),
        (datetime(2026, 11, 4, 0, 1, tzinfo=BEIJING), 0),
    ],
)
def test_a_day_ends_at_midnight_in_beijing(unit: Unit, decided_at: datetime, on_time: int) -> None:
    code = publish(unit, 1)
    with clock.travel(datetime(2026, 11, 5, 12, tzinfo=BEIJING)):
        keep_case(unit, code, NOON, due_on=date(2026, 11, 3), decided_at=decided_at)
        count_cases(unit)
        assert amounts(unit, "on_time") == (on_time, 1)


def test_what_is_not_decided_yet_is_neither_on_time_nor_late(unit: Unit) -> None:
    code = publish(unit, 1)
    with clock.travel(NOON):
        keep_case(unit, code, NOON, state="in_handling", due_on=date(2026, 10, 1))
        count_cases(unit)
    found = figures(unit)["on_time"]
    assert (found["denominator"], found["value"], found["met"]) == (0, None, None)


def test_a_figure_meets_its_target_exactly_or_not(unit: Unit) -> None:
    for number in range(1, 11):
        publish(unit, number, handle_forms=["2"] if number == 1 else ["3"])
    store_targets(unit, [{"code": "mobile", "percent": 90, "source": "计划"}])
    unit.flush()
    assert (figures(unit)["mobile"]["met"], figures(unit)["mobile"]["target"]) == (True, 90)
    assert figures(unit)["online"]["met"] is None
    publish(unit, 2, handle_forms=["2"])
    assert figures(unit)["mobile"]["met"] is False


def test_limits_of_the_plan_by_the_longest_and_together(unit: Unit) -> None:
    def limits(days: int) -> dict[str, Any]:
        return {
            "statutory": {"days": 30, "unit": "working_day"},
            "promised": {"days": days, "unit": "working_day"},
        }

    codes = [publish(unit, 1, limits=limits(2)), publish(unit, 2, limits=limits(3))]
    plan = {"name": "时限", "name_en": "limit", "limit": {"days": 4, "unit": "working_day"}, "source": "计划"}
    store_targets(
        unit,
        [
            {"code": "each", **plan, "matters": codes},
            {"code": "sum", **plan, "matters": codes, "together": True},
            {"code": "weeks", **plan, "limit": {"days": 8, "unit": "calendar_day"}, "matters": codes, "together": True},
            {"code": "absent", **plan, "matters": [*codes, code_of(9)]},
        ],
    )
    unit.flush()
    found = {item["code"]: (item["promised_days"], item["met"]) for item in coverage(unit, Part(), None)["limits"]}
    assert found == {"each": (3, True), "sum": (5, False), "weeks": (8, True)}


def test_a_part_of_the_city_and_its_groups(unit: Unit) -> None:
    publish(unit, 1, region="330902", handle_forms=["2"])
    publish(unit, 2, region="330903", topic="household", topic_name="户籍")
    assert amounts(unit, "mobile", region="330902") == (0, 1)
    assert amounts(unit, "mobile", topic="household") == (1, 1)
    by_topic = coverage(unit, Part(), "topic")["groups"]
    assert [(item["code"], item["name"], item["matters"]) for item in by_topic] == [
        ("household", "户籍", 1),
        ("vehicles", "vehicles", 1),
    ]
    assert {item["code"]: [f["code"] for f in item["figures"]] for item in by_topic}["household"] == [
        item.code for item in INDICATORS
    ]


def test_the_resource_that_unlocks_most_comes_first(unit: Unit) -> None:
    birth, wage = "出生医学证明", "工资发放"
    one = publish(unit, 1, material("M01", "upload", wanted=birth))
    publish(unit, 2, material("M01", "upload", wanted=birth), material("M02", "upload", wanted=wage))
    publish(unit, 3, material("M01", "upload", wanted=wage), material("M02", "locker", "upload"))
    publish(unit, 4, material("M01", "licence"), material("M02", "commitment", wanted="承诺可替代"))
    publish(unit, 5, material("M01", "upload", wanted=birth), material("M02", "upload", wanted=birth))
    with clock.travel(NOON):
        keep_case(unit, one, NOON)
        count_cases(unit)
    found = obstacles(unit)
    assert [(item["resource"], item["unlocks"], item["nearer"]) for item in found] == [
        (birth, 2, 1),
        (wage, 0, 2),
        ("材料M02", 0, 1),
    ]
    assert (found[0]["department_name"], found[0]["unlocks_cases"], found[0]["named"]) == ("省卫生健康委员会", 1, True)
    assert found[2]["named"] is False
    assert "承诺可替代" in {item["resource"] for item in obstacles(unit, strict=True)}


def test_among_equals_the_cases_decide(unit: Unit) -> None:
    publish(unit, 1, material("M01", "upload", wanted="甲"))
    second = publish(unit, 2, material("M01", "upload", wanted="乙"))
    with clock.travel(NOON):
        keep_case(unit, second, NOON)
        count_cases(unit)
    assert [item["resource"] for item in obstacles(unit)] == ["乙", "甲"]


def test_a_matter_says_what_stands_in_its_way_and_why(unit: Unit) -> None:
    code = publish(unit, 1, material("M01", "licence"), material("M02", "upload", wanted="体检结果"))
    publish(unit, 2, material("M01", "licence"))
    (found,) = matters_behind(unit, BY_CODE["one_certificate"], Part(), met=False)
    assert found["code"] == code
    (item,) = found["in_the_way"]
    assert (item["material"], item["wanted_resource"], item["wanted_from"]) == ("M02", "体检结果", "省卫生健康委员会")
    assert "须自行提交" in item["why"]


def test_a_promise_is_what_cases_really_took(unit: Unit) -> None:
    code, idle = publish(unit, 1), publish(unit, 2)
    with clock.travel(NOON):
        for days in range(1, 11):
            keep_case(unit, code, NOON, decided_at=NOON, office_days=days, applicant_days=2, third_party_days=1)
        keep_case(unit, code, NOON, decided_at=NOON, office_days=99, state="done", due_on=date(2026, 11, 1))
        count_cases(unit)
        found = promise(unit, code)
    assert (found["cases"], found["delivered"], found["on_time_percent"]) == (11, 10, 90.91)
    assert (found["office_days"], found["total_days"]) == ({"median": 5, "p90": 9}, {"median": 8, "p90": 12})
    assert promise(unit, idle)["office_days"] == {"median": None, "p90": None}
    with pytest.raises(MatterUnknown):
        promise(unit, code_of(9))


def test_promises_are_ranked_by_rate_and_not_by_volume(unit: Unit) -> None:
    busy, quick, idle = publish(unit, 1), publish(unit, 2), publish(unit, 3)
    with clock.travel(NOON):
        for _ in range(9):
            keep_case(unit, busy, NOON, decided_at=NOON)
        keep_case(unit, busy, NOON, decided_at=NOON, due_on=date(2026, 11, 1))
        keep_case(unit, quick, NOON, decided_at=NOON)
        count_cases(unit)
    assert [item["code"] for item in ranked_promises(unit)[0]] == [quick, busy, idle]


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [({}, None, None), ({3: 1}, 3, 3), ({1: 1, 2: 1}, 1, 2), ({0: 9, 7: 1}, 0, 0), ({0: 8, 7: 2}, 0, 7)],
)
def test_percentiles_by_the_nearest_rank(days: dict[int, int], median: int | None, p90: int | None) -> None:
    assert (percentile(Counter(days), 50), percentile(Counter(days), 90)) == (median, p90)


def test_the_worker_counts_once_an_hour(context: Context) -> None:
    with clock.travel(NOON):
        assert count_when_due(context)
        assert not count_when_due(context)
    with clock.travel(NOON + timedelta(minutes=61)):
        assert count_when_due(context)
        with context.database.unit() as unit:
            assert coverage(unit, Part(), None)["as_of"] == "2026-11-02T13:01:00+08:00"
