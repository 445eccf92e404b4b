"""Errors that a caller can act on, as RFC 9457 problem details.

A class fixes its status and its stable code; its two sentences are templates over the values it was raised with.
One handler at the edge makes the body, so nothing below ever builds a response.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Pointer:
    """One thing that is wrong in a request, and where (RFC 6901 JSON pointer)."""

    pointer: str
    code: str
    zh: str
    en: str


class Problem(Exception):
    """The root of every refusal: raised below, answered as ``application/problem+json`` at the edge."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    zh: ClassVar[str] = "系统出现了意外错误，请稍后再试。"
    en: ClassVar[str] = "Something unexpected went wrong on our side. Please try again later."
    #: Names of values that also appear as extension members of the problem body.
    exposes: ClassVar[tuple[str, ...]] = ()
    #: Whether the same thing may work in a while without anybody's doing: a job waits and is never given up.
    transient: ClassVar[bool] = False

    def __init__(
        self,
        *,
        pointers: Sequence[Pointer] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        """Keep the values that the sentences and extension members are made of."""
        self.pointers = tuple(pointers)
        self.headers = dict(headers or {})
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """Return the sentence for ``zh`` or ``en``, with this problem's values in it."""
        template = self.zh if language == "zh" else self.en
        return template.format_map(self.values)

    def found_at(self, pointer: str) -> tuple[Pointer, ...]:
        """Return what this refusal points at, or itself as one thing at a place, for who gathers refusals."""
        whole = Pointer(pointer, self.code, self.sentence("zh"), self.sentence("en"))
        return self.pointers or (whole,)

    def body(self, language: str) -> dict[str, Any]:
        """Return the RFC 9457 members of this problem in one language."""
        members: dict[str, Any] = {
            "type": f"urn:zhangban:problem:{self.code}",
            "title": self.code.replace("-", " "),
            "status": self.status,
            "code": self.code,
            "detail": self.sentence(language),
        }
        if self.pointers:
            members["errors"] = [
                {
                    "pointer": item.pointer,
                    "code": item.code,
                    "detail": item.zh if language == "zh" else item.en,
                }
                for item in self.pointers
            ]
        members.update({name: self.values[name] for name in self.exposes if name in self.values})
        return members


class BadRequest(Problem):
    """The request cannot be read as what it should be."""

    status = 400
    code = "bad-request"
    zh = "请求格式有误，请检查后重新提交。"
    en = "The request could not be read. Check its form and send it again."


class Unauthenticated(Problem):
    """Nobody is signed in, or the proof of it is no longer good."""

    status = 401
    code = "unauthenticated"
    zh = "请先登录。"
    en = "Sign in first."


class Forbidden(Problem):
    """The subject is known and may not do this."""

    status = 403
    code = "forbidden"
    zh = "您没有办理此操作的权限。"
    en = "You may not do this."


class NotFound(Problem):
    """There is no such thing, or none that this subject may know of."""

    status = 404
    code = "not-found"
    zh = "没有找到您要的内容。"
    en = "There is no such thing here."


class Conflict(Problem):
    """The request is sound and does not fit the present state."""

    status = 409
    code = "conflict"
    zh = "当前状态下不能进行此操作。"
    en = "This cannot be done in the present state."


class PreconditionFailed(Problem):
    """The ``If-Match`` of the request is not the present version (RFC 9110 section 13.1.1)."""

    status = 412
    code = "stale-version"
    zh = "您看到的内容已被他人更新，请刷新后再操作。"
    en = "Somebody changed this since you read it. Read it again, then repeat the change."


class PreconditionRequired(Problem):
    """A change must say which version it was made from (RFC 6585 section 3)."""

    status = 428
    code = "version-required"
    zh = "请在 If-Match 请求头中带上读取时得到的 ETag。"
    en = "Send the ETag that you read in the If-Match header."


class PayloadTooLarge(Problem):
    """The body or a file in it is over the limit."""

    status = 413
    code = "too-large"
    zh = "提交的内容超过了大小限制。"
    en = "What you sent is over the size limit."


class UnsupportedMediaType(Problem):
    """The body or a file is of a kind that is not taken here."""

    status = 415
    code = "unsupported-media-type"
    zh = "不支持此类型的内容。"
    en = "This kind of content is not accepted here."


class Unprocessable(Problem):
    """The request can be read, and what it says is not valid."""

    status = 422
    code = "invalid"
    zh = "提交的内容有误，请按提示修改后重新提交。"
    en = "Some of what you sent is not valid. Correct the fields named below and send it again."


class Unavailable(Problem):
    """Something that this answer needs is out of reach just now."""

    status = 503
    code = "unavailable"
    zh = "所需的服务暂时不可用，请稍后再试。"
    en = "A service that this needs is out of reach just now. Try again in a while."
