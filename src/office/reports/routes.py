"""Reports of cases over HTTP."""

import uuid
from typing import Any

from flask import Response

from engines.reporting import (
    ReportFilter,
    count_open_reports,
    count_reports,
    listed_report,
    repeat_refused,
    repeat_report,
    report_answer,
    report_for_officer,
)
from engines.reporting import list_reports as reports_of
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.reports.schemas import (
    RepetitionIn,
    RepetitionsOut,
    ReportFiltersIn,
    ReportListArgs,
    ReportPageOut,
    WholeReportOut,
)

door = Door(
    "reports",
    audience="office",
    url_prefix="/office/v1/reports",
    description="办件上报: what the province's systems were told of our cases.",
)
LISTING = "reports"
PAGE = {"cursor", "limit"}


@door.route("")
@door.arguments(ReportListArgs(), location="query")
@door.response(200, ReportPageOut())
def list_reports(arguments: dict[str, Any]) -> Response:
    """List the reports of departments in my scope, newest first, and how many are still open.

    Needs `reports.read`. A case is told turn by turn; what one system refuses holds up what follows of that case.
    """
    wanted = ReportFilter(**{name: value for name, value in arguments.items() if name not in PAGE})
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: reports_of(unit(), subject(), wanted, after=after, rows=rows),
        lambda row: listed_report(unit(), row),
    )
    states = {"waiting": 0, "unconfirmed": 0, "refused": 0}
    counts = {
        "count": count_reports(unit(), subject(), wanted),
        "open": {**states, **count_open_reports(unit(), subject())},
    }
    return door.answer({**page, **counts})


@door.route("/repetitions", methods=["POST"])
@idempotent
@door.arguments(ReportFiltersIn())
@door.response(202, RepetitionsOut())
def repeat_all(arguments: dict[str, Any]) -> Response:
    """Repeat all refused reports of a filter, over whose departments I hold `reports.repeat`; a job does it.

    For when the cause was one for all, such as a code that the other side did not know yet.
    """
    wanted = ReportFilter(**arguments, state="refused")
    repeat_refused(subject(), unit(), wanted)
    return door.answer({"count": count_reports(unit(), subject(), wanted, permission="reports.repeat")}, 202)


@door.route("/<uuid:report_id>")
@door.response(200, WholeReportOut())
@door.problems(404)
def get_report(report_id: uuid.UUID) -> Response:
    """Read a report: what was sent, with personal fields masked, and what was answered."""
    row = report_for_officer(unit(), subject(), report_id)
    return versioned(report_answer(unit(), context(), row), row.version)


@door.route("/<uuid:report_id>/repetitions", methods=["POST"])
@door.arguments(RepetitionIn())
@door.response(200, WholeReportOut())
@door.problems(404, 409, 412, 428)
def repeat(_arguments: dict[str, Any], report_id: uuid.UUID) -> Response:
    """Repeat a refused report once its cause is mended; it is made anew from what the case is by now.

    Needs `reports.repeat`. One that waits, or of unknown outcome, is looked at now; one that was taken is 409.
    """
    report = report_for_officer(unit(), subject(), report_id)
    require_version(report.version, if_match())
    after = repeat_report(subject(), unit(), report)
    return versioned(report_answer(unit(), context(), after), after.version)
