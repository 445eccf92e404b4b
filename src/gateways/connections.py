"""The clients of all outside systems, connected from settings."""

from dataclasses import dataclass

from gateways.data_sharing import DataSharing, DataSharingSettings, read_interfaces
from gateways.evaluation_platform import EvaluationPlatform, EvaluationPlatformSettings
from gateways.express import Express, ExpressSettings, PostOffice
from gateways.government_bus import GovernmentBus, GovernmentBusSettings
from gateways.licence_library import LicenceLibrary, LicenceLibrarySettings, LicencePublisher, LicencePushSettings
from gateways.payment import PaymentSettings, PublicPayment, UnifiedPayment
from gateways.sms import BusSms, SmsSender, SmsSettings, read_templates
from gateways.zheliban import Zheliban, ZhelibanSettings
from gateways.zhezhengding import Zhezhengding, ZhezhengdingSettings
from kit.settings import Settings, SettingsError, read_optional_section, read_section
from kit.shared import SharedSecrets


@dataclass(frozen=True)
class Gateways:
    """One client per outside system; a process has one of each, and None for what the city has not connected yet."""

    zheliban: Zheliban
    zhezhengding: Zhezhengding
    data_sharing: DataSharing
    licence_library: LicenceLibrary
    government_bus: GovernmentBus | None
    evaluation_platform: EvaluationPlatform | None
    sms: SmsSender | None
    express: Express | None
    payment: PublicPayment | None


def connect(settings: Settings, secrets: SharedSecrets) -> Gateways:
    """Make the clients, which keep what the platforms issue in ``secrets``.

    Errors: :class:`kit.settings.SettingsError`: no key, or a sandbox key in production.
    """
    values = settings.values
    zheliban = read_section(ZhelibanSettings, "ZHELIBAN", values)
    zhezhengding = read_section(ZhezhengdingSettings, "ZHEZHENGDING", values)
    sharing = read_section(DataSharingSettings, "DATA_SHARING", values)
    library = read_section(LicenceLibrarySettings, "LICENCE_LIBRARY", values)
    pushing = read_section(LicencePushSettings, "LICENCE_LIBRARY", values)
    bus = read_optional_section(GovernmentBusSettings, "GOVERNMENT_BUS", values)
    evaluations = read_optional_section(EvaluationPlatformSettings, "EVALUATION_PLATFORM", values)
    sms = read_optional_section(SmsSettings, "SMS", values)
    express = read_optional_section(ExpressSettings, "EXPRESS", values)
    payment = read_optional_section(PaymentSettings, "PAYMENT", values)
    production = settings.environment == "production"
    keys = [zheliban.access_key, zheliban.service_code, zheliban.esso_project_id]
    keys += [zhezhengding.app_key, zhezhengding.scan_app_key, sharing.app_key]
    keys += [bus.access_key, bus.callback_access_key] if bus else []
    keys += [evaluations.app_mark] if evaluations else []
    keys += [sms.access_key, sms.app_key] if sms else []
    keys += [express.app_key] if express else []
    keys += [payment.app_id] if payment else []
    if production and any("sandbox" in key for key in keys):
        raise SettingsError("Sandbox keys are refused in production: set the keys that the platforms issued.")
    data_sharing = DataSharing(sharing, secrets, {**read_interfaces(settings.pack_dir), **pushing.interfaces()})
    publisher = LicencePublisher(pushing, data_sharing) if pushing.issue_code else None
    return Gateways(
        zheliban=Zheliban(zheliban, refuse_debug=production),
        zhezhengding=Zhezhengding(zhezhengding, secrets),
        data_sharing=data_sharing,
        licence_library=LicenceLibrary(library, data_sharing, publisher),
        government_bus=GovernmentBus(bus) if bus else None,
        evaluation_platform=EvaluationPlatform(evaluations) if evaluations else None,
        sms=BusSms(sms, read_templates(settings.pack_dir)) if sms else None,
        express=PostOffice(express) if express else None,
        payment=UnifiedPayment(payment) if payment else None,
    )
