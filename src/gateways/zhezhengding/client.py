"""The application token, kept fresh, and the exchange of sign-in codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from gateways.errors import SourceNonsense, SourceRefused, TicketRefused
from gateways.http_client import HttpClient
from gateways.issued import issued
from gateways.zhezhengding import signature
from kit import clock
from kit.shared import Renewed, SharedSecrets

SYSTEM = "浙政钉"
#: A token is renewed this long before it ends, so that none ends on its way.
EARLY = timedelta(minutes=5)
_CODE_ERRORS = {"240111"}
_TOKEN_ERROR = "240133"  # noqa: S105 -- an error code


@dataclass(frozen=True)
class ZhezhengdingSettings:
    """Variables ``ZHEZHENGDING_…``."""

    app_key: str
    app_secret: str
    base_url: str = "https://openplatform-pro.ding.zj.gov.cn"
    tenant_id: str = ""


@dataclass(frozen=True)
class OfficeIdentity:
    """The civil servant behind a code; ``employee_code`` is the key that accounts are bound to."""

    account_id: str
    employee_code: str
    name: str


class Zhezhengding:
    """The office portal's client."""

    def __init__(self, settings: ZhezhengdingSettings, secrets: SharedSecrets) -> None:
        """Fetch nothing yet; the application token lies in ``secrets``."""
        self._settings, self._secrets = settings, secrets
        self.http = HttpClient(SYSTEM, settings.base_url)

    def exchange_code(self, code: str) -> OfficeIdentity:
        """Return who is behind a single-use in-app code. Errors: :class:`TicketRefused`."""
        token = self._token()
        body = self._ask_user(token, code)
        if _error_of(body) == _TOKEN_ERROR:
            # The portal ended the token before its time; the code was not looked at and is still good.
            body = self._ask_user(self._token(refused=token), code)
        user = _user_of(_checked(body))
        return OfficeIdentity(
            account_id=_stated(user, "accountId"),
            employee_code=_stated(user, "employeeCode"),
            name=_stated(user, "lastName", "nickNameCn"),
        )

    def _ask_user(self, token: str, code: str) -> Any:
        return self._signed_post("/rpc/oauth2/dingtalk_app_user.json", {"access_token": token, "auth_code": code})

    def _token(self, refused: str | None = None) -> str:
        turned_away = None if refused is None else {"token": refused}
        name = f"zhezhengding:{self._settings.app_key}"
        return str(issued(self._secrets, SYSTEM, name, self._renew, refused=turned_away)["token"])

    def _renew(self, _present: object) -> Renewed:
        parameters = {"appkey": self._settings.app_key, "appsecret": self._settings.app_secret}
        path = "/gettoken.json"

        def sign() -> Mapping[str, str]:
            return signature.headers(self._settings.app_key, self._settings.app_secret, "GET", path, parameters)

        data = _content_data(_checked(self.http.get(path, parameters, sign).body))
        try:
            seconds = int(data.get("expiresIn") or 7200)
        except (TypeError, ValueError):
            raise SourceNonsense(system=SYSTEM) from None
        return Renewed({"token": _stated(data, "accessToken")}, clock.now() + timedelta(seconds=seconds) - EARLY)

    def _signed_post(self, path: str, parameters: Mapping[str, str]) -> Any:
        signed = signature.headers(self._settings.app_key, self._settings.app_secret, "POST", path, parameters)
        return self.http.post_form(path, dict(parameters), signed).body


def _error_of(body: Any) -> str | None:
    """Return the code of a refusal, or None; the three envelopes and the gateway name it differently."""
    if not isinstance(body, Mapping):
        raise SourceNonsense(system=SYSTEM)
    if body.get("success") is False or (body.get("errorCode") and "accountId" not in body):
        return str(body.get("bizErrorCode") or body.get("errorCode") or body.get("Code"))
    return None


def _checked(body: Any) -> Mapping[str, Any]:
    error = _error_of(body)
    if error in _CODE_ERRORS:
        raise TicketRefused
    if error is not None:
        raise SourceRefused(system=SYSTEM, reason=error)
    checked: Mapping[str, Any] = body
    return checked


def _user_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find the user: the SDK's class is flat, other clients read ``content.data``; both are accepted."""
    return body if "accountId" in body else _content_data(body)


def _content_data(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``content.data``, which is an object or a JSON text of one."""
    content = body.get("content")
    data = content.get("data") if isinstance(content, Mapping) else None
    if isinstance(data, str):
        try:
            data = orjson.loads(data)
        except orjson.JSONDecodeError:
            data = None
    if not isinstance(data, Mapping):
        raise SourceNonsense(system=SYSTEM)
    return data


def _stated(record: Mapping[str, Any], *names: str) -> str:
    """Return the first of some members that says something; an empty one must never become an identity."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    raise SourceNonsense(system=SYSTEM)
