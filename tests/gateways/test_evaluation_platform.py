"""Service records and evaluations on their way to the 好差评 platform, over HTTP."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from gateways import Gateways, SourceNonsense, SourceUnavailable
from gateways.evaluation_platform import (
    EvaluationPlatform,
    EvaluationPlatformSettings,
    EvaluationRecord,
    ServiceRecord,
    ShangMi,
)
from kit.ids import new_id
from tests.gateways import small_pack
from tests.gateways.scripted_server import always, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
KEY = "0123456789abcdeffedcba9876543210"
MOMENT = "2026-11-24 09:30:00"


@pytest.fixture
def platform(gateways: Gateways) -> EvaluationPlatform:
    assert gateways.evaluation_platform is not None
    return gateways.evaluation_platform


@pytest.fixture
def service() -> ServiceRecord:
    return ServiceRecord(
        task_code="matter-1",
        area_code="330900",
        task_name="机动车驾驶证补换领",
        task_type="01",
        project_number=str(new_id()),
        department_code=small_pack.OFFICE,
        department_name="舟山市政务服务中心",
        accepted_at=MOMENT,
        finished_at=MOMENT,
        organisation=False,
        user_name="林小舟",
        card_type="111",
        card_number=small_pack.CITIZEN,
        mobile="13800000001",
        manager="王首席",
        service_number=1,
        served_at=MOMENT,
        project_type="2",
        promised_days=3,
        statutory_days=20,
        promise_time="1",
        channel="1",
    )


def rating(service: ServiceRecord, level: int = 5, **more: Any) -> EvaluationRecord:
    told = {"channel": "2", "name": "", "tags": (), "text": "", "evaluated_at": MOMENT, **more}
    return EvaluationRecord(service.project_number, 1, "01", level, **told)


def test_a_service_and_its_evaluation(platform: EvaluationPlatform, service: ServiceRecord, call: Call) -> None:
    early = platform.push_evaluation(rating(service).fields())
    assert (early.taken, early.message) == (False, "服务记录不存在")
    assert platform.push_service(service.fields()).taken
    assert platform.push_evaluation(rating(service, 4, tags=("401", "402")).fields()).taken
    items = call("GET", "/sandbox/evaluation_platform/records")[1]["items"]
    mine = [item for item in items if item["projectNo"] == service.project_number]
    assert [item["kind"] for item in mine] == ["service", "evaluation"]
    assert mine[1] | {"satisfaction": 4, "evalDetail": "401,402", "pf": "2"} == mine[1]
    assert "林小舟" not in str(items)


def test_what_is_there_already_has_arrived(platform: EvaluationPlatform, service: ServiceRecord, force: Force) -> None:
    for _ in range(2):
        assert platform.push_service(service.fields()).taken
    force("evaluation_platform", "duplicate")
    receipt = platform.push_evaluation(rating(service).fields())
    assert (receipt.taken, receipt.message) == (True, "该记录已存在")


def test_a_bad_one_says_why_or_that_nobody_did(platform: EvaluationPlatform, service: ServiceRecord) -> None:
    platform.push_service(service.fields())
    wordless = rating(service, 1).fields()
    assert not platform.push_evaluation({**wordless, "writingEvaluation": ""}).taken
    assert platform.push_evaluation(wordless).taken


def test_an_organisation_states_its_credit_code(service: ServiceRecord) -> None:
    told = dataclasses.replace(service, organisation=True, card_type="001", card_number=small_pack.COMPANY).fields()
    assert (told["userProp"], told["creditNum"], told["certKeyGOV"]) == ("2", small_pack.COMPANY, small_pack.COMPANY)
    assert service.fields()["creditNum"] == ""
    assert service.fields()["areaCode"] == "330900000000"


def test_a_refusal_has_its_sentence(platform: EvaluationPlatform, service: ServiceRecord, force: Force) -> None:
    for fault, said in (("refused", "事项编码不存在"), ("bad-signature", "签名校验失败")):
        force("evaluation_platform", fault)
        receipt = platform.push_service(service.fields())
        assert (receipt.taken, receipt.message) == (False, said)
    assert platform.push_service({**service.fields(), "userName": ""}).message == "缺少字段userName"


@pytest.mark.parametrize("fault", ["down", "cut", "half", "nonsense", "empty"])
def test_a_fault_of_the_line(platform: EvaluationPlatform, service: ServiceRecord, force: Force, fault: str) -> None:
    force("evaluation_platform", fault)
    with pytest.raises((SourceUnavailable, SourceNonsense)):
        platform.push_service(service.fields())
    assert platform.push_service(service.fields()).taken


@pytest.mark.parametrize("change", [{"app_word": "x"}, {"app_mark": "x"}, {"sm4_key": KEY}])
def test_what_is_not_sealed_as_agreed_is_refused(
    platform: EvaluationPlatform, service: ServiceRecord, change: dict[str, str]
) -> None:
    client = EvaluationPlatform(dataclasses.replace(platform.settings, **change))  # type: ignore[arg-type]
    assert client.push_service(service.fields()).message == "签名校验失败"


def test_the_outcome_may_stand_in_the_header() -> None:
    head = b"HTTP/1.1 200 OK\r\nC-Response-Desc: success\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
    settings = EvaluationPlatformSettings("", "mark", "word", KEY)
    with scripted_server(lambda _number, _request: iter([head])) as server:
        client = EvaluationPlatform(dataclasses.replace(settings, base_url=server.url))
        assert client.push_service({}).taken
    with scripted_server(always(b"{}")) as server, pytest.raises(SourceNonsense):
        EvaluationPlatform(dataclasses.replace(settings, base_url=server.url)).push_service({})


def test_the_seal() -> None:
    seal = ShangMi(KEY)
    # GB/T 32905 annex A.1.
    assert seal.sign("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert seal.open(seal.close("张三")) == "张三"
    assert seal.close("张三") != seal.close("张三")
    for wrong in ("", "AAAA", "无"):
        with pytest.raises(ValueError, match=r".*"):
            seal.open(wrong)
    with pytest.raises(ValueError, match="32 hex digits"):
        ShangMi("00")
