"""Work notifications and to-dos, over HTTP: what arrives, what is a repeat, what is refused."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import orjson
import pytest

from gateways import Gateways, SourceNonsense, SourceRefused, SourceUnavailable
from gateways.zhezhengding import (
    Message,
    Todo,
    Zhezhengding,
    ZhezhengdingSettings,
    action_card,
    link,
    markdown,
    oa,
    text,
)
from gateways.zhezhengding.messages import MessageTooLarge, TooManyReceivers
from gateways.zhezhengding.todos import TodoTooLong
from kit.ids import new_id
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import always, answer, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
OFFICER = "1001"


def _key() -> str:
    return str(new_id())


def _kept(call: Call, what: str, key: str) -> list[dict[str, Any]]:
    return [item for item in call("GET", f"/sandbox/zhezhengding/{what}")[1]["items"] if item["key"] == key]


def _todo(key: str, **changes: Any) -> Todo:
    wanted = {"subject": "受理", "assignee_id": OFFICER, "url": "https://example.invalid/task"}
    return Todo(key, **{**wanted, **changes})


@pytest.mark.parametrize(
    "message",
    [
        text("有新的待办"),
        link("待办", "请受理", "https://example.invalid"),
        markdown("待办", "**请受理**"),
        oa("https://example.invalid", "待办", {"title": "请受理", "form": [{"key": "编号", "value": "1"}]}),
        action_card("待办", "请受理", [("查看", "https://example.invalid")]),
        action_card(
            "待办", "请受理", [("查看", "https://a.invalid"), ("退回", "https://b.invalid")], side_by_side=True
        ),
    ],
)
def test_a_message_of_every_kind_arrives(gateways: Gateways, call: Call, message: Message) -> None:
    key = _key()
    sent = gateways.zhezhengding.messages.send_notification(key, message, [OFFICER])
    (kept,) = _kept(call, "notifications", key)
    assert (sent.message_id, sent.repeated) == (kept["id"], False)
    assert (kept["receivers"], kept["state"]) == ([OFFICER], "sent")


def test_a_repeated_key_means_that_the_message_has_arrived(gateways: Gateways, call: Call, force: Force) -> None:
    messages, key = gateways.zhezhengding.messages, _key()
    messages.send_notification(key, text("有新的待办"), [OFFICER])
    assert messages.send_notification(key, text("有新的待办"), [OFFICER]).repeated
    assert len(_kept(call, "notifications", key)) == 1
    force("zhezhengding", "duplicate")
    assert messages.send_notification(_key(), text("有新的待办"), [OFFICER]).repeated


def test_a_duplicate_is_known_by_its_set_code_too(secrets: SharedSecrets) -> None:
    body = orjson.dumps({"success": False, "errorCode": "40077", "errorMsg": "see the manual"})
    with scripted_server(always(body)) as server:
        client = Zhezhengding(ZhezhengdingSettings("k", "s", server.url), secrets)
        with pytest.raises(SourceRefused):
            client.messages.send_notification("1", text("a"), ["1"])
        known = ZhezhengdingSettings("k", "s", server.url, duplicate_codes=("40077",))
        assert Zhezhengding(known, secrets).messages.send_notification("1", text("a"), ["1"]).repeated


def test_what_arrived_can_be_taken_back(gateways: Gateways, call: Call) -> None:
    messages, key = gateways.zhezhengding.messages, _key()
    messages.send_notification(key, text("有新的待办"), [OFFICER])
    messages.revoke_notification(key)
    assert _kept(call, "notifications", key)[0]["state"] == "revoked"
    with pytest.raises(SourceRefused):
        messages.revoke_notification(_key())


def test_a_message_is_measured_in_bytes(gateways: Gateways) -> None:
    messages = gateways.zhezhengding.messages
    around = len(orjson.dumps(text("")))
    messages.send_notification(_key(), text("办" * ((2048 - around) // 3)), [OFFICER])
    with pytest.raises(MessageTooLarge):
        messages.send_notification(_key(), text("办" * ((2048 - around) // 3 + 1)), [OFFICER])


def test_a_call_takes_so_many_receivers_and_no_more(gateways: Gateways) -> None:
    with pytest.raises(TooManyReceivers):
        gateways.zhezhengding.messages.send_notification(_key(), text("a"), [OFFICER] * 101)


def test_a_stranger_to_the_portal_is_refused(gateways: Gateways) -> None:
    with pytest.raises(SourceRefused):
        gateways.zhezhengding.messages.send_notification(_key(), text("a"), ["9999"])
    with pytest.raises(SourceRefused):
        gateways.zhezhengding.todos.create(_todo(_key(), assignee_id="9999"))


@pytest.mark.parametrize("shape", [None, "data-as-text"])
@pytest.mark.parametrize(("end", "state"), [("finish", "finished"), ("cancel", "cancelled")])
def test_a_to_do_comes_and_goes(
    gateways: Gateways, call: Call, force: Force, end: str, state: str, shape: str | None
) -> None:
    todos, key = gateways.zhezhengding.todos, _key()
    if shape:
        force("zhezhengding", shape, 2)
    made = todos.create(_todo(key, due_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC)))
    (kept,) = _kept(call, "todos", key)
    assert (made.task_uuid, made.package_uuid, kept["state"]) == (kept["taskUuid"], kept["packageUuid"], "open")
    getattr(todos, end)(OFFICER, made.task_uuid)
    assert _kept(call, "todos", key)[0]["state"] == state
    getattr(todos, end)(OFFICER, made.task_uuid)


def test_of_a_repeated_to_do_the_portal_tells_no_ids(gateways: Gateways, call: Call, force: Force) -> None:
    todos, key = gateways.zhezhengding.todos, _key()
    assert not todos.create(_todo(key)).repeated
    again = todos.create(_todo(key))
    assert (again.repeated, again.task_uuid) == (True, "")
    assert len(_kept(call, "todos", key)) == 1
    force("zhezhengding", "duplicate")
    assert todos.create(_todo(_key())).repeated


@pytest.mark.parametrize("change", [{"subject": "受" * 201}, {"url": "https://example.invalid/" + "x" * 1000}])
def test_a_to_do_that_is_too_long_never_leaves(gateways: Gateways, change: dict[str, str]) -> None:
    with pytest.raises(TodoTooLong):
        gateways.zhezhengding.todos.create(_todo(_key(), **change))


def test_an_unknown_to_do_is_refused(gateways: Gateways) -> None:
    with pytest.raises(SourceRefused):
        gateways.zhezhengding.todos.finish(OFFICER, "unknown")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("down", SourceUnavailable),
        ("cut", SourceUnavailable),
        ("half", SourceUnavailable),
        ("nonsense", SourceNonsense),
        ("bad-signature", SourceRefused),
        ("clock-skew", SourceRefused),
    ],
)
def test_after_a_failure_the_same_key_arrives_once(
    gateways: Gateways, call: Call, force: Force, fault: str, error: type[Exception]
) -> None:
    client, key = gateways.zhezhengding, _key()
    force("zhezhengding", fault)
    with pytest.raises(error):
        client.messages.send_notification(key, text("a"), [OFFICER])
    client.messages.send_notification(key, text("a"), [OFFICER])
    assert len(_kept(call, "notifications", key)) == 1
    force("zhezhengding", fault)
    with pytest.raises(error):
        client.todos.create(_todo(key))
    client.todos.create(_todo(key))
    assert len(_kept(call, "todos", key)) == 1


def test_what_goes_over_the_wire(secrets: SharedSecrets) -> None:
    body = orjson.dumps({"success": True, "content": {"success": True, "data": "true"}})
    with scripted_server(always(body)) as server:
        settings = ZhezhengdingSettings("k", "s", server.url, "196729", todo_creator_id="9")
        client = Zhezhengding(settings, secrets)
        client.messages.send_notification("m1", text("张三"), ["1", "2"], ["GO_a"])
        client.todos.cancel("1", "t1")
        with pytest.raises(SourceNonsense):
            client.todos.create(_todo("b1", due_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC)))
        sent = [_form(request) for request in server.seen]
    assert sent[0] == {
        "organizationCodes": ["GO_a"],
        "receiverIds": ["1,2"],
        "tenantId": ["196729"],
        "bizMsgId": ["m1"],
        "msg": ['{"msgtype":"text","text":{"content":"张三"}}'],
    }
    assert sent[1] == {"userId": ["1"], "taskUuid": ["t1"], "cancelPakcage": ["true"]}
    assert (sent[2]["creatorId"], sent[2]["dueTime"]) == (["9"], ["2026-01-05 17:00:00"])


def _form(request: bytes) -> Mapping[str, list[str]]:
    return parse_qs(request.partition(b"\r\n\r\n")[2].decode())


@pytest.mark.parametrize(
    "body",
    [
        {"success": False, "errorCode": "1", "errorMsg": "no"},
        {"success": True, "content": {"success": False, "responseCode": "1", "responseMessage": "no"}},
        {"errorCode": "1", "errorMsg": "no", "errorLevel": "E", "content": None},
        {"_RequestId": "1", "Code": "OPF-B001-05-16-0009", "Message": "SignatureDoesNotMatch", "success": False},
        {"success": False},
    ],
    ids=["flat", "result", "content", "gateway", "nothing but no"],
)
def test_a_refusal_is_seen_in_every_envelope(secrets: SharedSecrets, body: object) -> None:
    with scripted_server(lambda *_: iter([answer(orjson.dumps(body))])) as server:
        client = Zhezhengding(ZhezhengdingSettings("k", "s", server.url), secrets)
        for ask in (
            lambda: client.messages.send_notification("1", text("a"), ["1"]),
            lambda: client.todos.create(_todo("1")),
            client.directory.scopes,
            lambda: client.directory.below("GO_1"),
        ):
            with pytest.raises(SourceRefused):
                ask()
