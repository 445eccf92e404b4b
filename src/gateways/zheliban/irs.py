"""Calls through the IRS gateway, which checks ``X-BG-*``, forwards, and does not wrap the answer."""

from collections.abc import Mapping
from typing import Any

from gateways.errors import SourceRefused
from gateways.http_client import Answer, HttpClient
from gateways.zheliban import signature
from gateways.zheliban.identity import SYSTEM

_REFUSED = (401, 403)


class IrsGateway:
    """The components that were granted to one access key."""

    def __init__(self, http: HttpClient, access_key: str, secret_key: str) -> None:
        """Sign with the application's keys."""
        self._http, self._access_key, self._secret_key = http, access_key, secret_key

    def post_json(self, path: str, body: Mapping[str, str]) -> Any:
        """Return what a component answered. Errors: :class:`SourceRefused` with the gateway's own reason."""
        return _let_through(self._http.post_json(path, body, self._signed(path)))

    def post_form(self, path: str, form: Mapping[str, str]) -> Any:
        """As :meth:`post_json`, with a form."""
        return _let_through(self._http.post_form(path, form, self._signed(path)))

    def _signed(self, path: str) -> dict[str, str]:
        return signature.headers("POST", path, {}, self._access_key, self._secret_key)


def _let_through(answer: Answer) -> Any:
    if answer.status in _REFUSED:
        raise SourceRefused(system=SYSTEM, reason=_reason(answer))
    return answer.body


def _reason(answer: Answer) -> str:
    """Return the gateway's own text, since a skewed clock and a missing grant need different hands."""
    message = answer.body.get("message") if isinstance(answer.body, Mapping) else None
    return message[:100] if isinstance(message, str) and message else str(answer.status)
