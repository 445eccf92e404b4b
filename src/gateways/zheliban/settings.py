"""What a city sets for the portal: its keys, the paths, and which protocol exchanges what."""

from dataclasses import dataclass
from typing import Literal

from kit.settings import SettingsError

#: Where a mini-app may run; each may speak another sign-on.
CONTAINERS = ("app", "alipay", "wechat", "pc")


@dataclass(frozen=True)
class ZhelibanSettings:
    """Variables ``ZHELIBAN_…``; the component codes are issued with the grant and differ by deployment."""

    access_key: str
    secret_key: str
    base_url: str = "https://ibcdsg.zj.gov.cn:8443"
    app_id: str = ""
    token_path: str = "/restapi/prod/IC33000020220329000007/uc/sso/access_token"  # noqa: S105 -- a path
    user_path: str = "/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo"
    #: Where in ``attributes`` the assurance level stands, and on which scale a legal person's; to be confirmed.
    level_attribute: str = "authLevel"
    legal_level_attribute: str = "authLevel"
    legal_level_scale: Literal["authlevel", "realLevel"] = "authlevel"
    #: What exchanges a ticket, and what an ``ssotoken``; ``unified``: legal persons come with tickets only.
    person_sso: Literal["unified", "simpleauth", "simpleauth-component"] = "unified"
    legal_sso: Literal["unified", "component", "direct"] = "unified"
    #: Containers whose tickets are the unified sign-on's, whatever ``person_sso`` says of the others.
    unified_containers: tuple[str, ...] = ("wechat",)
    service_code: str = ""
    service_password: str = ""
    simpleauth_url: str = "https://appapi.zjzwfw.gov.cn"
    simpleauth_path: str = "/sso/servlet/simpleauth"
    simpleauth_verb: Literal["POST", "GET"] = "POST"
    ticket_component_path: str = "/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth"
    person_component_path: str = "/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth"
    legal_component_path: str = "/restapi/prod/IC33000020220309000001/rest/user/query"
    esso_url: str = "https://esso.zjzwfw.gov.cn"
    esso_path: str = "/rest/user/query"
    esso_project_id: str = ""
    esso_secret: str = ""

    def __post_init__(self) -> None:
        """Ask for the keys of the protocols that were chosen. Errors: :class:`kit.settings.SettingsError`."""
        if self.person_sso == "simpleauth" and not (self.service_code and self.service_password):
            raise SettingsError("ZHELIBAN_PERSON_SSO=simpleauth needs ZHELIBAN_SERVICE_CODE and _SERVICE_PASSWORD.")
        if self.legal_sso == "direct" and not (self.esso_project_id and self.esso_secret):
            raise SettingsError("ZHELIBAN_LEGAL_SSO=direct needs ZHELIBAN_ESSO_PROJECT_ID and ZHELIBAN_ESSO_SECRET.")
        if unknown := set(self.unified_containers) - set(CONTAINERS):
            raise SettingsError(f"ZHELIBAN_UNIFIED_CONTAINERS knows no {unknown.pop()}: {', '.join(CONTAINERS)}.")
