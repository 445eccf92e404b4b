"""The key pair that renews itself, and data calls."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from gateways.errors import SourceNonsense, SourceRefused
from gateways.http_client import HttpClient, member
from gateways.issued import issued
from gateways.use import Use
from kit import clock
from kit.shared import Renewed, SharedSecrets

SYSTEM = "公共数据平台"
#: The request secret lives 15 minutes; clients renew at 12.
RENEW_AFTER = timedelta(minutes=12)
BY_KEY = "/gateway/app/refreshTokenByKey.htm"
BY_SECRET = "/gateway/app/refreshTokenBySec.htm"  # noqa: S105 -- a path
_Pair = dict[str, str]
OK, SECRET_EXPIRED, BAD_SIGN, NO_QUOTA = "00", "11", "14", "18"


@dataclass(frozen=True)
class DataSharingSettings:
    """Variables ``DATA_SHARING_…``."""

    app_key: str
    app_secret: str
    base_url: str = "https://interface.zjzwfw.gov.cn"
    path: str = "/gateway/api/{catalogue}/dataSharing/{code}.htm"
    catalogue: str = "001003001"


class QuotaExhausted(SourceRefused):
    """The day's quota of this interface is used up (code 18)."""

    code = "source-quota-exhausted"


class DataSharing:
    """The data platform's client."""

    def __init__(self, settings: DataSharingSettings, secrets: SharedSecrets) -> None:
        """Fetch no keys yet; the pair lies in ``secrets``."""
        self._settings, self._secrets = settings, secrets
        self.http = HttpClient(SYSTEM, settings.base_url)

    def query(self, interface_code: str, parameters: Mapping[str, str], use: Use) -> list[dict[str, Any]]:
        """Return the records of one interface for these parameters, with the use stated.

        Errors: :class:`QuotaExhausted`, :class:`SourceRefused`, :class:`SourceUnavailable`,
        :class:`SourceNonsense`.
        """
        pair = self._pair()
        body = self._ask(interface_code, parameters, use, pair)
        if body["code"] == SECRET_EXPIRED:
            # Another process may have renewed the pair, which retires ours: take a new one and ask once more.
            body = self._ask(interface_code, parameters, use, self._pair(refused=pair))
        if body["code"] == NO_QUOTA:
            raise QuotaExhausted(system=SYSTEM, reason="quota")
        if body["code"] != OK:
            raise SourceRefused(system=SYSTEM, reason=str(body["code"]))
        return _records(body)

    def _ask(self, interface_code: str, parameters: Mapping[str, str], use: Use, pair: _Pair) -> Mapping[str, Any]:
        path = self._settings.path.format(catalogue=self._settings.catalogue, code=interface_code)
        form = {**parameters, **_stated(use), **self._signed(pair["requestSecret"])}
        body = self.http.post_form(path, form).body
        if not isinstance(body, Mapping) or not isinstance(body.get("code"), str):
            raise SourceNonsense(system=SYSTEM)
        return body

    def _pair(self, refused: _Pair | None = None) -> _Pair:
        return issued(self._secrets, SYSTEM, f"data_sharing:{self._settings.app_key}", self._renew, refused=refused)

    def _renew(self, present: _Pair | None) -> Renewed:
        """Renew by the refresh secret, which costs no long-lived one; fall back to the application's own."""
        pair = present and self._issued(BY_SECRET, present["refreshSecret"])
        pair = pair or self._issued(BY_KEY, self._settings.app_secret)
        if pair is None:
            raise SourceRefused(system=SYSTEM, reason="keys")
        return Renewed(pair, clock.now() + RENEW_AFTER)

    def _issued(self, path: str, secret: str) -> _Pair | None:
        body = self.http.post_form(path, self._signed(secret)).body
        if member(SYSTEM, body, "code") != OK:
            return None
        pair = {name: member(SYSTEM, body, "datas", name) for name in ("requestSecret", "refreshSecret")}
        if not all(isinstance(secret, str) and secret for secret in pair.values()):
            raise SourceNonsense(system=SYSTEM)
        return pair

    def _signed(self, secret: str) -> dict[str, str]:
        moment = str(int(clock.now().timestamp() * 1000))
        return {
            "appKey": self._settings.app_key,
            "requestTime": moment,
            "sign": sign(self._settings.app_key, secret, moment),
        }


def sign(app_key: str, secret: str, request_time: str) -> str:
    """Return the platform's signature: lower-case hex MD5 of the three texts run together."""
    return hashlib.md5(f"{app_key}{secret}{request_time}".encode(), usedforsecurity=False).hexdigest()


def _stated(use: Use) -> dict[str, str]:
    stated = {"useCause": use.purpose[:200], "matterCode": use.matter_code}
    if use.case_number:
        stated["caseNumber"] = use.case_number
    if use.consent_id:
        stated["consentId"] = use.consent_id
    return stated


def _records(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read ``datas``: an array, a JSON string of one, sometimes with a ``{success, data}`` inside."""
    datas = _parsed(body.get("datas", body.get("data")))
    if isinstance(datas, Mapping) and datas.get("success") is False:
        raise SourceRefused(system=SYSTEM, reason="inner")
    if isinstance(datas, Mapping) and "data" in datas:
        datas = _parsed(datas["data"])
    if not isinstance(datas, list) or not all(isinstance(item, dict) for item in datas):
        raise SourceNonsense(system=SYSTEM)
    return datas


def _parsed(value: Any) -> Any:
    """Read a value that may be JSON text; an empty text is an empty list."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value) if value else []
    except orjson.JSONDecodeError:
        raise SourceNonsense(system=SYSTEM) from None
