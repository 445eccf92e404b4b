"""The life of a repair over HTTP, from the report to the follow-up of a bad rating."""

import pytest
from sqlalchemy import select

from engines.costs import CostEntry
from tests.office.repairs.workshop import (
    BASE,
    COST_FEN,
    DATA,
    JPEG,
    OFFICE,
    WORK,
    Workshop,
    id_of,
    read,
    turn,
    waiting,
)
from tests.product import Product


@pytest.fixture
def workshop(product: Product) -> Workshop:
    return Workshop(product)


def costs_of(product: Product, repair_id: str) -> list[tuple[str, str, int]]:
    """Carry out what was left to be done, and return the costs that were told of a repair."""
    product.work()
    with product.context.database.unit() as unit:
        rows = unit.rows(select(*CostEntry.__table__.c).order_by(CostEntry.id))
    return [(row.department_code, row.kind, row.amount_fen) for row in rows if str(row.record_id) == repair_id]


def test_a_repair_runs_from_the_report_to_a_bad_rating(product: Product, workshop: Workshop) -> None:
    before, after = workshop.photo(workshop.reporter), workshop.photo(workshop.plumber, "done.png.jpg")
    repair_id = workshop.reported(photos=[before])
    reported = read(workshop.reporter, repair_id)
    assert (reported["state"], reported["department_code"], reported["reporter_department"]) == (
        "reported",
        OFFICE,
        DATA,
    )
    assert reported["limits"] == {"dispatch": 2, "arrival": 7, "completion": 14}
    assert workshop.dispatcher.get(reported["photos"][0]["href"]).data == JPEG
    assert [item["action"] for item in reported["available_actions"]] == ["cancel"]
    assert waiting(workshop.dispatcher, repair_id) == ["dispatch_ticket"]

    assert workshop.reporter.get(f"{BASE}/{repair_id}/technicians").get_json()["code"] == "permission-missing"
    found = workshop.dispatcher.get(f"{BASE}/{repair_id}/technicians").get_json()["items"]
    chosen = {item["name"]: item["id"] for item in found}
    assert chosen["潘水根"] == id_of(workshop.plumber)
    turn(workshop.dispatcher, repair_id, "dispatches", {"technician_id": id_of(workshop.fitter)})
    again = {"technician_id": chosen["潘水根"], "note": "改派水电工。"}
    assert turn(workshop.dispatcher, repair_id, "dispatches", again)["technician_name"] == "潘水根"
    same = turn(workshop.dispatcher, repair_id, "dispatches", again, 409)
    assert same["code"] == "already-in-these-hands"
    assert (waiting(workshop.plumber, repair_id), waiting(workshop.fitter, repair_id)) == (["arrive_ticket"], [])
    assert turn(workshop.fitter, repair_id, "arrival", {}, 403)["code"] == "in-other-hands"
    assert "arrive" not in {item["action"] for item in read(workshop.fitter, repair_id)["available_actions"]}
    turn(workshop.plumber, repair_id, "arrival", {"note": "已到场。"})
    assert turn(workshop.reporter, repair_id, "cancellation", {"reason": "不修了"}, 409)["code"] == (
        "transition-forbidden"
    )
    done = turn(workshop.plumber, repair_id, "completion", {**WORK, "photos": [after]})
    assert (done["state"], done["light"], done["due_at"], done["cost_fen"]) == ("completed", "grey", None, COST_FEN)
    assert waiting(workshop.reporter, repair_id) == ["accept_ticket"]
    assert turn(workshop.plumber, repair_id, "acceptance", {"rating": 5}, 403)["code"] == "not-your-turn"

    returned = turn(workshop.reporter, repair_id, "returns", {"reason": "仍有渗水。"})
    assert (returned["state"], returned["completed_at"]) == ("in_progress", None)
    # Dispatched anew it waits for a second arrival, and is not undone by its reporter.
    turn(workshop.dispatcher, repair_id, "dispatches", {"technician_id": id_of(workshop.fitter)})
    assert turn(workshop.reporter, repair_id, "cancellation", {"reason": "算了"}, 409)["code"] == "arrived-already"
    assert read(workshop.reporter, repair_id)["available_actions"] == []
    turn(workshop.fitter, repair_id, "arrival", {})
    turn(workshop.fitter, repair_id, "completion", {"work": "重新缠绕生料带。", "labour_fen": 1000})
    bad = turn(workshop.reporter, repair_id, "acceptance", {"rating": 2, "comment": "来了两次。"})
    assert (bad["state"], bad["rating"], bad["closed_at"]) == ("following_up", 2, None)
    assert costs_of(product, repair_id) == [(DATA, "repairs", COST_FEN), (DATA, "repairs", 1000)]


def test_a_bad_rating_is_followed_up_by_another_and_the_work_done_again(product: Product, workshop: Workshop) -> None:
    repair_id = workshop.followed_up()
    number = read(workshop.supervisor, repair_id)["number"]
    assert waiting(workshop.supervisor, repair_id) == ["follow_up_ticket"]
    assert turn(workshop.supervisor, repair_id, "follow_up", {"result": "已处理"}, 409)["code"] == "call-back-first"
    turn(workshop.supervisor, repair_id, "call_backs", {"reached": False, "result": "无人接听。"})
    assert turn(workshop.supervisor, repair_id, "reopening", {"reason": "重做"}, 409)["code"] == "call-back-first"
    assert turn(workshop.plumber, repair_id, "call_backs", {"result": "已致歉"}, 403)["code"] == "not-your-turn"
    turn(workshop.supervisor, repair_id, "call_backs", {"result": "希望彻底更换。"})
    reopened = turn(workshop.supervisor, repair_id, "reopening", {"reason": "更换整套龙头。"})
    assert (reopened["state"], reopened["number"]) == ("reopened", number)
    turn(workshop.dispatcher, repair_id, "dispatches", {"firm": "舟山某水暖工程有限公司"})
    turn(workshop.dispatcher, repair_id, "arrival", {})
    turn(workshop.dispatcher, repair_id, "completion", {**WORK, "work": "更换龙头。"})
    good = turn(workshop.reporter, repair_id, "acceptance", {"rating": 5})
    assert (good["state"], good["rating"], good["first_rating"], good["light"]) == ("closed", 5, 1, "grey")
    assert [cost[2] for cost in costs_of(product, repair_id)] == [COST_FEN, COST_FEN]
    assert [work["parts_fen"] for work in good["works"]] == [3600, 3600]
    everybody = (workshop.reporter, workshop.dispatcher, workshop.plumber, workshop.supervisor)
    assert [waiting(caller, repair_id) for caller in everybody] == [[], [], [], []]


def test_a_follow_up_closes_with_what_was_done(workshop: Workshop) -> None:
    repair_id = workshop.followed_up()
    turn(workshop.supervisor, repair_id, "call_backs", {"result": "反映到场较晚。"})
    closed = turn(workshop.supervisor, repair_id, "follow_up", {"result": "已向报修人致歉，明确到场时间。"})
    assert (closed["state"], closed["rating"], closed["available_actions"]) == ("closed", 1, [])
    assert [event["turn"] for event in closed["timeline"]][-3:] == ["accept_badly", "call_back", "close_follow_up"]


def test_a_repair_is_cancelled_or_declined_before_anybody_arrived(workshop: Workshop) -> None:
    cancelled = turn(workshop.reporter, workshop.dispatched(), "cancellation", {"reason": "已自行修好"})
    assert (cancelled["state"], cancelled["due_at"]) == ("cancelled", None)
    assert waiting(workshop.plumber, cancelled["id"]) == []
    refusal = {"reason": "属物业公司责任范围", "turn_to": "物业服务中心"}
    declined = turn(workshop.dispatcher, workshop.reported(), "refusal", refusal)
    assert (declined["state"], declined["timeline"][-1]["detail"]) == ("declined", {"turn_to": "物业服务中心"})


def test_everybody_sees_what_is_theirs(product: Product, workshop: Workshop) -> None:
    repair_id = workshop.dispatched()
    seeing = (workshop.reporter, workshop.dispatcher, workshop.fitter, workshop.supervisor, workshop.leader)
    assert [caller.get(f"{BASE}/{repair_id}").status_code for caller in seeing] == [200] * 5
    photo = f"{BASE}/{repair_id}/photos/{repair_id}"
    for persona in ("officer-qiao", "officer-miao", "officer-xu"):
        stranger = product.officer(persona)
        assert [item for item in stranger.every(BASE) if item["id"] == repair_id] == []
        assert [stranger.get(path).status_code for path in (f"{BASE}/{repair_id}", photo)] == [404, 404]
        for what, body in (("dispatches", {}), ("arrival", {}), ("acceptance", {"rating": 1})):
            assert turn(stranger, repair_id, what, body, 404)["code"] == "ticket-not-found"
    assert workshop.dispatcher.get(photo).status_code == 404
    assert turn(workshop.leader, repair_id, "arrival", {}, 403)["code"] == "not-your-turn"


def test_lists_and_counts_are_narrowed_by_filters(workshop: Workshop) -> None:
    place = "9号楼地下二层配电间"
    first = workshop.dispatched(place=place, category="fire_safety", priority="urgent", resource_code="B9-Z1")
    second = workshop.reported(place=place, category="lift", resource_code=None, asset_number=None)

    def found(**query: str) -> list[str]:
        return [item["id"] for item in workshop.dispatcher.every(BASE, place="9号楼地下", **query)]

    assert found() == [second, first]
    assert found(state="dispatched", light="green", priority="urgent") == [first]
    assert (found(category="lift"), found(resource_code="B9-Z1"), found(words="漏水")) == (
        [second],
        [first],
        [second, first],
    )
    assert (found(technician_id=id_of(workshop.plumber)), found(light="red"), found(month="2020-01")) == (
        [first],
        [],
        [],
    )
    mine = [item["id"] for item in workshop.plumber.every(BASE, mine="assigned", place="9号楼地下")]
    assert mine == [first]
    # Words stand for themselves.
    assert workshop.dispatcher.every(BASE, place="9号楼_下") == []
    counts = workshop.dispatcher.get(f"{BASE}/counts", query_string={"place": place}).get_json()
    assert counts["states"] == {"dispatched": 1, "reported": 1}
    assert (counts["total"], counts["lights"]["green"], counts["complete"]) == (2, 2, True)
