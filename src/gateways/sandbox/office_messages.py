"""浙政钉's side of work notifications and to-dos; each is kept by the caller's key, and none is made twice."""

import threading
from typing import Any

import orjson
from flask import Blueprint, Response, g, jsonify, request

from gateways.sandbox.office_answers import refused, refused_flat, result
from gateways.sandbox.state import SandboxState
from kit.ids import new_id

SYSTEM = "zhezhengding"
KEPT = 5000
MOST_RECEIVERS = 100
LARGEST_MESSAGE = 2048
KINDS = ("text", "link", "markdown", "oa", "action_card")
WRONG = "INVALID_PARAMETER"
DUPLICATE = "DUPLICATE_BIZ_MSG_ID"
_NEEDED = ("subject", "creatorId", "assigneeId", "tenantId", "bizTaskId", "url", "mobileUrl")


class Shelf:
    """What was sent, by key, the newest :data:`KEPT` of it."""

    def __init__(self) -> None:
        """Start empty."""
        self._items: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def put(self, key: str, item: dict[str, Any]) -> bool:
        """Keep an item unless its key is known, and tell whether it was new."""
        with self._lock:
            if key in self._items:
                return False
            self._items[key] = item
            if len(self._items) > KEPT:
                del self._items[next(iter(self._items))]
            return True

    def all(self) -> list[dict[str, Any]]:
        """Return everything, oldest first."""
        with self._lock:
            return list(self._items.values())


def add_messages(room: Blueprint, state: SandboxState) -> None:
    """Add sending and revoking notifications, making and ending to-dos, and looking at both."""
    notifications, todos = Shelf(), Shelf()
    _add_notifications(room, state, notifications)
    _add_todos(room, state, todos)

    @room.get("/sandbox/zhezhengding/notifications")
    def list_notifications() -> Response:
        return jsonify(items=notifications.all())

    @room.get("/sandbox/zhezhengding/todos")
    def list_todos() -> Response:
        return jsonify(items=todos.all())


def _add_notifications(room: Blueprint, state: SandboxState, shelf: Shelf) -> None:
    accounts = _accounts(state)

    @room.post("/message/workNotification")
    def send() -> Response:
        form = request.form
        g.key = form.get("bizMsgId", "")
        receivers = [item for item in form.get("receiverIds", "").split(",") if item]
        if not g.key or not _right_message(form.get("msg", "")) or not _right_tenant(state):
            return refused_flat(WRONG, "bizMsgId, tenantId, msg")
        if not 0 < len(receivers) <= MOST_RECEIVERS or not set(receivers) <= accounts:
            return refused_flat(WRONG, "receiverIds")
        message_id = new_id().hex
        item = {"id": message_id, "key": g.key, "receivers": receivers, "state": "sent"}
        if state.faults.strikes(SYSTEM, "duplicate") or not shelf.put(g.key, item):
            return refused_flat(DUPLICATE, "bizMsgId重复")
        return jsonify(success=True, content=message_id)

    @room.post("/message/revoke")
    def revoke() -> Response:
        found = next((item for item in shelf.all() if item["key"] == request.form.get("bizMsgId")), None)
        if found is None or not request.form.get("msgApp") or not _right_tenant(state):
            return refused(WRONG, "bizMsgId")
        found["state"] = "revoked"
        return result(state, "true")


def _add_todos(room: Blueprint, state: SandboxState, shelf: Shelf) -> None:
    accounts = _accounts(state)

    @room.post("/tc/v2/openapi/task/create.json")
    def create() -> Response:
        form = request.form
        g.key = form.get("bizTaskId", "")
        if not all(form.get(name) for name in _NEEDED) or not _right_tenant(state):
            return refused(WRONG, ", ".join(_NEEDED))
        if len(form["subject"]) > 200 or len(form["mobileUrl"]) > 1000 or form["assigneeId"] not in accounts:
            return refused(WRONG, "subject, mobileUrl, assigneeId")
        ids = {"taskUuid": new_id().hex, "packageUuid": new_id().hex}
        item = {**ids, "key": g.key, "assignee": form["assigneeId"], "state": "open"}
        if state.faults.strikes(SYSTEM, "duplicate") or not shelf.put(g.key, item):
            # As the real one: a success that says nothing.
            return result(state, None)
        return result(state, ids)

    _add_ends_of_todos(room, state, shelf)


def _add_ends_of_todos(room: Blueprint, state: SandboxState, shelf: Shelf) -> None:
    @room.post("/tc/openapi/3rd/task/getTodoList")
    def list_open() -> Response:
        form = request.form
        number, size = form.get("pageNo", ""), form.get("pageSize", "")
        if not (number.isdecimal() and int(number) and size.isdecimal() and int(size)) or not _right_tenant(state):
            return refused(WRONG, "pageNo, pageSize, tenantId")
        mine = [item for item in shelf.all() if item["assignee"] == form.get("userId") and item["state"] == "open"]
        first = (int(number) - 1) * int(size)
        shown = [{**item, "bizTaskId": item["key"]} for item in mine[first : first + int(size)]]
        return result(state, shown, totalSize=len(mine))

    @room.post("/tc/openapi/task/finish.json")
    def finish() -> Response:
        return ended("finished", "closePackage")

    @room.post("/tc/openapi/task/cancel.json")
    def cancel() -> Response:
        # Misspelt on the wire.
        return ended("cancelled", "cancelPakcage")

    def ended(as_what: str, package: str) -> Response:
        form = request.form
        g.key = form.get("taskUuid", "")
        found = next((item for item in shelf.all() if item["taskUuid"] == g.key), None)
        if found is None or found["assignee"] != form.get("userId") or form.get(package) not in {"true", "false"}:
            return refused(WRONG, f"userId, taskUuid, {package}")
        if found["state"] == "open":
            found["state"] = as_what
        return result(state, "true")


def _accounts(state: SandboxState) -> set[str]:
    return {item["officer"]["account_id"] for item in state.personas.values() if item["kind"] == "officer"}


def _right_tenant(state: SandboxState) -> bool:
    return request.form.get("tenantId") == state.values.get("ZHEZHENGDING_TENANT_ID")


def _right_message(written: str) -> bool:
    """Tell whether a message is one of the kinds, with its content, within the limit of bytes."""
    try:
        message = orjson.loads(written)
    except orjson.JSONDecodeError:
        return False
    kind = message.get("msgtype") if isinstance(message, dict) else None
    return kind in KINDS and isinstance(message.get(kind), dict) and len(written.encode()) <= LARGEST_MESSAGE
