"""Reading requests: what webargs found wrong, as pointers and sentences in two languages."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import orjson
from flask import Request
from marshmallow import ValidationError, missing
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from kit.errors import BadRequest, Pointer, Unprocessable

NUL_ESCAPE = rb"\u0000"
#: marshmallow's sentences, the stable code we give them, and the Chinese sentence.
_SENTENCES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), code, zh)
    for pattern, code, zh in (
        (r"Missing data", "required", "此项必填。"),
        (r"Field may not be null", "required", "此项不能为空。"),
        (r"Unknown field", "unknown", "没有这一项，请删除或检查名称。"),
        (r"Not a valid (integer|number)", "type", "请填写数字。"),
        (r"Not a valid (string|boolean|list|mapping)|Invalid (type|input type)", "type", "类型不正确。"),
        (r"Not a valid (datetime|date|time)", "format", "日期或时间格式不正确。"),
        (r"Not a valid UUID", "format", "编号格式不正确。"),
        (r"Must be one of", "choice", "请从允许的取值中选择。"),
        (r"Must be (greater|less)", "range", "超出允许的范围。"),
        (r"Must have|[Ll]onger than|[Ss]horter than|Length must be", "length", "长度不符合要求。"),
        (r"control characters", "format", "不能含有控制字符。"),
    )
)


class MalformedJson(BadRequest):
    """The body is not JSON (RFC 8259), or none that other systems read alike (RFC 7493): see the sentence."""

    code = "malformed-json"
    zh = "请求体不是有效的 JSON，或含有超过 64 位的整数、不成对的代理字符、过深的嵌套，请检查后重新提交。"
    en = "The body is not valid JSON, or has integers beyond 64 bits, half characters or endless nesting. Mend it and "
    en += "send it again."


class NulCharacter(BadRequest):
    """Text with a NUL character, which PostgreSQL cannot store and nobody can have meant."""

    code = "nul-character"
    zh = "内容含有不能保存的空字符（U+0000），请删除后重新提交。"
    en = "The text has a NUL character (U+0000). Remove it and send this again."


class InvalidArguments(Unprocessable):
    """The arguments of a request break their schema; each is pointed at."""

    code = "invalid-arguments"


class PointingParser(FlaskParser):
    """webargs' parser, whose refusals are problems with pointers."""

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: object,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Raise every finding of the schema as one problem."""
        del req, schema, error_status_code, error_headers
        raise InvalidArguments(pointers=list(_pointers(error.messages))) from error

    def load_json(self, req: Request, schema: Any) -> Any:
        """Read a JSON body. Errors: :class:`NulCharacter`, :class:`MalformedJson`."""
        if NUL_ESCAPE in req.get_data(cache=True):
            raise NulCharacter
        try:
            found = super().load_json(req, schema)
            if found is not missing:
                # What cannot be written as JSON again (half a character, integers beyond 64 bits, nesting without end)
                # would break wherever it is stored, signed or digested.
                orjson.dumps(found)
        except (TypeError, RecursionError) as error:
            raise MalformedJson from error
        return found

    def load_querystring(self, req: Request, schema: Any) -> Any:
        """Read query parameters; one that is left empty (``?q=&topic=``) asks nothing."""
        given = MultiDict((name, value) for name, value in req.args.items(multi=True) if value)
        return self._makeproxy(given, schema)

    def load_form(self, req: Request, schema: Any) -> Any:
        """Read form fields. Errors: :class:`NulCharacter`."""
        if any("\0" in value for _, value in req.form.items(multi=True)):
            raise NulCharacter
        return super().load_form(req, schema)

    def _handle_invalid_json_error(self, error: Exception, req: Request, *args: Any, **kwargs: Any) -> NoReturn:
        del req, args, kwargs
        raise MalformedJson from error


def _pointers(messages: Any) -> Iterator[Pointer]:
    """Walk marshmallow's messages; the outermost key is the place of the arguments (json, query, …)."""
    for place, found in messages.items() if isinstance(messages, Mapping) else [("json", messages)]:
        prefix = "" if place in {"json", "files", "form"} else f"/{place}"
        yield from _walk(prefix, found)


def _walk(path: str, found: Any) -> Iterator[Pointer]:
    if isinstance(found, Mapping):
        for key, inner in found.items():
            step = "" if key == "_schema" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from _walk(path + step, inner)
        return
    for text in found if isinstance(found, list) else [found]:
        yield _pointer(path, str(text))


def _pointer(path: str, text: str) -> Pointer:
    for pattern, code, zh in _SENTENCES:
        if pattern.search(text):
            return Pointer(path, code, zh, text)
    return Pointer(path, "invalid", text if not text.isascii() else "此项填写有误。", text)
