"""The signature of the 政务总线, ``_api_*``: four headers and the query are signed, a JSON body is not."""

import base64
import hmac
from collections.abc import Mapping

from kit import clock
from kit.ids import new_id


def canonical_text(access_key: str, name: str, timestamp: str, version: str, query: Mapping[str, str]) -> str:
    """Return what is signed: ``k=v`` of the query and the four, in byte order, joined by ``&``, nothing encoded."""
    signed = {
        **query,
        "_api_access_key": access_key,
        "_api_name": name,
        "_api_timestamp": timestamp,
        "_api_version": version,
    }
    pairs = sorted((key.encode(), value.encode()) for key, value in signed.items())
    return b"&".join(key + b"=" + value for key, value in pairs).decode()


def sign(secret_key: str, text: str) -> str:
    """Return the Base64 of the HMAC-SHA1."""
    return base64.b64encode(hmac.digest(secret_key.encode(), text.encode(), "sha1")).decode()


def headers(
    access_key: str, secret_key: str, app_id: str, name: str, version: str, query: Mapping[str, str]
) -> dict[str, str]:
    """Return the headers of a request for the service ``name``, signed now."""
    timestamp = str(int(clock.now().timestamp() * 1000))
    return {
        "_api_name": name,
        "_api_version": version,
        "_api_access_key": access_key,
        "_api_timestamp": timestamp,
        "_api_signature": sign(secret_key, canonical_text(access_key, name, timestamp, version, query)),
        "x-app-id": app_id,
        "x-charset": "UTF-8",
        "x-mosn-traceid": new_id().hex,
    }
