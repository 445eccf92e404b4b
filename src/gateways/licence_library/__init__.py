"""电子证照库: authorise, list, fetch — each step states the use; and pushing our own licences out."""

from gateways.licence_library.client import LicenceLibrary, LicenceLibrarySettings, LicenceRecord
from gateways.licence_library.publishing import LicencePublisher, LicencePushSettings, Operation

__all__ = [
    "LicenceLibrary",
    "LicenceLibrarySettings",
    "LicencePublisher",
    "LicencePushSettings",
    "LicenceRecord",
    "Operation",
]
