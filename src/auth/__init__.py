"""One-certificate access: who is calling, what one certificate opens, consent, and the ledger of data use."""

from auth.certificates import KINDS, CertificateInvalid, check_certificate, resident_check_digit, uscc_check_digit
from auth.consents import consents_for, give_consent, list_consents, own_consent, withdraw_consent
from auth.data_uses import DataUse, bind_data_uses, list_data_uses, record_data_use
from auth.directory import (
    ALL_DEPARTMENTS,
    Officer,
    department_names,
    find_officer,
    officers_over,
    powers_of,
    store_directory,
    store_positions,
)
from auth.evidence import bind_evidence, forget_preparations, purge_unused
from auth.identity import Certificate, certificate_of, fingerprints_of
from auth.keys import rotate_signing_key
from auth.preparation import Need, Prefill, Preparation, PreparedMaterial, Request, Resource, Way, prepare
from auth.sessions import SignedIn, authenticate, sign_receipt, start_citizen_session, start_office_session
from auth.stored_preparations import find_preparation, forget_preparation, keep_preparation
from auth.subjects import SYSTEM, AssuranceTooLow, DataScope, Subject, require, require_assurance

__all__ = [
    "ALL_DEPARTMENTS",
    "KINDS",
    "SYSTEM",
    "AssuranceTooLow",
    "Certificate",
    "CertificateInvalid",
    "DataScope",
    "DataUse",
    "Need",
    "Officer",
    "Prefill",
    "Preparation",
    "PreparedMaterial",
    "Request",
    "Resource",
    "SignedIn",
    "Subject",
    "Way",
    "authenticate",
    "bind_data_uses",
    "bind_evidence",
    "certificate_of",
    "check_certificate",
    "consents_for",
    "department_names",
    "find_officer",
    "find_preparation",
    "fingerprints_of",
    "forget_preparation",
    "forget_preparations",
    "give_consent",
    "keep_preparation",
    "list_consents",
    "list_data_uses",
    "officers_over",
    "own_consent",
    "powers_of",
    "prepare",
    "purge_unused",
    "record_data_use",
    "require",
    "require_assurance",
    "resident_check_digit",
    "rotate_signing_key",
    "sign_receipt",
    "start_citizen_session",
    "start_office_session",
    "store_directory",
    "store_positions",
    "uscc_check_digit",
    "withdraw_consent",
]
