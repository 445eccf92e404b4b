"""Fifth act of the journey: the text of a plan becomes matters, and what becomes of them is counted and told."""

from datetime import timedelta
from typing import Any

from assembly.journey_cast import Cast
from assembly.journey_client import Client, act, fact, require
from assembly.journey_scores import a_bulletin_is_read, a_score_is_explained
from assembly.journey_steps import PAGE_OF_PAPER, until
from kit import clock

MATTERS, BOARD = "/office/v1/supervision_matters", "/office/v1/leaderboard"
DATA_BUREAU, POLICE = "11330900MB15A0263B", "11330900002600237T"
OFFICE, OWNER, POLICE_OWNER, READER, ASSESSOR = (
    "officer-ming",
    "officer-rui",
    "officer-lu",
    "officer-mou",
    "officer-yan",
)
CLOSED = "matters.closed"
DUE_DAYS, PROMISED_DAYS, LATER_DAYS, LOOK_BACK_DAYS = 40, 30, 60, 90
PLAN = (
    "一、总体情况\n“一证通办”改革取得积极成效。\n二、重点任务\n"
    "市大数据局牵头，市公安局配合，{day}前完成数据共享接口改造。\n"
    "市公安局负责，{day}前完成历史户籍档案数字化，每月报送进展。"
)
Matter = dict[str, Any]


def a_plan_is_supervised(client: Client) -> None:
    """Proposed, assigned, reported on, completed, escalated; counted, scored, and told of in a bulletin."""
    act("Supervision: the text of a plan becomes matters, and what becomes of them counts")
    cast = Cast(client)
    before = closed(cast, "Where everybody stands")
    interfaces, archives = propose(cast)
    take_up(cast, interfaces)
    report(cast, interfaces)
    get_a_later_day(cast, interfaces)
    finish(cast, interfaces)
    escalate(cast, archives)
    see_what_counted(cast, interfaces, before)
    cast.enter(ASSESSOR)
    a_score_is_explained(client, DATA_BUREAU)
    a_bulletin_is_read(client)


def propose(cast: Cast) -> tuple[str, str]:
    """Paste a text, confirm the matters that were proposed, and return the data bureau's and the police's."""
    client, due_on = cast.enter(OFFICE), clock.today() + timedelta(days=DUE_DAYS)
    text = PLAN.format(day=f"{due_on.year}年{due_on.month}月{due_on.day}日")
    found = client.step("Paste the text of a plan", f"POST {MATTERS}/proposals", body={"text": text}).body
    fact(f"{len(found['proposals'])} proposals, {len(found['skipped'])} sentences give none")
    for sentence in found["skipped"]:
        fact(f"\n{'':22}“{sentence['sentence']}”: {sentence['detail']}")
    for proposal in found["proposals"]:
        matter, words = proposal["matter"], [ground["words"] for ground in proposal["grounds"]]
        fact(
            f"\n{'':22}{matter['title']}, by {matter['due_on']}; it rests on {'、'.join(f'“{word}”' for word in words)}"
        )
        require(holds=all(word in text for word in words), message="a proposal rests on words that are not there")
    body = {"matters": [proposal["matter"] for proposal in found["proposals"]]}
    made = client.step("Confirm them", f"POST {MATTERS}/batches", body=body, expect=201).body["items"]
    fact(", ".join(f"{item['number']} {item['department_name']}" for item in made))
    of = {item["department_code"]: str(item["id"]) for item in made}
    require(holds=set(of) == {DATA_BUREAU, POLICE}, message=f"the proposals have other owners: {sorted(of)}")
    return of[DATA_BUREAU], of[POLICE]


def take_up(cast: Cast, matter_id: str) -> None:
    """Assign a matter; its owner signs for it."""
    assigned = cast.turn(OFFICE, MATTERS, matter_id, "assignment", {"note": "请按节点推进。"}, "Assign")
    fact(f"{assigned['state_name']}, {assigned['department_name']}")
    promise = {"promised_on": in_days(PROMISED_DAYS)}
    signed = cast.turn(OWNER, MATTERS, matter_id, "receipt", promise, "Sign for, and promise a day")
    fact(f"{signed['promised_on']}, {signed['days_left']} days, light {signed['light']}")


def report(cast: Cast, matter_id: str) -> None:
    """Report progress; it is returned with the reason, reported again, and accepted."""
    review(cast, matter_id, "已完成一半。", {"accepted": False, "opinion": "请写明已完成的接口。"})
    review(cast, matter_id, "12个接口已完成6个，其余正在联调。", {"accepted": True})


def review(cast: Cast, matter_id: str, text: str, said: dict[str, Any]) -> None:
    """Report progress, and have the report reviewed."""
    told = {"kind": "progress", "progress": 50, "text": text}
    newest = cast.turn(OWNER, MATTERS, matter_id, "reports", told, "Report progress", 201)["reports"][0]
    fact(f"{newest['progress']} %: {newest['text']}")
    title = "Accept the report" if said["accepted"] else "Return the report"
    newest = cast.turn(OFFICE, MATTERS, matter_id, f"reports/{newest['id']}/review", said, title)["reports"][0]
    fact(newest["opinion"] or newest["state"])


def get_a_later_day(cast: Cast, matter_id: str) -> None:
    """Ask for a later day and get it; then be urged."""
    wish = {"due_on": in_days(LATER_DAYS), "reason": "省平台接口推迟开放。"}
    asked = cast.turn(OWNER, MATTERS, matter_id, "extensions", wish, "Ask for a later day", 201)
    fact(f"{asked['due_on']} → {wish['due_on']}: {wish['reason']}")
    said = {"granted": True, "opinion": "同意。"}
    granted = cast.turn(
        OFFICE, MATTERS, matter_id, f"extensions/{asked['extensions'][0]['id']}/decision", said, "Grant it"
    )
    fact(f"due on {granted['due_on']}, {granted['days_left']} days")
    urged = cast.turn(OFFICE, MATTERS, matter_id, "reminders", {"note": "请加快联调。"}, "Urge")
    fact(f"urged on {urged['urged_on']}")


def finish(cast: Cast, matter_id: str) -> None:
    """Report a matter as finished with evidence, have it completed, and plan to look back at it."""
    address = f"POST {MATTERS}/{matter_id}/evidence"
    file = cast.enter(OWNER).step(
        "Upload evidence", address, upload=("验收报告.pdf", PAGE_OF_PAPER, "application/pdf"), expect=201
    )
    fact(file.body["name"])
    told = {"kind": "final", "progress": 100, "text": "12个接口全部上线。", "evidence": [file.body["id"]]}
    finished = cast.turn(OWNER, MATTERS, matter_id, "reports", told, "Report it as finished", 201)
    fact(f"{finished['state_name']}, {finished['progress']} %")
    done = cast.turn(OFFICE, MATTERS, matter_id, "completion", {"note": "同意办结。"}, "Complete")
    fact(f"{done['state_name']}, {'on time' if done['timeline'][-1]['detail']['on_time'] else 'late'}")
    plan = {"planned_on": in_days(LOOK_BACK_DAYS), "note": "核查接口是否持续可用。"}
    planned = cast.turn(OFFICE, MATTERS, matter_id, "look_backs", plan, "Plan a look-back", 201)
    fact(planned["look_backs"][0]["planned_on"])


def escalate(cast: Cast, matter_id: str) -> None:
    """Assign the other matter, and issue a sheet that its owner answers."""
    assigned = cast.turn(OFFICE, MATTERS, matter_id, "assignment", {}, "Assign the other matter")
    fact(f"{assigned['state_name']}, {assigned['department_name']}")
    signed = cast.turn(POLICE_OWNER, MATTERS, matter_id, "receipt", {}, "Sign for it")
    fact(f"{signed['promised_on']}, first report by {signed['report_due_on']}")
    sheet = {"colour": "blue", "reason": "档案数字化进度滞后。"}
    issued = cast.turn(OFFICE, MATTERS, matter_id, "escalations", sheet, "Issue an escalation sheet", 201)[
        "escalations"
    ][0]
    fact(f"{issued['colour']}, to be answered by {issued['answer_due_on']}")
    said = {"answer": "已增派人员，月底前完成。"}
    address = f"escalations/{issued['id']}/answer"
    answered = cast.turn(POLICE_OWNER, MATTERS, matter_id, address, said, "Answer it")["escalations"][0]
    fact(f"{answered['answered_by_name']}: {answered['answer']}")


def see_what_counted(cast: Cast, matter_id: str, before: int) -> None:
    """See that the completion counted on this month's leaderboard, and from which entries."""
    closed(cast, "What counted this month", more_than=before)
    query = {"department": DATA_BUREAU, "measure": CLOSED, "period": this_month()}

    def about(page: dict[str, Any]) -> list[dict[str, Any]]:
        return [item for item in page["items"] if item["record_id"] == matter_id]

    page = until(
        cast.client, "The entries behind the figure", f"GET {BOARD}/entries", lambda page: bool(about(page)), query
    )
    entry = about(page)[0]
    fact(f"{entry['day']} {entry['record_number']} {entry['title']}: {entry['amount']}")


def closed(cast: Cast, title: str, more_than: int = -1) -> int:
    """Wait until more matters of the data bureau are counted as closed this month, and return how many."""

    def line(board: dict[str, Any]) -> dict[str, Any]:
        return next(item for item in board["items"] if item["code"] == DATA_BUREAU)

    query = {"of": CLOSED, "period": this_month()}
    client = cast.enter(READER)
    board = until(client, title, f"GET {BOARD}", lambda board: line(board)["amount"] > more_than, query)
    mine = line(board)
    fact(f"{mine['name']} rank {mine['rank']} of {len(board['items'])}: {mine['explanation']}")
    return int(mine["amount"])


def this_month() -> str:
    """Return the running month, as the leaderboard takes it."""
    return f"{clock.today():%Y-%m}"


def in_days(days: int) -> str:
    """Return a day so many days from now."""
    return (clock.today() + timedelta(days=days)).isoformat()
