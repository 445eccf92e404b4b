"""The one way out: time-outs, a size cap, safe retries and a circuit breaker for every outside system."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import orjson
import structlog
import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as ReadTimeout
from urllib3.util import Timeout

from gateways import figures
from gateways.errors import CircuitOpen, GatewayProblem, SourceNonsense, SourceUnavailable
from kit import clock

log = structlog.get_logger(__name__)

LARGEST_ANSWER = 8 * 1024 * 1024
PIECE = 64 * 1024
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 10.0
#: Makes what a try sends.
Arguments = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What a system answered: the HTTP status, the JSON body, and the headers, whose names know no case."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class CircuitBreaker:
    """Leaves a system alone after a row of failures, then lets one call through to see whether it is back."""

    def __init__(self, failures_to_open: int = FAILURES_TO_OPEN, open_seconds: float = OPEN_SECONDS) -> None:
        """Start closed."""
        self._limit, self._pause = failures_to_open, open_seconds
        self._failures = 0
        self._opened_at: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether a call may go out now; half-open lets exactly one through per pause."""
        with self._lock:
            if self._opened_at is None:
                return True
            if time.monotonic() - self._opened_at < self._pause:
                return False
            self._opened_at = time.monotonic()
            return True

    def succeeded(self) -> None:
        """Close the circuit."""
        with self._lock:
            self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        """Count a failure and open the circuit when there were enough in a row."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._opened_at = time.monotonic()


class HttpClient:
    """Calls one outside system and gives back JSON, or one of the named errors of ``gateways.errors``."""

    def __init__(self, system: str, base_url: str, *, connect_seconds: float = 1.0, seconds: float = 3.0) -> None:
        """Name the system for messages and logs; ``seconds`` bounds a whole call."""
        self.system = system
        self._base_url = base_url.rstrip("/")
        self._seconds, self._connect_seconds = seconds, connect_seconds
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=16, retries=False)
        self.breaker = CircuitBreaker()
        #: By how much the system's clock was ahead of ours at its last answer, where it told.
        self.skew: timedelta | None = None

    @property
    def address(self) -> str:
        """Return the system's base URL."""
        return self._base_url

    def get(self, path: str, query: Any, sign: Callable[[], Mapping[str, str]] = dict, *, tries: int = 2) -> Answer:
        """GET with query parameters (a list of pairs repeats keys); tried twice when no answer came: GET is safe.

        Where it is not, since it uses something up, ``tries`` is 1. ``sign`` makes the headers of each try, since a
        nonce that was sent once is refused as a replay.
        """
        return self._call("GET", path, lambda: {"fields": query, "headers": dict(sign())}, tries)

    def post_form(self, path: str, form: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """POST ``application/x-www-form-urlencoded``; a list of pairs repeats keys.

        A POST is tried once: one that its receiver recognises by a key is repeated by the outbox, not here.
        """
        sent = {"fields": form, "encode_multipart": False, "headers": dict(headers or {})}
        return self._call("POST", path, lambda: sent, tries=1)

    def post_json(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
        """POST a JSON body, once."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self._call("POST", path, lambda: {"body": orjson.dumps(body), "headers": sent}, tries=1)

    def _call(self, method: str, path: str, arguments: Arguments, tries: int) -> Answer:
        if not self.breaker.allows():
            figures.count(self.system, CircuitOpen.code, 0.0)
            raise CircuitOpen(system=self.system)
        started = time.monotonic()
        try:
            answer = self._try(method, path, arguments, tries, started + self._seconds)
        except GatewayProblem as problem:
            # Nonsense counts too: a system that answers error pages is as good as down.
            self.breaker.failed()
            seconds = time.monotonic() - started
            figures.count(self.system, problem.code, seconds)
            log.warning("gateway.failed", system=self.system, path=path, code=problem.code, seconds=round(seconds, 3))
            raise
        self.breaker.succeeded()
        figures.count(self.system, "answered", time.monotonic() - started)
        log.debug("gateway.answered", system=self.system, path=path, status=answer.status)
        return answer

    def _try(self, method: str, path: str, arguments: Arguments, tries: int, deadline: float) -> Answer:
        for left in range(tries, 0, -1):
            try:
                return self._once(method, path, arguments, deadline)
            except (NewConnectionError, ReadTimeout) as error:
                raise SourceUnavailable(system=self.system) from error
            except HTTPError as error:
                if left == 1 or time.monotonic() >= deadline:
                    raise SourceUnavailable(system=self.system) from error
        raise SourceUnavailable(system=self.system)

    def _once(self, method: str, path: str, arguments: Arguments, deadline: float) -> Answer:
        timeout = Timeout(total=max(deadline - time.monotonic(), 0.001), connect=self._connect_seconds)
        response = self._pool.request(
            method, self._base_url + path, timeout=timeout, redirect=False, preload_content=False, **arguments()
        )
        self.skew = _skew(response.headers.get("Date"))
        raw = self._read(response, deadline)
        if response.status >= 500:
            raise SourceUnavailable(system=self.system)
        try:
            return Answer(response.status, orjson.loads(raw), response.headers)
        except orjson.JSONDecodeError:
            raise SourceNonsense(system=self.system) from None

    def _read(self, response: BaseHTTPResponse, deadline: float) -> bytes:
        """Read a body piece by piece: a socket's time-out starts anew with every byte of a trickling answer."""
        raw = bytearray()
        try:
            while piece := response.read1(PIECE):
                raw += piece
                if len(raw) > LARGEST_ANSWER:
                    raise SourceNonsense(system=self.system)
                if time.monotonic() > deadline:
                    raise SourceUnavailable(system=self.system)
        except GatewayProblem:
            # What is left unread must not greet the next call on this connection.
            response.close()
            raise
        response.release_conn()
        return bytes(raw)


def _skew(date: str | None) -> timedelta | None:
    try:
        return parsedate_to_datetime(date or "") - clock.now()
    except (ValueError, TypeError):
        return None


def member(system: str, body: Any, *path: str) -> Any:
    """Return a member deep in an answer. Errors: :class:`SourceNonsense` when it is not there."""
    for name in path:
        if not isinstance(body, Mapping) or name not in body:
            raise SourceNonsense(system=system)
        body = body[name]
    return body
