"""Exchanging a portal ticket for the identity behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateways.errors import SourceNonsense, SourceRefused, TicketRefused
from gateways.http_client import HttpClient, member
from gateways.zheliban import signature

SYSTEM = "浙里办统一认证"
_TICKET_ERRORS = {"C-USER-SSO-TICKET-INVALID", "C-USER-SSO-TOKEN-INVALID", "C-USER-SSO-USER-EMPTY"}

#: The portal's ``idType`` and our certificate kinds.
CERTIFICATE_KINDS: Mapping[str, str] = {
    "ID_CARD": "resident_id",
    "PASSPORT": "passport",
    "FOREIGN_PASSPORT": "passport",
    "DIPLOMACY_PASSPORT": "passport",
    "OFFICIAL_PASSPORT": "passport",
    "MAINLAND_TRAVEL_PERMIT_FOR_HONGKONG_AND_MACAO_RESIDENTS": "hm_travel_permit",
    "MAINLAND_TRAVEL_PERMIT_FOR_TAIWAN_RESIDENTS": "taiwan_travel_permit",
    "FOREIGN_PERMANENT_RESIDENT_ID_CARD": "foreign_permanent_residence",
    "GANG_AO_TAI_RESIDENCE_CART": "hmt_residence_permit",
    "UNIFIED_SOCIAL_ID": "uscc",
}


@dataclass(frozen=True)
class ZhelibanSettings:
    """Variables ``ZHELIBAN_…``; the component codes are issued with the grant and differ by deployment."""

    access_key: str
    secret_key: str
    base_url: str = "https://ibcdsg.zj.gov.cn:8443"
    app_id: str = ""
    token_path: str = "/restapi/prod/IC33000020220329000007/uc/sso/access_token"  # noqa: S105 -- a path
    user_path: str = "/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo"
    #: Where in ``attributes`` the assurance level stands; to be confirmed at connection.
    level_attribute: str = "authLevel"


@dataclass(frozen=True)
class ActingFor:
    """The organisation that a human signed in for."""

    corporate_id: str
    name: str
    uscc: str


@dataclass(frozen=True)
class PortalIdentity:
    """Who the portal says it is. ``assurance_level``: 1 unverified, 2 real-name, 3 real-person."""

    user_id: str
    name: str
    certificate_kind: str
    certificate_number: str
    phone: str
    assurance_level: int
    organisation: ActingFor | None = None


class Zheliban:
    """The portal's client."""

    def __init__(self, settings: ZhelibanSettings, *, refuse_debug: bool = False) -> None:
        """``refuse_debug`` turns away the tickets of unpublished applications (production)."""
        self._settings = settings
        self._refuse_debug = refuse_debug
        self.http = HttpClient(SYSTEM, settings.base_url)

    def exchange_ticket(self, ticket: str) -> PortalIdentity:
        """Return the identity behind a single-use ticket.

        Errors: :class:`TicketRefused`; :class:`SourceRefused`, :class:`SourceUnavailable` or
        :class:`SourceNonsense` for faults of the portal.
        """
        if self._refuse_debug and ticket.startswith("debug_"):
            raise TicketRefused
        token = self._post(self._settings.token_path, {"ticketId": ticket, "appId": self._settings.app_id})
        data = self._post(self._settings.user_path, {"token": member(SYSTEM, token, "accessToken")})
        try:
            return self._identity(data)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise SourceNonsense(system=SYSTEM) from error

    def _post(self, path: str, body: dict[str, str]) -> Any:
        signed = signature.headers("POST", path, {}, self._settings.access_key, self._settings.secret_key)
        answer = self.http.post_json(path, body, signed)
        if answer.status == 401:
            raise SourceRefused(system=SYSTEM, reason=_gateway_reason(answer.body))
        if not member(SYSTEM, answer.body, "success"):
            if answer.body.get("errorCode") in _TICKET_ERRORS:
                raise TicketRefused
            raise SourceRefused(system=SYSTEM, reason=str(answer.body.get("errorCode")))
        return member(SYSTEM, answer.body, "data")

    def _identity(self, data: Any) -> PortalIdentity:
        if data["userType"] == "LEGAL_PERSON":
            legal = data["legalPersonInfo"]
            return PortalIdentity(
                user_id=str(legal["principalUserId"]),
                # A company that signs in with its own digital certificate names no human.
                name=legal.get("attnName") or "",
                certificate_kind=CERTIFICATE_KINDS[legal["attnIdType"]] if legal.get("attnIdType") else "",
                certificate_number=legal.get("attnIdNo") or "",
                phone=legal.get("attnPhone") or "",
                assurance_level=self._level(legal),
                organisation=ActingFor(str(legal["corpId"]), legal["name"], legal["unifiedSocialId"]),
            )
        person = data["personInfo"]
        return PortalIdentity(
            user_id=str(person["userId"]),
            name=person["userName"],
            certificate_kind=CERTIFICATE_KINDS[person["idType"]],
            certificate_number=person["idNo"],
            phone=person.get("phone") or "",
            assurance_level=self._level(person),
        )

    def _level(self, info: Mapping[str, Any]) -> int:
        """Read the level; where the portal gives none, an identity with a number is real-name at most."""
        stated = (info.get("attributes") or {}).get(self._settings.level_attribute)
        if stated is None:
            return 2 if info.get("idNo") or info.get("attnIdNo") else 1
        level = int(stated)
        if level not in (1, 2, 3):
            raise SourceNonsense(system=SYSTEM)
        return level


def _gateway_reason(body: Any) -> str:
    """Return the gateway's own text, since a skewed clock and a missing grant need different hands."""
    message = body.get("message") if isinstance(body, Mapping) else None
    return message[:100] if isinstance(message, str) and message else "401"
