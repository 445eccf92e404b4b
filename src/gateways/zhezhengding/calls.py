"""Signed calls, the application token, and the portal's envelopes, read in this one place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson

from gateways.errors import SourceNonsense, SourceRefused
from gateways.http_client import HttpClient
from gateways.issued import issued
from gateways.zhezhengding.signature import Mode, headers
from kit import clock
from kit.shared import Renewed, SharedSecrets

SYSTEM = "浙政钉"
#: A token is renewed this long before it ends, so that none ends on its way.
EARLY = timedelta(minutes=5)
TOKEN_ENDED = "240133"  # noqa: S105 -- an error code
_FINE = {"", "0", "None", "null"}
_CODES = ("bizErrorCode", "errorCode", "Code", "responseCode")
_SENTENCES = ("errorMsg", "Message", "responseMessage")

#: A parameter is a text or, for a repeated key, a sequence of texts.
Parameters = Mapping[str, str | Iterable[str]]


@dataclass(frozen=True)
class ZhezhengdingSettings:
    """Variables ``ZHEZHENGDING_…``."""

    app_key: str
    app_secret: str = field(repr=False)
    base_url: str = "https://openplatform-pro.ding.zj.gov.cn"
    tenant_id: str = ""
    #: How the application signs, as it was registered: ``hmac`` (SHA-256) or ``md5``.
    signature: Mode = "hmac"
    #: The application that officers scan at a computer; without it there is no sign-in by scanning.
    scan_app_key: str = ""
    scan_app_secret: str = field(default="", repr=False)
    #: Receivers of one notification; the portal's papers differ (100 in the older, 1000 in the newer).
    receivers_per_call: int = 100
    #: Officers who are told of one task; 0 tells nobody. Everybody sees it in the inbox.
    receivers_per_task: int = 20
    #: Whose account to-dos are made in the name of; by default the assignee's own.
    todo_creator_id: str = ""
    #: The name of our application where a notification is revoked; by default the application's key.
    message_app: str = ""
    #: What the platform writes before the names of events; its papers differ.
    event_prefix: str = ""
    #: Part of the officers that one sync of the directory may take posts from; above it nothing is changed.
    largest_loss: float = 0.2
    #: How the portal says that it has a message with this ``bizMsgId`` already; its papers name no code.
    duplicate_codes: tuple[str, ...] = ("DUPLICATE_BIZ_MSG_ID",)


@dataclass(frozen=True)
class Refusal:
    """What the portal said of a call that it refused."""

    code: str
    sentence: str


class Calls:
    """Signed calls of one application of ours."""

    def __init__(
        self, settings: ZhezhengdingSettings, http: HttpClient, secrets: SharedSecrets, app_key: str, app_secret: str
    ) -> None:
        """Fetch nothing yet; the application's token lies in ``secrets``."""
        self.settings, self.http = settings, http
        self._secrets, self._app_key, self._app_secret = secrets, app_key, app_secret

    def get(self, path: str, parameters: Parameters) -> Any:
        """GET with the parameters in the query and return the body, whatever it says."""
        pairs = _pairs(parameters)
        return self.http.get(path, pairs, lambda: self._signed("GET", path, pairs)).body

    def post(self, path: str, parameters: Parameters) -> Any:
        """POST a form and return the body, whatever it says."""
        pairs = _pairs(parameters)
        return self.http.post_form(path, pairs, self._signed("POST", path, pairs)).body

    def post_with_token(self, path: str, parameters: Mapping[str, str]) -> Any:
        """POST a form with the application's token, a new one where the portal ended ours before its time.

        Nothing that is good once is lost by that: the portal looks at the token first.
        """
        token = self._token()
        body = self.post(path, {"access_token": token, **parameters})
        found = refusal(body)
        if found is None or found.code != TOKEN_ENDED:
            return body
        return self.post(path, {"access_token": self._token(refused=token), **parameters})

    def try_keys(self) -> None:
        """Ask for the application's token, which while it is valid is the same one."""
        self._renew(None)

    def _token(self, refused: str | None = None) -> str:
        turned_away = None if refused is None else {"token": refused}
        name = f"zhezhengding:{self._app_key}"
        return str(issued(self._secrets, SYSTEM, name, self._renew, refused=turned_away)["token"])

    def _renew(self, _present: object) -> Renewed:
        body = self.get("/gettoken.json", {"appkey": self._app_key, "appsecret": self._app_secret})
        data = record(data_of(checked(body)))
        try:
            seconds = int(data.get("expiresIn") or 7200)
        except (TypeError, ValueError):
            raise SourceNonsense(system=SYSTEM) from None
        return Renewed({"token": stated(data, "accessToken")}, clock.now() + timedelta(seconds=seconds) - EARLY)

    def _signed(self, method: str, path: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
        return headers(self._app_key, self._app_secret, method, path, pairs, self.settings.signature)


def _pairs(parameters: Parameters) -> list[tuple[str, str]]:
    """Spread lists over repeated keys and leave out what is empty, as the signature does."""
    spread = [(name, [value] if isinstance(value, str) else value) for name, value in parameters.items()]
    return [(name, value) for name, values in spread for value in values if value != ""]


def refusal(body: Any) -> Refusal | None:
    """Return what the portal refused, or None; its three envelopes and its gateway name that differently.

    Result: ``{success, content: {success, data, responseCode}, bizErrorCode, errorMsg}``. Flat: the members stand at
    the top. Content: ``{errorCode, errorMsg, content}``. Gateway: ``{Code, Message, success: false}``.
    """
    if not isinstance(body, Mapping):
        raise SourceNonsense(system=SYSTEM)
    inner = body.get("content")
    return _refusal_in(body) or (_refusal_in(inner) if isinstance(inner, Mapping) else None)


def _refusal_in(part: Mapping[str, Any]) -> Refusal | None:
    said = [str(part[name]) for name in _CODES if str(part.get(name, "")) not in _FINE]
    if part.get("success") is False or (said and part.get("success") is not True):
        sentence = next((str(part[name]) for name in _SENTENCES if part.get(name)), "")
        return Refusal(said[0] if said else "refused", sentence)
    return None


def checked(body: Any, errors: Callable[[Refusal], Exception | None] = lambda _: None) -> Mapping[str, Any]:
    """Return the body of a call that succeeded.

    Errors: what ``errors`` makes of a refusal, else :class:`SourceRefused`.
    """
    found = refusal(body)
    if found is not None:
        raise errors(found) or SourceRefused(system=SYSTEM, reason=found.code)
    succeeded: Mapping[str, Any] = body
    return succeeded


def data_of(body: Mapping[str, Any]) -> Any:
    """Return ``content.data``, which is a value or the JSON text of one; None when it is empty or missing."""
    content = body.get("content")
    return parsed(content.get("data")) if isinstance(content, Mapping) else None


def parsed(value: Any) -> Any:
    """Read a value that may be JSON text; an empty one is None."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value) if value else None
    except orjson.JSONDecodeError:
        raise SourceNonsense(system=SYSTEM) from None


def record(value: Any) -> Mapping[str, Any]:
    """Return a value that is to be an object. Errors: :class:`SourceNonsense`."""
    if not isinstance(value, Mapping):
        raise SourceNonsense(system=SYSTEM)
    return value


def records(value: Any) -> list[Mapping[str, Any]]:
    """Return a value that is to be a list of objects; an empty one may be missing. Errors: :class:`SourceNonsense`."""
    if value is not None and not isinstance(value, list):
        raise SourceNonsense(system=SYSTEM)
    return [record(item) for item in value or []]


def stated(found: Mapping[str, Any], *names: str) -> str:
    """Return the first of some members that says something; an empty one must never become an identity."""
    for name in names:
        value = found.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    raise SourceNonsense(system=SYSTEM)
