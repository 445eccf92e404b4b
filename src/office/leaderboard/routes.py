"""The leaderboard over HTTP."""

from typing import Any

from flask import Response

from engines import assessment as engine
from kit.pages import newest_first
from kit.web import Door, context, subject, unit
from office.leaderboard import schemas as shapes

door = Door(
    "leaderboard",
    audience="office",
    url_prefix="/office/v1/leaderboard",
    description="亮晒台: departments and districts side by side.",
)
LISTING = "leaderboard_entries"


@door.route("")
@door.arguments(shapes.LeaderboardArgs(), location="query")
@door.response(200, shapes.LeaderboardOut())
@door.problems(404)
def get_leaderboard(arguments: dict[str, Any]) -> Response:
    """Rank departments or districts by a measure, or by the scores of a scheme, in a period.

    Needs `assessment.read`. A measure compares the departments that I see; published scores show every rank, and the
    deductions of my own departments. Every line says its change against the period before and what it rests on.
    """
    period = engine.read_period(arguments["period"])
    chosen = {name: arguments[name] for name in ("group", "region", "by")}
    return door.answer(engine.plain(engine.leaderboard(subject(), unit(), arguments["of"], period, **chosen)))


@door.route("/entries")
@door.arguments(shapes.LeaderboardEntryArgs(), location="query")
@door.response(200, shapes.LeaderboardEntryPageOut())
def list_leaderboard_entries(arguments: dict[str, Any]) -> Response:
    """List what a department's figure of a measure rests on, newest first: each entry with its record."""
    period, measure = engine.read_period(arguments["period"]), arguments["measure"]
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.entries_of(
            subject(), unit(), arguments["department"], measure, period, after=after, rows=rows
        ),
        lambda row: engine.plain(engine.entry_answer(row)),
    )
    return door.answer(page)
