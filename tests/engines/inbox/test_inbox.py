"""What waits for whom: nobody sees, counts or pages through another department's tasks."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from auth import SYSTEM, Subject
from engines.inbox import (
    InboxTask,
    TaskFilter,
    close_tasks,
    count_tasks,
    list_tasks,
    open_personal_tasks,
    open_task,
)
from kit.database import Database, Unit
from kit.ids import new_id
from tests.engines.subjects import officer, somebody
from tests.plans import plan_of

POLICE = "11330900002600237T"
FUND = "12330900MB15A00288"
DUE = date(2026, 5, 7)
ALL = TaskFilter()
numbers = count()


def put(
    database: Database,
    department: str = POLICE,
    permission: str = "cases.accept",
    *,
    due_on: date = DUE,
    kind: str = "accept",
    record_id: uuid.UUID | None = None,
    assignee: Subject | None = None,
) -> str:
    """Open a task and return its reference."""
    reference = f"task {next(numbers)}"
    with database.unit() as unit:
        open_task(
            unit,
            record_kind="case",
            record_id=record_id or new_id(),
            kind=kind,
            title="机动车驾驶证期满换证：受理",
            reference=reference,
            department_code=department,
            permission=permission,
            due_on=due_on,
            limit_days=5,
            assignee_id=assignee.id if assignee else None,
        )
    return reference


def seen(database: Database, subject: Subject, wanted: TaskFilter = ALL) -> list[str]:
    with database.unit() as unit:
        listed = [row.reference for row in list_tasks(unit, subject, wanted, None, 100)]
        assert count_tasks(unit, subject, wanted) == len(listed)
    return listed


@pytest.mark.parametrize(
    ("subject", "departments"),
    [
        (officer("cases.accept", departments=(POLICE,)), [POLICE]),
        (officer("cases.accept", departments=(POLICE, FUND)), [POLICE, FUND]),
        (officer("cases.accept", everywhere=True), [POLICE, FUND]),
        (officer("cases.accept", departments=("11330900002600122L",)), []),
        (officer("cases.accept"), []),
        (officer("cases.review", departments=(POLICE, FUND)), []),
        (officer(everywhere=True), []),
        (somebody(), []),
    ],
    ids=["one", "two", "everywhere", "another", "none", "other permission", "no permission", "citizen"],
)
def test_a_task_is_seen_by_scope_and_permission(
    database: Database, subject: Subject, departments: Iterable[str]
) -> None:
    put_in = {place: put(database, place) for place in (POLICE, FUND)}
    assert seen(database, subject) == [put_in[place] for place in departments]


def test_a_task_with_a_name_on_it_is_for_that_officer_alone(database: Database) -> None:
    wang, li = (officer("cases.accept", departments=(POLICE,)) for _ in range(2))
    for_wang, for_all = put(database, assignee=wang), put(database)
    assert seen(database, wang) == [for_wang, for_all]
    assert seen(database, li) == [for_all]


def test_what_is_ones_own_stays_so_in_whatever_post(database: Database) -> None:
    wang, li = officer("cases.accept", departments=(POLICE,)), officer("cases.accept", departments=(FUND,))
    told: dict[str, Any] = {"record_kind": "notice", "record_id": new_id(), "kind": "confirm_notice", "title": "确认"}
    soon, late = DUE, DUE + timedelta(days=2)
    between = put(database, due_on=DUE + timedelta(days=1))
    with database.unit() as unit:
        # From the days when Wang was with the fund, whose other officers have nothing to do with it.
        for due_on in (late, soon):
            open_personal_tasks(unit, [(wang.id, FUND)], **told, due_on=due_on, limit_days=3, reference=str(due_on))
    assert seen(database, wang) == [str(soon), between, str(late)]
    assert seen(database, wang, TaskFilter(due_before=late, record_kind="notice")) == [str(soon)]
    assert seen(database, li) == []


@pytest.mark.parametrize("everywhere", [True, False], ids=["everywhere", "one department"])
def test_no_list_wades_through_what_is_others_own(database: Database, *, everywhere: bool) -> None:
    chief = officer("cases.accept", departments=(POLICE,), everywhere=everywhere)
    with database.unit() as unit:
        for read in (lambda: list_tasks(unit, chief, ALL, None, 10), lambda: count_tasks(unit, chief, ALL)):
            plan = plan_of(unit, read)
            assert ("ix_inbox_tasks_personal" in plan, "ix_inbox_tasks_shared" in plan) == (True, True), plan


def test_the_most_urgent_comes_first(database: Database) -> None:
    clerk = officer("cases.accept", departments=(POLICE,))
    later, soon = put(database, due_on=DUE + timedelta(days=1)), put(database, due_on=DUE)
    assert seen(database, clerk) == [soon, later]


def test_filters_narrow_the_list_and_the_count(database: Database) -> None:
    clerk = officer("cases.accept", departments=(POLICE,))
    accept, review = put(database), put(database, kind="review", due_on=DUE + timedelta(days=3))
    assert seen(database, clerk, TaskFilter(kind="review")) == [review]
    assert seen(database, clerk, TaskFilter(due_before=DUE + timedelta(days=1))) == [accept]
    assert seen(database, clerk, TaskFilter(due_before=DUE)) == []
    assert seen(database, clerk, TaskFilter(record_kind="document")) == []


def test_pages_join_without_a_gap_or_a_repeat(database: Database) -> None:
    clerk = officer("cases.accept", departments=(POLICE,))
    for number in range(7):
        put(database, due_on=DUE + timedelta(days=number // 3))
        put(database, FUND)
    paged: list[str] = []
    after = None
    with database.unit() as unit:
        while rows := list_tasks(unit, clerk, ALL, after, 2):
            paged += [row.reference for row in rows]
            after = (rows[-1].due_on, rows[-1].id)
    assert paged == seen(database, clerk)
    assert len(paged) == 7


def test_a_closed_task_is_gone_and_says_who_closed_it(database: Database) -> None:
    clerk, case = officer("cases.accept", departments=(POLICE,)), new_id()
    put(database, record_id=case)
    other = put(database)
    with database.unit() as unit:
        close_tasks(clerk, unit, case)
    assert seen(database, clerk) == [other]
    with database.unit() as unit:
        assert closers(unit, case) == [clerk.id]
        close_tasks(SYSTEM, unit, case)
    with database.unit() as unit:
        assert closers(unit, case) == [clerk.id]


@pytest.mark.parametrize(
    ("kind", "department", "permission", "left"),
    [
        ("review", None, None, ["accept"]),
        (None, FUND, None, ["accept", "police"]),
        ("review", POLICE, None, ["accept", "fund"]),
        (None, None, "cases.accept", ["police", "fund"]),
        (None, None, None, []),
    ],
)
def test_tasks_close_by_kind_and_seat(
    database: Database, kind: str | None, department: str | None, permission: str | None, left: list[str]
) -> None:
    case = new_id()
    opened = {
        put(database, record_id=case): "accept",
        put(database, POLICE, "cases.review", kind="review", record_id=case): "police",
        put(database, FUND, "cases.review", kind="review", record_id=case): "fund",
    }
    with database.unit() as unit:
        close_tasks(SYSTEM, unit, case, kind=kind, department_code=department, permission=permission)
    everybody = officer("cases.accept", "cases.review", everywhere=True)
    assert [opened[reference] for reference in seen(database, everybody)] == left


def closers(unit: Unit, record_id: uuid.UUID) -> list[uuid.UUID]:
    return [row.closed_by for row in unit.rows(select(InboxTask.closed_by).where(InboxTask.record_id == record_id))]
