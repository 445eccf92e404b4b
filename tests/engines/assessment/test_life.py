"""A period from computing to freezing: points to be followed back, two people for a change, days that close."""

import uuid
from datetime import date
from typing import Any

import pytest

from auth import SYSTEM, PermissionMissing, Subject
from engines.assessment import (
    adjust_score,
    appeal_score,
    assessment_for,
    compute_assessment,
    compute_when_due,
    confirm_adjustment,
    create_indicator,
    create_scheme,
    decide_appeal,
    entries_behind,
    explain_score,
    freeze_period,
    list_adjustments,
    list_appeals,
    list_assessments,
    list_scores,
    publish_period,
    publish_scheme,
    read_period,
    record_value,
    request_computation,
    scheme_in_force,
    value_history,
)
from engines.assessment.refusals import (
    AdjustmentEmpty,
    AnotherMustConfirm,
    AppealNotFound,
    AppealRunning,
    AppealTooLate,
    AssessmentNotFound,
    FiguresMoved,
    PeriodClosed,
    PeriodNotBegun,
    PeriodNotOver,
    PeriodUnlike,
    ReasonMissing,
    SchemeNotFound,
    ScoreNotFound,
    StillOpen,
    ValueNotTaken,
)
from engines.inbox import TaskFilter, list_tasks
from engines.lifecycles import TransitionForbidden, events_of
from kit import clock
from kit.context import Context
from kit.database import Database, Unit
from kit.outbox import Worker
from tests.engines.assessment.world import (
    ASSIGNED,
    CITY,
    HEALTH,
    HOUSING,
    OFFICE,
    OVERDUE,
    RED,
    TRAFFIC,
    build_city,
    entry,
    indicator,
    member,
    put_in_force,
    scheme,
    supervisor,
    tell,
)

MARCH, APRIL = read_period("2026-03"), read_period("2026-04")
IN_APRIL = date(2026, 4, 3)
BOSS = supervisor()


def scores(unit: Unit, assessment_id: uuid.UUID, reader: Subject = BOSS) -> dict[str, Any]:
    return {row.department_code: row for row in list_scores(reader, unit, assessment_id)}


def report(unit: Unit, department: str, value: str) -> None:
    record_value(BOSS, unit, "training", department, MARCH, value=value, reason="月报", source_text="培训台账")


def tasks(unit: Unit, reader: Subject) -> list[str]:
    return [row.kind for row in list_tasks(unit, reader, TaskFilter(), after=None, limit=9)]


@pytest.fixture
def march(unit: Unit) -> Any:
    """Tell what happened in March and return its assessment, computed in April."""
    build_city(unit)
    put_in_force(unit, BOSS)
    tell(
        unit,
        [
            *(entry(code, ASSIGNED, date(2026, 3, 2)) for code in CITY for _ in range(4)),
            entry(TRAFFIC, OVERDUE, date(2026, 3, 10), 7, title="全城通办"),
            entry(TRAFFIC, OVERDUE, date(2026, 3, 20), 2),
            entry(HOUSING, OVERDUE, date(2026, 3, 20), 90),
            entry(HOUSING, RED, date(2026, 3, 21)),
            entry(HEALTH, "matters.ahead_days", date(2026, 3, 21), 4),
            entry(OFFICE, "matters.ahead_days", date(2026, 3, 31), 40),
            entry(TRAFFIC, OVERDUE, date(2026, 4, 1), 50),
        ],
    )
    for department, value in ((TRAFFIC, "89"), (HOUSING, "90"), (OFFICE, "95.5")):
        report(unit, department, value)
    with clock.travel(IN_APRIL):
        found = compute_assessment(BOSS, unit, "monthly", MARCH)
    unit.commit()
    return found


def test_every_point_is_counted_exactly_and_ties_share_a_rank(unit: Unit, march: Any) -> None:
    found = scores(unit, march.id)
    assert {code: (row.computed, row.hundredths, row.rank) for code, row in found.items()} == {
        OFFICE: ("102", 10200, 1),
        HEALTH: ("304/3", 10133, 2),
        TRAFFIC: ("571/6", 9517, 3),
        HOUSING: ("68", 6800, 4),
    }
    assert found[HEALTH].unknown == 1
    with clock.travel(IN_APRIL):
        april = compute_assessment(BOSS, unit, "monthly", APRIL)
        assert scores(unit, april.id)[OFFICE].previous_rank is None  # nothing to compare with is published
        tell(unit, [entry(OFFICE, RED, date(2026, 3, 9)), entry(HEALTH, RED, date(2026, 3, 9), -1)])
        record_value(BOSS, unit, "training", HEALTH, MARCH, value="90", reason="补报", source_text="台账")
        tell(unit, [entry(HEALTH, "matters.ahead_days", date(2026, 3, 9), -4), entry(HEALTH, RED, date(2026, 3, 9), 1)])
        compute_assessment(BOSS, unit, "monthly", MARCH)
    again = scores(unit, march.id)
    assert [(again[code].hundredths, again[code].rank) for code in (OFFICE, HEALTH, TRAFFIC)] == [
        (10000, 1),
        (10000, 1),
        (9517, 3),
    ]


def test_a_score_is_explained_down_to_the_records_behind_it(unit: Unit, march: Any) -> None:
    told = explain_score(BOSS, unit, scores(unit, march.id)[TRAFFIC].id)
    assert (told["total"], told["computed"], told["rank"], told["period_name"]) == ("95.17", "95.17", 3, "2026年3月")
    lines = {line["indicator"]: line for line in told["lines"]}
    overdue = lines["overdue"]
    assert (overdue["value"], overdue["lost"], overdue["points"], overdue["per_matter"]) == (
        "9.00",
        "4.50",
        "55.50",
        "2.25",
    )
    (measure,) = overdue["measures"]
    assert [(item["amount"], item["title"], item["moved"]) for item in measure["entries"]] == [
        (7, "全城通办", False),
        (2, "推进数字化转型", False),
    ]
    assert (measure["amount"], measure["entries_in_all"]) == (9, 2)
    assert (lines["training"]["lost"], lines["training"]["reported"]["source_text"]) == ("0.33", "培训台账")
    assert lines["red"]["measures"][0]["entries"] == []
    housing = explain_score(BOSS, unit, scores(unit, march.id)[HOUSING].id)
    assert [(line["lost"], line["outcome"]) for line in housing["lines"][:2]] == [
        ("30.00", "capped"),
        ("2.00", "counted"),
    ]
    health = explain_score(BOSS, unit, scores(unit, march.id)[HEALTH].id)
    assert [line["outcome"] for line in health["lines"]] == ["counted", "counted", "unknown", "counted"]
    rows = entries_behind(BOSS, unit, scores(unit, march.id)[TRAFFIC].id, OVERDUE, rows=1)
    assert [row.amount for row in rows] == [2]


def test_values_are_reported_with_reason_and_source_and_the_one_before_is_kept(unit: Unit, march: Any) -> None:
    own = member(TRAFFIC, "assessment.report", "assessment.read")
    said = {"reason": "漏报一场", "source_text": "培训台账第3页"}
    record_value(own, unit, "training", TRAFFIC, MARCH, value="91", **said)
    history = value_history(own, unit, "training", TRAFFIC, MARCH)
    assert [(row.value, row.replaces_id) for row in history] == [("91", history[1].id), ("89", None)]
    with pytest.raises(ValueNotTaken):
        record_value(BOSS, unit, "overdue", TRAFFIC, MARCH, value="0", **said)
    with pytest.raises(ReasonMissing):
        record_value(own, unit, "training", TRAFFIC, MARCH, value="92", reason=" ", source_text="x")
    with pytest.raises(PermissionMissing):
        record_value(own, unit, "training", HOUSING, MARCH, value="92", **said)
    unit.commit()
    with clock.travel(IN_APRIL), pytest.raises(FiguresMoved):
        publish_period(BOSS, unit, march.id)


def test_published_days_hold_still_and_what_comes_later_counts_in_the_next_month(unit: Unit, march: Any) -> None:
    with clock.travel(IN_APRIL):
        with pytest.raises(AssessmentNotFound):
            assessment_for(member(TRAFFIC), unit, march.id)
        tell(unit, [entry(HOUSING, RED, date(2026, 3, 30))])
        with pytest.raises(FiguresMoved):
            publish_period(BOSS, unit, march.id)
        compute_assessment(BOSS, unit, "monthly", MARCH)
        published = publish_period(BOSS, unit, march.id)
        unit.commit()
        assert (published.state, published.appeal_until) == ("published", date(2026, 4, 13))
        before = scores(unit, march.id)
        tell(unit, [entry(TRAFFIC, RED, date(2026, 3, 30), title="迟到的红单")])
        for refused in (
            lambda: compute_assessment(BOSS, unit, "monthly", MARCH),
            lambda: report(unit, TRAFFIC, "99"),
            lambda: request_computation(BOSS, unit, "monthly", MARCH),
        ):
            with pytest.raises(PeriodClosed):
                refused()
        assert scores(unit, march.id) == before
        april = compute_assessment(BOSS, unit, "monthly", APRIL)
        own = scores(unit, april.id)[TRAFFIC]
        assert (own.previous_hundredths, own.previous_rank) == (9517, 3)
        red = explain_score(BOSS, unit, own.id)["lines"][1]["measures"][0]
        assert [(item["title"], item["moved"], item["day"]) for item in red["entries"]] == [
            ("迟到的红单", True, date(2026, 3, 30))
        ]
        with pytest.raises(PeriodNotOver):
            publish_period(BOSS, unit, april.id)


def test_who_is_ranked_sees_all_scores_and_the_detail_of_their_own(unit: Unit, march: Any) -> None:
    traffic, stranger = member(TRAFFIC), member("D9")
    with clock.travel(IN_APRIL):
        assert list_assessments(traffic, unit) == []
        assert [row.id for row in list_assessments(BOSS, unit)] == [march.id]
        publish_period(BOSS, unit, march.id)
    assert [row.id for row in list_assessments(traffic, unit)] == [march.id]
    found = scores(unit, march.id, traffic)
    assert set(found) == set(CITY)
    assert explain_score(traffic, unit, found[TRAFFIC].id)["rank"] == 3
    with pytest.raises(ScoreNotFound):
        explain_score(traffic, unit, found[HOUSING].id)
    with pytest.raises(AssessmentNotFound):
        list_scores(stranger, unit, march.id)
    # Who may read nothing is not even told that it is there.
    with pytest.raises(AssessmentNotFound):
        list_scores(member(TRAFFIC, "cases.read"), unit, march.id)


def test_an_appeal_is_decided_by_another_and_changes_the_ranks(unit: Unit, march: Any) -> None:
    traffic, judge = member(TRAFFIC), supervisor()
    with clock.travel(IN_APRIL):
        found = scores(unit, march.id)
        with pytest.raises(ScoreNotFound):
            appeal_score(traffic, unit, found[TRAFFIC].id, grounds="台风延误")  # not published yet
        publish_period(BOSS, unit, march.id)
        with pytest.raises(ScoreNotFound):
            appeal_score(traffic, unit, found[HOUSING].id, grounds="台风延误")
        appeal = appeal_score(traffic, unit, found[TRAFFIC].id, grounds="台风延误7天", indicator_code="overdue")
        unit.commit()
        with pytest.raises(AppealRunning):
            appeal_score(traffic, unit, found[TRAFFIC].id, grounds="再次申诉")
        unit.rollback()
        assert tasks(unit, judge) == ["score_appeal"]
        both = member(TRAFFIC, "assessment.decide", "assessment.appeal", "assessment.read")
        for who in (traffic, both):
            with pytest.raises((PermissionMissing, AnotherMustConfirm)):
                decide_appeal(who, unit, appeal.id, upheld=True, points="7", reason="同意")
        with pytest.raises(AdjustmentEmpty):
            decide_appeal(judge, unit, appeal.id, upheld=True, reason="同意")
        with pytest.raises(AppealNotFound):
            decide_appeal(judge, unit, uuid.UUID(int=7), upheld=True, points="7", reason="同意")
        with pytest.raises(StillOpen):
            freeze_period(BOSS, unit, march.id)
        unit.rollback()
        decide_appeal(judge, unit, appeal.id, upheld=True, points="7", reason="台风期间不计逾期")
        unit.commit()
        again = scores(unit, march.id)
        assert {code: (row.hundredths, row.rank) for code, row in again.items()} == {
            TRAFFIC: (10217, 1),
            OFFICE: (10200, 2),
            HEALTH: (10133, 3),
            HOUSING: (6800, 4),
        }
        told = explain_score(traffic, unit, found[TRAFFIC].id)
        assert (told["computed"], told["adjusted"], told["total"]) == ("95.17", "7.00", "102.17")
        assert [(item["reason"], item["appeal_id"]) for item in told["adjustments"]] == [
            ("台风期间不计逾期", appeal.id)
        ]
        assert [event.transition for event in events_of(unit, appeal.id)] == ["appeal", "uphold"]
        changed = events_of(unit, march.id)[-1]
        assert (changed.transition, changed.detail["from"], changed.detail["to"]) == ("change_score", "95.17", "102.17")
        with pytest.raises(TransitionForbidden):
            decide_appeal(judge, unit, appeal.id, upheld=False, reason="改判")
        second = appeal_score(traffic, unit, found[TRAFFIC].id, grounds="红单有误")
        decide_appeal(judge, unit, second.id, upheld=False, reason="红单无误")
        assert scores(unit, march.id)[TRAFFIC].hundredths == 10217
        assert [row.state for row in list_appeals(traffic, unit)] == ["rejected", "upheld"]
        unit.commit()
        assert tasks(unit, judge) == []
    with clock.travel(date(2026, 4, 14)), pytest.raises(AppealTooLate):
        appeal_score(traffic, unit, found[TRAFFIC].id, grounds="迟了")


def test_a_score_is_adjusted_by_two_people_with_reasons(unit: Unit, march: Any) -> None:
    judge = supervisor()
    with clock.travel(IN_APRIL):
        housing = scores(unit, march.id)[HOUSING].id
        with pytest.raises(PeriodClosed):
            adjust_score(BOSS, unit, housing, points="3", reason="获省级表扬")
        publish_period(BOSS, unit, march.id)
        for points in ("0", "0.001", "100.01"):
            with pytest.raises(AdjustmentEmpty):
                adjust_score(BOSS, unit, housing, points=points, reason="获省级表扬")
        with pytest.raises(ReasonMissing):
            adjust_score(BOSS, unit, housing, points="3", reason=" ")
        adjustment = adjust_score(BOSS, unit, housing, points="-3.25", reason="弄虚作假")
        unit.commit()
        assert scores(unit, march.id)[HOUSING].hundredths == 6800
        with pytest.raises(AnotherMustConfirm):
            confirm_adjustment(BOSS, unit, adjustment.id, agreed=True, reason="属实")
        confirm_adjustment(judge, unit, adjustment.id, agreed=True, reason="属实")
        unit.commit()
        assert scores(unit, march.id)[HOUSING].hundredths == 6475
        with pytest.raises(TransitionForbidden):
            confirm_adjustment(judge, unit, adjustment.id, agreed=True, reason="再加")
        other = adjust_score(BOSS, unit, housing, points="3", reason="获省级表扬")
        confirm_adjustment(judge, unit, other.id, agreed=False, reason="未见文件")
        assert scores(unit, march.id)[HOUSING].hundredths == 6475
        assert [row.state for row in list_adjustments(judge, unit)] == ["declined", "confirmed"]


def test_a_period_is_frozen_once_and_for_good(unit: Unit, march: Any) -> None:
    with clock.travel(IN_APRIL):
        with pytest.raises(TransitionForbidden):
            freeze_period(BOSS, unit, march.id)
        publish_period(BOSS, unit, march.id)
        with pytest.raises(StillOpen):
            freeze_period(BOSS, unit, march.id)
    with clock.travel(date(2026, 4, 14)):
        found = scores(unit, march.id)
        assert freeze_period(BOSS, unit, march.id).state == "frozen"
        with pytest.raises(TransitionForbidden):
            freeze_period(BOSS, unit, march.id)
        with pytest.raises(PeriodClosed):
            adjust_score(BOSS, unit, found[HOUSING].id, points="3", reason="获省级表扬")
        with pytest.raises(PeriodClosed):
            appeal_score(member(HOUSING), unit, found[HOUSING].id, grounds="不服")
        assert scores(unit, march.id, member(HOUSING)) == found


def test_what_cannot_be_computed_is_refused(unit: Unit, march: Any) -> None:
    with clock.travel(IN_APRIL):
        with pytest.raises(SchemeNotFound):
            compute_assessment(BOSS, unit, "none", MARCH)
        with pytest.raises(PeriodUnlike):
            compute_assessment(BOSS, unit, "monthly", read_period("2026-W10"))
        with pytest.raises(PeriodNotBegun):
            compute_assessment(BOSS, unit, "monthly", read_period("2026-05"))
        with pytest.raises(PermissionMissing):
            compute_assessment(member(OFFICE), unit, "monthly", MARCH)


def test_a_new_edition_is_for_what_is_not_published_yet(unit: Unit, march: Any) -> None:
    create_indicator(BOSS, unit, OFFICE, indicator("overdue", formula="value"))
    weights = {"overdue": "100"}
    draft = create_scheme(BOSS, unit, OFFICE, scheme(weights))
    unit.flush()
    with clock.travel(IN_APRIL):
        publish_period(BOSS, unit, march.id)
        compute_assessment(BOSS, unit, "monthly", APRIL)
        assert scheme_in_force(unit, "monthly").edition == 1
        publish_scheme(BOSS, unit, draft.id)
        with pytest.raises(TransitionForbidden):
            publish_scheme(BOSS, unit, draft.id)
        april = compute_assessment(BOSS, unit, "monthly", APRIL)
    assert scores(unit, april.id)[TRAFFIC].hundredths == 5000
    assert scores(unit, march.id)[TRAFFIC].hundredths == 9517


def test_jobs_compute_when_asked_and_once_a_day(database: Database, context: Context) -> None:
    with database.unit() as unit:
        build_city(unit)
        put_in_force(unit, BOSS)
    with clock.travel(IN_APRIL):
        with database.unit() as unit:
            request_computation(BOSS, unit, "monthly", MARCH)
        worker = Worker(context)
        while worker.run_once():
            pass
        with database.unit() as unit:
            (row,) = list_assessments(SYSTEM, unit)
            assert (row.first_day, row.state) == (MARCH.first, "computed")
        assert compute_when_due(context) == 1  # April runs; March was computed today
        assert compute_when_due(context) == 0
    with clock.travel(date(2026, 4, 4)):
        assert compute_when_due(context) == 2
