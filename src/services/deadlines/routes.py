"""The calculator over HTTP."""

from typing import Any

from flask import Response

from engines.deadlines import Extension, Limit, compute_deadline
from engines.workdays import load_calendar
from kit.web import Door, unit
from services.deadlines.schemas import CalculationArgs, CalculationOut

door = Door(
    "deadlines",
    audience="public",
    url_prefix="/services/v1/deadlines",
    description="期限计算: when a term ends, and why.",
    document="services",
)


@door.route("/calculation")
@door.arguments(CalculationArgs(), location="query")
@door.response(200, CalculationOut())
def calculate_deadline(arguments: dict[str, Any]) -> Response:
    """Compute when a limit ends, with the rule for every day that is counted or left out.

    The first counted day is the one after the start; a term that would end on a day of rest ends on the next working
    day (民法典 第二百零一、二百零三条). Needs no sign-in.
    """
    days, counted = arguments["days"], arguments["unit"]
    more = arguments["extension_days"]
    found = compute_deadline(
        Limit(days, counted),
        arguments["started_on"],
        load_calendar(unit()),
        pauses=arguments["pause"],
        extension=Extension(more, counted) if more else None,
    )
    return door.answer(
        {
            "due_on": found.due_on.isoformat(),
            "provisional": found.provisional,
            "days": days,
            "unit": counted,
            "started_on": arguments["started_on"].isoformat(),
            "extension_days": more,
            "explanation": list(found.explanation),
        }
    )
