"""A supervision matter from its registration to the look-back."""

from typing import Any

import pytest

from kit.ids import new_id
from tests.office.supervision_matters.matters import (
    BASE,
    DATA,
    DINGHAI,
    DINGHAI_HEALTH,
    OFFICE,
    POLICE,
    Bench,
    in_days,
    read,
    turn,
    turns,
)
from tests.product import Product


@pytest.fixture
def bench(product: Product) -> Bench:
    return Bench(product)


def test_a_matter_runs_from_registration_to_a_look_back_that_fails(bench: Bench) -> None:
    matter_id = bench.registered(co_departments=[POLICE], importance="important", cadence="weekly")
    assert [task["kind"] for task in bench.office.tasks(matter_id)] == ["assign_matter"]
    assert bench.office.tasks(matter_id)[0]["title"].startswith("【重要】")
    turn(bench.office, matter_id, "assignment", {"note": "请按周反馈。"})
    assert bench.office.tasks(matter_id) == []
    assert [task["kind"] for task in bench.data.tasks(matter_id)] == ["sign_for_matter"]
    assert [task["kind"] for task in bench.police.tasks(matter_id)] == ["assist_matter"]
    signed = turn(bench.data, matter_id, "receipt", {"promised_on": in_days(20)})
    assert (signed["state"], signed["promised_on"], signed["days_left"], signed["light"]) == (
        "in_progress",
        in_days(20),
        20,
        "green",
    )
    assert signed["report_due_on"] is not None
    # Who assists reports by the lead.
    assert turn(bench.police, matter_id, "reports", {"text": "已配合。"}, 403)["code"] == "not-your-turn"

    reported = turn(bench.data, matter_id, "reports", {"text": "完成一半。", "progress": 50}, 201)
    assert (reported["progress"], reported["reports"][0]["state"]) == (50, "submitted")
    assert reported["report_due_on"] > signed["report_due_on"]
    review = f"reports/{reported['reports'][0]['id']}/review"
    returned = turn(bench.office, matter_id, review, {"accepted": False, "opinion": "请说明未完成部分。"})
    assert returned["reports"][0]["opinion"] == "请说明未完成部分。"
    assert turn(bench.office, matter_id, review, {"accepted": True}, 409)["code"] == "report-reviewed"

    turn(bench.data, matter_id, "reports", {"kind": "final", "text": "完成。"}, 422)
    finished = bench.finished(matter_id)
    assert (finished["state"], finished["report_due_on"], finished["progress"]) == ("in_review", None, 100)
    file = finished["reports"][0]["evidence"][0]
    assert bench.leader.get(file["href"]).data.startswith(b"%PDF")
    final = f"reports/{finished['reports'][0]['id']}/review"
    assert turn(bench.office, matter_id, final, {"accepted": True}, 409)["code"] == "complete-instead"
    assert (
        turn(bench.office, matter_id, final, {"accepted": False, "opinion": "接口未上线。"})["state"] == "in_progress"
    )
    bench.finished(matter_id)
    done = turn(bench.office, matter_id, "completion", {"note": "同意办结。"})
    assert (done["state"], done["light"], done["days_left"]) == ("completed", "grey", None)
    assert done["timeline"][-1]["detail"]["on_time"] is True
    assert [caller.tasks(matter_id) for caller in (bench.data, bench.police, bench.office)] == [[], [], []]
    assert turn(bench.data, matter_id, "reports", {"text": "补充。"}, 409)["code"] == "transition-forbidden"

    planned = turn(bench.office, matter_id, "look_backs", {"planned_on": in_days(40)}, 201)
    look_back = planned["look_backs"][0]["id"]
    assert turn(bench.office, matter_id, "look_backs", {"planned_on": in_days(50)}, 409)["code"] == "look-back-pending"
    findings = {"holds": False, "findings": "接口已停用。"}
    assert turn(bench.office, matter_id, f"look_backs/{look_back}/findings", findings, 422)["code"] == "day-unfit"
    again = turn(bench.office, matter_id, f"look_backs/{look_back}/findings", {**findings, "due_on": in_days(60)})
    assert (again["state"], again["due_on"], again["closed_at"]) == ("in_progress", in_days(60), None)
    assert next(task["title"] for task in bench.data.tasks(matter_id)).endswith("回头看未通过，重新办理")
    assert turns(again)[:3] == ["register", "assign", "sign_for"]


def test_a_matter_is_split_over_levels_inside_its_day(bench: Bench) -> None:
    matter_id = bench.assigned(department=DINGHAI, co_departments=[DATA])
    part: dict[str, Any] = {"title": "完成辖区卫健平台改造", "department": DINGHAI_HEALTH, "due_on": in_days(31)}
    late = turn(bench.dinghai, matter_id, "parts", {"parts": [part]}, 422)
    assert [item["pointer"] for item in late["errors"]] == ["/parts/0/due_on"]
    turn(bench.dinghai, matter_id, "receipt", {"promised_on": in_days(25)})
    # A part keeps to what its owner promised, not only to what was set.
    turn(bench.dinghai, matter_id, "parts", {"parts": [{**part, "due_on": in_days(28)}]}, 422)
    foreign = {**part, "department": POLICE, "due_on": in_days(10)}
    refused = turn(bench.dinghai, matter_id, "parts", {"parts": [foreign]}, 422)
    assert [item["code"] for item in refused["errors"]] == ["out-of-scope"]
    parts = [{**part, "due_on": in_days(20)}, {**part, "department": DATA, "due_on": in_days(15)}]
    split = turn(bench.dinghai, matter_id, "parts", {"parts": parts})
    assert [item["number"] for item in split["split_parts"]] == [f"{split['number']}-1", f"{split['number']}-2"]
    health = split["split_parts"][0]["id"]
    assert [task["kind"] for task in bench.health.tasks(health)] == ["sign_for_matter"]
    turn(bench.health, health, "receipt", {})
    circle = {**part, "department": DINGHAI, "due_on": in_days(10)}
    assert turn(bench.health, health, "parts", {"parts": [circle]}, 409)["code"] == "split-in-circle"
    # To an officer of the same organ by name it may be split once more.
    person = {**part, "assignee_id": bench.health.session["subject"]["id"], "due_on": in_days(10)}
    named = turn(bench.health, health, "parts", {"parts": [person]})["split_parts"][0]
    assert (named["level"], named["assignee_name"], named["number"]) == (3, "束航", f"{split['number']}-1-1")

    turn(bench.dinghai, matter_id, "reports", {"text": "已分解。", "progress": 30}, 201)
    report = read(bench.office, matter_id)["reports"][0]["id"]
    turn(bench.office, matter_id, f"reports/{report}/review", {"accepted": True})
    evidence = [bench.evidence(matter_id, bench.dinghai)]
    final = {"kind": "final", "text": "完成。", "evidence": evidence}
    assert turn(bench.dinghai, matter_id, "reports", final, 409)["code"] == "parts-open"
    # The office sees every level, and a part's owner nothing of its sister's.
    assert {item["level"] for item in bench.office.every(BASE, root_id=matter_id)} == {1, 2, 3}
    assert bench.health.get(f"{BASE}/{split['split_parts'][1]['id']}").status_code == 404
    turn(bench.office, matter_id, "cancellation", {"reason": "并入另一事项。"})
    assert {item["state"] for item in bench.office.every(BASE, root_id=matter_id)} == {"cancelled"}
    assert bench.health.tasks(named["id"]) == []


def test_a_later_day_is_asked_for_and_decided(bench: Bench) -> None:
    matter_id = bench.running()
    early = {"due_on": in_days(20), "reason": "提前。"}
    assert turn(bench.data, matter_id, "extensions", early, 422)["code"] == "day-unfit"
    asked = turn(bench.data, matter_id, "extensions", {"due_on": in_days(45), "reason": "省平台接口推迟。"}, 201)
    extension = asked["extensions"][0]["id"]
    more = {"due_on": in_days(50), "reason": "再推迟。"}
    assert turn(bench.data, matter_id, "extensions", more, 409)["code"] == "extension-pending"
    decision = f"extensions/{extension}/decision"
    assert turn(bench.data, matter_id, decision, {"granted": True}, 403)["code"] == "not-your-turn"
    granted = turn(bench.office, matter_id, decision, {"granted": True, "opinion": "同意。"})
    assert (granted["due_on"], granted["promised_on"]) == (in_days(45), in_days(45))
    assert turn(bench.office, matter_id, decision, {"granted": False}, 409)["code"] == "extension-decided"
    assert [task["due_on"] for task in bench.data.tasks(matter_id)] == [in_days(45)]


def test_urging_has_a_limit_and_sheets_go_step_by_step(bench: Bench) -> None:
    matter_id = bench.running()
    turn(bench.office, matter_id, "reminders", {"note": "请加快。"})
    assert "report_matter" in {task["kind"] for task in bench.data.tasks(matter_id)}
    again = turn(bench.office, matter_id, "reminders", {}, 409)
    assert again["code"] == "urged-lately"
    assert again["next_on"] > in_days(0)
    sheet = {"colour": "orange", "reason": "进展滞后。"}
    assert turn(bench.office, matter_id, "escalations", sheet, 409)["code"] == "escalation-step"
    blue = turn(bench.office, matter_id, "escalations", {**sheet, "colour": "blue"}, 201)
    orange = turn(bench.office, matter_id, "escalations", sheet, 201)
    assert (
        orange["escalation"],
        blue["escalations"][0]["answer_due_on"] > orange["escalations"][1]["answer_due_on"],
    ) == (
        "orange",
        True,
    )
    answer = f"escalations/{orange['escalations'][1]['id']}/answer"
    assert turn(bench.office, matter_id, answer, {"answer": "已完成。"}, 403)["code"] == "not-your-turn"
    answered = turn(bench.data, matter_id, answer, {"answer": "已增派人员。"})
    assert answered["escalations"][1]["answered_by_name"] == "芮宁"
    assert turn(bench.data, matter_id, answer, {"answer": "再答。"}, 409)["code"] == "escalation-answered"
    # What the owner was urged to do is done with the report; an answer waits for who supervises.
    turn(bench.data, matter_id, "reports", {"text": "已加快。", "progress": 40}, 201)
    assert "report_matter" not in {task["kind"] for task in bench.data.tasks(matter_id)}
    assert "escalate_matter" in {task["kind"] for task in bench.office.tasks(matter_id)}
    turn(bench.office, matter_id, "escalations", {"colour": "red", "reason": "仍然滞后。"}, 201)
    assert "escalate_matter" not in {task["kind"] for task in bench.office.tasks(matter_id)}
    urgent = bench.running(importance="urgent")
    assert (
        turn(bench.office, urgent, "escalations", {"colour": "red", "reason": "严重滞后。"}, 201)["escalation"] == "red"
    )


def test_what_cannot_be_is_refused_with_its_place(bench: Bench) -> None:
    body = {"title": "无主之事", "department": DATA, "due_on": in_days(10)}
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"department": "11330900002609999X"}, "/department", "unknown"),
        ({"co_departments": [DATA]}, "/co_departments/0", "owner"),
        ({"due_on": in_days(-1)}, "/due_on", "past"),
        ({"due_on": "9999-12-31"}, "/due_on", "far"),
        ({"assignee_id": bench.police.session["subject"]["id"]}, "/assignee_id", "unfit"),
        ({"cadence": "milestones"}, "/milestones", "required"),
        ({"milestones": [{"title": "试点", "due_on": in_days(11)}]}, "/milestones/0/due_on", "order"),
    ]
    for changes, pointer, code in wrong:
        answer = bench.office.post(BASE, {**body, **changes})
        assert answer.status_code == 422, answer.text
        assert [(item["pointer"], item["code"]) for item in answer.get_json()["errors"]] == [(pointer, code)]
    assert bench.office.post(BASE, {**body, "supervisor": DINGHAI}).get_json()["code"] == "organ-out-of-scope"
    assert bench.leader.post(BASE, body).status_code == 403
    matter_id = bench.running(milestones=[{"title": "试点", "due_on": in_days(5)}], cadence="milestones")
    assert read(bench.data, matter_id)["report_due_on"] == in_days(5)
    nowhere = {"kind": "milestone", "milestone": 2, "text": "完成。"}
    assert turn(bench.data, matter_id, "reports", nowhere, 422)["code"] == "milestone-unknown"
    reached = turn(bench.data, matter_id, "reports", {**nowhere, "milestone": 1}, 201)
    assert (reached["milestones"][0]["reached_on"], reached["report_due_on"]) == (in_days(0), None)
    stranger = {"kind": "final", "text": "完成。", "evidence": [str(new_id())]}
    report = reached["reports"][0]["id"]
    turn(bench.office, matter_id, f"reports/{report}/review", {"accepted": True})
    assert turn(bench.data, matter_id, "reports", stranger, 404)["code"] == "file-not-found"


def test_a_matter_goes_back_and_is_changed_before_it_is_assigned_again(bench: Bench) -> None:
    matter_id = bench.assigned()
    turn(bench.data, matter_id, "return", {"reason": "不属于本单位职责。"})
    assert [task["kind"] for task in bench.office.tasks(matter_id)] == ["assign_matter"]
    changed = {"title": "完成数据共享接口改造", "department": POLICE, "due_on": in_days(12)}
    amended = turn(bench.office, matter_id, "amendments", changed)
    assert [(seat["department_code"], seat["role"]) for seat in amended["seats"]] == [
        (POLICE, "lead"),
        (OFFICE, "office"),
    ]
    assert bench.data.get(f"{BASE}/{matter_id}").status_code == 404
    turn(bench.office, matter_id, "assignment", {})
    assert [task["kind"] for task in bench.police.tasks(matter_id)] == ["sign_for_matter"]


def test_lists_are_in_scope_and_go_by_light_seat_and_words(bench: Bench) -> None:
    word = new_id().hex[-8:]
    near = bench.running(title=f"近期事项{word}", due_on=in_days(1))
    far = bench.assigned(title=f"远期事项{word}", co_departments=[POLICE], importance="urgent")
    assert [item["id"] for item in bench.office.every(BASE, words=word)] == [far, near]
    assert [item["id"] for item in bench.leader.every(BASE, words=word)] == [far, near]
    assert bench.health.every(BASE, words=word) == []
    assert [item["id"] for item in bench.police.every(BASE, words=word)] == [far]
    assert [item["id"] for item in bench.police.every(BASE, words=word, role="lead")] == []
    assert [item["id"] for item in bench.office.every(BASE, words=word, department=POLICE, role="assist")] == [far]
    assert [item["id"] for item in bench.office.every(BASE, words=word, importance="urgent")] == [far]
    lit = {item["id"]: item["light"] for item in bench.office.every(BASE, words=word)}
    for light in ("green", "yellow", "red", "grey"):
        found = [item["id"] for item in bench.office.every(BASE, words=word, light=light)]
        assert found == [matter_id for matter_id in (far, near) if lit[matter_id] == light]
    counts = bench.office.get(f"{BASE}/counts", query_string={"words": word}).get_json()
    assert (counts["total"], counts["states"]) == (2, {"assigned": 1, "in_progress": 1})


def test_look_backs_are_chosen_at_random_among_what_none_looked_at(bench: Bench) -> None:
    done = {bench.completed(), bench.completed()}
    choice = {"number": 100, "planned_on": in_days(5), "department": DATA}
    chosen = bench.office.post(f"{BASE}/random_look_backs", choice).get_json()["items"]
    assert done <= {item["id"] for item in chosen}
    assert bench.office.post(f"{BASE}/random_look_backs", choice).get_json()["code"] == "nothing-to-look-at"
    look_back = read(bench.office, min(done))["look_backs"][0]
    assert look_back["kind"] == "random"
    holds = {"holds": True, "findings": "运行正常。"}
    passed = turn(bench.office, min(done), f"look_backs/{look_back['id']}/findings", holds)
    assert (passed["state"], passed["look_backs"][0]["outcome"]) == ("completed", "holds")


def test_a_pasted_text_becomes_matters_that_say_what_they_rest_on(bench: Bench) -> None:
    text = "一、背景\n改革取得了积极成效。\n二、任务\n市大数据局牵头，市公安局配合，12月底前完成接口改造。"
    found = bench.office.post(f"{BASE}/proposals", {"text": text, "dated_on": in_days(0)}).get_json()
    (proposal,) = found["proposals"]
    matter = proposal["matter"]
    assert (matter["department"], matter["co_departments"]) == (DATA, [POLICE])
    assert matter["due_on"].endswith("-12-31")
    for ground in proposal["grounds"]:
        assert found["text"][ground["start"] : ground["end"]] == ground["words"]
        assert ground["detail"], ground
    assert {ground["kind"] for ground in proposal["grounds"]} >= {"action", "owner", "co_owner", "due"}
    assert "改革取得了积极成效。" in [item["sentence"] for item in found["skipped"]]
    made = bench.office.post(f"{BASE}/batches", {"matters": [matter]})
    assert made.status_code == 201, made.text
    kept = read(bench.office, made.get_json()["items"][0]["id"])
    assert (kept["source"]["words"], kept["content"]) == (matter["source"]["words"], matter["content"])
    assert bench.office.post(f"{BASE}/proposals", {"text": " "}).get_json()["code"] == "nothing-to-propose"
    assert bench.office.post(f"{BASE}/proposals", {"document_id": str(new_id())}).status_code == 404
    assert bench.leader.post(f"{BASE}/proposals", {"text": text}).status_code == 403


def test_many_are_registered_at_once_or_none(bench: Bench) -> None:
    word = new_id().hex[-8:]
    body = {"title": f"计划事项{word}", "department": DATA, "due_on": in_days(30)}
    wrong = bench.office.post(f"{BASE}/batches", {"matters": [body, {**body, "department": "无"}]})
    assert [item["pointer"] for item in wrong.get_json()["errors"]] == ["/matters/1/department"]
    assert bench.office.every(BASE, words=word) == []
    made = bench.office.post(f"{BASE}/batches", {"matters": [body, {**body, "department": POLICE}], "assign": True})
    assert made.status_code == 201, made.text
    assert [item["state"] for item in made.get_json()["items"]] == ["assigned", "assigned"]
    (mine,) = bench.police.every(BASE, words=word)
    assert [task["kind"] for task in bench.police.tasks(mine["id"])] == ["sign_for_matter"]
