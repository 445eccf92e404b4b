"""The indicators over HTTP."""

import csv
import io
from typing import Any

from flask import Response

from auth import require
from engines.indicators import BY_CODE, Part, ask_for_count, coverage, matters_behind, obstacles
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.pages import page_of
from kit.web import Door, context, subject, unit
from office.indicators.schemas import (
    BehindArgs,
    BehindPageOut,
    CountingIn,
    CountingOut,
    CoverageArgs,
    CoverageOut,
    ObstacleArgs,
    ObstaclePageOut,
)

door = Door(
    "indicators", audience="office", url_prefix="/office/v1/indicators", description="指标: the targets, computed."
)
BEHIND = "indicators.matters"
OBSTACLES = "indicators.obstacles"
COLUMNS = ("code", "name", "numerator", "denominator", "value", "target", "met")


@door.route("/coverage")
@door.arguments(CoverageArgs(), location="query")
@door.response(200, CoverageOut())
def get_coverage(arguments: dict[str, Any]) -> Response:
    """Read the indicators of the city or a part of it, each with numerator, denominator, target and definition.

    Needs `indicators.read`. The catalogue is counted as it stands, the cases as they were counted last (`as_of`,
    every hour).
    """
    found = _coverage(arguments)
    for figure in found["figures"]:
        figure["href"] = f"/office/v1/indicators/coverage/matters?indicator={figure['code']}"
    return door.answer(found)


@door.route("/coverage.csv")
@door.arguments(CoverageArgs(), location="query")
@door.response(200, content_type="text/csv")
def get_coverage_csv(arguments: dict[str, Any]) -> Response:
    """Read the same figures as a table for a spreadsheet: one line for each group and indicator."""
    found = _coverage(arguments)
    whole = {"code": "", "name": "全市" if not any(_part(arguments).__dict__.values()) else "所选范围"}
    names = {figure["code"]: figure["name"] for figure in found["figures"]}
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("group_code", "group", *COLUMNS))
    for group in [{**whole, "figures": found["figures"]}, *found["groups"]]:
        for figure in group["figures"]:
            shown = {**figure, "name": names[figure["code"]]}
            table.writerow((group["code"], group["name"], *(shown[name] for name in COLUMNS)))
    # The mark by which spreadsheets know UTF-8.
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


@door.route("/coverage/matters")
@door.arguments(BehindArgs(), location="query")
@door.response(200, BehindPageOut())
def list_matters_behind(arguments: dict[str, Any]) -> Response:
    """List the matters behind a figure, by code, and for each what stands between it and one certificate."""
    require(subject(), "indicators.read")
    found = matters_behind(unit(), BY_CODE[arguments["indicator"]], _part(arguments), met=arguments["met"])
    signer, cursor = context().cursors, arguments["cursor"]
    after = signer.decode(BEHIND, cursor, (str,))[0] if cursor else ""
    rest = [item for item in found if item["code"] > after]
    items, following = page_of(rest, arguments["limit"], lambda item: signer.encode(BEHIND, item["code"]))
    return door.answer({"items": items, "next_cursor": following})


@door.route("/coverage/obstacles")
@door.arguments(ObstacleArgs(), location="query")
@door.response(200, ObstaclePageOut())
def list_obstacles(arguments: dict[str, Any]) -> Response:
    """List the shared-data resources that matters lack, the one first that would unlock the most.

    Ranked by the matters that would need one certificate alone with it, then by those that it would bring nearer;
    among equals by their cases of the last year.
    """
    require(subject(), "indicators.read")
    found = obstacles(unit(), strict=arguments["strict"])
    signer, cursor = context().cursors, arguments["cursor"]
    start = signer.decode(OBSTACLES, cursor, (int,))[0] if cursor else 0
    limit = arguments["limit"]
    items, following = page_of(found[start:], limit, lambda _: signer.encode(OBSTACLES, start + limit))
    return door.answer({"items": items, "next_cursor": following})


@door.route("/coverage/recomputations", methods=["POST"])
@idempotent
@door.arguments(CountingIn())
@door.response(202, CountingOut())
def recompute(_arguments: dict[str, Any]) -> Response:
    """Count the cases now instead of within the hour; `as_of` of the figures says when it has been done.

    Needs `indicators.count`.
    """
    require(subject(), "indicators.count")
    return door.answer({"asked_at": beijing(ask_for_count(unit()))}, 202)


def _coverage(arguments: dict[str, Any]) -> dict[str, Any]:
    require(subject(), "indicators.read")
    return coverage(unit(), _part(arguments), arguments["by"])


def _part(arguments: dict[str, Any]) -> Part:
    return Part(arguments["region"], arguments["department"], arguments["topic"])
