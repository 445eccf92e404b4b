"""A major project from its plan to its acceptance."""

from datetime import timedelta
from typing import Any

import pytest

from engines.projects.spending import spent_percent
from kit import clock
from kit.ids import new_id
from tests.office.projects.bench import BASE, Bench, officer_id, problem_turn, read, turn
from tests.office.supervision_matters.matters import BASE as MATTERS
from tests.office.supervision_matters.matters import DATA, DINGHAI, POLICE, in_days, turns
from tests.product import Caller, Product

A_YEAR = timedelta(days=365)


@pytest.fixture
def bench(product: Product) -> Bench:
    return Bench(product)


def reach(caller: Caller, project: dict[str, Any], place: int, expect: int = 200, **more: Any) -> dict[str, Any]:
    """Report a milestone as reached."""
    what = f"milestones/{project['milestones'][place]['id']}/completion"
    return turn(caller, project["id"], what, {"evidence": "验收报告第3号。", **more}, expect)


def kinds(caller: Caller, record_id: str) -> list[str]:
    return [task["kind"] for task in caller.tasks(record_id)]


def test_a_project_runs_from_its_plan_to_its_acceptance(bench: Bench) -> None:
    project = bench.planned()
    project_id = project["id"]
    # It should have started ten days ago.
    assert (project["state"], project["light"], project["progress"]) == ("planned", "red", 0)
    assert [(member["name"], member["role_name"]) for member in project["team"]] == [("芮宁", "组长")]
    assert turn(bench.data, project_id, "start", {}, 403)["code"] == "not-your-turn"
    started = turn(bench.office, project_id, "start", {"started_on": in_days(-5)})
    assert (started["state"], started["due_on"], started["light"]) == ("running", in_days(20), "green")
    assert [task["due_on"] for task in bench.data.tasks(project_id)] == [in_days(20)]

    assert reach(bench.data, started, 0, 422, reached_on=in_days(-6))["errors"][0]["code"] == "before-start"
    assert reach(bench.data, started, 0, 422, reached_on=in_days(1))["errors"][0]["pointer"] == "/reached_on"
    assert reach(bench.office, started, 0, 403)["code"] == "not-your-turn"
    first = reach(bench.data, started, 0, reached_on=in_days(-1))
    assert (first["progress"], first["due_on"]) == (30, in_days(90))
    assert [item["light"] for item in first["milestones"]] == ["grey", "green"]
    assert reach(bench.data, started, 0, 409)["code"] == "project-milestone-reached"
    assert turn(bench.office, project_id, "acceptance", {}, 409)["milestones"] == ["平台上线"]

    turn(bench.office, project_id, "suspension", {"reason": "省级接口推迟。"})
    assert kinds(bench.data, project_id) == []
    assert reach(bench.data, started, 1, 409)["code"] == "transition-forbidden"
    assert read(bench.data, f"{BASE}/{project_id}")["light"] == "grey"
    turn(bench.office, project_id, "resumption", {"reason": "接口已开放。"})
    assert kinds(bench.data, project_id) == ["reach_project_milestone"]

    second = reach(bench.data, started, 1)
    assert (second["progress"], second["due_on"], kinds(bench.data, project_id)) == (100, in_days(100), [])
    assert kinds(bench.office, project_id) == ["accept_project"]
    # Who supervises looks, and it was not reached after all.
    back = f"milestones/{started['milestones'][1]['id']}/return"
    returned = turn(bench.office, project_id, back, {"reason": "平台未开放试用。"})
    assert (returned["progress"], returned["due_on"], returned["milestones"][1]["evidence"]) == (30, in_days(90), None)
    assert kinds(bench.office, project_id) == []
    assert turn(bench.office, project_id, back, {"reason": "再退。"}, 409)["code"] == "project-milestone-not-reached"
    reach(bench.data, started, 1)

    accepted = turn(bench.office, project_id, "acceptance", {"note": "同意验收。"})
    assert (accepted["state_name"], accepted["light"], kinds(bench.office, project_id)) == ("验收通过", "grey", [])
    assert turns(accepted)[:4] == ["create", "start", "reach_milestone", "suspend"]
    assert turns(accepted)[-3:] == ["take_back_milestone", "reach_milestone", "accept"]
    assert turn(bench.office, project_id, "termination", {"reason": "再终止。"}, 409)["code"] == "transition-forbidden"


def test_money_is_counted_to_the_fen_and_entries_are_only_reversed(bench: Bench) -> None:
    planned = bench.planned()
    entry = {"spent_on": in_days(-2), "amount_fen": 33_333_333, "purpose": "平台开发首付款", "voucher": "记-0042"}
    assert turn(bench.data, planned["id"], "spendings", entry, 409)["code"] == "transition-forbidden"
    project_id = turn(bench.office, planned["id"], "start", {"started_on": in_days(-5)})["id"]
    early = turn(bench.data, project_id, "spendings", {**entry, "spent_on": in_days(-6)}, 422)
    assert [(item["pointer"], item["code"]) for item in early["errors"]] == [("/spent_on", "before-start")]
    for wrong in ({"amount_fen": 0}, {"amount_fen": 10.5}, {"spent_on": in_days(1)}, {"voucher": ""}):
        turn(bench.data, project_id, "spendings", {**entry, **wrong}, 422)
    assert turn(bench.police, project_id, "spendings", entry, 403)["code"] == "not-your-turn"
    for _ in range(3):
        spent = turn(bench.data, project_id, "spendings", entry, 201)
    assert (spent["spent_fen"], spent["left_fen"], spent["spent_percent"]) == (99_999_999, 1, "100.00")

    over = turn(bench.data, project_id, "spendings", {**entry, "amount_fen": 2}, 422)
    assert (over["code"], over["over_fen"], over["errors"][0]["pointer"]) == ("project-over-budget", 1, "/over_reason")
    assert turn(bench.data, project_id, "spendings", {**entry, "amount_fen": 1}, 201)["over_budget"] is False
    reasoned = {**entry, "amount_fen": 2_500_000, "over_reason": "信创适配新增。"}
    spent = turn(bench.data, project_id, "spendings", reasoned, 201)
    assert (spent["spent_percent"], spent["left_fen"], spent["over_budget"]) == ("102.50", -2_500_000, True)
    assert spent["spendings"][0]["over_reason"] == "信创适配新增。"
    assert [item["id"] for item in bench.leader.every(BASE, over_budget="true") if item["id"] == project_id]

    wrong_one = spent["spendings"][-1]["id"]
    reversal = f"spendings/{wrong_one}/reversal"
    body = {"reason": "重复登记。", "voucher": "记-0051"}
    reversed_once = turn(bench.data, project_id, reversal, body, 201)
    assert reversed_once["spent_fen"] == 102_500_000 - 33_333_333
    assert reversed_once["spendings"][0]["reverses_id"] == wrong_one
    assert turn(bench.data, project_id, reversal, body, 409)["code"] == "project-spending-reversed"
    of_it = f"spendings/{reversed_once['spendings'][0]['id']}/reversal"
    assert turn(bench.data, project_id, of_it, body, 409)["code"] == "project-spending-reverses"
    assert turn(bench.data, project_id, f"spendings/{new_id()}/reversal", body, 404)["status"] == 404
    entries = bench.leader.every(f"{BASE}/{project_id}/spendings", limit=2)
    assert (len(entries), entries[-1]["amount_fen"], entries[-1]["reversed_by_id"]) == (6, 33_333_333, entries[0]["id"])
    assert sum(item["amount_fen"] for item in entries) == reversed_once["spent_fen"]


def test_what_cannot_be_is_refused_with_its_place(bench: Bench) -> None:
    milestone = {"title": "完成方案", "weight": 30, "due_on": in_days(20)}
    led = {"officer_id": officer_id(bench.data), "role": "leader"}
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"department": "11330900002609999X"}, "/department", "unknown"),
        ({"co_departments": [DATA]}, "/co_departments/0", "seated"),
        ({"planned_to": in_days(-11)}, "/planned_to", "order"),
        ({"planned_from": "0001-01-01"}, "/planned_from", "far"),
        ({"planned_to": "9999-12-31"}, "/planned_to", "far"),
        ({"milestones": [{**milestone, "due_on": in_days(101)}]}, "/milestones/0/due_on", "outside-project"),
        ({"milestones": [milestone, {**milestone, "due_on": in_days(19)}]}, "/milestones/1/due_on", "order"),
        ({"team": [{"officer_id": str(new_id()), "role": "member"}]}, "/team/0/officer_id", "unknown"),
        ({"team": [led, {**led, "role": "member"}]}, "/team/1/officer_id", "twice"),
        ({"matters": ["DC2026999999"]}, "/matters/0", "unknown"),
    ]
    before = bench.leader.get(f"{BASE}/counts").get_json()["total"]
    for changes, pointer, code in wrong:
        answer = bench.office.post(BASE, bench.plan(**changes))
        assert answer.status_code == 422, answer.text
        assert [(item["pointer"], item["code"]) for item in answer.get_json()["errors"]] == [(pointer, code)]
    foreign = bench.office.post(BASE, bench.plan(supervisor=DINGHAI))
    assert (foreign.status_code, foreign.get_json()["code"]) == (403, "project-organ-out-of-scope")
    assert bench.data.post(BASE, bench.plan()).status_code == 403
    assert bench.leader.get(f"{BASE}/counts").get_json()["total"] == before

    project = bench.planned(milestones=[milestone], team=[])
    refused = turn(bench.office, project["id"], "start", {}, 422)
    assert [(item["pointer"], item["code"]) for item in refused["errors"]] == [
        ("/milestones", "weights"),
        ("/team", "leader"),
    ]
    plan = {name: value for name, value in bench.plan().items() if name != "team"}
    late = {**plan, "milestones": [{**milestone, "due_on": in_days(101)}]}
    assert turn(bench.office, project["id"], "amendments", late, 422)["errors"][0]["code"] == "outside-project"
    turn(bench.office, project["id"], "amendments", {**plan, "name": "海上智控综合应用（二期）"})
    turn(bench.data, project["id"], "team", {"team": [led]})
    assert turn(bench.office, project["id"], "start", {"started_on": in_days(1)}, 422)["errors"][0]["code"] == "future"
    started = turn(bench.office, project["id"], "start", {})
    assert (started["name"], started["started_on"]) == ("海上智控综合应用（二期）", clock.today().isoformat())
    nobody = turn(bench.data, project["id"], "team", {"team": [{**led, "role": "member"}]}, 422)
    assert [(item["pointer"], item["code"]) for item in nobody["errors"]] == [("/team", "leader")]
    entry = {"spent_on": in_days(0), "amount_fen": 1, "purpose": "办公用品", "voucher": "记-1"}
    stale = bench.data.post(f"{BASE}/{project['id']}/spendings", entry, If_Match='"1"')
    assert stale.status_code == 412


def test_who_sees_a_project_and_its_matters_and_finds_it_in_lists(bench: Bench, product: Product) -> None:
    word, guest = new_id().hex[-8:], product.officer("officer-gu")
    body = {"title": "开放省级接口", "department": POLICE, "due_on": in_days(30)}
    number = bench.office.post(MATTERS, body).get_json()["number"]
    team = [*bench.plan()["team"], {"officer_id": officer_id(guest), "role": "liaison"}]
    one = bench.running(name=f"一号{word}", team=team, matters=[number])["id"]
    two = bench.planned(name=f"二号{word}", kind="pilot", co_departments=[], planned_from=in_days(30), milestones=[])[
        "id"
    ]

    def found(caller: Caller, **query: Any) -> list[str]:
        return [item["id"] for item in caller.every(BASE, words=word, **query)]

    assert found(bench.leader) == found(bench.office) == found(bench.data) == [two, one]
    assert found(bench.police) == found(guest) == [one]
    assert guest.get(f"{BASE}/{two}").status_code == 404
    assert found(product.officer("officer-hang")) == []
    assert found(bench.leader, kind="pilot") == found(bench.leader, state="planned") == [two]
    assert found(bench.leader, department=POLICE, role="assist") == found(bench.police, role="assist") == [one]
    assert (found(bench.leader, lead=DATA), found(bench.leader, lead=POLICE)) == ([two, one], [])
    for light in ("green", "yellow", "red", "grey"):
        lit = [item["id"] for item in bench.leader.every(BASE, words=word) if item["light"] == light]
        assert found(bench.leader, light=light) == lit
    with clock.travel(clock.today() + A_YEAR):
        later = Bench(product).leader
        assert found(later, light="red") == [two, one]
        assert {item["light"] for item in read(later, f"{BASE}/{one}")["milestones"]} == {"red"}
    counts = bench.leader.get(f"{BASE}/counts", query_string={"words": word}).get_json()
    assert (counts["kinds"], counts["states"]) == ({"provincial": 1, "pilot": 1}, {"planned": 1, "running": 1})
    assert (counts["total"], counts["budget_fen"], counts["spent_fen"]) == (2, 2_000_000_00, 0)

    # The lead sees the project, and not the matter of the police that serves it.
    assert [item["number"] for item in read(bench.police, f"{BASE}/{one}")["matters"]] == [number]
    assert [item["light"] for item in read(bench.office, f"{BASE}/{one}")["matters"]] == ["green"]
    seen = read(guest, f"{BASE}/{one}")
    assert (read(bench.data, f"{BASE}/{one}")["matters"], seen["matters"], len(seen["team"])) == ([], [], 2)
    assert seen["available_actions"] == []
    assert turn(guest, one, "suspension", {"reason": "暂停。"}, 403)["code"] == "not-your-turn"
    assert turn(bench.office, one, "matters", {"matters": []})["matters"] == []


def test_a_project_with_open_problems_is_not_accepted(bench: Bench) -> None:
    project = bench.running(milestones=[{"title": "平台上线", "weight": 100, "due_on": in_days(90)}])
    shown = bench.problem(project["id"])
    reach(bench.data, project, 0)
    refused = turn(bench.office, project["id"], "acceptance", {}, 409)
    assert (refused["code"], refused["problems"]) == ("project-problems-open", [shown["problems"][0]["number"]])
    problem_turn(bench.police, shown["problems"][0]["id"], "closure", {"solution": "已开放。"})
    assert turn(bench.office, project["id"], "acceptance", {})["state"] == "accepted"


@pytest.mark.parametrize(
    ("spent", "budget", "percent"),
    [
        (0, 1, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 20_000, "0.01"),
        (1, 20_001, "0.00"),
        (99_999_999_999_999, 10**14, "100.00"),
        (3, 2, "150.00"),
        (1, 0, None),
    ],
)
def test_a_share_is_exact_to_the_hundredth(spent: int, budget: int, percent: str | None) -> None:
    assert spent_percent(spent, budget) == percent
