"""Calls of the 政务总线 over HTTP: what it takes, in which order, and what each of its refusals is."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from gateways import Gateways, KeysRefused, SourceNonsense, SourceRefused, SourceUnavailable, connect
from gateways.government_bus import (
    CallbackRefused,
    GovernmentBus,
    GovernmentBusSettings,
    Reply,
    bodies,
    canonical_text,
    headers,
    sign,
    verb_of,
)
from kit import clock
from kit.ids import new_id
from kit.settings import SettingsError, load_settings
from kit.shared import SharedSecrets
from tests.gateways import small_pack
from tests.gateways.scripted_server import always, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]

KEY, SECRET = "0123456789abcdef0123456789abcdef", "DEMOsecretDEMOsecretDEMO1234"
STAMP = "1735787045123"
AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
PLACE = bodies.place("330900", small_pack.OFFICE, "舟山市政务服务中心", "1001", "王首席")
WHO = bodies.applicant_vo("1", bodies.Contact("林小舟", "31", small_pack.CITIZEN, "13800000001", "user-lin"), None)
RECEIPT = bodies.Receipt("matter-1", "林小舟的申请", "1", "", "", "2", AT, "3309", {"name": "林小舟"}, WHO, [])


@pytest.fixture
def bus(gateways: Gateways) -> GovernmentBus:
    assert gateways.government_bus is not None
    return gateways.government_bus


def numbered(bus: GovernmentBus, case_number: str | None = None) -> str:
    wanted = bodies.NumberWanted("330100000000", small_pack.OFFICE, "330900", WHO, "2", case_number or str(new_id()))
    reply = bus.generate_number(wanted.fields())
    assert reply.status == "S"
    return str(reply.data)


def received(bus: GovernmentBus) -> str:
    number = numbered(bus)
    assert bus.report("receive", number, PLACE, RECEIPT.fields()).status == "S"
    return number


def arrived(call: Call, number: str) -> dict[str, Any]:
    items = call("GET", "/sandbox/government_bus/cases")[1]["items"]
    return next(dict(item) for item in items if item["number"] == number)


def test_the_worked_example_of_a_post() -> None:
    text = canonical_text(KEY, "atg.biz.affair.accept", STAMP, "1.0", {})
    assert text == (f"_api_access_key={KEY}&_api_name=atg.biz.affair.accept&_api_timestamp={STAMP}&_api_version=1.0")
    assert sign(SECRET, text) == "SAPz3qackziMzl90W3OkJSFjMtg="
    assert sign(SECRET, f"{text}\n") != "SAPz3qackziMzl90W3OkJSFjMtg="


def test_the_worked_example_of_a_get() -> None:
    query = {"sign": "socialCard", "aliSign": "S001"}
    text = canonical_text(KEY, "atg.biz.gov.license.card.config", STAMP, "1.0", query)
    assert text.endswith("&_api_version=1.0&aliSign=S001&sign=socialCard")
    assert sign(SECRET, text) == "o4fv8avfNVle3wJpUIT1mu8ycZo="


def test_an_underscore_stands_between_the_two_cases_of_letters() -> None:
    text = canonical_text("k", "n", "1", "1.0", {"b": "张 三", "Z": "&="})
    assert text == "Z=&=&_api_access_key=k&_api_name=n&_api_timestamp=1&_api_version=1.0&b=张 三"


def test_dates_are_beijing_time() -> None:
    assert bodies.wire_time(AT) == "2026-11-24 09:30:00"


def test_a_case_arrives_turn_by_turn(bus: GovernmentBus, call: Call) -> None:
    number = received(bus)
    later = AT + timedelta(hours=1)
    reports: list[tuple[str, dict[str, Any]]] = [
        ("supplementNotify", bodies.supplement_notify(AT, "缺少身份证", 5)),
        ("supplementAccept", bodies.supplement_accept(AT, {}, [bodies.material("身份证", 1, "1", "M01")])),
        ("accept", bodies.accept(AT, "2026-12-01")),
        ("specProcStart", bodies.special_start("2", "专家评审", "需评审", 10, AT)),
        ("specProcFinish", bodies.special_finish("2", later, "通过")),
        ("flowSync", bodies.flow("flow-1", "审核", "review", AT, "同意", "approved")),
        ("finish", bodies.finish("0", "证1", "准予", AT)),
        ("deliver", bodies.deliver("service-1", "electronic", AT, "", "")),
    ]
    for service, fields in reports:
        said = [bus.report(service, number, PLACE, fields).status for _ in range(2)]
        assert said == ["S", "S"], service
    assert arrived(call, number)["services"] == ["receive", *(service for service, _ in reports)]


def test_one_case_has_one_number(bus: GovernmentBus) -> None:
    case_number = str(new_id())
    assert numbered(bus, case_number) == numbered(bus, case_number) != numbered(bus)


@pytest.mark.parametrize(
    ("service", "fields", "code"),
    [
        ("accept", bodies.accept(AT, "2026-12-01"), "STATUS_NOT_ALLOWED"),
        ("receive", {**RECEIPT.fields(), "matterCode": ""}, "MISSING_matterCode"),
        ("finish", bodies.finish("0", "", "", AT), "STATUS_NOT_ALLOWED"),
    ],
)
def test_what_comes_out_of_turn_is_refused(bus: GovernmentBus, service: str, fields: dict[str, Any], code: str) -> None:
    reply = bus.report(service, numbered(bus), PLACE, fields)
    assert (reply.status, reply.code) == ("F", code)


def test_an_unknown_number_is_refused(bus: GovernmentBus) -> None:
    assert bus.report("receive", "33000", PLACE, RECEIPT.fields()).code == "PROJ_NOT_FOUND"
    assert bus.query_case("33000", "13800000001").status == "F"


def test_a_number_goes_back_until_it_is_used(bus: GovernmentBus) -> None:
    assert bus.discard_number(numbered(bus)).status == "S"
    assert bus.discard_number(received(bus)).code == "PROJ_IN_USE"


def test_an_evaluation_comes_after_the_end_and_on_the_bus_scale(bus: GovernmentBus, call: Call) -> None:
    rated = bodies.Rated("林小舟的申请", "matter-1", 1, "很好", True, "1", small_pack.OFFICE, AT, "user-lin", "林小舟")
    number = received(bus)
    assert bus.evaluate(number, rated.fields()).code == "NOT_FINISHED"
    bus.report("finish", number, PLACE, bodies.finish("0", "", "", AT))
    assert bus.evaluate(number, rated.fields()).status == "S"
    assert arrived(call, number)["satisfyLevel"] == 1
    assert bus.evaluate(number, {**rated.fields(), "satisfyLevel": 6, "gmtEval": "later"}).code == "BAD_LEVEL"
    assert "林小舟" not in orjson.dumps(rated.fields() | {"projName": ""}).decode()


@pytest.mark.parametrize(("fault", "taken"), [("unknown", []), ("unknown-taken", ["receive"])])
def test_an_unknown_outcome_is_found_out_by_asking(
    bus: GovernmentBus, call: Call, force: Force, fault: str, taken: list[str]
) -> None:
    number = numbered(bus)
    force("government_bus", fault)
    assert bus.report("receive", number, PLACE, RECEIPT.fields()).status == "U"
    assert arrived(call, number)["services"] == taken
    found = bus.query_case(number, "13800000001").data
    assert found.get("gmtApply") == ("2026-11-24 09:30:00" if taken else None)


def test_a_repeat_that_is_told_apart(bus: GovernmentBus, force: Force) -> None:
    number = numbered(bus)
    force("government_bus", "duplicate")
    reply = bus.report("receive", number, PLACE, RECEIPT.fields())
    assert reply.status == "F"
    assert reply.code in bus.settings.repeat_codes


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("down", SourceUnavailable),
        ("cut", SourceUnavailable),
        ("half", SourceUnavailable),
        ("nonsense", SourceNonsense),
        ("empty", SourceNonsense),
        ("bad-signature", KeysRefused),
        ("clock-skew", KeysRefused),
    ],
)
def test_a_fault_of_the_bus(bus: GovernmentBus, force: Force, fault: str, error: type[Exception]) -> None:
    force("government_bus", fault)
    with pytest.raises(error):
        numbered(bus)
    assert numbered(bus)


@pytest.mark.parametrize("change", [{"secret_key": "wrong"}, {"access_key": "x"}, {"app_id": "1"}])
def test_what_is_not_signed_as_agreed_is_refused(bus: GovernmentBus, change: dict[str, str]) -> None:
    client = GovernmentBus(dataclasses.replace(bus.settings, **change))  # type: ignore[arg-type]
    with pytest.raises(KeysRefused) as refused:
        numbered(client)
    assert "601" in refused.value.sentence("zh")
    assert refused.value.transient


def test_the_query_of_a_get_is_signed_too(bus: GovernmentBus) -> None:
    assert bus.get("atg.biz.affair.pageQueryOrderList", {"b": "张 三", "A": "1"}).code == "API_NOT_FOUND"


def test_a_clock_that_is_wrong(bus: GovernmentBus) -> None:
    own = bus.settings
    with clock.travel(clock.now() - timedelta(hours=1)):
        signed = headers(own.access_key, own.secret_key, own.app_id, "atg.biz.affair.accept", "1.0", {})
    assert bus.http.post_json("", {}, signed).body["code"] == 601


@pytest.mark.parametrize(
    ("code", "error"),
    [(601, KeysRefused), (700, KeysRefused), (701, SourceNonsense), (712, KeysRefused), (500, SourceRefused)],
)
def test_codes_of_the_gateway(code: int, error: type[Exception]) -> None:
    with scripted_server(always(orjson.dumps({"code": code}))) as server, pytest.raises(error):
        _at(server.url).post("accept", {})


@pytest.mark.parametrize(
    "body", [{}, {"resultStatus": "X"}, {"code": "x"}, {"code": 200}, {"code": 200, "body": []}, [], {"code": None}]
)
def test_what_is_no_answer_of_the_bus_is_nonsense(body: object) -> None:
    with scripted_server(always(orjson.dumps(body))) as server, pytest.raises(SourceNonsense):
        _at(server.url).post("accept", {})


def test_both_shapes_of_an_answer_are_one() -> None:
    said = {"resultStatus": "S", "resultCode": None, "resultMsg": "ok", "data": {"a": 1}, "requestId": 7}
    for body in (said, {"code": 200, "body": said}, {"code": "200", "body": said}):
        with scripted_server(always(orjson.dumps(body))) as server:
            assert _at(server.url).post("accept", {}) == Reply("S", "", "ok", {"a": 1}, "7")


def test_time_outs_are_settings() -> None:
    settings = GovernmentBusSettings("http://127.0.0.1:9", KEY, SECRET, "1")
    assert (settings.connect_seconds, settings.seconds) == (3.0, 65.0)


def test_words_become_codes(bus: GovernmentBus) -> None:
    assert bus.code("card_types", "resident_id") == "31"
    assert bus.code("card_types", "a kind of tomorrow") == "49"
    assert bus.code("apply_origins", "unheard-of") == ""


def test_production_refuses_the_sandbox_and_needs_no_bus(
    sandbox_values: dict[str, str], secrets: SharedSecrets
) -> None:
    real = {name: value.replace("sandbox-", "real-") for name, value in sandbox_values.items()}
    real |= {"ZHANGBAN_ENVIRONMENT": "production", "ZHANGBAN_SANDBOX_ENABLED": "false"}
    key = "GOVERNMENT_BUS_CALLBACK_ACCESS_KEY"
    with pytest.raises(SettingsError):
        connect(load_settings({**real, key: sandbox_values[key]}), secrets)
    none = {name: value for name, value in real.items() if not name.startswith("GOVERNMENT_BUS")}
    assert connect(load_settings(none), secrets).government_bus is None


def _at(url: str) -> GovernmentBus:
    return GovernmentBus(GovernmentBusSettings(url, KEY, SECRET, "2000000001", connect_seconds=1, seconds=1))


@pytest.fixture
def signed_call(call: Call) -> dict[str, str]:
    """Let the sandbox sign a call to us."""
    status, made = call("POST", "/sandbox/government_bus/callbacks", {"verb": "cancel", "body": {}})
    assert status == 201
    return dict(made["headers"])


def test_a_call_from_the_bus(bus: GovernmentBus, signed_call: dict[str, str]) -> None:
    assert verb_of(bus.settings, signed_call, {}) == "cancel"


@pytest.mark.parametrize(
    "change",
    [
        {"_api_access_key": "x"},
        {"_api_timestamp": "x"},
        {"_api_timestamp": "1"},
        {"_api_timestamp": "٣"},
        {"_api_signature": "x"},
        {"_api_signature": "é"},
        {"_api_name": "callback.atg.biz.affair.finish.2000000001"},
        {"_api_version": "2.0"},
        {"_api_access_key": ""},
    ],
)
def test_a_call_that_is_not_from_the_bus(
    bus: GovernmentBus, signed_call: dict[str, str], change: dict[str, str]
) -> None:
    with pytest.raises(CallbackRefused):
        verb_of(bus.settings, {**signed_call, **change}, {})


def test_a_call_for_another_application(bus: GovernmentBus, signed_call: dict[str, str]) -> None:
    with pytest.raises(CallbackRefused):
        verb_of(dataclasses.replace(bus.settings, app_id="9"), signed_call, {})
    with pytest.raises(CallbackRefused):
        verb_of(bus.settings, signed_call, {"more": "1"})
    with pytest.raises(CallbackRefused):
        verb_of(dataclasses.replace(bus.settings, callback_secret_key="", callback_access_key=""), signed_call, {})


def test_the_door_for_calls_to_us_stays_on_this_machine(call: Call) -> None:
    assert call("POST", "/sandbox/government_bus/callbacks", {"verb": "x", "url": "http://example.org/"})[0] == 422
    assert call("POST", "/sandbox/government_bus/callbacks", {})[0] == 422
