"""Tickets of a kind that no app has: what the engine does for every kind, told by its declaration alone."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Row

from auth import DataScope, LentPowers, Subject, store_directory
from engines import tickets as engine
from engines.tickets.access import scope_of
from engines.tickets.following_up import call_back
from engines.tickets.refusals import FollowUpByAnother, InOtherHands, ReporterWithoutDepartment, TicketNotFound
from engines.tickets.working import check_hands
from engines.workdays import store_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem
from kit.ids import new_id
from tests.engines.subjects import officer
from tests.engines.zhoushan import items_of

HOTLINE, BUREAU = "11330900002600114R", "11330900MB15A0263B"
PERMISSIONS = engine.Permissions("tries.report", "tries.dispatch", "tries.work", "tries.follow_up", "tries.read")
TRY = engine.declare_kind(
    engine.TicketKind(
        "try", PERMISSIONS, engine.ticket_lifecycle("try", PERMISSIONS), "SD", acceptance_days=1, worst_rating=3
    )
)
HOURS = {name: {"dispatch": 1, "arrival": 2, "completion": 4} for name in engine.PRIORITIES}
NOISE = {"code": "noise", "name": "噪音", "department": HOTLINE, "hours": HOURS}
GIVEN = {
    "title": "夜间施工",
    "description": "",
    "category": "noise",
    "place": "临城街道",
    "priority": "normal",
    "photos": [],
}


@pytest.fixture
def city(unit: Unit) -> Unit:
    departments = [{"uscc": code, "name": code, "short_name": code, "region": "330900"} for code in (HOTLINE, BUREAU)]
    store_directory(unit, regions=[], departments=departments, roles=[])
    store_calendar(unit, items_of("holidays"))
    stored(unit, NOISE)
    return unit


def stored(unit: Unit, *categories: dict[str, Any]) -> int:
    """Store the categories of the kind, and return how many changed."""
    changed = engine.store_categories(unit, "try", categories)
    unit.flush()
    return changed


REPORTER = officer("tries.report", departments=(BUREAU,))
WORKER = officer("tries.dispatch", "tries.work", "tries.follow_up", "tries.read", departments=(HOTLINE,))


def worked_on(city: Unit, context: Context) -> Row[Any]:
    """Have a ticket done by a firm, as the worker notes it down."""
    row = engine.report_ticket(REPORTER, city, TRY, GIVEN)
    row = engine.dispatch_ticket(WORKER, city, context, row, engine.Hands(None, "某公司"), "")
    row = engine.arrive_at_ticket(WORKER, city, row, "")
    return engine.complete_ticket(WORKER, city, row, "已制止。", [], {})


def test_a_kind_brings_its_own_number_limits_and_worst_rating(city: Unit, context: Context) -> None:
    with clock.travel(date(2026, 11, 30)):
        row = worked_on(city, context)
        assert (row.number[:6], row.accept_by) == ("SD2026", date(2026, 12, 1))
        row = engine.accept_ticket(REPORTER, city, row, 3, "")
    assert (row.state, row.rating) == ("following_up", 3)
    city.flush()
    with pytest.raises(TicketNotFound):
        engine.ticket_of(city, REPORTER, replace(TRY, code="repair"), row.id)
    assert engine.ticket_of(city, REPORTER, TRY, row.id).id == row.id


def test_who_noted_the_work_down_does_not_follow_it_up(city: Unit, context: Context) -> None:
    row = engine.accept_ticket(REPORTER, city, worked_on(city, context), 1, "")
    with pytest.raises(FollowUpByAnother):
        call_back(WORKER, city, row, "已回访。", reached=True)
    with pytest.raises(FollowUpByAnother):
        call_back(replace(WORKER, id=REPORTER.id), city, row, "已回访。", reached=True)
    other = replace(WORKER, id=new_id())
    assert call_back(other, city, row, "已回访。", reached=True).called_back_at is not None


def test_a_deputy_does_the_work_of_who_is_away(city: Unit, context: Context) -> None:
    row = worked_on(city, context)
    lent = LentPowers(new_id(), WORKER.id, WORKER.name, WORKER.permissions, WORKER.scope)
    held: Any = SimpleNamespace(**{**row._asdict(), "assignee_id": WORKER.id, "assignee_name": WORKER.name})
    check_hands(WORKER, held)
    check_hands(Subject(new_id(), "officer", "代理", lent=(lent,)), held)
    with pytest.raises(InOtherHands):
        check_hands(replace(WORKER, id=new_id()), held)


def test_a_report_is_of_a_department_and_a_permission(city: Unit) -> None:
    assert scope_of(REPORTER, "tries.read") == DataScope()
    refused: list[type[Problem]] = []
    for subject in (replace(REPORTER, department_code="*"), replace(REPORTER, permissions=frozenset())):
        with pytest.raises(Problem) as problem:
            engine.report_ticket(subject, city, TRY, GIVEN)
        refused.append(problem.type)
    assert refused[0] is ReporterWithoutDepartment
    assert refused[1].code == "permission-missing"


def test_categories_are_what_the_pack_says(city: Unit) -> None:
    assert stored(city, NOISE) == 0
    other = {**NOISE, "code": "smell", "name": "异味"}
    assert stored(city, other, NOISE) == 2
    assert [item.code for item in engine.categories_of(city, "try")] == ["smell", "noise"]
    assert stored(city, other) == 1
    assert engine.find_category(city, "try", "noise") is None
    assert engine.find_category(city, "repair", "smell") is None
