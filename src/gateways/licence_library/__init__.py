"""电子证照库: authorise, list, fetch — each step states the use."""

from gateways.licence_library.client import LicenceLibrary, LicenceLibrarySettings, LicenceRecord

__all__ = ["LicenceLibrary", "LicenceLibrarySettings", "LicenceRecord"]
