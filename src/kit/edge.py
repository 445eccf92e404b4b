"""The edge of a request: one transaction, one shape of refusal, the headers that every answer carries."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request
from flask.json.provider import JSONProvider
from werkzeug.exceptions import HTTPException

from kit.arguments import NulCharacter
from kit.database import DuplicateRow
from kit.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    PayloadTooLarge,
    Problem,
    Unauthenticated,
    UnsupportedMediaType,
)

log = structlog.get_logger(__name__)

FIRST_ERROR_STATUS = 400


class MethodNotAllowed(Problem):
    """The resource is there and does not take this method (RFC 9110 section 15.5.6)."""

    status = 405
    code = "method-not-allowed"
    zh = "此地址不支持该请求方法。"
    en = "This address does not take that method."


class NoSuchAddress(NotFound):
    """No route has this address."""

    code = "no-such-address"
    zh = "没有这个地址，请检查链接。"
    en = "There is nothing at this address. Check the link."


class DuplicateEntry(Conflict):
    """A unique rule refused a row that no rule above had refused: two requests met."""

    code = "already-there"
    zh = "相同的内容已经存在，请刷新后查看。"
    en = "The same thing is there already. Read it again."


_BY_STATUS: dict[int, type[Problem]] = {
    400: BadRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NoSuchAddress,
    405: MethodNotAllowed,
    413: PayloadTooLarge,
    415: UnsupportedMediaType,
}


class OrjsonProvider(JSONProvider):
    """JSON by orjson: aware moments and UUIDs natively, everything else must be plain."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON text."""
        del kwargs
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON text."""
        del kwargs
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a JSON response without going through text."""
        return Response(orjson.dumps(self._prepare_response_obj(args, kwargs)), content_type="application/json")


class Application(Flask):
    """Flask with the unit of work at its edge."""

    json_provider_class = OrjsonProvider

    def dispatch_request(self) -> Response:
        """Run the view, then commit when it went well and undo everything when it did not.

        Two requests with the same new idempotency key meet in its unique constraint; the later one runs once
        more and finds the answer of the earlier one.
        """
        try:
            return self._carry_out()
        except DuplicateRow as error:
            self._undo()
            if "idempotency_answers" not in error.constraint:
                raise DuplicateEntry from error
            return self._carry_out()

    def _carry_out(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if response.status_code >= FIRST_ERROR_STATUS:
            self._undo()
        elif "unit" in g:
            g.unit.commit()
        return response

    def _undo(self) -> None:
        if "unit" in g:
            g.unit.rollback()


def install(app: Flask) -> None:
    """Give an application the problem handlers, the closing of units and the security headers."""
    app.register_error_handler(Problem, _answer_problem)
    app.register_error_handler(HTTPException, _answer_http_exception)
    app.register_error_handler(Exception, _answer_unexpected)
    app.before_request(_refuse_nul)
    app.teardown_appcontext(_close_unit)
    app.after_request(_add_headers)


def language() -> str:
    """Return ``zh`` or ``en``: the caller's wish by Accept-Language, Chinese when there is none."""
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]


def problem_response(problem: Problem) -> Response:
    """Return a problem as the answer to this request."""
    spoken = language()
    body = {**problem.body(spoken), "instance": request.path}
    response = Response(orjson.dumps(body), problem.status, content_type="application/problem+json")
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = "zh-CN" if spoken == "zh" else "en"
    if problem.status == 401:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="zhangban"')
    return response


def _logged_path() -> str:
    """Return the path as a log may have it: where it bears a token, which opens what it names, the route's rule."""
    rule = request.url_rule
    return rule.rule if rule is not None and "token" in rule.arguments else request.path


def _answer_problem(problem: Problem) -> Response:
    if problem.status >= 500:
        log.warning("problem", code=problem.code, path=_logged_path())
    return problem_response(problem)


def _answer_http_exception(error: HTTPException) -> Response:
    if error.code is not None and error.code < FIRST_ERROR_STATUS:
        return Response(status=error.code, headers=error.get_response().headers)
    kind = _BY_STATUS.get(error.code or 500)
    if kind is None:
        members = {"status": error.code, "code": "http-error", "zh": "请求未能完成。", "en": "The request failed."}
        kind = type("HttpProblem", (Problem,), members)
    headers = {}
    if kind is MethodNotAllowed:
        # flask-smorest's own handler loses Allow, which RFC 9110 makes mandatory.
        headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return problem_response(kind(headers=headers))


def _answer_unexpected(error: Exception) -> Response:
    log.error("unexpected", path=_logged_path(), error=type(error).__name__, exc_info=error)
    return problem_response(Problem())


def _refuse_nul() -> None:
    if "\0" in request.path or b"%00" in request.query_string:
        raise NulCharacter


def _close_unit(_error: BaseException | None) -> None:
    unit = g.pop("unit", None)
    if unit is not None:
        unit.close()


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if response.status_code == HTTPStatus.NO_CONTENT:
        headers.pop("Content-Type", None)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
