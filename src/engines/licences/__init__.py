"""Electronic licences (电子证照, GB/T 36901–36906): issued, listed, drawn, verified by anyone, and their whole life.

What becomes of a licence is a lifecycle (:data:`LICENCE`); a changed or re-issued one gets a new edition, and every
edition verifies by a code of its own (GB/T 36904).
"""

from engines.licences.answers import listed_licence, office_licence_answer, own_licence_answer, shown_licence
from engines.licences.identifiers import check_identifier, licence_identifier
from engines.licences.issuing import Issued, LicenceContent, issue_licence, store_licence_types
from engines.licences.lifecycle import LICENCE
from engines.licences.models import Licence, LicenceType
from engines.licences.publishing import publish_licence
from engines.licences.queries import (
    LicenceFilter,
    count_issued_licences,
    licence_by_id,
    licence_for_officer,
    licence_of_case,
    licence_type_fields,
    licence_type_names,
    licences_of_cases,
    list_issued_licences,
    list_licences,
    own_licence,
    verify_licence,
)
from engines.licences.rendering import licence_document
from engines.licences.results import Effect, carry_out_result, take_result_back
from engines.licences.rules import LicenceNotFound
from engines.licences.timers import run_licence_timers
from engines.licences.turning import (
    Grounds,
    change_licence,
    reissue_licence,
    report_loss,
    resume_licence,
    revoke_licence,
    suspend_licence,
)

__all__ = [
    "LICENCE",
    "Effect",
    "Grounds",
    "Issued",
    "Licence",
    "LicenceContent",
    "LicenceFilter",
    "LicenceNotFound",
    "LicenceType",
    "carry_out_result",
    "change_licence",
    "check_identifier",
    "count_issued_licences",
    "issue_licence",
    "licence_by_id",
    "licence_document",
    "licence_for_officer",
    "licence_identifier",
    "licence_of_case",
    "licence_type_fields",
    "licence_type_names",
    "licences_of_cases",
    "list_issued_licences",
    "list_licences",
    "listed_licence",
    "office_licence_answer",
    "own_licence",
    "own_licence_answer",
    "publish_licence",
    "reissue_licence",
    "report_loss",
    "resume_licence",
    "revoke_licence",
    "run_licence_timers",
    "shown_licence",
    "store_licence_types",
    "suspend_licence",
    "take_result_back",
    "verify_licence",
]
