"""The clients of all outside systems, connected from settings."""

from dataclasses import dataclass

from gateways.data_sharing import DataSharing, DataSharingSettings
from gateways.licence_library import LicenceLibrary, LicenceLibrarySettings
from gateways.zheliban import Zheliban, ZhelibanSettings
from gateways.zhezhengding import Zhezhengding, ZhezhengdingSettings
from kit.settings import Settings, SettingsError, read_section
from kit.shared import SharedSecrets


@dataclass(frozen=True)
class Gateways:
    """One client per outside system; a process has one of each."""

    zheliban: Zheliban
    zhezhengding: Zhezhengding
    data_sharing: DataSharing
    licence_library: LicenceLibrary


def connect(settings: Settings, secrets: SharedSecrets) -> Gateways:
    """Make the clients, which keep what the platforms issue in ``secrets``.

    Errors: :class:`kit.settings.SettingsError`: no key, or a sandbox key in production.
    """
    values = settings.values
    zheliban = read_section(ZhelibanSettings, "ZHELIBAN", values)
    zhezhengding = read_section(ZhezhengdingSettings, "ZHEZHENGDING", values)
    sharing = read_section(DataSharingSettings, "DATA_SHARING", values)
    library = read_section(LicenceLibrarySettings, "LICENCE_LIBRARY", values)
    production = settings.environment == "production"
    if production and "sandbox" in f"{zheliban.access_key} {zhezhengding.app_key} {sharing.app_key}":
        raise SettingsError("Sandbox keys are refused in production: set the keys that the platforms issued.")
    data_sharing = DataSharing(sharing, secrets)
    return Gateways(
        zheliban=Zheliban(zheliban, refuse_debug=production),
        zhezhengding=Zhezhengding(zhezhengding, secrets),
        data_sharing=data_sharing,
        licence_library=LicenceLibrary(library, data_sharing),
    )
