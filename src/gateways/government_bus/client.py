"""Calls of the bus: one address, the service named by a header, one shape of answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from gateways.errors import KeysRefused, SourceNonsense, SourceRefused
from gateways.government_bus import signature
from gateways.http_client import Answer, HttpClient

SYSTEM = "政务总线"
AFFAIR = "atg.biz.affair."
#: Who knows whether it did (``U``) is the bus alone: ask it before saying the same again.
Status = Literal["S", "F", "U"]
#: Codes of the gateway and of its SDK: 601 and 703 refuse the signature, 701 is an answer that nobody can read, the
#: others say that keys or addresses are not set up.
_KEYS_REFUSED = {601, 700, *range(702, 713)}
_UNREADABLE = 701
_HSF_OK = 200


@dataclass(frozen=True)
class GovernmentBusSettings:
    """Variables ``GOVERNMENT_BUS_…``; lists are ``our word=code on the bus``, to be confirmed at connection."""

    base_url: str
    access_key: str
    secret_key: str
    app_id: str
    version: str = "1.0"
    connect_seconds: float = 3.0
    seconds: float = 65.0
    belong_system: str = "zhangban"
    bus_type: str = "0"
    #: What opens ``query.affBaseInfoQuery`` beside the number; the applicant's phone where it is not set.
    query_key: str = ""
    affair_types: tuple[str, ...] = ("immediate=1", "promised=2")
    approve_type: str = ""
    biz_type: str = ""
    #: 浙江 提交渠道: 1 PC, 2 mobile, 8 the window.
    apply_origins: tuple[str, ...] = ("pc=1", "mobile=2", "window=8")
    #: How a material came, by the way that satisfied it.
    fetch_modes: tuple[str, ...] = ("upload=2", "licence=3", "shared_data=3", "locker=3", "other=1")
    apply_types: tuple[str, ...] = ("person=1", "organisation=2")
    #: 浙江 证件类型; what is not in the list goes as ``other``.
    card_types: tuple[str, ...] = (
        "resident_id=31",
        "passport=33",
        "hmt_residence_permit=37",
        "foreign_permanent_resident=38",
        "uscc=51",
        "other=49",
    )
    #: 评价来源: 0 web, 1 app, 2 WeChat, 3 SMS, 4 Alipay.
    evaluation_origins: tuple[str, ...] = ("pc=0", "mobile=1", "other=0")
    #: 办结结果 (the newer list).
    results: tuple[str, ...] = ("granted=0", "refused=1", "withdrawn=5", "returned=5", "not_accepted=6")
    #: 特别程序种类: 1 an extension, 2 any other.
    special_types: tuple[str, ...] = ("extension=1", "other=2")
    #: ``affStatus`` by which a case shows that it took a turn.
    statuses: tuple[str, ...] = (
        "supplementNotify=06",
        "supplementAccept=02",
        "specProcStart=11",
        "specProcFinish=12",
    )
    #: Codes of an ``F`` that says: this came before and was taken.
    repeat_codes: tuple[str, ...] = ("DUPLICATE",)
    callback_access_key: str = ""
    callback_secret_key: str = ""
    callback_window_seconds: int = 300


@dataclass(frozen=True)
class Reply:
    """What the bus said: ``S`` done, ``F`` refused with a code and a sentence, ``U`` that it does not know."""

    status: Status
    code: str
    message: str
    data: Any
    request_id: str


class GovernmentBus:
    """The bus's client."""

    def __init__(self, settings: GovernmentBusSettings) -> None:
        """Call nothing yet."""
        self.settings = settings
        self.http = HttpClient(
            SYSTEM, settings.base_url, connect_seconds=settings.connect_seconds, seconds=settings.seconds
        )

    def code(self, listed: str, word: str) -> str:
        """Return the bus's code for a word of ours in one of the lists of the settings; ``other`` where it has one."""
        codes = dict(pair.split("=", 1) for pair in getattr(self.settings, listed))
        return str(codes.get(word, codes.get("other", "")))

    def generate_number(self, fields: Mapping[str, Any]) -> Reply:
        """Ask for a 统一赋码 number (:class:`bodies.NumberWanted`); ``data`` is the number.

        The same case is given the same one again.
        """
        own = self.settings
        return self.post("unicode.generate", {"belongSystem": own.belong_system, "busType": own.bus_type, **fields})

    def discard_number(self, number: str) -> Reply:
        """Give a number back that no case was reported under."""
        return self.post("unicode.discard", {"projId": number, "belongSystem": self.settings.belong_system})

    def query_case(self, number: str, phone: str) -> Reply:
        """Ask what the bus knows of a case (``AffBaseInfoVO``), to find out what became of an unknown call."""
        opener = {"queryKey": self.settings.query_key} if self.settings.query_key else {"telNo": phone}
        return self.post("query.affBaseInfoQuery", {"projId": number, **opener})

    def report(self, service: str, number: str, place: Mapping[str, Any], fields: Mapping[str, Any]) -> Reply:
        """Report one turn of a case; ``place`` and ``fields`` are made by :mod:`gateways.government_bus.bodies`."""
        return self.post(service, {"projId": number, **place, **fields})

    def evaluate(self, number: str, fields: Mapping[str, Any]) -> Reply:
        """Report an evaluation; ``data`` is its number on the bus."""
        return self.post("eval.eval", {"appID": self.settings.app_id, "projId": number, **fields})

    def check(self) -> str:
        """Ask for a case that is not there, marked as a check; whatever the bus knows of it, it took the signature."""
        signed = {**self._signed(f"{AFFAIR}query.affBaseInfoQuery", {}), "x-service-check": "true"}
        asked = {"appId": self.settings.app_id, "projId": "connection-check", "telNo": ""}
        _reply(self.http.post_json("", asked, signed))
        return ""

    def post(self, service: str, body: Mapping[str, Any]) -> Reply:
        """Call a service of ``atg.biz.affair`` with a JSON body.

        Errors: :class:`KeysRefused`, :class:`SourceUnavailable`, :class:`SourceNonsense`.
        """
        sent = {"appId": self.settings.app_id, **body}
        return _reply(self.http.post_json("", sent, self._signed(AFFAIR + service, {})))

    def get(self, name: str, query: Mapping[str, str]) -> Reply:
        """Call a service by GET, by its whole name; the query is signed too. Errors: as :meth:`post`."""
        return _reply(self.http.get("", query, lambda: self._signed(name, query)))

    def _signed(self, name: str, query: Mapping[str, str]) -> dict[str, str]:
        own = self.settings
        return signature.headers(own.access_key, own.secret_key, own.app_id, name, own.version, query)


def _reply(answer: Answer) -> Reply:
    body = answer.body
    if not isinstance(body, Mapping):
        raise SourceNonsense(system=SYSTEM)
    if "resultStatus" not in body and "code" in body:
        body = _unwrapped(body)
    if body.get("resultStatus") not in {"S", "F", "U"}:
        raise SourceNonsense(system=SYSTEM)
    return Reply(
        status=cast("Status", body["resultStatus"]),
        code=str(body.get("resultCode") or ""),
        message=str(body.get("resultMsg") or ""),
        data=body.get("data"),
        request_id=str(body.get("requestId") or ""),
    )


def _unwrapped(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answer that a service of type HSF wraps, or raise what the gateway says instead of one."""
    try:
        code = int(body["code"])
    except (TypeError, ValueError):
        raise SourceNonsense(system=SYSTEM) from None
    if code in _KEYS_REFUSED:
        raise KeysRefused(system=SYSTEM, reason=str(code))
    inner = body.get("body")
    if code == _UNREADABLE or (code == _HSF_OK and not isinstance(inner, Mapping)):
        raise SourceNonsense(system=SYSTEM)
    if code != _HSF_OK:
        raise SourceRefused(system=SYSTEM, reason=str(code))
    return cast("Mapping[str, Any]", inner)
