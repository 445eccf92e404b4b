"""The catalogue over HTTP: bytes made once per version of the catalogue, and told apart by ETag."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, request

from engines.indicators import promise, ranked_promises
from engines.matters import catalogue_version, current_revision, list_topics, search_matters
from kit.pages import PageArgs, page_of
from kit.web import Door, context, unit
from services.matters.schemas import (
    MatterOut,
    MatterPageOut,
    MatterSearchArgs,
    PromiseOut,
    PromisePageOut,
    TopicsOut,
)

door = Door(
    "matters",
    audience="public",
    url_prefix="/services/v1/matters",
    description="办事指南: the catalogue.",
    document="services",
)

CACHE_SIZE = 2000
LISTING = "matters"
PROMISES = "promises"


@door.route("")
@door.arguments(MatterSearchArgs(), location="query")
@door.response(200, MatterPageOut())
def list_matters(arguments: dict[str, Any]) -> Response:
    """Find matters.

    Every word of `q` must be in the name, the topic, the department or the keywords. Pages go by code; without a
    hit, `suggestions` name topics to look into.
    """

    def make() -> dict[str, Any]:
        signer = context().cursors
        after = signer.decode(LISTING, arguments["cursor"], (str,))[0] if arguments["cursor"] else None
        rows = search_matters(
            unit(), text=arguments["q"], topic=arguments["topic"], after=after, rows=arguments["limit"] + 1
        )
        items = [_listed(row.listing) for row in rows[: arguments["limit"]]]
        more = len(rows) > arguments["limit"]
        page: dict[str, Any] = {
            "items": items,
            "next_cursor": signer.encode(LISTING, items[-1]["code"]) if more else None,
        }
        if not items:
            page["suggestions"] = [row.name for row in list_topics(unit())]
        return page

    return _remembered(("list", arguments["q"], arguments["topic"], arguments["cursor"], arguments["limit"]), make)


@door.route("/topics")
@door.response(200, TopicsOut())
def list_matter_topics() -> Response:
    """List the topics with how many matters each has."""
    return _remembered(
        ("topics",),
        lambda: {"items": [row._asdict() for row in list_topics(unit())]},
    )


@door.route("/promises")
@door.arguments(PageArgs(), location="query")
@door.response(200, PromisePageOut())
def list_promises(arguments: dict[str, Any]) -> Response:
    """List what matters promise and what they really took, the best on-time share first.

    Ranked by rate and not by volume: on-time share, then the shorter median; matters without a decided case stand at
    the end.
    """
    signer, cursor = context().cursors, arguments["cursor"]
    start = signer.decode(PROMISES, cursor, (int,))[0] if cursor else 0
    found, counting = ranked_promises(unit())
    limit = arguments["limit"]
    items, following = page_of(found[start:], limit, lambda _: signer.encode(PROMISES, start + limit))
    return door.answer({**counting, "items": items, "next_cursor": following})


@door.route("/<string:code>/promise")
@door.response(200, PromiseOut())
@door.problems(404)
def get_promise(code: str) -> Response:
    """Read what a matter promises and what its cases of the last year really took.

    Counted every hour; `as_of` says when. Days are working days: the office's own, and all from filing to delivery.
    """
    return door.answer(promise(unit(), code))


@door.route("/<string:code>")
@door.response(200, MatterOut())
@door.problems(404, 409)
def get_matter(code: str) -> Response:
    """Read the guide of a matter.

    Basis, conditions, limits, materials with every way to satisfy them, form, steps, result, questions.
    """

    def make() -> dict[str, Any]:
        found = current_revision(unit(), code)
        return {"code": code, "revision": found.revision, "name": found.content.name, "guide": dict(found.content.raw)}

    return _remembered(("matter", code), make)


def _listed(listing: dict[str, Any]) -> dict[str, Any]:
    rest = {
        name: value for name, value in listing.items() if name not in {"task_code", "department", "department_name"}
    }
    department = {"uscc": listing["department"], "name": listing["department_name"]}
    return {"code": listing["task_code"], "department": department, **rest}


def _remembered(key: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> Response:
    """Answer from the bytes of this version of the catalogue, made at first use; 304 when the caller has them."""
    version = catalogue_version(unit())
    cache = context().part("services.matters", OrderedDict[tuple[Any, ...], tuple[bytes, str]])
    found = cache.get((version, *key))
    if found is None:
        body = orjson.dumps(make())
        found = cache[version, *key] = body, hashlib.sha256(body).hexdigest()[:24]
        while len(cache) > CACHE_SIZE:
            cache.popitem(last=False)
    body, tag = found
    known = tag in request.if_none_match
    response = Response(status=304) if known else Response(body, content_type="application/json")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
