"""Cases (办件): one engine for every matter, from filing to the result."""

from engines.cases.answers import case_answer, listed_answer
from engines.cases.correcting import correct_case, withdraw_case
from engines.cases.delivering import deliver_result
from engines.cases.filing import Filing, MaterialGiven, file_case
from engines.cases.handling import accept_case, decide_case, refuse_acceptance, request_correction, review_case
from engines.cases.lifecycle import CASE
from engines.cases.models import Case, CaseMaterial, CaseReview
from engines.cases.queries import CaseFilter, case_for_officer, case_for_owner, list_own_cases
from engines.cases.rules import CaseNotFound
from engines.cases.schemas import CaseOut, CasePageOut, ReceiptOut

__all__ = [
    "CASE",
    "Case",
    "CaseFilter",
    "CaseMaterial",
    "CaseNotFound",
    "CaseOut",
    "CasePageOut",
    "CaseReview",
    "Filing",
    "MaterialGiven",
    "ReceiptOut",
    "accept_case",
    "case_answer",
    "case_for_officer",
    "case_for_owner",
    "correct_case",
    "decide_case",
    "deliver_result",
    "file_case",
    "list_own_cases",
    "listed_answer",
    "refuse_acceptance",
    "request_correction",
    "review_case",
    "withdraw_case",
]
