"""What routes use of HTTP: the request's unit and subject, doors, versions.

A *door* is a blueprint with an audience: those whose tokens open it. One ``before_request`` in assembly asks the
table of doors; a blueprint that is not in it is refused, so a forgotten guard fails closed.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, TypeVar, cast
from urllib.parse import quote

from flask import Response, current_app, g, jsonify, request
from flask_smorest import Blueprint
from marshmallow import INCLUDE, Schema, fields

from kit.alternatives import Alternatives
from kit.arguments import PointingParser
from kit.context import Context
from kit.database import Unit
from kit.errors import BadRequest, PreconditionFailed, PreconditionRequired

Audience = Literal["public", "services", "office", "integration", "any"]
View = TypeVar("View", bound=Callable[..., Any])

_ETAG = re.compile(r'"([0-9]{1,9})"\Z')
_VARIABLE = re.compile("<([^>]+)>")
_GUARDED = frozenset({"services", "office", "integration", "any"})


class ProblemItem(Schema):
    """One thing that is wrong in a request."""

    pointer = fields.String(
        metadata={"description": "JSON pointer (RFC 6901) to the field.", "example": "/form/phone"},
    )
    code = fields.String(metadata={"description": "Stable code of the rule.", "example": "pattern"})
    detail = fields.String(metadata={"description": "What to do, in the language asked for."})


class ProblemDetails(Schema):
    """A refusal as RFC 9457 problem details; ``code`` is stable, ``detail`` is for people.

    Some codes have members of their own beside these, as the RFC allows.
    """

    class Meta:
        """Keep the schema open for members of single codes."""

        unknown = INCLUDE

    type = fields.String(metadata={"example": "urn:zhangban:problem:stale-version"})
    title = fields.String(metadata={"example": "stale version"})
    status = fields.Integer(metadata={"example": 412})
    code = fields.String(metadata={"example": "stale-version"})
    detail = fields.String(metadata={"example": "您看到的内容已被他人更新，请刷新后再操作。"})
    instance = fields.String(metadata={"description": "The address.", "example": "/office/v1/inbox"})
    errors = fields.List(fields.Nested(ProblemItem()))


_DESCRIPTIONS = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the token is no longer good.",
    403: "The subject may not do this; the sentence says what is missing.",
    404: "There is no such thing, or none that this subject may know of.",
    405: "This method is not offered here; `Allow` lists those that are.",
    406: "None of the media types asked for can be given.",
    409: "The present state does not allow this.",
    410: "This was here and has been withdrawn.",
    412: "Somebody changed this since it was read.",
    413: "The body or a file in it is over the limit.",
    415: "This kind of content is not accepted.",
    422: "What was sent is not valid; `errors` points at the fields.",
    428: "Send the ETag that was read in `If-Match`.",
    429: "Too many requests.",
    502: "An outside system answered something that cannot be understood.",
    503: "An outside system is out of reach just now.",
}


_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The ETag of the version that this change is made from; another version answers 412.",
    "example": '"3"',
}


class Door(Blueprint):
    """A blueprint with an audience, whose operations are named after their functions.

    Arguments: ``audience``, whose tokens open it; ``public`` needs none, ``any`` takes every signed-in subject.
    """

    ARGUMENTS_PARSER = PointingParser()

    def __init__(
        self,
        name: str,
        *,
        audience: Audience,
        url_prefix: str,
        description: str,
        document: Literal["auth", "services", "office", "integration"] | None = None,
    ) -> None:
        """Open a door at ``url_prefix``; ``document`` says which published contract it is described in."""
        super().__init__(name, name, url_prefix=url_prefix, description=description)
        self.audience = audience
        self.document = document or (audience if audience in {"services", "office", "integration"} else "auth")
        self._most_bytes: dict[str, int] = {}
        self.before_request(self._admit)

    def route(
        self, rule: str, *, methods: Sequence[str] = ("GET",), most_bytes: int | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Open an address of this door; ``methods`` as in Flask, ``most_bytes`` for bodies larger than usual."""
        described = _path_parameters(rule)
        opened = super().route(rule, methods=list(methods), parameters=described, **options)

        def decorate(view: View) -> View:
            if most_bytes is not None:
                self._most_bytes[f"{self.name}.{view.__name__}"] = most_bytes
            return cast("View", opened(view))

        return decorate

    def _admit(self) -> None:
        most = self._most_bytes.get(request.endpoint or "")
        if most is not None:
            request.max_content_length = most

    def arguments(self, schema: Schema, **options: Any) -> Callable[[View], View]:
        """Read arguments by a schema instance (a class would be instantiated anew on each request)."""
        return cast("Callable[[View], View]", super().arguments(schema, **options))

    def response(self, status_code: int, schema: Schema | None = None, **options: Any) -> Callable[[View], View]:
        """Document the answer, and dump what the view returns through ``schema`` unless it is a response."""
        return cast("Callable[[View], View]", super().response(status_code, schema, **options))

    def answer(self, body: object, status: int = 200) -> Response:
        """Return a JSON answer that is plain already; the documented schema and a test say the same of it."""
        response = jsonify(body)
        response.status_code = status
        return response

    def problems(self, *statuses: int) -> Callable[[View], View]:
        """Document the refusals of an operation, beyond those that every operation of the door shares."""

        def decorate(view: View) -> View:
            documented = cast("dict[str, Any]", view.__dict__.setdefault("_apidoc", {}))
            documented.setdefault("problems", []).extend(statuses)
            return view

        return decorate

    def _prepare_arguments_doc(self, doc: Any, doc_info: Any, **options: Any) -> Any:
        """Describe a file and the fields beside it as the one multipart body that they are sent in.

        A body that comes in several shapes is described by each of them.
        """
        parameters = doc_info.get("arguments", {}).get("parameters", [])
        for item in parameters:
            if isinstance(item["schema"], Alternatives):
                item["schema"] = {"oneOf": [*item["schema"].shapes.values()]}
        given = {item["in"]: item for item in parameters}
        if {"files", "form"} <= given.keys():
            files, form = given["files"], given["form"]
            together = {**files["schema"].declared_fields, **form["schema"].declared_fields}
            files["schema"] = Schema.from_dict(together, name=type(form["schema"]).__name__)()
            parameters.remove(form)
        return super()._prepare_arguments_doc(doc, doc_info, **options)

    def _store_endpoint_docs(
        self,
        endpoint: str,
        obj: Any,
        parameters: Any,
        tags: Any,
        **options: Any,
    ) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method, doc in self._docs[endpoint].items():
            if method == "parameters":
                continue
            manual = doc.setdefault("manual_doc", {})
            manual.setdefault("operationId", _camel(obj.__name__))
            manual["summary"], manual["description"] = _sentences(obj)
            if self.audience in _GUARDED:
                manual.setdefault("security", [{"bearer": []}])
            responses = manual.setdefault("responses", {})
            statuses = self._shared_problems(method, doc)
            if PreconditionRequired.status in statuses:
                manual.setdefault("parameters", []).append(_IF_MATCH)
            for status in statuses:
                responses.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})

    def _shared_problems(self, method: str, doc: dict[str, Any]) -> list[int]:
        statuses = {400, *doc.pop("problems", [])}
        if "arguments" in doc:
            statuses.add(422)
        if self.audience in _GUARDED:
            statuses |= {401, 403}
        if method in {"post", "put", "patch"}:
            statuses |= {413, 415}
        return sorted(statuses)


def problem_components() -> dict[str, dict[str, Any]]:
    """Return the shared problem responses of a published contract, by component name."""
    return {
        f"Problem{status}": {
            "description": text,
            "content": {"application/problem+json": {"schema": ProblemDetails}},
        }
        for status, text in _DESCRIPTIONS.items()
    }


def context() -> Context:
    """Return the application's shared parts."""
    return cast("Context", current_app.extensions["zhangban"])


def unit() -> Unit:
    """Return the unit of work of this request, opened at first use and committed at the edge."""
    if "unit" not in g:
        g.unit = context().database.open_unit()
    return cast("Unit", g.unit)


def subject() -> Any:
    """Return who is calling, as the guard found out; None at a public door without a token."""
    return g.get("subject")


def if_match() -> int:
    """Return the version that the caller read. Errors: 428 when it is missing, 400 when it is no ETag of ours."""
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired
    found = _ETAG.match(header.strip())
    if found is None:
        raise BadRequest
    return int(found[1])


def require_version(present: int, asked: int) -> None:
    """Refuse a change that was made from another version than the present one (412)."""
    if present != asked:
        raise PreconditionFailed


def versioned(body: object, version: int, status: int = 200, **headers: str) -> Response:
    """Return a JSON answer with the ETag that a later change is made from."""
    response = jsonify(body)
    response.status_code = status
    response.headers.update(headers)
    response.headers["ETag"] = f'"{version}"'
    return response


def pdf(content: bytes, title: str) -> Response:
    """Return a PDF to be shown, with a file name in any script (RFC 6266)."""
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(title)}.pdf"
    return response


def attachment(content: bytes | Iterator[bytes], media_type: str, name: str) -> Response:
    """Return a file to be kept, whole or piece by piece, under a name in any script (RFC 6266)."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _sentences(view: Callable[..., Any]) -> tuple[str, str]:
    """Return the first line of a view's docstring, and the rest unwrapped (or the first line again)."""
    summary, *rest = [" ".join(part.split()) for part in (inspect.getdoc(view) or "").split("\n\n")]
    return summary, "\n\n".join(rest) or summary


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    """Describe the variable parts of an address: ``<uuid:case_id>`` is the case, by its id."""
    named = [name.rpartition(":")[2] for name in _VARIABLE.findall(rule)]
    return [
        {
            "in": "path",
            "name": name,
            "required": True,
            "description": f"The {name.removesuffix('_id').replace('_', ' ')}, by its id."
            if name.endswith("_id")
            else f"The {name}, as it was handed out.",
        }
        for name in named
    ]


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
