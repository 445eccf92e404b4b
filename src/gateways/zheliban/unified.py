"""Unified sign-on: a ticket for a token, a token for the user, for persons and legal persons."""

from collections.abc import Mapping
from typing import Any

from gateways.http_client import member
from gateways.zheliban.identity import LEGAL, SYSTEM, ActingFor, CertificateNotTaken, PortalIdentity, read, stated, text
from gateways.zheliban.irs import IrsGateway
from gateways.zheliban.levels import level_or
from gateways.zheliban.refusals import refuse
from gateways.zheliban.settings import ZhelibanSettings

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
_NOT_TAKEN = {"OFFICER_CARD", "SOLDIER_CARD", "OFFICER_RETIRE_CARD", "GANG_AO_ID_CART", "OTHER"}


class UnifiedSso:
    """The unified sign-on's client."""

    def __init__(self, settings: ZhelibanSettings, irs: IrsGateway) -> None:
        """Speak through the IRS gateway."""
        self._settings, self._irs = settings, irs

    def identify(self, ticket: str) -> PortalIdentity:
        """Return who is behind a single-use ticket."""
        token = self._post(self._settings.token_path, {"ticketId": ticket, "appId": self._settings.app_id})
        data = self._post(self._settings.user_path, {"token": member(SYSTEM, token, "accessToken")})
        return read(self._identity, data)

    def _post(self, path: str, body: dict[str, str]) -> Any:
        answer = self._irs.post_json(path, body)
        if not member(SYSTEM, answer, "success"):
            refuse(answer.get("errorCode"), answer.get("errorMsg"))
        return member(SYSTEM, answer, "data")

    def _identity(self, data: Any) -> PortalIdentity:
        if data["userType"] == "LEGAL_PERSON":
            return self._legal(data["legalPersonInfo"])
        person = data["personInfo"]
        number = text(person, "idNo")
        return PortalIdentity(
            user_id=stated(person, "userId"),
            name=stated(person, "userName"),
            certificate_kind=_kind(person["idType"]) if number else "",
            certificate_number=number,
            phone=text(person, "phone"),
            assurance_level=_level("authlevel", person, self._settings.level_attribute, vouched=bool(number)),
        )

    def _legal(self, legal: Any) -> PortalIdentity:
        # A company that signs in with its own digital certificate names no human.
        number, uscc = text(legal, "attnIdNo"), text(legal, "unifiedSocialId")
        return PortalIdentity(
            user_id=stated(legal, "principalUserId"),
            name=text(legal, "attnName"),
            certificate_kind=_kind(legal["attnIdType"]) if number else "",
            certificate_number=number,
            phone=text(legal, "attnPhone"),
            assurance_level=_level(
                self._settings.legal_level_scale,
                legal,
                self._settings.legal_level_attribute,
                vouched=bool(uscc),
            ),
            organisation=ActingFor(stated(legal, "corpId"), stated(legal, "name"), uscc),
            account_space=LEGAL,
        )


def _level(scale: str, info: Mapping[str, Any], attribute: str, *, vouched: bool) -> int:
    """Read the level; where the portal gives none, an identity with a number is real-name at most."""
    attributes = info.get("attributes") or {}
    return level_or(scale, attributes.get(attribute), 2 if vouched else 1)


def _kind(id_type: str) -> str:
    if id_type in _NOT_TAKEN:
        raise CertificateNotTaken
    return CERTIFICATE_KINDS[id_type]
