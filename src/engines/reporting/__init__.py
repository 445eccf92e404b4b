"""办件上报: what a case went through, told to the systems of the province turn by turn, in order, each once.

A case is told to a system (:class:`ReportedCase`) by a row for every turn that the system has a service for. A row
waits for the one before it: what the system refuses stops its case until a person repeats it, and what nobody knows
the outcome of is asked about before it is said again.
"""

from engines.reporting.models import CaseReport, ReportedCase
from engines.reporting.queries import (
    ReportFilter,
    count_open_reports,
    count_reports,
    list_reports,
    report_for_officer,
    reported_case,
)
from engines.reporting.repeating import repeat_refused, repeat_report
from engines.reporting.rules import ReportArrived, ReportNotFound
from engines.reporting.sending import TELLERS
from engines.reporting.showing import SERVICES, STATES, listed_report, report_answer

__all__ = [
    "SERVICES",
    "STATES",
    "TELLERS",
    "CaseReport",
    "ReportArrived",
    "ReportFilter",
    "ReportNotFound",
    "ReportedCase",
    "count_open_reports",
    "count_reports",
    "list_reports",
    "listed_report",
    "repeat_refused",
    "repeat_report",
    "report_answer",
    "report_for_officer",
    "reported_case",
]
