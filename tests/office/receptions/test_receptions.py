"""Receptions over HTTP: one from the letter to its costs, what is refused, what happens by itself."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engines.files.models import StoredFile
from engines.receptions import run_reception_timers
from engines.receptions.queries import hold_receptions
from kit import clock
from kit.clock import BEIJING
from kit.ids import new_id
from tests.product import Caller, Product

PATH, OFFICE, DATA = "/office/v1/receptions", "11330900002600114R", "11330900MB15A0263B"
MEAL = {
    "kind": "work_meal",
    "day": "2027-05-11",
    "place": "行政中心食堂",
    "guests": 2,
    "accompanying": 1,
    "amount_fen": 30_000,
}
STAY = {
    "kind": "lodging",
    "day": "2027-05-11",
    "place": "临城宾馆",
    "level": "county",
    "rooms": 2,
    "nights": 1,
    "amount_fen": 70_000,
}
RIDE = {"kind": "transport", "day": "2027-05-12", "place": "码头接送", "amount_fen": 20_000}


class House:
    """Everybody whom a reception of the data bureau concerns, and one organ of one's own that sends guests."""

    def __init__(self, product: Product) -> None:
        self.product, self.organ = product, f"某市数据局{new_id().hex[-6:]}"
        self.begin = datetime(2027, 5, 11, 9, tzinfo=BEIJING)
        self.invoice = f"26332000{new_id().hex[-12:]}"

    @contextmanager
    def on(self, days: float) -> Iterator[None]:
        """Let it be so many days after the beginning, with everybody signed in anew."""
        with clock.travel(self.begin + timedelta(days=days)):
            names = {"rui", "zhuo", "ming", "wen", "ji2", "mou"}
            self.who = {name: self.product.officer(f"officer-{name}") for name in names}
            yield

    def asked(self, **more: Any) -> dict[str, Any]:
        """Return what is asked for."""
        guests = [("贺一舟", "副局长", "county"), ("顾小满", "科员", "other")]
        return {
            "letter": {"organ": self.organ, "number": f"甬数函〔2027〕{new_id().hex[-6:]}号", "dated_on": "2027-05-06"},
            "guests": [
                {"name": name, "organ": self.organ, "post": post, "level": level} for name, post, level in guests
            ],
            "leader": "贺一舟",
            "purpose": "交流政务数据共享工作",
            "accompanying": [{"name": "芮宁", "post": "综合处副处长"}],
            "items": [MEAL, STAY, RIDE],
            "starts_at": self.begin.isoformat(),
            "ends_at": (self.begin + timedelta(days=1)).isoformat(),
            **more,
        }

    def listed(self, **more: Any) -> dict[str, Any]:
        """Return the list of what it was."""
        asked = self.asked()
        return {
            **{name: asked[name] for name in ("guests", "leader", "accompanying", "items")},
            "activities": [{"name": "座谈", "at": self.begin.isoformat(), "place": "3号楼512会议室"}],
            "invoices": [{"number": self.invoice, "amount_fen": 50_000}],
            "nothing_forbidden": True,
            **more,
        }

    def requested(self, who: str = "rui", **more: Any) -> str:
        """Ask for a reception."""
        answer = self.who[who].post(PATH, self.asked(**more))
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def turn(self, who: str, reception_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
        """Read a reception and make a turn from what was read."""
        etag = self.who[who].get(f"{PATH}/{reception_id}").headers.get("ETag", '"1"')
        answer = self.who[who].post(f"{PATH}/{reception_id}/{what}", body, If_Match=etag)
        assert answer.status_code == expect, answer.text
        return dict(answer.get_json())

    def waiting(self, who: str, reception_id: str) -> list[str]:
        """Return the kinds of tasks that wait for somebody."""
        return sorted(task["kind"] for task in self.who[who].tasks(reception_id))


def costs(caller: Caller) -> int:
    """Return what receptions cost the data bureau in May."""
    found = caller.get("/office/v1/logistics_costs?first_month=2027-05&last_month=2027-05").get_json()["items"]
    return sum(line["amount_fen"] for line in found if (line["department_code"], line["kind"]) == (DATA, "reception"))


def figures(caller: Caller) -> dict[str, int]:
    """Return what the summary of May says of the data bureau."""
    answer = caller.get(f"{PATH}/summary?month=2027-05")
    assert "贺一舟" not in answer.text
    names = ("receptions", "guests", "accompanying", "cost_fen")
    lines = [line for line in answer.get_json()["departments"] if line["department_code"] == DATA]
    return {name: sum(line[name] for line in lines) for name in names}


def test_a_reception_from_the_letter_to_its_costs(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        before, counted = costs(house.who["mou"]), figures(house.who["mou"])
        reception_id = house.requested()
        assert house.waiting("zhuo", reception_id) == ["approve_reception"]
        assert house.waiting("wen", reception_id) == []
        assert house.who["ming"].get(f"{PATH}/{reception_id}").status_code == 404
        assert house.who["wen"].get(f"{PATH}/{reception_id}").status_code == 404
        house.turn("zhuo", reception_id, "approval", {"decision": "return", "opinion": "请补充活动安排"})
        assert house.waiting("rui", reception_id) == ["change_reception"]
        asked = house.asked(items=[MEAL, STAY, {**RIDE, "amount_fen": 15_000}])
        assert house.turn("rui", reception_id, "resubmission", asked)["estimate_fen"] == 45_000
        found = house.turn("zhuo", reception_id, "approval", {"decision": "approve"})
        assert (found["approver_name"], found["list_due_on"]) == ("卓思明", "2027-05-19")
        assert house.waiting("rui", reception_id) == ["file_reception_list"]
    with house.on(0.9):
        assert house.turn("rui", reception_id, "list", house.listed(), 409)["code"] == "reception-to-come"
    with house.on(2):
        problem = house.turn("rui", reception_id, "list", house.listed(), 422)
        (breach,) = problem["breaches"]
        assert (breach["pointer"], breach["limit"], breach["given"]) == ("/over_reason", 45_000, 50_000)
        guests = [*house.asked()["guests"], {"name": "舟山客", "organ": "某局", "post": "司机", "level": "other"}]
        filed = house.turn("rui", reception_id, "list", house.listed(over_reason="渡轮停航", guests=guests))
        assert filed["state"] == "listed"
        assert house.turn("rui", reception_id, "settlement", {"settled": True}, 403)["code"] == "not-your-turn"
        assert house.waiting("ji2", reception_id) == ["settle_reception"]
        seen = house.who["ji2"].get(f"{PATH}/{reception_id}").get_json()["list"]
        assert (seen["over_estimate_fen"], seen["over_reason"]) == (5_000, "渡轮停航")
        assert seen["unannounced"] == ["舟山客"]
        house.turn("ji2", reception_id, "settlement", {"settled": False}, 422)
        house.turn("ji2", reception_id, "settlement", {"settled": False, "opinion": "请核对人数"})
        assert house.waiting("rui", reception_id) == ["file_reception_list"]
        house.turn("rui", reception_id, "list", house.listed(over_reason="渡轮停航"))
        done = house.turn("ji2", reception_id, "settlement", {"settled": True, "opinion": "同意"})
        assert (done["state"], done["settler_name"], done["cost_fen"]) == ("settled", "计海平", 50_000)
        assert house.turn("ji2", reception_id, "settlement", {"settled": True}, 409)["code"] == "transition-forbidden"
        assert house.waiting("rui", reception_id) == ["reception_news"]
        # The lodging is the guests' own, whom their organ reimburses.
        assert costs(house.who["mou"]) - before == 50_000
        after = figures(house.who["mou"])
        assert {name: after[name] - counted[name] for name in after} == {
            "receptions": 1,
            "guests": 2,
            "accompanying": 1,
            "cost_fen": 50_000,
        }
        assert house.who["rui"].get(f"{PATH}/summary").status_code == 403
        chosen = {"organ": house.organ, "month": "2027-05", "department_code": DATA, "state": "settled"}
        (line,) = house.who["mou"].every(PATH, **chosen)
        assert (line["id"], "guests" in line) == (reception_id, False)
        assert house.who["rui"].get(f"{PATH}/counts?organ={house.organ}&mine=true").get_json()["total"] == 1
        assert house.who["ming"].every(PATH, organ=house.organ) == []


def test_what_breaks_a_rule_is_refused_with_every_breach(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        levels = [item["code"] for item in house.who["rui"].get(f"{PATH}/standards").get_json()["items"]]
        assert levels == ["ministry", "bureau", "county", "other"]
        dear = [{**MEAL, "amount_fen": 33_001}, {**MEAL, "amount_fen": 0}, {**STAY, "amount_fen": 76_001}]
        company = [{"name": f"陪同{place}", "post": "科员"} for place in range(4)]
        answer = house.who["rui"].post(PATH, house.asked(letter=None, accompanying=company, items=dear))
        assert answer.status_code == 422, answer.text
        problem = answer.get_json()
        assert [(item["pointer"], item["rule"], item["limit"], item["given"]) for item in problem["breaches"]] == [
            ("/letter", "no_letter", None, None),
            ("/accompanying", "too_many_accompanying", 3, 4),
            ("/items/1", "second_working_meal", 1, 2),
            ("/items/0/amount_fen", "meal_over_standard", 33_000, 33_001),
            ("/items/2/amount_fen", "lodging_over_standard", 76_000, 76_001),
        ]
        assert [item["pointer"] for item in problem["errors"]] == [item["pointer"] for item in problem["breaches"]]
        assert all(item["source"] for item in problem["breaches"])
        gift = {"kind": "gift", "day": "2027-05-11", "place": "会议室", "amount_fen": 1}
        assert house.who["rui"].post(PATH, house.asked(items=[gift])).status_code == 422
        assert house.who["mou"].post(PATH, house.asked()).status_code == 403
        assert house.who["wen"].post(PATH, house.asked()).status_code == 403


def test_nobody_decides_on_their_own_and_what_was_decided_stays(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        scan = house.who["rui"].attach(f"{PATH}/letters", b"%PDF-1.4\n%%EOF\n", "函.pdf", '"1"')
        assert scan.status_code == 201, scan.text
        letter = {**house.asked()["letter"], "file_id": scan.get_json()["id"]}
        reception_id = house.requested(letter=letter)
        # By one letter there is one working meal, and its scan is one record's.
        again = house.who["rui"].post(PATH, house.asked(letter=letter)).get_json()
        assert [(item["pointer"], item["given"]) for item in again["breaches"]] == [("/items/0", 2)]
        again = house.who["rui"].post(PATH, house.asked(letter=letter, items=[])).get_json()
        assert [item["pointer"] for item in again["errors"]] == ["/letter/file_id"]
        assert house.who["zhuo"].get(f"{PATH}/{reception_id}/letter").data.startswith(b"%PDF")
        assert house.who["ming"].get(f"{PATH}/{reception_id}/letter").status_code == 404
        assert house.turn("zhuo", reception_id, "approval", {"decision": "reject"}, 422)["errors"]
        rejected = house.turn("zhuo", reception_id, "approval", {"decision": "reject", "opinion": "同城不接待"})
        assert (rejected["state"], rejected["available_actions"]) == ("rejected", [])
        own = house.requested("zhuo")
        refused = house.turn("zhuo", own, "approval", {"decision": "approve"}, 403)
        assert refused["code"] == "reception-decided-by-another"
        actions = house.who["zhuo"].get(f"{PATH}/{own}").get_json()["available_actions"]
        assert [action["action"] for action in actions] == ["cancel"]
        other = house.requested()
        house.turn("rui", other, "cancellation", {"reason": "改为视频会议"})
        assert house.turn("zhuo", other, "approval", {"decision": "approve"}, 409)["code"] == "transition-forbidden"
        assert house.waiting("zhuo", other) == []


def test_one_that_is_not_approved_lapses_and_a_late_list_is_told_of_once(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        lapsing, approved = house.requested(), house.requested()
        house.turn("zhuo", approved, "approval", {"decision": "approve"})
    with house.on(0):
        assert house.turn("zhuo", lapsing, "approval", {"decision": "approve"}, 409)["code"] == "reception-begun"
        run_reception_timers(product.context)
        assert house.who["rui"].get(f"{PATH}/{lapsing}").get_json()["state"] == "lapsed"
    # It ends on Wednesday the 12th: the fifth working day after it is the 19th.
    with house.on(8.5):
        run_reception_timers(product.context)
        assert house.waiting("zhuo", approved) == []
    with house.on(9):
        run_reception_timers(product.context)
        run_reception_timers(product.context)
        assert house.waiting("zhuo", approved) == ["reception_list_late"]
        assert house.waiting("rui", approved) == ["file_reception_list", "reception_list_late"]
        house.turn("rui", approved, "list", house.listed())
        assert house.waiting("zhuo", approved) == []


def test_one_that_has_begun_is_listed_or_struck_by_an_approver(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        letter = house.asked()["letter"]
        reception_id = house.requested(letter=letter)
        house.turn("zhuo", reception_id, "approval", {"decision": "approve"})
    with house.on(2):
        refused = house.turn("rui", reception_id, "cancellation", {"reason": "改为视频会议"}, 409)
        assert refused["code"] == "reception-took-place"
        assert house.who["rui"].post(PATH, house.asked(letter=letter)).status_code == 422
        found = {name: house.who[name].get(f"{PATH}/{reception_id}").get_json() for name in ("rui", "zhuo")}
        actions = {name: [item["action"] for item in answer["available_actions"]] for name, answer in found.items()}
        assert actions == {"rui": ["file_list"], "zhuo": ["strike"]}
        struck = house.turn("zhuo", reception_id, "cancellation", {"reason": "台风停航，来宾未到"})
        assert struck["state"] == "cancelled"
        assert house.waiting("rui", reception_id) == ["reception_news"]


def test_an_invoice_is_claimed_once(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        first, second = house.requested(), house.requested()
        for reception_id in (first, second):
            house.turn("zhuo", reception_id, "approval", {"decision": "approve"})
    with house.on(2):
        half = {"number": house.invoice, "amount_fen": 25_000}
        twice = house.turn("rui", first, "list", house.listed(invoices=[half, half]), 422)
        assert [(item["pointer"], item["rule"]) for item in twice["breaches"]] == [
            ("/invoices/1/number", "invoice_twice")
        ]
        house.turn("rui", first, "list", house.listed())
        again = house.turn("rui", second, "list", house.listed(), 422)
        assert [item["pointer"] for item in again["errors"]] == ["/invoices/0/number"]
        # A list that was returned has its own invoices still.
        house.turn("ji2", first, "settlement", {"settled": False, "opinion": "请核对人数"})
        house.turn("rui", first, "list", house.listed())


def test_another_scan_takes_the_place_of_the_first(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        scans = []
        for name in ("函.pdf", "清晰.pdf"):
            answer = house.who["rui"].attach(f"{PATH}/letters", b"%PDF-1.4\n%%EOF\n", name, '"1"')
            scans.append(answer.get_json()["id"])
        letters = [{**house.asked()["letter"], "file_id": scan} for scan in scans]
        reception_id = house.requested(letter=letters[0])
        for _ in letters:  # Said anew with the same scan, it stays.
            house.turn("zhuo", reception_id, "approval", {"decision": "return", "opinion": "扫描件不清晰"})
            house.turn("rui", reception_id, "resubmission", house.asked(letter=letters[1]))
        with product.context.database.unit() as unit:
            kept = unit.rows(select(StoredFile.id).where(StoredFile.record_id == uuid.UUID(reception_id)))
        assert [str(row.id) for row in kept] == [scans[1]]
        assert house.who["rui"].get(f"{PATH}/{reception_id}/letter").status_code == 200


def test_of_two_who_ask_at_once_one_gets_the_meal_of_a_letter(product: Product) -> None:
    house = House(product)
    with house.on(-2):
        asked = house.asked()
        with product.context.database.unit() as unit, ThreadPoolExecutor(2) as pool:
            # Somebody of the department is asking: who comes meanwhile waits until they are done.
            hold_receptions(unit, DATA)
            waiting = [pool.submit(house.who[name].post, PATH, asked) for name in ("rui", "zhuo")]
            unit.commit()
            assert sorted(answer.result().status_code for answer in waiting) == [201, 422]
