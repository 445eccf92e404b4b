"""Time-outs, retries, the size cap and the circuit breaker, against servers that misbehave byte for byte."""

import time
from collections.abc import Iterator

import pytest

from gateways import CircuitOpen, SourceNonsense, SourceUnavailable
from gateways import http_client as room
from gateways.http_client import CircuitBreaker, HttpClient
from tests.gateways.scripted_server import Script, always, answer, scripted_server, trickling

NOBODY = "http://127.0.0.1:9"


def test_json_comes_back_with_its_status() -> None:
    with scripted_server(always(b'{"a": 1}', "404 Not Found")) as server:
        found = HttpClient("system", server.url + "/").get("/x", {"q": "张 三"})
    assert (found.status, found.body) == (404, {"a": 1})
    assert server.seen[0].startswith(b"GET /x?q=%E5%BC%A0")


def test_nobody_at_home() -> None:
    with pytest.raises(SourceUnavailable) as refused:
        HttpClient("某系统", NOBODY).post_json("/", {})
    assert refused.value.status == 503
    assert "某系统" in refused.value.sentence("zh")
    assert "某系统" in refused.value.sentence("en")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"half": ', b"\xff\xfe"])
def test_what_is_not_json_is_nonsense(body: bytes) -> None:
    with scripted_server(always(body)) as server, pytest.raises(SourceNonsense):
        HttpClient("system", server.url).post_json("/", {})


def test_half_an_answer_is_no_answer() -> None:
    def script(_number: int, _request: bytes) -> Iterator[bytes]:
        yield b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"'

    with scripted_server(script) as server, pytest.raises(SourceUnavailable):
        HttpClient("system", server.url).post_json("/", {})


def test_a_silent_system_costs_no_more_than_the_budget() -> None:
    def script(_number: int, _request: bytes) -> Iterator[bytes]:
        time.sleep(2)
        yield answer(b"{}")

    with scripted_server(script) as server:
        started = time.monotonic()
        with pytest.raises(SourceUnavailable):
            HttpClient("system", server.url, seconds=0.3).get("/", {})
        assert time.monotonic() - started < 1
        assert len(server.seen) == 1


def test_a_trickling_system_costs_no_more_than_the_budget() -> None:
    with scripted_server(trickling(0.05, 100)) as server:
        started = time.monotonic()
        with pytest.raises(SourceUnavailable):
            HttpClient("system", server.url, seconds=0.3).get("/", {})
        assert time.monotonic() - started < 1


def test_only_a_get_is_sent_again_when_the_line_goes_dead() -> None:
    def script(number: int, _request: bytes) -> Iterator[bytes]:
        if number > 1:
            yield answer(b"{}")

    with scripted_server(script) as server:
        assert HttpClient("system", server.url).get("/", {}).body == {}
        assert len(server.seen) == 2
    with scripted_server(script) as server:
        with pytest.raises(SourceUnavailable):
            HttpClient("system", server.url).post_json("/", {})
        assert len(server.seen) == 1


def test_an_endless_answer_is_cut_off_and_leaves_no_dirt_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LARGEST_ANSWER", 1000)

    def script(number: int, _request: bytes) -> Iterator[bytes]:
        body = b" " * 200_000 if number == 1 else b"{}"
        yield f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    with scripted_server(script) as server:
        client = HttpClient("system", server.url)
        with pytest.raises(SourceNonsense):
            client.post_json("/", {})
        assert client.post_json("/", {}).body == {}


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
    with scripted_server(lambda _number, _request: iter([moved])) as server:
        assert HttpClient("system", server.url).get("/", {}).status == 302


def test_the_breaker_opens_lets_one_through_and_closes() -> None:
    breaker = CircuitBreaker(failures_to_open=2, open_seconds=0.1)
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    time.sleep(0.15)
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_a_failed_trial_opens_the_breaker_again() -> None:
    breaker = CircuitBreaker(failures_to_open=1, open_seconds=0.1)
    breaker.failed()
    time.sleep(0.15)
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()


@pytest.mark.parametrize("script", [always(b"{}", "500 Broken"), always(b"<html>")])
def test_a_broken_system_is_left_alone_until_it_is_back(script: Script) -> None:
    with scripted_server(script) as server:
        client = HttpClient("system", server.url)
        client.breaker = CircuitBreaker(failures_to_open=3, open_seconds=60)
        for _ in range(3):
            with pytest.raises((SourceUnavailable, SourceNonsense)) as failed:
                client.post_json("/", {})
            assert not isinstance(failed.value, CircuitOpen)
        with pytest.raises(CircuitOpen):
            client.post_json("/", {})
        assert len(server.seen) == 3
