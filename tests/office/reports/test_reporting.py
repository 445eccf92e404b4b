"""A case on its way to the province: in order, once, whatever the bus does."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from engines.reporting import CaseReport
from tests.product import Caller, Product

Arrived = Callable[[str], dict[str, Any]]
Force = Callable[..., None]


def reports_of(officer: Caller, case: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """Return the reports of a case, oldest first."""
    return officer.every("/office/v1/reports", case_number=case["number"], **query)[::-1]


def test_a_renewal_arrives_turn_by_turn(product: Product, arrived: Arrived) -> None:
    case = product.file_renewal(product.citizen())
    product.grant(case["id"])
    product.work()
    found = arrived(case["id"])
    assert found["services"] == ["receive", "accept", "flowSync", "finish", "deliver"]
    assert (found["status"], found["result"]) == ("10", "0")
    reports = reports_of(product.officer(), case)
    assert [item["service"] for item in reports] == ["unicode.generate", *found["services"]]
    assert {item["state"] for item in reports} == {"sent"}
    assert {item["number"] for item in reports} == {found["number"]}
    assert all(item["tries"] == 1 and item["sent_at"] for item in reports)


def test_correction_and_special_procedure_are_told_in_their_order(product: Product, arrived: Arrived) -> None:
    case = _with_correction_and_suspension(product)
    product.work()
    assert arrived(case["id"])["services"] == _EXPECTED


_EXPECTED = ["receive", "supplementNotify", "supplementAccept", "accept", "specProcStart", "specProcFinish", "finish"]


def _with_correction_and_suspension(product: Product) -> dict[str, Any]:
    citizen, chief = product.citizen(), product.officer()
    case = product.file_renewal(citizen)
    chief.turn(case["id"], "correction-requests", {"items": ["照片不清晰"]})
    _as_applicant(citizen, case, "corrections", {"materials": []})
    chief.turn(case["id"], "acceptance", {})
    chief.turn(case["id"], "suspensions", {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4})
    chief.turn(case["id"], "resumption", {"result": "体检合格"})
    _as_applicant(citizen, case, "withdrawal", {"reason": "不办了"})
    return case


def _as_applicant(citizen: Caller, case: dict[str, Any], turn: str, body: dict[str, Any]) -> None:
    etag = citizen.get(f"/services/v1/cases/{case['id']}").headers["ETag"]
    answer = citizen.post(f"/services/v1/cases/{case['id']}/{turn}", body, If_Match=etag)
    assert answer.status_code == 200, answer.text


def test_a_bus_that_is_away_for_a_while_misses_nothing(
    product: Product, arrived: Arrived, force: Force, later: Callable[[], None]
) -> None:
    force("down", 1000)
    case = product.file_renewal(product.citizen())
    product.grant(case["id"])
    product.work()
    assert arrived(case["id"])["services"] == []
    states = [item["state"] for item in reports_of(product.officer(), case)]
    assert states[0] == "unconfirmed"
    assert set(states[1:]) == {"waiting"}
    force("down", 0)
    later()
    assert arrived(case["id"])["services"] == ["receive", "accept", "flowSync", "finish", "deliver"]


@pytest.mark.parametrize("fault", ["unknown", "unknown-taken", "half", "cut", "duplicate", "nonsense"])
def test_an_outcome_that_nobody_knows_is_asked_for(
    product: Product, arrived: Arrived, force: Force, later: Callable[[], None], fault: str
) -> None:
    citizen, chief = product.citizen(), product.officer()
    force(fault)
    case = product.file_renewal(citizen)
    product.work()
    later()
    turns = [
        ("acceptance", {}),
        ("suspensions", {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4}),
        ("resumption", {"result": "体检合格"}),
        ("reviews", {"outcome": "approved", "opinion": "同意"}),
        ("decision", {"outcome": "granted"}),
    ]
    for turn, body in turns:
        force(fault)
        chief.turn(case["id"], turn, body)
        product.work()
        later()
    later()
    wanted = ["receive", "accept", "specProcStart", "specProcFinish", "flowSync", "finish", "deliver"]
    assert arrived(case["id"])["services"] == wanted
    assert {item["state"] for item in reports_of(chief, case)} == {"sent"}


@pytest.mark.parametrize("fault", ["bad-signature", "clock-skew"])
def test_while_the_key_is_refused_all_reports_wait(
    product: Product, arrived: Arrived, force: Force, later: Callable[[], None], fault: str
) -> None:
    force(fault, 3)
    case = product.file_renewal(product.citizen())
    product.work()
    waiting = reports_of(product.officer(), case)
    assert [item["state"] for item in waiting] == ["waiting", "waiting"]
    assert waiting[0]["answer_code"] == "601"
    assert "密钥" in waiting[0]["answer_message"]
    force(fault, 0)
    later()
    assert arrived(case["id"])["services"] == ["receive"]


@pytest.fixture
def refused(product: Product, force: Force) -> dict[str, Any]:
    """Return a granted case whose acceptance the bus refused."""
    case = product.file_renewal(product.citizen())
    force("refused")
    product.grant(case["id"])
    product.work()
    return case


def test_what_the_bus_refuses_waits_for_a_person(product: Product, arrived: Arrived, refused: dict[str, Any]) -> None:
    head = product.officer("officer-lou")
    reports = reports_of(head, refused)
    assert [item["state"] for item in reports] == ["sent", "sent", "refused", "waiting", "waiting", "waiting"]
    stopped = reports[2]
    assert (stopped["answer_code"], stopped["answer_message"]) == ("MATTER_NOT_FOUND", "事项编码不存在")
    assert [task["kind"] for task in head.tasks(stopped["id"])] == ["report_refused"]
    assert head.tasks(stopped["id"])[0]["href"] == f"/office/v1/reports/{stopped['id']}"
    path = f"/office/v1/reports/{stopped['id']}/repetitions"
    assert head.post(path, {}).status_code == 428
    assert head.post(path, {}, If_Match='"99"').status_code == 412
    answer = head.post(path, {}, If_Match=f'"{stopped["version"]}"')
    assert (answer.status_code, answer.get_json()["state"]) == (200, "waiting"), answer.text
    product.work()
    assert arrived(refused["id"])["services"] == ["receive", "accept", "flowSync", "finish", "deliver"]
    assert head.tasks(stopped["id"]) == []
    again = head.get(f"/office/v1/reports/{stopped['id']}")
    taken = head.post(path, {}, If_Match=again.headers["ETag"])
    assert (taken.status_code, taken.get_json()["code"]) == (409, "report-arrived")


def test_all_refused_of_a_filter_are_repeated_by_a_job(
    product: Product, arrived: Arrived, refused: dict[str, Any]
) -> None:
    head = product.officer("officer-lou")
    filters = {"system": "government_bus", "service": "accept", "case_number": refused["number"]}
    answer = head.post("/office/v1/reports/repetitions", filters)
    assert (answer.status_code, answer.get_json()) == (202, {"count": 1})
    product.work()
    assert arrived(refused["id"])["services"] == ["receive", "accept", "flowSync", "finish", "deliver"]
    assert head.post("/office/v1/reports/repetitions", filters).get_json() == {"count": 0}
    product.work()


def test_a_report_is_masked_and_sealed(product: Product, refused: dict[str, Any]) -> None:
    chief = product.officer()
    receipt = reports_of(chief, refused)[1]
    shown = chief.get(f"/office/v1/reports/{receipt['id']}").get_json()
    applicant = shown["body"]["fields"]["applicantVO"]
    assert applicant["applyName"] == "林**"
    assert applicant["applyCardNo"].count("*") == 16
    assert shown["body"]["place"]["operatorName"] == "林**"
    text = chief.get(f"/office/v1/reports/{receipt['id']}").text
    assert "林海燕" not in text
    with product.context.database.unit() as unit:
        row = unit.first(select(CaseReport.body_sealed).where(CaseReport.id == uuid.UUID(receipt["id"])))
    assert row is not None
    sent = product.context.vault.open_json(row.body_sealed)
    number = sent["fields"]["applicantVO"]["applyCardNo"]
    assert len(number) == 18
    assert number not in text
    assert number not in row.body_sealed


def test_another_department_sees_nothing(product: Product, refused: dict[str, Any]) -> None:
    stranger = product.officer("officer-wei")
    assert reports_of(stranger, refused) == []
    report = reports_of(product.officer(), refused)[2]
    assert stranger.get(f"/office/v1/reports/{report['id']}").status_code == 404
    path = f"/office/v1/reports/{report['id']}/repetitions"
    assert stranger.post(path, {}, If_Match=f'"{report["version"]}"').status_code == 404
    assert stranger.post("/office/v1/reports/repetitions", {"case_number": refused["number"]}).get_json() == {
        "count": 0
    }
    product.work()
    assert reports_of(product.officer(), refused)[2]["state"] == "refused"
    assert product.officer("officer-fei").get("/office/v1/reports").status_code == 403


def test_who_may_read_may_not_therefore_repeat(product: Product, refused: dict[str, Any]) -> None:
    supervisor = product.officer("officer-zhu")
    report = reports_of(supervisor, refused)[2]
    path = f"/office/v1/reports/{report['id']}/repetitions"
    assert supervisor.post(path, {}, If_Match=f'"{report["version"]}"').status_code == 403
    assert supervisor.post("/office/v1/reports/repetitions", {}).status_code == 403


def test_the_list_is_narrowed(product: Product, refused: dict[str, Any]) -> None:
    chief = product.officer()
    assert [item["service"] for item in reports_of(chief, refused, state="refused")] == ["accept"]
    assert [item["service"] for item in reports_of(chief, refused, service="receive")] == ["receive"]
    page = chief.get("/office/v1/reports", query_string={"case_number": refused["number"], "limit": 2}).get_json()
    assert page["count"] == 6
    assert page["open"].keys() == {"waiting", "unconfirmed", "refused"}
    assert page["open"]["refused"] >= 1
    assert reports_of(chief, refused, since="2099-01-01") == []
    for wrong in ("state=lost", "since=yesterday", "system=other"):
        assert chief.get(f"/office/v1/reports?{wrong}").status_code == 422


def test_what_follows_of_an_earlier_turn_is_told_also_when_the_bus_is_new(product: Product, arrived: Arrived) -> None:
    case = product.file_renewal(product.citizen())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engines.reporting.following.connected", lambda _context, _system: None)
        product.work()
    assert reports_of(product.officer(), case) == []
    product.officer().turn(case["id"], "acceptance", {})
    product.work()
    assert arrived(case["id"])["services"] == ["receive", "accept"]


def test_workers_side_by_side_tell_a_case_in_order(
    product: Product, arrived: Arrived, later: Callable[[], None]
) -> None:
    case = product.file_renewal(product.citizen())
    product.grant(case["id"])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: [product.work_once() for _ in range(10)], range(4)))
    later()
    assert arrived(case["id"])["services"] == ["receive", "accept", "flowSync", "finish", "deliver"]
    assert {item["tries"] for item in reports_of(product.officer(), case)} == {1}
