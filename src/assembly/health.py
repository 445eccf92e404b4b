"""Health: alive, ready, and figures for the monitoring system."""

from flask import Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text

from assembly.observability import figures
from kit.errors import Unavailable
from kit.web import Door, unit

door = Door(
    "health",
    audience="public",
    url_prefix="/",
    description="Alive, ready, figures.",
    document="integration",
)


class NotReady(Unavailable):
    """The database does not answer."""

    code = "not-ready"


@door.route("/healthz")
@door.response(200)
def get_health() -> Response:
    """Tell that the process answers.

    Asks nothing of anybody, so that a slow database does not get processes killed.
    """
    return jsonify({"status": "alive"})


@door.route("/readyz")
@door.response(200)
@door.problems(503)
def get_readiness() -> Response:
    """Tell whether requests can be served: the database answers."""
    try:
        unit().scalar(text("SELECT 1"))
    except Exception as error:
        raise NotReady from error
    return jsonify({"status": "ready"})


@door.route("/metrics")
@door.response(200, content_type="text/plain")
def get_metrics() -> Response:
    """Return the process's figures in the Prometheus text format."""
    return Response(figures(), content_type=CONTENT_TYPE_LATEST)
