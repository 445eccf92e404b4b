"""Pushing service records and evaluations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from gateways.errors import SourceNonsense, SourceRefused
from gateways.evaluation_platform.seal import Seal, ShangMi
from gateways.http_client import HttpClient
from kit import clock

SYSTEM = "好差评平台"
SUCCESS = "success"
SAID = "C-Response-Desc"


@dataclass(frozen=True)
class EvaluationPlatformSettings:
    """Variables ``EVALUATION_PLATFORM_…``; what is beside the keys is to be confirmed at connection."""

    base_url: str
    app_mark: str
    app_word: str
    sm4_key: str
    service_path: str = "/service"
    evaluation_path: str = "/evaluation"
    seconds: float = 10.0
    #: Words by which a refusal says that the record is there already.
    repeat_words: tuple[str, ...] = ("已存在", "exist")
    #: Words by which it refuses the signature.
    signature_words: tuple[str, ...] = ("签名", "sign")
    #: 即办 and 承诺, whose codes are the other way round elsewhere.
    promise_times: tuple[str, ...] = ("immediate=2", "promised=1")
    #: 1 online, 2 at the counter.
    pro_channels: tuple[str, ...] = ("window=2", "other=1")


@dataclass(frozen=True)
class Receipt:
    """Whether the platform has the record now, and what it said."""

    taken: bool
    message: str


class EvaluationPlatform:
    """The platform's client."""

    def __init__(self, settings: EvaluationPlatformSettings, seal: Seal | None = None) -> None:
        """Sign and seal as the settings say, or by the seal of another province."""
        self.settings = settings
        self._seal = seal or ShangMi(settings.sm4_key)
        self.http = HttpClient(SYSTEM, settings.base_url, seconds=settings.seconds)

    def code(self, listed: str, word: str) -> str:
        """Return the platform's code for a word of ours in one of the lists of the settings."""
        codes = dict(pair.split("=", 1) for pair in getattr(self.settings, listed))
        return str(codes.get(word, codes.get("other", "")))

    def push_service(self, fields: Mapping[str, Any]) -> Receipt:
        """Push a service record. Errors: ``SourceUnavailable``, ``SourceNonsense``."""
        return self._push(self.settings.service_path, fields)

    def push_evaluation(self, fields: Mapping[str, Any]) -> Receipt:
        """Push an evaluation of a service that was pushed before. Errors: as :meth:`push_service`."""
        return self._push(self.settings.evaluation_path, fields)

    def check(self) -> str:
        """Push an empty record, which nobody can take; what is said of the signature comes first."""
        said = self.push_service({}).message
        if any(word in said for word in self.settings.signature_words):
            raise SourceRefused(system=SYSTEM, reason=said)
        return ""

    def _push(self, path: str, fields: Mapping[str, Any]) -> Receipt:
        own = self.settings
        time = clock.local(clock.now()).strftime("%Y%m%d%H%M%S")
        content = self._seal.close(orjson.dumps(dict(fields)).decode())
        sign = self._seal.sign(time + own.app_mark + own.app_word)
        envelope = {"sign": sign, "params": content, "time": time, "appMark": own.app_mark}
        answer = self.http.post_json(path, {"txnBodyCom": envelope, "txnCommCom": {}})
        said = answer.headers.get(SAID, "")
        if not said and isinstance(answer.body, Mapping):
            said = str(answer.body.get(SAID, ""))
        if not said:
            raise SourceNonsense(system=SYSTEM)
        repeated = any(word in said for word in own.repeat_words)
        return Receipt(said.lower() == SUCCESS or repeated, said)
