"""The client of the journey: one HTTP connection, one line printed per step."""

import json
import sys
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from kit.ids import new_id

TITLE_WIDTH = 46
PATIENCE_SECONDS = 20.0


class StepFailed(Exception):
    """A step did not answer what it should; the message is for the person at the terminal."""


@dataclass(frozen=True)
class Answer:
    """What the server answered; ``body`` is the parsed JSON, or the bytes of a document."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass
class Client:
    """A mini-app on somebody's phone: keeps the access token and prints what it does."""

    base_url: str
    token: str | None = None
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))
    steps: int = 0

    def step(
        self,
        title: str,
        request: str,
        *,
        body: object = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        upload: tuple[str, bytes, str] | None = None,
        expect: int | tuple[int, ...] = 200,
    ) -> Answer:
        """Send one request (``"METHOD /path"``) and print its status and time.

        ``expect`` is the status that the path needs, or those that it can go on from. Errors: :class:`StepFailed`.
        """
        method, path = request.split(" ", 1)
        sent: dict[str, Any] = {"headers": self._headers(headers)}
        if upload is not None:
            sent["fields"] = {"file": upload}
        elif method == "GET":
            sent["fields"] = dict(query or {})
        elif body is not None:
            sent["body"] = json.dumps(body, ensure_ascii=False).encode()
            sent["headers"]["Content-Type"] = "application/json"
        if method == "POST":
            sent["headers"].setdefault("Idempotency-Key", str(new_id()))
        started = time.perf_counter()
        try:
            response = self.pool.request(method, self.base_url + path, timeout=PATIENCE_SECONDS, **sent)
        except urllib3.exceptions.HTTPError as error:
            message = f"{self.base_url} does not answer ({type(error).__name__}). Start it first: make run"
            raise StepFailed(message) from error
        spent = (time.perf_counter() - started) * 1000
        self.steps += 1
        print(f"\n  {response.status} {spent:6.0f} ms  {_padded(title)}", end="", flush=True)
        answer = Answer(response.status, response.headers, _read(response))
        if response.status not in (expect if isinstance(expect, tuple) else (expect,)):
            message = f"{request} answered {response.status} instead of {expect}: {_shortened(answer.body)}"
            raise StepFailed(message)
        return answer

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        headers = {"Accept": "application/json", **(more or {})}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


def fact(text: object) -> None:
    """Print, behind a step, the one thing that matters about it."""
    print(f" {text}", end="", flush=True)


def act(title: str) -> None:
    """Begin a part of the journey."""
    print(f"\n\n{title}", end="", flush=True)


def require(*, holds: bool, message: str) -> None:
    """Fail the step when what it answered is not what the path needs. Errors: :class:`StepFailed`."""
    if not holds:
        raise StepFailed(message)


def complain(failure: StepFailed) -> None:
    """Say what failed."""
    print(f"\n\nFAILED: {failure}", file=sys.stderr)


def _read(response: urllib3.BaseHTTPResponse) -> Any:
    if response.data and "json" in response.headers.get("Content-Type", ""):
        return json.loads(response.data)
    return response.data


def _shortened(body: object) -> str:
    return str(body)[:600]


def _padded(title: str) -> str:
    """Return a title filled up to the column, a Chinese character counting two."""
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in title)
    return title + " " * max(TITLE_WIDTH - width, 0)
