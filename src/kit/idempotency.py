"""Creating twice with one key creates once (the ``Idempotency-Key`` header of the IETF draft).

The answer is stored in the transaction that made it, so an acknowledged creation is always found again: the same
key and body get the same answer, the same key with another body is refused.
"""

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ParamSpec

from flask import Response, request
from sqlalchemy import Index, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model, Unit
from kit.errors import BadRequest, Unprocessable
from kit.fixed import Fixed
from kit.web import subject, unit

P = ParamSpec("P")
LONGEST_KEY = 200
#: How long the same key gets the same answer; a client that repeats does so within minutes.
KEPT = timedelta(days=7)


class IdempotencyAnswer(Model):
    """The stored answer of one creating request."""

    __tablename__ = "idempotency_answers"
    __table_args__ = (Index("ix_idempotency_answers_created_at", "created_at"),)

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    location: Mapped[str | None]
    etag: Mapped[str | None]
    body: Mapped[str]
    created_at: Mapped[datetime]


class IdempotencyKeyNeeded(BadRequest):
    """A creating request must carry a key, so that sending it again cannot create twice."""

    code = "idempotency-key-needed"
    zh = "请在 Idempotency-Key 请求头中带上一个唯一值（1 到 200 个字符），重复提交时保持不变。"
    en = "Send an Idempotency-Key header (1 to 200 characters) and repeat the same value when you send this again."


class IdempotencyKeyReused(Unprocessable):
    """The key was used for another request."""

    code = "idempotency-key-reused"
    zh = "此 Idempotency-Key 已用于内容不同的请求，请换一个新的值。"
    en = "This Idempotency-Key was used for a different request. Take a new one."


_stored = Fixed(
    select(
        IdempotencyAnswer.request_hash,
        IdempotencyAnswer.status,
        IdempotencyAnswer.location,
        IdempotencyAnswer.etag,
        IdempotencyAnswer.body,
    ).where(IdempotencyAnswer.owner == bindparam("owner"), IdempotencyAnswer.key == bindparam("key"))
)


def purge_answers(unit: Unit) -> int:
    """Forget answers that are older than :data:`KEPT` and return how many there were."""
    gone = unit.write(delete(IdempotencyAnswer).where(IdempotencyAnswer.created_at < clock.now() - KEPT))
    return int(gone.rowcount)


def idempotent(view: Callable[P, Any]) -> Callable[P, Response]:
    """Make a creating view answer repeats of a key from the stored answer.

    Stands directly under ``@door.route`` so that it sees the finished response.
    """

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not 1 <= len(key) <= LONGEST_KEY:
            raise IdempotencyKeyNeeded
        owner = str(subject().id)
        digest = _request_hash()
        row = unit().first(_stored, {"owner": owner, "key": key})
        if row is not None:
            if row.request_hash != digest:
                raise IdempotencyKeyReused
            return _replayed(row.status, row.location, row.etag, row.body)
        response: Response = view(*args, **kwargs)
        unit().add(
            IdempotencyAnswer,
            owner=owner,
            key=key,
            request_hash=digest,
            status=response.status_code,
            location=response.headers.get("Location"),
            etag=response.headers.get("ETag"),
            body=response.get_data(as_text=True),
            created_at=clock.now(),
        )
        return response

    _document_header(wrapper)
    return wrapper


def _document_header(view: Callable[..., Response]) -> None:
    documented = view.__dict__.setdefault("_apidoc", {})
    arguments = documented.setdefault("arguments", {})
    arguments.setdefault("parameters", []).append(
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
            "description": "A value of your own; the same value with the same body gets the same answer.",
            "example": "0b7c9a52-5a0e-4d0e-9f0e-3f6f2f1c9f11",
        },
    )


def _request_hash() -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _replayed(status: int, location: str | None, etag: str | None, body: str) -> Response:
    response = Response(body, status=status, content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    if location:
        response.headers["Location"] = location
    if etag:
        response.headers["ETag"] = etag
    return response
