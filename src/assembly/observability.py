"""Figures by route (never by raw path, which is unbounded)."""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("zhangban_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("zhangban_request_seconds", "Seconds to answer", ["route", "method"])


def install(app: Flask) -> None:
    """Count and time every request of an application."""

    def start() -> None:
        g.started = time.perf_counter()

    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unmatched"
        REQUESTS.labels(route, request.method, response.status_code).inc()
        if "started" in g:
            SECONDS.labels(route, request.method).observe(time.perf_counter() - g.started)
        return response

    app.before_request(start)
    app.after_request(count)


def figures() -> bytes:
    """Return the figures of this process, or of all workers when gunicorn shares a folder for them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:  # noqa: TID251 -- the library's own switch
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's gap
    return generate_latest(registry)
