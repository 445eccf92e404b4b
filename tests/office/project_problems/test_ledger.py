"""The ledger of problems of a major project."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from tests.office.projects.bench import BASE, PROBLEMS, Bench, problem_turn, read, turn
from tests.office.supervision_matters.matters import DATA, DINGHAI, POLICE, in_days, turns
from tests.product import Caller, Product

A_YEAR = timedelta(days=365)


@pytest.fixture
def bench(product: Product) -> Bench:
    return Bench(product)


def close(caller: Caller, problem_id: str, body: object, expect: int = 200) -> dict[str, Any]:
    return problem_turn(caller, problem_id, "closure", body, expect)


def reopen(caller: Caller, problem_id: str, body: object, expect: int = 200) -> dict[str, Any]:
    return problem_turn(caller, problem_id, "reopening", body, expect)


def test_problems_are_closed_by_their_owner_and_opened_again(bench: Bench) -> None:
    project_id = bench.running()["id"]
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"department": DINGHAI}, "/department", "no-seat"),
        ({"due_on": in_days(-1)}, "/due_on", "past"),
        ({"due_on": "9999-12-31"}, "/due_on", "far"),
        ({"found_on": in_days(1)}, "/found_on", "future"),
    ]
    good = {"found_on": in_days(-1), "found_by": "督查科", "content": "接口未开放。", "department": POLICE}
    for changes, pointer, code in wrong:
        body = {**good, "due_on": in_days(10), **changes}
        refused = turn(bench.office, project_id, "problems", body, 422)
        assert [(item["pointer"], item["code"]) for item in refused["errors"]] == [(pointer, code)]
    project = bench.problem(project_id, severity="critical")
    own = {**good, "department": DATA, "due_on": in_days(1)}
    project = turn(bench.data, project_id, "problems", own, 201)
    assert turn(bench.police, project_id, "problems", own, 403)["code"] == "not-your-turn"
    assert [item["number"].rpartition("-")[2] for item in project["problems"]] == ["W2", "W1"]
    assert turns(project)[-2:] == ["find_problem", "report_problem"]
    assert project["problem_counts"] == {"open": 2, "overdue": 0, "closed": 0}
    problem_id = project["problems"][1]["id"]
    (task,) = bench.police.tasks(problem_id)
    assert (task["kind"], task["title"][:4], task["due_on"]) == ("solve_project_problem", "【重大】", in_days(10))
    assert read(bench.police, task["href"])["content"] == "数据接口未按期开放。"

    done = {"solution": "接口已开放。"}
    assert close(bench.data, problem_id, done, 403)["code"] == "not-your-turn"
    closed = close(bench.police, problem_id, done)
    assert (closed["state_name"], closed["light"], bench.police.tasks(problem_id)) == ("已销号", "grey", [])
    assert close(bench.police, problem_id, done, 409)["code"] == "transition-forbidden"
    again = {"reason": "接口再次停用。", "due_on": in_days(-1)}
    assert reopen(bench.office, problem_id, again, 422)["errors"][0]["pointer"] == "/due_on"
    assert reopen(bench.police, problem_id, {**again, "due_on": in_days(3)}, 403)["code"] == "not-your-turn"
    reopened = reopen(bench.office, problem_id, {**again, "due_on": in_days(3)})
    assert (reopened["state"], reopened["due_on"], reopened["reopened"]) == ("open", in_days(3), 1)
    assert [item["turn"] for item in reopened["timeline"]] == ["found", "close", "reopen"]
    assert len(bench.police.tasks(problem_id)) == 1

    with clock.travel(clock.today() + A_YEAR):
        later = Bench(bench.product)
        assert {item["light"] for item in later.office.every(PROBLEMS, project_id=project_id)} == {"red"}
        counts = later.office.get(f"{PROBLEMS}/counts", query_string={"project_id": project_id}).get_json()
        assert (counts["open"], counts["overdue"], counts["closed"]) == (2, 2, 0)
        shown = read(later.office, f"{BASE}/{project_id}")
        assert (shown["overdue_problems"], shown["problem_counts"]["overdue"]) == (2, 2)
        (listed,) = [item for item in later.office.every(BASE, state="running") if item["id"] == project_id]
        assert (listed["open_problems"], listed["overdue_problems"]) == (2, 2)
    close(bench.data, project["problems"][0]["id"], done)
    found = bench.office.every(PROBLEMS, project_id=project_id, state="open", severity="critical", department=POLICE)
    assert [item["id"] for item in found] == [problem_id]
    assert bench.office.every(PROBLEMS, project_id=project_id, overdue="true") == []
    assert bench.product.officer("officer-gu").get(f"{PROBLEMS}/{problem_id}").status_code == 404

    ended = turn(bench.office, project_id, "termination", {"reason": "并入省级项目。"})
    assert (ended["state"], ended["light"]) == ("ended", "grey")
    assert [item["state"] for item in ended["problems"]] == ["closed", "dropped"]
    assert (bench.police.tasks(problem_id), bench.data.tasks(project_id)) == ([], [])
    other = ended["problems"][0]["id"]
    assert reopen(bench.office, other, {**again, "due_on": in_days(3)}, 409)["code"] == "project-over"
