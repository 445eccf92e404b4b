"""The statistics of documents over HTTP."""

import csv
import io
from datetime import date, timedelta
from typing import Any

from flask import Response

from engines.documents import COUNTS, document_statistics
from kit import clock
from kit.months import months_between
from kit.web import Door, subject, unit
from office.document_statistics.schemas import DocumentStatisticsArgs, DocumentStatisticsOut

door = Door(
    "document_statistics",
    audience="office",
    url_prefix="/office/v1/document_statistics",
    description="公文统计: sent, received, in time, by organ and month.",
)
#: So many months are counted at a time, so that no question reads the records of decades.
MOST_MONTHS = 12
_COUNTED = ("发文", "收文", "已签收", "按时签收", "超时签收", "退回", "被撤回", "办结", "办理超期")
COLUMNS = {
    "department_code": "机关代码",
    "department_name": "机关",
    "month": "月份",
    **dict(zip(COUNTS, _COUNTED, strict=True)),
    "average_days_to_sign_for": "平均签收工作日",
    "average_days_to_close": "平均办结工作日",
}


@door.route("")
@door.arguments(DocumentStatisticsArgs(), location="query")
@door.response(200, DocumentStatisticsOut())
def get_document_statistics(arguments: dict[str, Any]) -> Response:
    """Read what the organs in my scope sent and received, by organ and month, and how long they took.

    Needs `documents.read`. At most twelve months at a time. Restricted documents are counted for officers of the very
    organ only. The days to sign for a document are the city's, by its urgency; averages are in working days.
    """
    first, last = _days(arguments)
    items = document_statistics(unit(), subject(), first, last, arguments["department"])
    return door.answer({"first_day": first.isoformat(), "last_day": last.isoformat(), "items": items})


@door.route("/table.csv")
@door.arguments(DocumentStatisticsArgs(), location="query")
@door.response(200, content_type="text/csv")
def get_document_statistics_csv(arguments: dict[str, Any]) -> Response:
    """Read the same figures as a table for a spreadsheet: one line for each organ and month."""
    first, last = _days(arguments)
    text = io.StringIO()
    table = csv.DictWriter(text, list(COLUMNS))
    table.writerow(COLUMNS)
    table.writerows(document_statistics(unit(), subject(), first, last, arguments["department"]))
    # The mark by which spreadsheets know UTF-8.
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _days(arguments: dict[str, Any]) -> tuple[date, date]:
    """Return the first and the last day of the months that are asked for."""
    first, last = months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS)
    return first, clock.months_after(last, 1) - timedelta(days=1)
