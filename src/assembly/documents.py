"""The four published contracts (OpenAPI 3.1), their pages, and the files under ``openapi/``."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_swagger_ui
import yaml
from flask import Blueprint, Flask, Response, current_app, render_template_string, send_from_directory
from flask_smorest import Api
from werkzeug.sansio.response import Response as BaseResponse

from kit.web import Door, problem_components

DOCUMENTS = ("auth", "services", "office", "integration")
OPEN_BLUEPRINTS = ("documents",)
_DOORS = "zhangban doors"
VERSION = "1.0.0"

_TITLES = {
    "auth": ("Zhangban identity", "Sign-in, tokens, keys: one certificate is one identity, whatever the door."),
    "services": ("Zhangban citizen services", "Matters, preparation, cases, licences, evaluation: 掌上办事."),
    "office": ("Zhangban office", "Inbox and the handling of cases for civil servants: 掌上办公."),
    "integration": ("Zhangban integration", "What others build on: licence verification, health, the sandbox."),
}

_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/{{ name }}/start.js"></script></body></html>"""

_START = "window.ui = SwaggerUIBundle({url: '/docs/%s/openapi.json', dom_id: '#ui', deepLinking: true});"


class _Api(Api):
    """flask-smorest's Api without its error handler and its catch-all answer: the edge has one for all."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        return


def publish(app: Flask, doors: Sequence[Door]) -> None:
    """Open the pages of the contracts under ``/docs/``; they are described when somebody first asks for one."""
    app.extensions[_DOORS] = tuple(doors)
    app.register_blueprint(_pages())


def document(app: Flask, name: str) -> Mapping[str, Any]:
    """Return one published contract as plain data."""
    return _described(app.extensions[_DOORS])[name]


@lru_cache(maxsize=4)
def _described(doors: tuple[Door, ...]) -> Mapping[str, Mapping[str, Any]]:
    """Describe doors on an application of their own, once in a process.

    It takes longer than all the rest of a start, and most processes are never asked.
    """
    apis = _make_apis(Flask("contracts", static_folder=None))
    for door in doors:
        apis[door.document].register_blueprint(door)
    _finish(apis)
    return {name: api.spec.to_dict() for name, api in apis.items()}


def _make_apis(app: Flask) -> dict[str, Api]:
    """Return one Api per document, on one application."""
    apis = {}
    for name in DOCUMENTS:
        prefix = name.upper()
        title, description = _TITLES[name]
        app.config[f"{prefix}_API_TITLE"] = title
        app.config[f"{prefix}_API_VERSION"] = VERSION
        app.config[f"{prefix}_OPENAPI_VERSION"] = "3.1.0"
        app.config[f"{prefix}_API_SPEC_OPTIONS"] = {
            "info": {
                "description": description,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
                "contact": {"name": "Zhangban 掌办"},
            },
            "servers": [{"url": "/", "description": "The address this document was read from"}],
        }
        api = _Api(app, config_prefix=prefix)
        api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
        for component, body in problem_components().items():
            api.spec.components.response(component, body)
        apis[name] = api
    return apis


def _finish(apis: dict[str, Api]) -> None:
    """Drop what no operation of a document refers to, so that each reads as if written by hand."""
    for api in apis.values():
        used = _references(api.spec.to_dict()["paths"])
        responses = api.spec.components.responses
        for name in [name for name in responses if f"#/components/responses/{name}" not in used]:
            del responses[name]
        for name in ("Error", "PaginationMetadata"):
            api.spec.components.schemas.pop(name, None)


def as_yaml(contract: Mapping[str, Any]) -> str:
    """Return a contract as YAML, in a stable order."""
    text: str = yaml.safe_dump(contract, allow_unicode=True, sort_keys=False, width=110)
    return text


def _pages() -> Blueprint:
    pages = Blueprint("documents", __name__, url_prefix="/docs")
    assets = Path(flask_swagger_ui.__file__).parent / "dist"
    allowed = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

    @pages.get("/<any(auth,services,office,integration):name>/")
    def show_document(name: str) -> Response:
        page = Response(render_template_string(_PAGE, name=name, title=_TITLES[name][0]))
        page.headers["Content-Security-Policy"] = allowed
        return page

    @pages.get("/<any(auth,services,office,integration):name>/start.js")
    def start_page(name: str) -> Response:
        return Response(_START % name, content_type="text/javascript")

    @pages.get("/<any(auth,services,office,integration):name>/openapi.json")
    def read_document(name: str) -> BaseResponse:
        return current_app.json.response(document(current_app, name))

    @pages.get("/assets/<path:name>")
    def read_asset(name: str) -> BaseResponse:
        return send_from_directory(assets, name, max_age=86400)

    return pages


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_references, node.values())) if node else own
    if isinstance(node, list):
        return set().union(*map(_references, node)) if node else set()
    return set()
