"""Shared data and licences, over HTTP: the key pair, the codes, the shapes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs

import orjson
import pytest
import urllib3

from gateways import Gateways, SourceNonsense, SourceRefused, SourceUnavailable
from gateways.data_sharing import (
    DataRefused,
    DataSharing,
    DataSharingSettings,
    Interface,
    InterfaceFailed,
    ParameterMissing,
    ParameterWrong,
    QuotaExhausted,
    SignatureRefused,
    sign,
)
from gateways.data_sharing.interfaces import read_interfaces
from gateways.use import Use
from kit import clock, shared
from kit.crypto import Vault
from kit.database import Database
from kit.settings import read_section
from kit.shared import SharedSecrets
from tests.gateways import small_pack
from tests.gateways.sandbox_server import MASTER_KEY, sandbox_server
from tests.gateways.scripted_server import Script, answer, scripted_server

Force = Callable[..., None]
Call = Callable[..., tuple[int, dict[str, list[dict[str, object]]]]]
USE = Use("办理公积金提取", "matter-1", "case-1", "consent-1")
CITIZEN = {"idNumber": small_pack.CITIZEN}


def test_one_record_comes_as_text_and_two_as_an_array(gateways: Gateways) -> None:
    query = gateways.data_sharing.query
    assert query(small_pack.FUND_INTERFACE, CITIZEN, USE) == [{"account": "A-1"}]
    two = query(small_pack.FUND_INTERFACE, {"idNumber": small_pack.HONG_KONGER}, USE)
    assert [item["account"] for item in two] == ["A-2", "A-3"]
    assert query(small_pack.FUND_INTERFACE, {"idNumber": "nobody"}, USE) == []


def test_an_unknown_interface_is_refused(gateways: Gateways) -> None:
    with pytest.raises(SourceRefused):
        gateways.data_sharing.query("unheardOf", CITIZEN, USE)


def test_without_a_stated_use_nothing_is_given(gateways: Gateways) -> None:
    with pytest.raises(SourceRefused):
        gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, Use("", "matter-1"))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("down", SourceUnavailable),
        ("cut", SourceUnavailable),
        ("half", SourceUnavailable),
        ("nonsense", SourceNonsense),
        ("empty", SourceNonsense),
        ("quota", QuotaExhausted),
        ("bad-signature", SignatureRefused),
        ("bad-data", DataRefused),
        ("missing-parameter", ParameterMissing),
        ("wrong-type", ParameterWrong),
        ("interface-failed", InterfaceFailed),
    ],
)
def test_a_fault_of_the_platform(gateways: Gateways, force: Force, fault: str, error: type[Exception]) -> None:
    gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    force("data_sharing", fault)
    with pytest.raises(error):
        gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    assert gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)


@pytest.mark.parametrize("fault", ["quota", "bad-signature", "bad-data", "interface-failed"])
def test_a_refusal_has_a_sentence_of_its_own(gateways: Gateways, force: Force, fault: str) -> None:
    force("data_sharing", fault, 2)
    with pytest.raises(SourceRefused) as refused:
        gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    assert refused.value.sentence("zh") != SourceRefused(system="公共数据平台", reason="x").sentence("zh")
    assert refused.value.code.startswith("source-")
    assert refused.value.transient is (fault == "quota")


@pytest.mark.parametrize("shape", ["datas-array", "datas-text", "datas-inner", "older-data"])
def test_the_platform_answers_in_several_shapes(gateways: Gateways, force: Force, shape: str) -> None:
    force("data_sharing", shape)
    assert gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE) == [{"account": "A-1"}]


def test_the_quota_that_is_left_is_known_where_the_platform_states_it(gateways: Gateways) -> None:
    client = gateways.data_sharing
    assert small_pack.FUND_INTERFACE not in client.quotas
    client.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    before = client.quotas[small_pack.FUND_INTERFACE]
    client.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    assert client.quotas[small_pack.FUND_INTERFACE] == before - 1


@pytest.mark.parametrize(
    ("interface", "first_line"),
    [
        (Interface(), b"POST /gateway/api/001003001/dataSharing/fundAccount.htm HTTP/1.1"),
        (
            Interface("json", "001008013008158"),
            b"POST /gateway/api/001008013008158/dataSharing/fundAccount.htm HTTP/1.1",
        ),
        (Interface("form", "", "national"), b"POST /gateway/api/001003001/national/fundAccount.htm HTTP/1.1"),
        (Interface("query", "", "windowSystem"), b"GET /gateway/api/001003001/windowSystem/fundAccount.htm?"),
    ],
)
def test_each_interface_is_called_as_the_pack_says(
    secrets: SharedSecrets, interface: Interface, first_line: bytes
) -> None:
    with scripted_server(Platform([]).script) as server:
        settings = DataSharingSettings("key", "secret", server.url)
        client = DataSharing(settings, secrets, {small_pack.FUND_INTERFACE: interface})
        assert client.query(small_pack.FUND_INTERFACE, CITIZEN, USE) == []
        sent = server.seen[-1]
    assert sent.startswith(first_line)
    head, _, body = sent.partition(b"\r\n\r\n")
    if interface.call == "json":
        asked = orjson.loads(body)
        assert (asked["idNumber"], asked["useCause"]) == (small_pack.CITIZEN, USE.purpose)
        assert not {"appKey", "requestTime", "sign"} & asked.keys(), "the credentials are headers"
        assert b"appKey: key" in head
    else:
        assert b"sign=" in (head if interface.call == "query" else body)


@pytest.mark.parametrize("call", ["form", "query", "json"])
@pytest.mark.parametrize("segment", ["", "national", "windowSystem"])
def test_the_sandbox_answers_every_call(
    sandbox_values: dict[str, str], secrets: SharedSecrets, call: Literal["form", "query", "json"], segment: str
) -> None:
    settings = read_section(DataSharingSettings, "DATA_SHARING", sandbox_values)
    client = DataSharing(settings, secrets, {small_pack.FUND_INTERFACE: Interface(call, "", segment)})
    assert client.query(small_pack.FUND_INTERFACE, CITIZEN, USE) == [{"account": "A-1"}]


def test_the_pack_says_how_an_interface_is_called(tmp_path: Path) -> None:
    stated = {"call": "json", "segment": "national"}
    items = [
        {"code": "a", "gateway_code": "A1", "list_gateway_code": "A1L", "interface": stated},
        {"code": "b", "gateway_code": "B1"},
    ]
    (tmp_path / "data_resources.json").write_bytes(orjson.dumps({"items": items}))
    usual = Interface("json", "", "national")
    assert read_interfaces(tmp_path) == {"A1": usual, "A1L": usual}
    assert read_interfaces(tmp_path / "no-pack") == {}


def test_an_expired_secret_is_renewed_once(gateways: Gateways, force: Force) -> None:
    force("data_sharing", "expired-secret")
    assert gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE) == [{"account": "A-1"}]
    force("data_sharing", "expired-secret", 2)
    with pytest.raises(SourceRefused):
        gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)


def test_licences_in_three_steps(gateways: Gateways, call: Call) -> None:
    found = gateways.licence_library.find_licences("111", small_pack.CITIZEN, [small_pack.ID_CARD_TYPE], USE)
    assert len(found) == 1
    licence = found[0]
    assert (licence.number, licence.holder_name, licence.issuer) == (small_pack.CITIZEN, "林小舟", small_pack.OFFICE)
    assert (licence.issuer_name, licence.issued_on) == ("舟山市政务服务中心", date(2020, 1, 1))
    assert licence.fields["住址"] == "浙江省舟山市定海区"
    assert (licence.valid_on(date(2040, 1, 1)), licence.valid_on(date(2040, 1, 2))) == (True, False)
    paths = [str(item["path"]).rsplit("/", 1)[-1] for item in call("GET", "/sandbox/calls")[1]["items"][-3:]]
    assert paths == ["licenceAuthorise.htm", "licenceList.htm", "licenceFetch.htm"]


def test_several_types_at_once_and_none(gateways: Gateways) -> None:
    find = gateways.licence_library.find_licences
    both = find("111", small_pack.CITIZEN, [small_pack.ID_CARD_TYPE, small_pack.BOOKLET_TYPE], USE)
    assert [item.expires_on for item in both] == [date(2040, 1, 1), None]
    assert find("111", small_pack.CITIZEN, ["other"], USE) == []
    assert find("111", "nobody", [small_pack.ID_CARD_TYPE], USE) == []


def test_calls_are_remembered_without_what_was_in_them(gateways: Gateways, call: Call) -> None:
    gateways.data_sharing.query(small_pack.FUND_INTERFACE, CITIZEN, USE)
    calls = call("GET", "/sandbox/calls")[1]["items"]
    assert {"system", "method", "path", "status"} == set(calls[-1])
    assert small_pack.CITIZEN not in orjson.dumps(calls).decode()


class Platform:
    """Hands out numbered key pairs, of which only the newest is good, as the real platform may do."""

    def __init__(self, datas: object = None) -> None:
        self.pairs = 0
        self.by_key = 0
        self.retired_code = "11"
        self.refuse_renewal = False
        self.datas: object = [] if datas is None else datas

    def script(self, _number: int, request: bytes) -> Iterator[bytes]:
        head, _, body = request.partition(b"\r\n\r\n")
        path, _, query = head.split(b" ")[1].decode().partition("?")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        form = {name: values[0] for name, values in parse_qs(query or body.decode()).items()}
        yield answer(orjson.dumps(self.reply(path, headers if body.startswith(b"{") else form)))

    def reply(self, path: str, form: dict[str, str]) -> dict[str, object]:
        if "ByKey" in path:
            self.by_key += 1
            return self.pair() if self.signed(form, "secret") else {"code": "14"}
        if "BySec" in path:
            good = self.signed(form, f"refresh-{self.pairs}") and not self.refuse_renewal
            return self.pair() if good else {"code": "14"}
        if not self.signed(form, f"request-{self.pairs}"):
            return {"code": self.retired_code, "datas": ""}
        return {"code": "00", "datas": self.datas}

    def pair(self) -> dict[str, object]:
        self.pairs += 1
        return {
            "code": "00",
            "datas": {"requestSecret": f"request-{self.pairs}", "refreshSecret": f"refresh-{self.pairs}"},
        }

    def signed(self, form: dict[str, str], secret: str) -> bool:
        return form["sign"] == sign("key", secret, form["requestTime"])


def _client(url: str, secrets: SharedSecrets) -> DataSharing:
    return DataSharing(DataSharingSettings("key", "secret", url), secrets)


def test_the_pair_is_renewed_before_twelve_minutes_are_over(secrets: SharedSecrets) -> None:
    platform = Platform()
    with scripted_server(platform.script) as server:
        client = _client(server.url, secrets)
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda _: client.query("x", {}, USE), range(12)))
        assert (platform.pairs, platform.by_key) == (1, 1)
        with clock.travel(clock.now() + timedelta(minutes=12)):
            client.query("x", {}, USE)
        assert (platform.pairs, platform.by_key) == (2, 1)


def test_a_refused_renewal_starts_over_by_key(secrets: SharedSecrets) -> None:
    platform = Platform()
    with scripted_server(platform.script) as server:
        client = _client(server.url, secrets)
        client.query("x", {}, USE)
        platform.refuse_renewal = True
        with clock.travel(clock.now() + timedelta(hours=49)):
            client.query("x", {}, USE)
        assert (platform.pairs, platform.by_key) == (2, 2)


def test_many_threads_with_a_retired_secret_renew_it_once(secrets: SharedSecrets) -> None:
    platform = Platform()
    with scripted_server(platform.script) as server:
        client = _client(server.url, secrets)
        client.query("x", {}, USE)
        platform.pair()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda _: client.query("x", {}, USE), range(16))) == [[]] * 16
        assert platform.pairs == 3


def test_a_bad_sign_is_helped_by_a_newer_pair_and_never_by_renewing(database: Database) -> None:
    platform = Platform()
    platform.retired_code = "14"
    with scripted_server(platform.script) as server:
        one, other = (_client(server.url, SharedSecrets(database, Vault(MASTER_KEY))) for _ in range(2))
        one.query("x", {}, USE)
        other.query("x", {}, USE)
        with clock.travel(clock.now() + timedelta(minutes=12)):
            one.query("x", {}, USE)
        assert platform.pairs == 2
        assert other.query("x", {}, USE) == [], "told 14 for its retired secret, it takes the newer pair"
        platform.pair()
        with pytest.raises(SignatureRefused):
            other.query("x", {}, USE)
        assert platform.pairs == 3, "nobody renewed for a bad sign"


def test_two_processes_share_one_pair_though_each_issue_retires_the_old_one(tmp_path: Path, database: Database) -> None:
    """Threads of both ask while the pair is due again and again: no stampede, and no refusal reaches a caller."""
    start = clock.now()
    with sandbox_server(small_pack.write_small_pack(tmp_path)) as values, urllib3.PoolManager() as pool:
        controls = values["ZHANGBAN_SANDBOX_URL"] + "/sandbox"
        retiring = {"system": "data_sharing", "fault": "retire-old-pair", "times": 1000}
        assert pool.request("POST", f"{controls}/faults", json=retiring).status == 201
        settings = read_section(DataSharingSettings, "DATA_SHARING", values)
        processes = [DataSharing(settings, SharedSecrets(database, Vault(MASTER_KEY))) for _ in range(2)]
        for due in range(3):
            with clock.travel(start + timedelta(minutes=12 * due)), ThreadPoolExecutor(8) as threads:
                asked = [
                    threads.submit(processes[n % 2].query, small_pack.FUND_INTERFACE, CITIZEN, USE) for n in range(24)
                ]
                assert all(future.result() == [{"account": "A-1"}] for future in asked)
        paths = [item["path"] for item in pool.request("GET", f"{controls}/calls").json()["items"]]
    issues = [path.rsplit("/", 1)[-1] for path in paths if "refreshToken" in path]
    assert issues == ["refreshTokenByKey.htm", "refreshTokenBySec.htm", "refreshTokenBySec.htm"]


def test_a_slow_renewal_does_not_queue_up_workers(monkeypatch: pytest.MonkeyPatch, secrets: SharedSecrets) -> None:
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 0.1)

    def script(_number: int, _request: bytes) -> Iterator[bytes]:
        time.sleep(1)
        yield answer(b"{}")

    def waited(client: DataSharing) -> float:
        started = time.monotonic()
        with pytest.raises((SourceUnavailable, SourceNonsense)):
            client.query("x", {}, USE)
        return time.monotonic() - started

    with scripted_server(script) as server:
        client = _client(server.url, secrets)
        with ThreadPoolExecutor(5) as pool:
            waits = sorted(pool.map(lambda _: waited(client), range(5)))
    assert waits[3] < 0.9
    assert len(server.seen) == 1


def test_wrong_keys_are_a_refusal(secrets: SharedSecrets) -> None:
    with scripted_server(Platform().script) as server, pytest.raises(SourceRefused):
        DataSharing(DataSharingSettings("key", "other", server.url), secrets).query("x", {}, USE)


@pytest.mark.parametrize(
    ("datas", "records"),
    [
        ([], []),
        ("", []),
        ("[]", []),
        ([{"a": 1}], [{"a": 1}]),
        ('[{"a": 1}]', [{"a": 1}]),
        ({"success": True, "data": [{"a": 1}]}, [{"a": 1}]),
        ('{"success": true, "data": [{"a": 1}], "errorMsg": ""}', [{"a": 1}]),
        ({"success": True, "data": '[{"a": 1}]'}, [{"a": 1}]),
    ],
)
def test_datas_is_read_in_every_shape(datas: object, records: list[object], secrets: SharedSecrets) -> None:
    with scripted_server(Platform(datas).script) as server:
        assert _client(server.url, secrets).query("x", {}, USE) == records


@pytest.mark.parametrize("datas", [5, "text", [1], [[]], {}, '{"a"', {"data": None}, {"data": "{"}])
def test_datas_that_is_neither_is_nonsense(datas: object, secrets: SharedSecrets) -> None:
    with scripted_server(Platform(datas).script) as server, pytest.raises(SourceNonsense):
        _client(server.url, secrets).query("x", {}, USE)


def test_a_failure_inside_a_success_is_a_refusal(secrets: SharedSecrets) -> None:
    platform = Platform({"success": False, "data": None, "errorMsg": "x"})
    with scripted_server(platform.script) as server, pytest.raises(SourceRefused):
        _client(server.url, secrets).query("x", {}, USE)


@pytest.mark.parametrize("pair", [{}, {"requestSecret": "a"}, {"requestSecret": "", "refreshSecret": "b"}, "text"])
def test_half_a_pair_is_nonsense(pair: object, secrets: SharedSecrets) -> None:
    script: Script = lambda _number, _request: iter([answer(orjson.dumps({"code": "00", "datas": pair}))])  # noqa: E731
    with scripted_server(script) as server, pytest.raises(SourceNonsense):
        _client(server.url, secrets).query("x", {}, USE)
