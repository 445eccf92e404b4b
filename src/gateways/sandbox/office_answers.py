"""The envelopes that 浙政钉 answers in."""

from typing import Any

import orjson
from flask import Response, jsonify

from gateways.sandbox.state import SandboxState


def result(state: SandboxState, data: Any, **paging: int) -> Response:
    """Answer in the Result kind; ``data`` is a value, or its JSON text where that is asked for."""
    shown = orjson.dumps(data).decode() if state.faults.strikes("zhezhengding", "data-as-text") else data
    content = {"success": True, "data": shown, "responseCode": "0", "responseMessage": "OK", **paging}
    return jsonify(success=True, content=content, bizErrorCode="0", errorMsg="")


def refused(code: str, sentence: str) -> Response:
    """Answer that a call of the Result kind failed."""
    return jsonify(success=False, content=None, bizErrorCode=code, errorMsg=sentence)


def refused_flat(code: str, sentence: str) -> Response:
    """Answer that a call of the flat kind failed."""
    return jsonify(success=False, errorCode=code, errorMsg=sentence)
