"""Making the application: context, doors, guard, published documents, health."""

import structlog
from flask import Flask, g, request
from werkzeug.exceptions import NotFound as NoRoute

import auth.routes
from assembly import documents, health, observability, sandbox_doors
from assembly.discovery import find_micro_apps
from auth import authenticate
from gateways import connect
from kit.context import Context, build_context
from kit.edge import Application, install
from kit.logs import configure_logs
from kit.settings import Settings, load_settings
from kit.web import Door, unit

log = structlog.get_logger(__name__)


class UnknownBlueprint(RuntimeError):
    """A blueprint answers requests and is not in the table of doors: a mistake in assembly, refused at once."""


def create_app(settings: Settings | None = None, context: Context | None = None) -> Flask:
    """Return a ready application.

    ``settings`` default to those of the process; ``context`` replaces the shared parts (tests pass one whose
    gateways speak to a sandbox of their own).
    """
    configure_logs()
    context = context or make_context(settings or load_settings())
    app = Application("zhangban", static_folder=None)
    app.extensions["zhangban"] = context
    app.config["MAX_CONTENT_LENGTH"] = context.settings.max_body_bytes
    app.url_map.strict_slashes = False
    doors = [*auth.routes.doors, health.door, *(found.door for found in find_micro_apps())]
    if context.settings.sandbox_enabled:
        doors.append(sandbox_doors.door)
    for door in doors:
        app.register_blueprint(door)
    documents.publish(app, doors)
    install(app)
    observability.install(app)
    _guard(app, doors)
    return app


def make_context(settings: Settings) -> Context:
    """Return the shared parts with the gateways of the settings."""
    return build_context(settings, connect)


def _guard(app: Flask, doors: list[Door]) -> None:
    """Attach the one guard: a table from blueprint to audience, closed to whatever is not in it."""
    audiences = {door.name: door.audience for door in doors} | dict.fromkeys(documents.OPEN_BLUEPRINTS, "public")

    def guard() -> None:
        if request.endpoint is None:
            raise request.routing_exception or NoRoute
        audience = audiences.get(request.blueprint or "")
        if audience is None:
            message = f"blueprint {request.blueprint!r} has no audience"
            raise UnknownBlueprint(message)
        header = request.headers.get("Authorization")
        if audience == "public":
            return
        g.subject = authenticate(unit(), app.extensions["zhangban"], header, audience)

    app.before_request(guard)
