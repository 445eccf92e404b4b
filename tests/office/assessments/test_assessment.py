"""Scores from what happened to matters, published, explained, appealed against and frozen, over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest

from engines.supervision import count_overdue_days
from kit import clock
from kit.ids import new_id
from tests.office.supervision_matters.matters import DATA, OFFICE, Bench, turn
from tests.product import Caller, Product

BASE, APPEALS, BOARD = "/office/v1/assessments", "/office/v1/score_appeals", "/office/v1/leaderboard"
BEGUN, DUE, CLOSED = date(2027, 6, 1), date(2027, 6, 15), date(2027, 7, 5)
PERIOD = "2027-06"


def changed(caller: Caller, path: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read something and change it from what was read."""
    etag = caller.get(path).headers["ETag"]
    answer = caller.post(f"{path}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def scheme(office: Caller) -> str:
    """Publish a scheme of one indicator of the ledger and one that is reported, and return its code."""
    word = f"t{new_id().hex[-8:]}"
    usual = {
        "department": OFFICE,
        "definition": "每逾期1天扣0.5分。",
        "direction": "lower",
        "unit": "天",
        "name": "逾期天数",
        "name_en": "days",
    }
    overdue = {
        **usual,
        "department": OFFICE,
        "code": f"{word}_days",
        "source": "system",
        "measured_by": "matters.overdue_days",
    }
    looping = office.post(f"{BASE}/indicators", {**overdue, "formula": "value / 0"})
    assert looping.status_code == 422, looping.text
    assert office.post(f"{BASE}/indicators", {**overdue, "formula": "value * 0.5", "cap": "30"}).status_code == 201
    praised = {
        **usual,
        "department": OFFICE,
        "code": f"{word}_praise",
        "source": "reported",
        "formula": "5 - value",
        "unit": "分",
    }
    assert office.post(f"{BASE}/indicators", praised).status_code == 201
    weights = [{"indicator": f"{word}_days", "weight": "60"}, {"indicator": f"{word}_praise", "weight": "30"}]
    body = {
        "department": OFFICE,
        "code": word,
        "name": "测试月考评",
        "name_en": "a month",
        "period_kind": "month",
        "region": "330900",
    }
    short = office.post(f"{BASE}/schemes", {**body, "weights": weights})
    assert (short.status_code, short.get_json()["code"]) == (422, "weights-do-not-add-up"), short.text
    weights[1]["weight"] = "40"
    drawn = office.post(f"{BASE}/schemes", {**body, "weights": weights})
    assert drawn.status_code == 201, drawn.text
    path = f"{BASE}/schemes/{drawn.get_json()['id']}"
    published = office.post(f"{path}/publication", {}, If_Match=drawn.headers["ETag"])
    assert published.get_json()["state"] == "published"
    return word


def assessed(product: Product, office: Caller, code: str) -> str:
    """Have the month computed, and return the address of its assessment."""
    asked = office.post(f"{BASE}/computations", {"scheme": code, "period": PERIOD})
    assert asked.status_code == 202, asked.text
    product.work()
    (found,) = office.every(BASE, scheme=code)
    return f"{BASE}/{found['id']}"


def a_month(product: Product) -> tuple[str, str]:
    """Let a matter of the data bureau run four days over, and return the scheme's code and the matter's id."""
    with clock.travel(BEGUN):
        bench = Bench(product)
        code = scheme(bench.assessor)
        matter_id = bench.running(due_on=DUE.isoformat(), title="月度考评所计事项")
    with clock.travel(DUE + timedelta(days=1)):
        count_overdue_days(product.context)
    with clock.travel(DUE + timedelta(days=5)):
        count_overdue_days(product.context)
        Bench(product).finished(matter_id)
        turn(Bench(product).office, matter_id, "completion", {})
        product.work()
    return code, matter_id


def own_score(caller: Caller, path: str) -> dict[str, Any]:
    """Return the data bureau's score of an assessment."""
    (found,) = [item for item in caller.get(path).get_json()["scores"] if item["department_code"] == DATA]
    return dict(found)


def test_a_month_is_scored_published_appealed_and_frozen(house: Product) -> None:
    product = house
    code, matter_id = a_month(product)
    with clock.travel(CLOSED):
        bench = Bench(product)
        value = {"indicator": f"{code}_praise", "department": DATA, "period": PERIOD, "value": "3"}
        told = {**value, "reason": "满意度调查", "source_text": "统计局报告"}
        assert bench.data.post(f"{BASE}/values", told).status_code == 201
        own = {**told, "indicator": f"{code}_days"}
        assert bench.data.post(f"{BASE}/values", own).status_code in (409, 422)
        path = assessed(product, bench.assessor, code)
        score = own_score(bench.assessor, path)
        # Four days overdue at half a point, and two points short of five.
        assert (score["total"], score["rank"] > 1) == ("96.00", True)
        assert bench.data.get(path).status_code == 404
        published = changed(bench.assessor, path, "publication", {})
        assert (published["state"], published["appeal_until"]) == ("published", "2027-08-04")
        assert bench.data.get(path).get_json()["scores"] == published["scores"]
        explained(bench, code, matter_id, score)
        corrected(bench, path, code, score["id"])
    with clock.travel(date(2027, 8, 6)):
        bench = Bench(product)
        assert changed(bench.assessor, path, "freezing", {})["state"] == "frozen"
        assert changed(bench.assessor, path, "freezing", {}, 409)["code"] == "transition-forbidden"
        refused = bench.assessor.post(f"{BASE}/computations", {"scheme": code, "period": PERIOD})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "period-closed")
        assert own_score(bench.data, path)["total"] == "96.50"


def explained(bench: Bench, code: str, matter_id: str, score: dict[str, Any]) -> None:
    """Follow a score to the matter behind it, and find it on the leaderboards."""
    whole = bench.data.get(f"{BASE}/scores/{score['id']}").get_json()
    days = next(line for line in whole["lines"] if line["indicator"] == f"{code}_days")
    assert (days["value"], days["lost"], days["formula"]) == ("4.00", "2.00", "value * 0.5")
    (measure,) = days["measures"]
    assert {item["title"] for item in measure["entries"]} == {"月度考评所计事项"}
    entries = bench.data.every(f"{BASE}/scores/{score['id']}/entries?measure=matters.overdue_days")
    assert [item["record_id"] for item in entries] == [matter_id] * 4
    board = bench.data.get(BOARD, query_string={"of": code, "period": PERIOD}).get_json()
    assert [item["rank"] for item in board["items"] if item["code"] == DATA] == [score["rank"]]
    volume = {"of": "matters.overdue_days", "period": PERIOD}
    items = bench.data.get(BOARD, query_string=volume).get_json()["items"]
    (line,) = [item for item in items if item["code"] == DATA]
    assert (line["amount"], line["assigned"], line["per_matter"]) == (4, 1, "4.00")
    behind = bench.data.every(f"{BOARD}/entries?measure=matters.overdue_days&department={DATA}&period={PERIOD}")
    assert [item["record_id"] for item in behind] == [matter_id] * 4


def corrected(bench: Bench, path: str, code: str, score_id: str) -> None:
    """Have an appeal upheld, and points taken by hand that a second person confirms."""
    assert changed(bench.assessor, path, "freezing", {}, 409)["code"] == "still-open"
    appeal = {"grounds": "省平台故障两天。", "indicator": f"{code}_days"}
    lodged = bench.data.post(f"{BASE}/scores/{score_id}/appeals", appeal)
    assert lodged.status_code == 201, lodged.text
    address = lodged.get_json()["href"]
    assert bench.data.post(f"{BASE}/scores/{score_id}/appeals", appeal).status_code == 409
    decision = {"upheld": True, "reason": "情况属实。", "points": "1"}
    assert bench.office.get(address).status_code == 404
    changed(bench.data, address, "decision", decision, 403)
    decided = changed(bench.leader, address, "decision", decision)
    assert (decided["state"], decided["decided_by_name"]) == ("upheld", "牟云")
    assert [own_score(bench.data, path)[name] for name in ("total", "adjusted")] == ["97.00", "1.00"]
    taken = bench.assessor.post(f"{BASE}/scores/{score_id}/adjustments", {"points": "-0.5", "reason": "迟报数据。"})
    assert taken.status_code == 201, taken.text
    word, etag = {"agreed": True, "reason": "同意。"}, taken.headers["ETag"]
    address = f"{BASE}/adjustments/{taken.get_json()['id']}/confirmation"
    assert bench.assessor.post(address, word, If_Match=etag).status_code == 403
    assert bench.leader.post(address, word, If_Match=etag).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [({"of": "nothing", "period": PERIOD}, 404), ({"of": "matters.closed", "period": "2027-13"}, 422)],
)
def test_a_board_of_nothing_is_refused(product: Product, query: dict[str, str], status: int) -> None:
    assert Bench(product).office.get(BOARD, query_string=query).status_code == status
