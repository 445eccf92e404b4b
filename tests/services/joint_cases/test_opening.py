"""企业开办一件事 over HTTP: one filing, six parts, one day; and what happens when a part does not pass."""

from datetime import timedelta

import pytest

from engines.joint import run_joint_timers
from engines.workdays import load_calendar
from kit import clock
from tests.product import Caller, Product
from tests.services.joint_cases.joint_filings import (
    AFTERWARDS,
    file,
    founder,
    grant,
    last,
    part,
    read,
    registered,
    settle,
    stands,
    turn,
    turns,
)


@pytest.fixture
def caller(product: Product) -> Caller:
    return founder(product)


def workday(product: Product, days: int) -> str:
    with product.context.database.unit() as unit:
        return load_calendar(unit).add_working_days(clock.today(), days).isoformat()


def test_six_parts_fit_into_one_working_day(product: Product, caller: Caller) -> None:
    joint = file(caller)
    assert (joint["state"], joint["holder"], joint["done"], joint["total"]) == ("in_progress", "office", 0, 6)
    assert {item["first_due_on"] for item in joint["parts"]} == {workday(product, 1)}
    assert joint["due_on"] == joint["first_due_on"] == workday(product, 1)
    assert joint["critical_path"] == ["registration", "seal", "bank_account"]
    assert stands(joint) == {"registration": "running", **dict.fromkeys(AFTERWARDS, "waiting")}
    assert turns(joint) == ["submit", "open_parts"]
    assert [item["action"] for item in joint["available_actions"]] == ["withdraw"]


def test_a_company_is_opened_in_one_day(product: Product, caller: Caller) -> None:
    joint = registered(product, caller)
    assert set(stands(joint).values()) == {"done"}
    assert (joint["state"], joint["done"], joint["holder"]) == ("completed", 6, "nobody")
    assert joint["due_on"] == joint["ended_at"][:10] == joint["filed_at"][:10]
    assert last(joint, "reschedule")["because"] == "进度提前"
    assert turns(joint)[-1] == "complete"
    seal = caller.get(f"/services/v1/cases/{part(joint, 'seal')['case_id']}").get_json()
    licence = caller.get(f"/services/v1/cases/{part(joint, 'registration')['case_id']}/result").get_json()["licence"]
    assert licence["fields"]["名称"] == joint["form"]["company"]
    assert licence["identifier"] in seal["materials"][0]["source"]
    assert (seal["joint_case_id"], seal["decided_by"]) == (joint["id"], "rules")
    assert seal["form"]["seals"] == joint["form"]["seals"]


def test_a_correction_moves_every_date_and_says_why(product: Product, caller: Caller) -> None:
    joint = file(caller)
    case_id = part(joint, "registration")["case_id"]
    clerk = product.officer("officer-mao")
    clerk.turn(case_id, "correction-requests", {"items": ["公司章程缺少全体股东签名"]})
    settle(product)
    waiting = read(caller, joint)
    assert part(waiting, "registration")["stand"] == "paused"
    assert part(waiting, "registration")["late_because"].startswith("等待申请人补正（最迟 ")
    assert all("因“公司设立登记”顺延：等待申请人补正" in part(waiting, code)["late_because"] for code in AFTERWARDS)
    told = last(waiting, "reschedule")
    assert (told["before"], told["due_on"]) == (joint["first_due_on"], waiting["due_on"])
    assert {item["part"] for item in told["parts"]} == {"registration", *AFTERWARDS}
    tag = caller.get(f"/services/v1/cases/{case_id}").headers["ETag"]
    caller.post(f"/services/v1/cases/{case_id}/corrections", {}, If_Match=tag)
    settle(product)
    corrected = read(caller, joint)
    assert corrected["due_on"] == joint["first_due_on"] < waiting["due_on"]
    assert last(corrected, "reschedule")["because"] == "进度提前"


def test_a_suspension_moves_all_later_dates_with_reasons(product: Product, caller: Caller) -> None:
    joint = file(caller)
    case_id = part(joint, "registration")["case_id"]
    clerk = product.officer("officer-mao")
    clerk.turn(case_id, "acceptance", {})
    clerk.turn(case_id, "suspensions", {"kind": "inspection", "reason": "住所与另一企业相同，须现场核验。", "days": 3})
    settle(product)
    paused = read(caller, joint)
    why = "特别程序所需时间不计入期限"
    assert part(paused, "registration")["late_because"] == why
    assert {part(paused, code)["late_because"] for code in AFTERWARDS} == {f"因“公司设立登记”顺延：{why}"}
    assert all(item["due_on"] == workday(product, 4) for item in paused["parts"])
    told = last(paused, "reschedule")
    assert (told["because"], told["due_on"]) == (why, workday(product, 4))
    clerk.turn(case_id, "resumption", {"result": "住所属实。"})
    settle(product)
    resumed = read(caller, joint)
    assert joint["first_due_on"] <= resumed["due_on"] < paused["due_on"]


def test_a_part_that_rules_refuse_is_filed_again_while_the_others_are_done(product: Product, caller: Caller) -> None:
    joint = registered(product, caller, ratio=15)
    assert stands(joint)["housing_fund"] == "failed"
    assert (joint["state"], joint["holder"], joint["done"]) == ("stalled", "applicant", 5)
    assert joint["answer_by"] == (clock.today() + timedelta(days=30)).isoformat()
    assert {item["action"] for item in joint["available_actions"]} == {"refile_part", "conclude", "withdraw"}
    assert part(joint, "housing_fund")["late_because"] in {None, "未获准，待重新申请"}
    again = turn(caller, joint, "refilings", {"part": "housing_fund", "form": {"ratio": 8}})
    assert (again["state"], again["done"], again["form"]["ratio"]) == ("completed", 6, 8)
    assert last(again, "refile_part")["changed"] == ["ratio"]
    assert part(again, "housing_fund")["case_id"] != part(joint, "housing_fund")["case_id"]


def test_a_refused_part_may_be_left_there(product: Product, caller: Caller) -> None:
    joint = registered(product, caller, employees=0)
    assert {code for code, stand in stands(joint).items() if stand == "failed"} == {"social_insurance", "housing_fund"}
    ended = turn(caller, joint, "conclusion", {})
    assert (ended["state"], ended["state_name"], ended["answer_by"]) == ("ended", "部分未办成", None)
    refused = turn(caller, joint, "refilings", {"part": "housing_fund", "form": {"employees": 1}}, expect=409)
    assert refused["code"] == "transition-forbidden"


def test_a_stalled_joint_case_ends_when_its_applicant_says_nothing(product: Product, caller: Caller) -> None:
    joint = registered(product, caller, ratio=15)
    for days, state in ((30, "stalled"), (31, "ended")):
        with clock.travel(clock.now() + timedelta(days=days)):
            run_joint_timers(product.context)
        assert read(caller, joint)["state"] == state
    assert last(read(caller, joint), "end")["parts"] == [{"part": "housing_fund", "name": "新设企业住房公积金缴存登记"}]


def test_a_refused_first_part_stalls_all_and_goes_on_when_it_is_filed_again(product: Product, caller: Caller) -> None:
    joint = file(caller)
    clerk = product.officer("officer-mao")
    body = {"reason": "名称与已登记企业相同。", "right_office": ""}
    clerk.turn(part(joint, "registration")["case_id"], "non-acceptance", body)
    settle(product)
    stalled = read(caller, joint)
    assert stands(stalled) == {"registration": "failed", **dict.fromkeys(AFTERWARDS, "waiting")}
    assert stalled["state"] == "stalled"
    again = turn(caller, joint, "refilings", {"part": "registration", "form": {"company": "舟山远帆海洋科技有限公司"}})
    assert (again["state"], part(again, "registration")["stand"]) == ("in_progress", "running")
    assert last(again, "refile_part")["before"] == part(joint, "registration")["case_number"]
    grant(product, part(again, "registration")["case_id"])
    settle(product)
    done = read(caller, joint)
    assert done["state"] == "completed"
    seal = caller.get(f"/services/v1/cases/{part(done, 'seal')['case_id']}").get_json()
    assert seal["form"]["company"] == "舟山远帆海洋科技有限公司"


def test_a_late_part_moves_every_date_without_a_turn(product: Product, caller: Caller) -> None:
    joint = file(caller)
    product.officer("officer-mao").turn(part(joint, "registration")["case_id"], "acceptance", {})
    settle(product)
    with clock.travel(clock.now() + timedelta(days=10)):
        run_joint_timers(product.context)
    told = last(read(caller, joint), "reschedule")
    assert told["because"].endswith("办理超期")
    assert told["due_on"] >= (clock.today() + timedelta(days=10)).isoformat()
    assert {item["part"] for item in told["parts"]} == {"registration", *AFTERWARDS}


def test_a_part_that_is_decided_anew_takes_a_stalled_case_on(product: Product, caller: Caller) -> None:
    joint = file(caller)
    case_id = part(joint, "registration")["case_id"]
    chief = product.officer()
    chief.turn(case_id, "acceptance", {})
    chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    chief.turn(case_id, "decision", {"outcome": "refused", "reason": "章程不合规。"})
    settle(product)
    assert read(caller, joint)["state"] == "stalled"
    product.officer("officer-kuang").turn(case_id, "reopening", {"reason": "章程合规，原决定有误。"})
    settle(product)
    assert (read(caller, joint)["state"], turns(read(caller, joint))[-1]) == ("in_progress", "go_on")
    chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})
    settle(product)
    assert read(caller, joint)["state"] == "completed"


def test_a_withdrawal_takes_the_running_parts_along_and_leaves_the_decided(product: Product, caller: Caller) -> None:
    joint = registered(product, caller, ratio=15)
    again = file(caller)
    gone = turn(caller, again, "withdrawal", {"reason": "改在宁波开办。"})
    assert (gone["state"], stands(gone)["registration"], gone["timeline"][-1]["opinion"]) == (
        "withdrawn",
        "failed",
        "改在宁波开办。",
    )
    settle(product)
    assert read(caller, again)["state"] == "withdrawn"
    left = turn(caller, joint, "withdrawal", {})
    assert (left["state"], left["done"]) == ("withdrawn", 5)
    assert caller.get(f"/services/v1/cases/{part(left, 'seal')['case_id']}").get_json()["outcome"] == "granted"
