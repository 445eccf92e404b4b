"""Directory events over HTTP."""

from typing import Any

from flask import Response

from engines.directory import note_event
from integration.zhezhengding.rules import officers_named
from integration.zhezhengding.schemas import EventIn, EventOut
from kit.web import Door, unit

door = Door(
    "zhezhengding",
    audience="public",
    url_prefix="/integration/v1/zhezhengding",
    description="浙政钉通讯录事件: the office portal calls.",
    document="integration",
)


@door.route("/events", methods=["POST"])
@door.arguments(EventIn())
@door.response(200, EventOut())
def receive_event(arguments: dict[str, Any]) -> Response:
    """Take an event of the office portal's directory.

    Register this address for `EMPLOYEE_ADD_UPDATE`, `EMPLOYEE_LEAVE`, `ORGANIZATION_ATTACH_EMPLOYEE`,
    `ORGANIZATION_DETACH_EMPLOYEE` and the organisations' own events. It is unsigned (v1): the officers named are looked
    up through the API within a minute, unknown ones passed over, and nothing else in it is used. The probe is answered
    alike.
    """
    codes = officers_named(arguments)
    if codes != []:
        note_event(unit(), codes)
    return door.answer({"success": True, "errcode": "0", "errmsg": "成功"})
