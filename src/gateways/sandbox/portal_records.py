"""A persona as each of the portal's sign-ons tells of it."""

from collections.abc import Mapping
from typing import Any

from gateways.zheliban.unified import CERTIFICATE_KINDS

_ID_TYPES = {kind: id_type for id_type, kind in reversed(list(CERTIFICATE_KINDS.items()))}
#: ``idtype`` and the field of the number; a residence permit has a number of the identity card's form.
_SIMPLEAUTH = {
    "resident_id": ("1", "idnum"),
    "hmt_residence_permit": ("1", "idnum"),
    "passport": ("2", "passport"),
    "hm_travel_permit": ("4", "permitlicense"),
    "taiwan_travel_permit": ("5", "taiwanlicense"),
    "foreign_permanent_residence": ("6", "greencard"),
}
_NUMBER_FIELDS = ("idnum", "passport", "permitlicense", "taiwanlicense", "officerlicense", "greencard")
_ATTN_TYPES = {
    "resident_id": "51",
    "passport": "414",
    "hm_travel_permit": "516",
    "taiwan_travel_permit": "511",
    "foreign_permanent_residence": "553",
}
#: ``realLevel`` counts downwards.
_REAL_LEVELS = {3: "1", 2: "3", 1: "4"}


def unified_user(persona: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``data`` of the unified ``getUserInfo``."""
    certificate = persona["certificate"]
    level = {"authLevel": str(persona["assurance_level"])}
    if persona["kind"] == "person":
        return {
            "userType": "PERSON",
            "personInfo": {
                "userId": persona["portal_user_id"],
                "userName": persona["name"],
                "idType": _ID_TYPES[certificate["kind"]],
                "idNo": certificate["number"],
                "phone": persona["phone"],
                "attributes": level,
            },
            "legalPersonInfo": None,
            "organizationInfoList": [],
        }
    organisation, agent = persona["organisation"], persona["agent"]
    return {
        "userType": "LEGAL_PERSON",
        "personInfo": None,
        "legalPersonInfo": {
            "name": organisation["name"],
            "unifiedSocialId": organisation["uscc"],
            "corpId": organisation["corp_id"],
            "principalUserId": persona["portal_user_id"],
            "attnName": agent["name"],
            "attnPhone": persona["phone"],
            "attnIdType": _ID_TYPES[certificate["kind"]],
            "attnIdNo": certificate["number"],
            "attributes": level,
        },
        "organizationInfoList": [],
    }


def simpleauth_user(persona: Mapping[str, Any]) -> dict[str, Any]:
    """Return the user record of ``simpleauth``, most fields of which are empty; level 1 has no certificate."""
    level = persona["assurance_level"]
    id_type, field = _SIMPLEAUTH[persona["certificate"]["kind"]] if level > 1 else ("", "")
    numbers = dict.fromkeys(_NUMBER_FIELDS, "")
    return {
        "userid": persona["portal_user_id"],
        "authlevel": str(level),
        "idtype": id_type,
        **(numbers | {field: persona["certificate"]["number"]} if field else numbers),
        "username": persona["name"],
        "loginname": persona["portal_user_id"],
        "mobile": persona["phone"],
        "email": "",
        "useable": "1",
    }


def legal_info(persona: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``info`` of the legal persons' sign-on."""
    organisation, certificate = persona["organisation"], persona["certificate"]
    return {
        "userId": persona["portal_user_id"],
        "CompanyName": organisation["name"],
        "uniscid": organisation["uscc"],
        "OrgType": "1",
        "realLevel": _REAL_LEVELS[persona["assurance_level"]],
        "loginType": "Password",
        "attnName": persona["agent"]["name"],
        "attnPhone": persona["phone"],
        "attnIDType": _ATTN_TYPES[certificate["kind"]],
        "attnIDNo": certificate["number"],
    }
