"""What holds for calls of the bus, and how they are answered."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from kit.errors import Conflict, NotFound, Problem, Unprocessable

EVALUATE = "evaluate"


class BusNotConnected(NotFound):
    """The city has not connected the bus, so nobody can call from it."""

    code = "bus-not-connected"
    zh = "政务总线尚未接入。"
    en = "The government bus is not connected."


class CaseUnknownToBus(NotFound):
    """No case of ours has this number on the bus."""

    code = "PROJ_NOT_FOUND"
    zh = "没有该统一赋码对应的办件。"
    en = "No case of ours has this number on the bus."


class VerbUnknown(Conflict):
    """Nobody here answers this call."""

    code = "VERB_NOT_SUPPORTED"
    zh = "本平台不处理“{verb}”回调。"
    en = "Calls of the kind {verb} are not answered here."


class AttachmentsElsewhere(Conflict):
    """Files that lie on the bus cannot be fetched from there."""

    code = "ATTACHMENTS_NOT_TAKEN"
    zh = "补正材料附件暂不能由总线转入，请申请人在“掌办”中上传。"
    en = "Files cannot be taken over from the bus: the applicant uploads them here."


class RatingUnreadable(Unprocessable):
    """The level is not one of the bus's five."""

    code = "BAD_LEVEL"
    zh = "满意度须为 1（非常满意）至 5（非常不满意）。"
    en = "The level must be 1 (best) to 5 (worst)."


def key_of(verb: str, body: Mapping[str, Any]) -> str:
    """Return what a repeat is recognised by: the bus's own id of the call, or else all that it says."""
    own = body.get("requestId")
    if isinstance(own, str) and own:
        return f"{verb}:{own}"[:200]
    said = hashlib.sha256(orjson.dumps(dict(body), option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"{verb}:{body.get('projId')}:{said}"[:200]


def answer_of(verb: str, problem: Problem | None) -> dict[str, Any]:
    """Return the answer in the bus's shape: evaluations have one of their own; ``U`` asks it to call again."""
    code, message = ("", "") if problem is None else (problem.code, problem.sentence("zh"))
    if verb == EVALUATE:
        return {"success": problem is None, "errorCode": code, "errorMsg": message}
    status = "S" if problem is None else "U" if problem.transient else "F"
    return {"resultStatus": status, "resultCode": code, "resultMsg": message, "data": None}
