"""Official documents (公文): from the draft to the archive, between organs, with a proof of every hand-over.

党政机关公文处理工作条例 (中办发〔2012〕14号); layout GB/T 9704-2012; metadata GB/T 33480-2016.
"""

from engines.documents.access import (
    note_reading,
    own_documents,
)
from engines.documents.answers import document_answer, listed_document, receipt_answers
from engines.documents.archive_queries import STAGES as ARCHIVE_STAGES
from engines.documents.archive_queries import STATES as ARCHIVE_STATES
from engines.documents.archive_queries import (
    ArchiveFilter,
    archive_of,
    kept_archive_of,
    list_archived,
    listed_archive,
    report_answer,
    reports_of,
)
from engines.documents.archiving import archive_document, archive_package, archive_received, check_kept
from engines.documents.checking import check_document
from engines.documents.circulating import circulate_document, confirm_reading
from engines.documents.dispatching import (
    correct_document,
    dispatch_document,
    recall_document,
    supplement_document,
    urge_document,
)
from engines.documents.drafting import BLANK, add_attachment, begin_document, remove_attachment, save_document
from engines.documents.handling import (
    assign_document,
    close_document,
    instruct_handling,
    propose_handling,
    reopen_document,
    report_result,
    supervise_handling,
    urge_handling,
)
from engines.documents.importing import import_parcel, send_parcel
from engines.documents.incoming_answers import listed_receipt, receipt_answer
from engines.documents.kinds import FORMS, KINDS, PUBLICATIONS, RETENTIONS, URGENCIES
from engines.documents.lifecycle import (
    ARCHIVE,
    DISPATCH,
    DOCUMENT,
    DRAFT,
    HANDLE,
    INCOMING,
    INSTRUCT,
    PROPOSE,
    READ,
    RECEIVE,
    REVIEW,
    SIGN,
)
from engines.documents.models import DocumentReceipt, OfficialDocument
from engines.documents.pack_loading import store_document_rules
from engines.documents.packing import MOST_BYTES as MOST_PACKAGE_BYTES
from engines.documents.parcels import export_parcel, made_parcel, open_parcel
from engines.documents.proofs import handover_proof, verify_proof
from engines.documents.queries import (
    attachment_of,
    attachments_of,
    document_by_id,
    document_of,
    receipt_by_id,
    receipt_in,
    receipt_of,
    receipts_of,
)
from engines.documents.receiving import (
    ReceivedFilter,
    count_received,
    list_received,
    register_document,
    return_document,
    sign_for_document,
)
from engines.documents.registers import (
    number_document,
    numbers_of,
    organ_lists_of,
    own_register,
    registers_of,
    void_document,
)
from engines.documents.rendering import MEDIA_TYPES, document_file, taken_away
from engines.documents.replying import reply_to_document
from engines.documents.reviewing import (
    discard_document,
    return_draft,
    review_document,
    sign_document,
    submit_document,
    take_back_document,
)
from engines.documents.schemas import (
    DocumentFileArgs,
    DocumentOpinionIn,
    DocumentOrigin,
    DocumentReasonIn,
    HandoverProof,
)
from engines.documents.searching import LARGEST_COUNT, count_found, excerpts_of, find_documents, seen_as, sought
from engines.documents.statistics import COUNTS, document_statistics
from engines.documents.timers import run_document_timers

__all__ = [
    "ARCHIVE",
    "ARCHIVE_STAGES",
    "ARCHIVE_STATES",
    "BLANK",
    "COUNTS",
    "DISPATCH",
    "DOCUMENT",
    "DRAFT",
    "FORMS",
    "HANDLE",
    "INCOMING",
    "INSTRUCT",
    "KINDS",
    "LARGEST_COUNT",
    "MEDIA_TYPES",
    "MOST_PACKAGE_BYTES",
    "PROPOSE",
    "PUBLICATIONS",
    "READ",
    "RECEIVE",
    "RETENTIONS",
    "REVIEW",
    "SIGN",
    "URGENCIES",
    "ArchiveFilter",
    "DocumentFileArgs",
    "DocumentOpinionIn",
    "DocumentOrigin",
    "DocumentReasonIn",
    "DocumentReceipt",
    "HandoverProof",
    "OfficialDocument",
    "ReceivedFilter",
    "add_attachment",
    "archive_document",
    "archive_of",
    "archive_package",
    "archive_received",
    "assign_document",
    "attachment_of",
    "attachments_of",
    "begin_document",
    "check_document",
    "check_kept",
    "circulate_document",
    "close_document",
    "confirm_reading",
    "correct_document",
    "count_found",
    "count_received",
    "discard_document",
    "dispatch_document",
    "document_answer",
    "document_by_id",
    "document_file",
    "document_of",
    "document_statistics",
    "excerpts_of",
    "export_parcel",
    "find_documents",
    "handover_proof",
    "import_parcel",
    "instruct_handling",
    "kept_archive_of",
    "list_archived",
    "list_received",
    "listed_archive",
    "listed_document",
    "listed_receipt",
    "made_parcel",
    "note_reading",
    "number_document",
    "numbers_of",
    "open_parcel",
    "organ_lists_of",
    "own_documents",
    "own_register",
    "propose_handling",
    "recall_document",
    "receipt_answer",
    "receipt_answers",
    "receipt_by_id",
    "receipt_in",
    "receipt_of",
    "receipts_of",
    "register_document",
    "registers_of",
    "remove_attachment",
    "reopen_document",
    "reply_to_document",
    "report_answer",
    "report_result",
    "reports_of",
    "return_document",
    "return_draft",
    "review_document",
    "run_document_timers",
    "save_document",
    "seen_as",
    "send_parcel",
    "sign_document",
    "sign_for_document",
    "sought",
    "store_document_rules",
    "submit_document",
    "supervise_handling",
    "supplement_document",
    "take_back_document",
    "taken_away",
    "urge_document",
    "urge_handling",
    "verify_proof",
    "void_document",
]
