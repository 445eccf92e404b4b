"""办件上报: what a case went through, told to the systems of the province turn by turn, in order, each once.

A case is told to a system (:class:`ReportedCase`) by a row for every turn that the system has a service for. A row
waits for the one before it: what the system refuses stops its case until a person repeats it, and what nobody knows
the outcome of is asked about before it is said again.
"""

from engines.reporting.callbacks import answers, callback_handler
from engines.reporting.following import note_known
from engines.reporting.models import CaseReport, ReportedCase
from engines.reporting.queries import (
    ReportFilter,
    bus_case,
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
from engines.reporting.systems import BUS

__all__ = [
    "BUS",
    "SERVICES",
    "STATES",
    "TELLERS",
    "CaseReport",
    "ReportArrived",
    "ReportFilter",
    "ReportNotFound",
    "ReportedCase",
    "answers",
    "bus_case",
    "callback_handler",
    "count_open_reports",
    "count_reports",
    "list_reports",
    "listed_report",
    "note_known",
    "repeat_refused",
    "repeat_report",
    "report_answer",
    "report_for_officer",
    "reported_case",
]
