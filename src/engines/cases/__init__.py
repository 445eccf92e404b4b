"""Cases (办件): one engine for every matter, from filing to the archive."""

from engines.cases.answers import case_answer, listed_answer, office_listed_answers
from engines.cases.clocks import Rules, light_of, rules_of
from engines.cases.closing import withdraw_case
from engines.cases.counting import LARGEST_COUNT, count_cases
from engines.cases.deciding import (
    amend_decision,
    check_commitment,
    decide_case,
    reopen_case,
    request_human_review,
)
from engines.cases.delivering import confirm_receipt, deliver_result, dispatch_result, hand_over_result
from engines.cases.evaluating import cases_without_evaluation, settle_evaluation
from engines.cases.filing import CheckedFiling, Filing, MaterialGiven, check_filing, file_case
from engines.cases.filing_schemas import FilingContentIn, FilingIn, MaterialIn, filing_of
from engines.cases.intake import accept_case, correct_case, refuse_acceptance, request_correction, supplement_case
from engines.cases.lifecycle import CASE, SUBMIT
from engines.cases.models import Case, CaseMaterial, CaseReview
from engines.cases.moving import Preview, preview_moves
from engines.cases.notices import notice_document
from engines.cases.posting import follow_parcels
from engines.cases.queries import (
    CaseFilter,
    case_by_id,
    case_by_number,
    case_for_applicant,
    case_for_officer,
    case_for_owner,
    list_acted_cases,
    list_own_cases,
    materials_of,
    served_applicants,
)
from engines.cases.receipts import receipt_document
from engines.cases.recomputations import (
    list_recomputations,
    recomputation_by_id,
    recompute_if_needed,
    start_recomputation,
)
from engines.cases.reviewing import ask_opinion, assign_case, can_handle, give_opinion, review_case
from engines.cases.rules import CaseNotFound
from engines.cases.schemas import CaseOut, CasePageOut, ListedCaseOut, ReceiptOut
from engines.cases.search_schemas import CaseSearchIn, OfficeCasePageOut, search_of
from engines.cases.searching import CaseSearch, cases_after, count_all, search_cases
from engines.cases.signing import (
    list_signatures,
    refuse_signature,
    sign_case,
    signature_answer,
    signature_of,
    signatures_asked,
)
from engines.cases.simulating import RuleChange, Simulated, past_cases, position_of, simulate_cases
from engines.cases.terms import decide_extension, request_extension, resume_case, suspend_case
from engines.cases.timers import run_timers
from engines.cases.usage import decided_by_days, filed_by_channel, materials_by_way

__all__ = [
    "CASE",
    "LARGEST_COUNT",
    "SUBMIT",
    "Case",
    "CaseFilter",
    "CaseMaterial",
    "CaseNotFound",
    "CaseOut",
    "CasePageOut",
    "CaseReview",
    "CaseSearch",
    "CaseSearchIn",
    "CheckedFiling",
    "Filing",
    "FilingContentIn",
    "FilingIn",
    "ListedCaseOut",
    "MaterialGiven",
    "MaterialIn",
    "OfficeCasePageOut",
    "Preview",
    "ReceiptOut",
    "RuleChange",
    "Rules",
    "Simulated",
    "accept_case",
    "amend_decision",
    "ask_opinion",
    "assign_case",
    "can_handle",
    "case_answer",
    "case_by_id",
    "case_by_number",
    "case_for_applicant",
    "case_for_officer",
    "case_for_owner",
    "cases_after",
    "cases_without_evaluation",
    "check_commitment",
    "check_filing",
    "confirm_receipt",
    "correct_case",
    "count_all",
    "count_cases",
    "decide_case",
    "decide_extension",
    "decided_by_days",
    "deliver_result",
    "dispatch_result",
    "file_case",
    "filed_by_channel",
    "filing_of",
    "follow_parcels",
    "give_opinion",
    "hand_over_result",
    "light_of",
    "list_acted_cases",
    "list_own_cases",
    "list_recomputations",
    "list_signatures",
    "listed_answer",
    "materials_by_way",
    "materials_of",
    "notice_document",
    "office_listed_answers",
    "past_cases",
    "position_of",
    "preview_moves",
    "receipt_document",
    "recomputation_by_id",
    "recompute_if_needed",
    "refuse_acceptance",
    "refuse_signature",
    "reopen_case",
    "request_correction",
    "request_extension",
    "request_human_review",
    "resume_case",
    "review_case",
    "rules_of",
    "run_timers",
    "search_cases",
    "search_of",
    "served_applicants",
    "settle_evaluation",
    "sign_case",
    "signature_answer",
    "signature_of",
    "signatures_asked",
    "simulate_cases",
    "start_recomputation",
    "supplement_case",
    "suspend_case",
    "withdraw_case",
]
