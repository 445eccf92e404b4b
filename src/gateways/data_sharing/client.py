"""The key pair that renews itself, and data calls."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn

import orjson

from gateways.data_sharing.interfaces import Interface
from gateways.data_sharing.refusals import BAD_SIGN, OK, SECRET_EXPIRED, SYSTEM, SignatureRefused, refusal
from gateways.errors import SourceNonsense, SourceRefused
from gateways.http_client import Answer, HttpClient, member
from gateways.issued import issued
from gateways.use import Use
from kit import clock
from kit.shared import Renew, Renewed, SharedSecrets

#: The request secret lives 15 minutes; clients renew at 12.
RENEW_AFTER = timedelta(minutes=12)
BY_KEY = "/gateway/app/refreshTokenByKey.htm"
BY_SECRET = "/gateway/app/refreshTokenBySec.htm"  # noqa: S105 -- a path
_Pair = dict[str, str]


@dataclass(frozen=True)
class DataSharingSettings:
    """Variables ``DATA_SHARING_…``; an interface of the pack may hang under a catalogue and segment of its own."""

    app_key: str
    app_secret: str
    base_url: str = "https://interface.zjzwfw.gov.cn"
    path: str = "/gateway/api/{catalogue}/{segment}/{code}.htm"
    catalogue: str = "001003001"
    #: ``dataSharing``, ``windowSystem`` or ``national``.
    segment: str = "dataSharing"
    #: The member of an answer that states the quota left, where the platform states it; to be confirmed.
    quota_member: str = "remainingQuota"


class DataSharing:
    """The data platform's client."""

    def __init__(
        self,
        settings: DataSharingSettings,
        secrets: SharedSecrets,
        interfaces: Mapping[str, Interface] | None = None,
    ) -> None:
        """Fetch no keys yet; the pair lies in ``secrets``. ``interfaces`` are those called in an unusual way."""
        self._settings, self._secrets = settings, secrets
        self._interfaces = interfaces or {}
        self.http = HttpClient(SYSTEM, settings.base_url)
        #: The quota left at the last answer of an interface, by code, where the platform stated it.
        self.quotas: dict[str, int] = {}

    def query(self, interface_code: str, parameters: Mapping[str, str], use: Use) -> list[dict[str, Any]]:
        """Return the records of one interface for these parameters, with the use stated.

        Errors: those of :mod:`gateways.data_sharing.refusals`; :class:`gateways.SourceUnavailable`,
        :class:`gateways.SourceNonsense`.
        """
        return self._call(interface_code, {**parameters, **_stated(use)})

    def submit(self, interface_code: str, record: Mapping[str, str]) -> list[dict[str, Any]]:
        """Hand over a record of our own, and return what the interface answers. Errors: as :meth:`query`."""
        return self._call(interface_code, record)

    def _call(self, interface_code: str, business: Mapping[str, str]) -> list[dict[str, Any]]:
        pair = self._pair(self._renew)
        body = self._ask(interface_code, business, pair)
        if body["code"] == SECRET_EXPIRED:
            # Another process may have renewed the pair, which retires ours: take a new one and ask once more.
            body = self._ask(interface_code, business, self._pair(self._renew, refused=pair))
        elif body["code"] == BAD_SIGN:
            # A retired secret may also be told so. Only a newer pair helps: renewing for every bad sign would
            # retire the pair of all others again and again.
            body = self._ask(interface_code, business, self._pair(_do_not_renew, refused=pair))
        if body["code"] != OK:
            raise refusal(body["code"])
        return _records(body)

    def check(self) -> str:
        """Ask for an interface that is not there; whatever the platform says of it, it took the signature.

        Returns the smallest quota that the platform stated of any interface since this process began.
        """
        try:
            self.query("connectionCheck", {}, Use("连接检查", "connection-check"))
        except SignatureRefused:
            raise
        except SourceRefused as refused:
            if refused.values.get("reason") == "keys":
                raise
        return str(min(self.quotas.values(), default=""))

    def _ask(self, interface_code: str, business: Mapping[str, str], pair: _Pair) -> Mapping[str, Any]:
        body = self._send(interface_code, business, self._signed(pair["requestSecret"])).body
        if not isinstance(body, Mapping) or not isinstance(body.get("code"), str):
            raise SourceNonsense(system=SYSTEM)
        left = body.get(self._settings.quota_member)
        if isinstance(left, int | str) and str(left).isdecimal():
            self.quotas[interface_code] = int(left)
        return body

    def _send(self, interface_code: str, business: Mapping[str, str], credentials: Mapping[str, str]) -> Answer:
        interface = self._interfaces.get(interface_code, Interface())
        path = self._settings.path.format(
            catalogue=interface.catalogue or self._settings.catalogue,
            segment=interface.segment or self._settings.segment,
            code=interface_code,
        )
        if interface.call == "json":
            return self.http.post_json(path, business, credentials)
        if interface.call == "query":
            return self.http.get(path, {**business, **credentials})
        return self.http.post_form(path, {**business, **credentials})

    def _pair(self, renew: Renew, refused: _Pair | None = None) -> _Pair:
        return issued(self._secrets, SYSTEM, f"data_sharing:{self._settings.app_key}", renew, refused=refused)

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


def _do_not_renew(_present: object) -> NoReturn:
    raise SignatureRefused(system=SYSTEM, reason=BAD_SIGN)


def _stated(use: Use) -> dict[str, str]:
    stated = {"useCause": use.purpose[:200], "matterCode": use.matter_code}
    if use.case_number:
        stated["caseNumber"] = use.case_number
    if use.consent_id:
        stated["consentId"] = use.consent_id
    return stated


def _records(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read ``datas`` (older: ``data``): an array, a JSON string of one, sometimes with ``{success, data}`` inside."""
    datas = body.get("datas")
    datas = _parsed(body.get("data") if datas is None else datas)
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
