"""The sandbox's application: four protocols, the persona doors, and the controls for failures."""

import socket
import time
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from flask import Flask, Response, g, jsonify, request, stream_with_context

from gateways.sandbox import (
    bus,
    carrier,
    data_platform,
    evaluation_platform,
    office_portal,
    portal,
    sms_platform,
    till,
)
from gateways.sandbox.state import SandboxState, Tokens
from kit.settings import Settings

SLOW_SECONDS = 8.0
#: One module for each outside system: its blueprint is named as the client's room in ``gateways``, and ``FAULTS``
#: are the failures that it can be told to make beside those of the line.
ROOMS = (portal, office_portal, data_platform, bus, sms_platform, carrier, till, evaluation_platform)
SYSTEMS = {room.SYSTEM: room for room in ROOMS}
LINE_FAULTS = ("slow", "down", "cut", "half", "nonsense", "empty")
#: What a refusal of the doors says, by reason.
_REFUSALS = {
    "unknown-persona": (404, "没有这个体验身份。", "There is no such persona."),
    "wrong-kind": (422, "该体验身份不能从此门户登录。", "This persona does not sign in at this portal."),
}


def create_sandbox(settings: Settings) -> Flask:
    """Return the sandbox for the pack and keys in ``settings``."""
    app = Flask("sandbox", static_folder=None)
    state = SandboxState(settings.pack_dir, settings.values)
    for room in ROOMS:
        app.register_blueprint(room.make_room(state))
    _add_doors(app, state)
    _add_controls(app, state)
    app.before_request(lambda: _fail_when_told(state))
    app.after_request(lambda response: _remember(state, response))
    return app


def _add_doors(app: Flask, state: SandboxState) -> None:
    @app.get("/sandbox/personas")
    def list_personas() -> Response:
        return jsonify(
            items=[{key: item[key] for key in ("persona", "kind", "name")} for item in state.personas.values()],
        )

    for address, name, kinds, tokens in (
        ("zheliban/tickets", "ticket", {"person", "organisation"}, state.tickets),
        ("zheliban/ssotokens", "ssotoken", {"organisation"}, state.ssotokens),
        ("zhezhengding/codes", "code", {"officer"}, state.codes),
    ):
        mint = partial(_mint, state, name, kinds, tokens)
        app.add_url_rule(f"/sandbox/{address}", f"mint_{name}", mint, methods=["POST"])


def _mint(state: SandboxState, name: str, kinds: Collection[str], tokens: Tokens) -> tuple[Response, int]:
    """Hand out what a portal hands to a mini-app for a persona of some kinds."""
    persona = state.personas.get(_asked_persona())
    if persona is None:
        return _refused("unknown-persona")
    if persona["kind"] not in kinds:
        return _refused("wrong-kind")
    if name == "code" and request.get_json().get("scan") is True:
        tokens = state.scan_codes
    return jsonify({name: tokens.mint(persona["persona"])}), 201


def _add_controls(app: Flask, state: SandboxState) -> None:
    @app.get("/sandbox/calls")
    def list_calls() -> Response:
        return jsonify(items=list(state.calls))

    @app.post("/sandbox/faults")
    def force_fault() -> tuple[Response, int]:
        asked: Any = request.get_json(silent=True) or {}
        times = asked.get("times", 1) if isinstance(asked, dict) else None
        room = SYSTEMS.get(asked.get("system")) if isinstance(asked, dict) else None
        known = (*LINE_FAULTS, *(room.FAULTS if room else ()))
        if not isinstance(times, int) or room is None or asked.get("fault") not in known:
            allowed = "; ".join(f"{name}: {', '.join((*LINE_FAULTS, *item.FAULTS))}" for name, item in SYSTEMS.items())
            return jsonify(error=f"system and fault: {allowed}; times: a whole number"), 422
        state.faults.force(asked["system"], asked["fault"], times)
        return jsonify(), 201

    @app.delete("/sandbox/faults")
    def clear_faults() -> tuple[str, int]:
        state.faults.clear()
        return "", 204


def _asked_persona() -> str:
    asked: Any = request.get_json(silent=True)
    return str(asked.get("persona", "")) if isinstance(asked, dict) else ""


def _refused(reason: str) -> tuple[Response, int]:
    status, zh, en = _REFUSALS[reason]
    return jsonify(code=reason, zh=zh, en=en), status


def _system() -> str | None:
    """Return the system that is spoken to; a room's own pages for inspection are no part of it."""
    return request.blueprint if request.blueprint in SYSTEMS and not request.path.startswith("/sandbox/") else None


def _fail_when_told(state: SandboxState) -> Response | None:
    system = _system()
    if system is None:
        return None
    if state.faults.strikes(system, "slow"):
        time.sleep(SLOW_SECONDS)
    if state.faults.strikes(system, "down"):
        return Response("", 503)
    if state.faults.strikes(system, "cut"):
        _cut_connection()
        return Response("", 503)
    if state.faults.strikes(system, "nonsense"):
        return Response("<html>网关错误</html>", 200, content_type="text/html")
    if state.faults.strikes(system, "empty"):
        return jsonify({})
    return None


def _cut_connection() -> None:
    """Hang up without a word, as a dying gateway does; the two servers name their socket differently."""
    for name in ("gunicorn.socket", "werkzeug.socket"):
        if name in request.environ:
            request.environ[name].shutdown(socket.SHUT_RDWR)


def _half(response: Response) -> Response:
    """Promise a whole answer, send half of it and hang up."""
    body = response.get_data()

    def pieces() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        _cut_connection()

    half = Response(stream_with_context(pieces()), response.status, content_type=response.content_type)
    half.headers["Content-Length"] = str(len(body))
    return half


def _remember(state: SandboxState, response: Response) -> Response:
    """Keep the call for inspection; ``g.key`` is what its room recognises a repeat by, where it has such a thing."""
    system = _system()
    if system is None:
        return response
    call = {"system": system, "method": request.method, "path": request.path, "status": response.status_code}
    state.calls.append({**call, **({"key": g.key} if "key" in g else {})})
    return _half(response) if state.faults.strikes(system, "half") else response
