"""Keyset pages: newest first, flat at any depth.

A cursor is the sort key of the last row shown, signed so that one made elsewhere (or for another list) is refused
instead of quietly showing a page of something else.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from marshmallow import Schema, fields, validate

from kit.errors import BadRequest

LARGEST_PAGE = 100
USUAL_PAGE = 20
_SIGNATURE_BYTES = 12

_READERS: Mapping[type, Callable[[Any], Any]] = {
    uuid.UUID: uuid.UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    str: str,
    int: int,
}


class BadCursor(BadRequest):
    """A cursor that this list did not give out."""

    code = "bad-cursor"
    zh = "翻页标记无效，请从第一页重新开始。"
    en = "This cursor was not given out by this list. Start again from the first page."


class PageArgs(Schema):
    """Which page of a list: ``cursor`` from the page before, and how many items."""

    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=400),
        metadata={"description": "`next_cursor` of the page before; leave out for the first page."},
    )
    limit = fields.Integer(
        load_default=USUAL_PAGE,
        validate=validate.Range(min=1, max=LARGEST_PAGE),
        metadata={"description": "Items on the page, 1 to 100.", "example": USUAL_PAGE},
    )


class CursorSigner:
    """Makes and reads the cursors of one deployment."""

    def __init__(self, master_key: str) -> None:
        """Derive the signing key."""
        self._key = hashlib.sha256(b"zhangban cursor\x00" + master_key.encode()).digest()

    def encode(self, listing: str, *values: object) -> str:
        """Return the cursor of ``listing`` that stands after the row with these sort values."""
        body = orjson.dumps([listing, *values])
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def decode(self, listing: str, cursor: str, kinds: Sequence[type]) -> tuple[Any, ...]:
        """Return the sort values in a cursor of ``listing``. Errors: :class:`BadCursor`."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
            if not hmac.compare_digest(signature, self._sign(body)):
                raise BadCursor
            name, *values = orjson.loads(body)
            if name != listing or len(values) != len(kinds):
                raise BadCursor
            return tuple(_READERS[kind](value) for kind, value in zip(kinds, values, strict=True))
        except (ValueError, TypeError):
            raise BadCursor from None

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")[:_SIGNATURE_BYTES]


def newest_first(
    signer: CursorSigner,
    listing: str,
    arguments: Mapping[str, Any],
    read: Callable[[uuid.UUID | None, int], Sequence[Any]],
    show: Callable[[Any], Any],
) -> dict[str, Any]:
    """Return the page that ``arguments`` (:class:`PageArgs`) ask for of a list that goes by its rows' ``id``.

    ``read`` gets the id after which to go on and how many rows to bring. Errors: :class:`BadCursor`.
    """
    cursor, limit = arguments["cursor"], arguments["limit"]
    after = signer.decode(listing, cursor, (uuid.UUID,))[0] if cursor else None
    items, following = page_of(read(after, limit + 1), limit, lambda row: signer.encode(listing, row.id))
    return {"items": [show(row) for row in items], "next_cursor": following}


def page_of(
    rows: Sequence[Any],
    limit: int,
    after: Callable[[Any], str],
) -> tuple[Sequence[Any], str | None]:
    """Cut ``limit + 1`` rows down to a page and the cursor of the next one (None on the last page)."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], after(rows[limit - 1])
