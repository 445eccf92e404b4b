"""The bus's calls over HTTP."""

from typing import Any

from flask import Response, request

from gateways.government_bus import API_HEADERS, verb_of
from integration.bus_callbacks.actions import take_call
from integration.bus_callbacks.rules import BusNotConnected
from integration.bus_callbacks.schemas import CallbackIn, CallbackOut
from kit.web import Door, context, unit

door = Door(
    "bus_callbacks",
    audience="public",
    url_prefix="/integration/v1/bus_callbacks",
    description="政务总线回调: signed by the bus, no sign-in.",
    document="integration",
)


@door.route("", methods=["POST"])
@door.arguments(CallbackIn())
@door.response(200, CallbackOut())
@door.problems(401, 404)
def take_bus_call(arguments: dict[str, Any]) -> Response:
    """Take a call of the 政务总线, which says its verb by the header `_api_name`.

    `callback.atg.biz.affair.<verb>.<appId>`, signed by `_api_*` with the keys of calls to us. Verbs: `cancel`
    (the applicant withdraws), `supplementAccept` (a correction), `evaluate`, and what engines answer beside. A repeat
    is recognised by `requestId`, or by what it says, and answered as taken.
    """
    bus = context().gateways.government_bus
    if bus is None:
        raise BusNotConnected
    proof = {name: request.headers.get(name, "") for name in API_HEADERS}
    verb = verb_of(bus.settings, proof, dict(request.args))
    return door.answer(take_call(unit(), context(), verb, arguments))
