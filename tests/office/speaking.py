"""Speaking to the office API in tests: send, read, make a turn from what was read, and compare the status."""

from typing import Any

from tests.product import Caller


def sent(who: Caller, address: str, body: object, expect: int = 201, **headers: str) -> dict[str, Any]:
    """POST, and return what was answered."""
    answer = who.post(address, body, **headers)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def turn(who: Caller, address: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a record and make a turn from what was read."""
    # Whom it is hidden from reads no version.
    etag = who.get(address).headers.get("ETag", '"1"')
    return sent(who, f"{address}/{what}", body, expect, If_Match=etag)


def read(who: Caller, address: str, expect: int = 200, **query: Any) -> dict[str, Any]:
    """GET, and return what was answered."""
    # An address may have its query in it already.
    answer = who.get(address, query_string=query) if query else who.get(address)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())
