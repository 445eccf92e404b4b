"""Electronic licences (电子证照, GB/T 36901–36906): issued, listed, drawn, verified by anyone."""

from engines.licences.identifiers import check_identifier, licence_identifier
from engines.licences.issuing import Issued, issue_licence, store_licence_types
from engines.licences.models import Licence, LicenceType
from engines.licences.queries import (
    LicenceNotFound,
    licence_of_case,
    licence_type_names,
    list_licences,
    own_licence,
    shown_licence,
    verify_licence,
)
from engines.licences.rendering import licence_document

__all__ = [
    "Issued",
    "Licence",
    "LicenceNotFound",
    "LicenceType",
    "check_identifier",
    "issue_licence",
    "licence_document",
    "licence_identifier",
    "licence_of_case",
    "licence_type_names",
    "list_licences",
    "own_licence",
    "shown_licence",
    "store_licence_types",
    "verify_licence",
]
