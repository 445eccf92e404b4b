"""Third act of the journey: a company is opened by one filing, and every date that moves says why."""

import time
from typing import Any

from assembly.journey_client import Client, act, fact, require
from assembly.journey_steps import handle, read_version, see_data_uses, sign_in_citizen, sign_in_officer, upload

OPENING = "enterprise_opening"
PATIENCE_SECONDS = 20.0
Joint = dict[str, Any]


def a_company_in_one_day(client: Client) -> None:
    """One filing, six parts; the first one is corrected and inspected on the way, and all end granted."""
    act("One thing: a company is opened, six departments, one filing")
    sign_in_citizen(client, "he-yuanhang")
    founder = client.token
    joint = file_once(client)
    case_id = part(joint, "registration")["case_id"]

    sign_in_officer(client, "officer-mao")
    registrar = client.token
    handle(client, case_id, "correction-requests", {"items": ["公司章程缺少签名页"]}, "Registrar asks for a correction")
    client.token = founder
    joint = follow(client, joint, "paused")
    correct_articles(client, case_id)
    joint = follow(client, joint, "running")

    client.token = registrar
    handle(client, case_id, "acceptance", {}, "Accept")
    inspection = {"kind": "inspection", "reason": "住所须现场核验。", "days": 3}
    handle(client, case_id, "suspensions", inspection, "Suspend for an inspection")
    client.token = founder
    joint = follow(client, joint, "paused")
    client.token = registrar
    handle(client, case_id, "resumption", {"result": "住所属实。"}, "Resume")
    client.token = founder
    joint = follow(client, joint, "running")

    client.token = registrar
    handle(client, case_id, "reviews", {"outcome": "approved", "opinion": "同意登记。"}, "Review")
    handle(client, case_id, "decision", {"outcome": "granted", "reason": "准予登记。"}, "Register the company")
    client.token = founder
    joint = finish(client, joint)
    see_data_uses(client, part(joint, "registration")["case_id"])


def file_once(client: Client) -> Joint:
    """Ask what need not be brought for all parts together, and file them with one form."""
    ready = client.step("What need not be brought", f"GET /services/v1/joint_matters/{OPENING}/preparation").body
    form = dict(ready["form"]["values"])
    for name, field in ready["form"]["schema"]["properties"].items():
        form.setdefault(name, field["examples"][0])
    needed = [item for item in ready["materials"] if item["needed"]]
    fact(f"{len(ready['parts'])} parts; to bring once: {'、'.join(item['name'] for item in needed)}")
    materials = [
        {"code": item["code"], "file_ids": [upload(client, item["name"])] if item["status"] == "to_upload" else []}
        for item in needed
    ]
    body = {"code": OPENING, "form": form, "materials": materials}
    joint: Joint = client.step("File once for all", "POST /services/v1/joint_cases", body=body, expect=201).body
    fact(f"{joint['number']}, {joint['total']} parts, all done by {joint['due_on']}")
    names = {item["code"]: item["name"] for item in joint["parts"]}
    fact(f"— critical path: {' → '.join(names[code] for code in joint['critical_path'])}")
    return joint


def correct_articles(client: Client, case_id: str) -> None:
    """Hand in better articles of association."""
    better = upload(client, "公司章程")
    read = client.step("My case asks for something", f"GET /services/v1/cases/{case_id}")
    fact(read.body["timeline"][-1]["opinion"])
    body = {"materials": [{"code": "M02", "file_ids": [better]}]}
    address = f"POST /services/v1/cases/{case_id}/corrections"
    done = client.step("Correct it", address, body=body, headers=read_version(read)).body
    fact(done["state"])


def follow(client: Client, before: Joint, stand: str) -> Joint:
    """Wait until the dates follow the registration's last turn, and print from when to when they moved, and why."""
    told = moves(before)
    joint = _wait(client, before, lambda now: moves(now) > told and part(now, "registration")["stand"] == stand)
    last = [event["detail"] for event in joint["timeline"] if event["turn"] == "reschedule"][-1]
    for item in last["parts"]:
        fact(f"\n{'':22}{item['name']}: {item['before']} → {item['due_on']}, {item['because']}")
    return joint


def finish(client: Client, before: Joint) -> Joint:
    """Wait until every part is granted."""
    joint = _wait(client, before, lambda now: now["state"] == "completed")
    for item in joint["parts"]:
        fact(f"\n{'':22}{item['name']}: {item['stand']} on {item['due_on']}, {item['case_number']}")
    require(holds=joint["done"] == joint["total"], message="not every part was granted")
    days = "the same day" if joint["ended_at"][:10] == joint["filed_at"][:10] else joint["ended_at"][:10]
    fact(f"\n{'':22}{joint['done']} of {joint['total']} granted, {days}")
    return joint


def part(joint: Joint, code: str) -> dict[str, Any]:
    """Return a part of a joint case."""
    found: dict[str, Any] = next(item for item in joint["parts"] if item["code"] == code)
    return found


def moves(joint: Joint) -> int:
    """Return how often the dates of a joint case have moved."""
    return sum(event["turn"] == "reschedule" for event in joint["timeline"])


def _wait(client: Client, joint: Joint, holds: Any) -> Joint:
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        now: Joint = client.step("One progress", f"GET /services/v1/joint_cases/{joint['id']}").body
        if holds(now):
            fact(f"{now['done']} of {now['total']} done, all done by {now['due_on']}")
            return now
        require(holds=time.monotonic() < ends, message="the joint case does not move on")
        time.sleep(0.5)
