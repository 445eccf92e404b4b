"""The licence library's side, on the data platform's protocol: authorise, list, fetch."""

from collections.abc import Mapping
from typing import Any

from gateways.sandbox.state import SandboxState

Records = list[dict[str, Any]]


def authorise(state: SandboxState, asked: Mapping[str, str]) -> Records:
    """Grant the use of one holder's licences for a while."""
    return [{"authCode": state.grants.mint(asked.get("holderCode"))}]


def list_held(state: SandboxState, asked: Mapping[str, str]) -> Records | None:
    """List what a holder has of some types, or return None without a grant."""
    holder = asked.get("holderCode", "")
    if state.grants.look(asked.get("authCode", "")) != holder:
        return None
    persona = state.holder(holder)
    if persona is None:
        return []
    wanted = asked.get("certTypeCodes", "").split(",")
    return [
        {"licenceToken": state.grants.mint((persona["persona"], index)), "typeCode": item["type"]}
        for index, item in enumerate(persona.get("licences", []))
        if item["type"] in wanted
    ]


def fetch(state: SandboxState, asked: Mapping[str, str]) -> Records | None:
    """Return one licence for its token, which is good once."""
    found = state.grants.take(asked.get("licenceToken", ""))
    if not isinstance(found, tuple):
        return None
    slug, index = found
    persona = state.personas[slug]
    item = persona["licences"][index]
    return [
        {
            "typeCode": item["type"],
            "number": item["number"],
            "holderName": persona["name"],
            "issueOrgCode": item["issuer"],
            "issueOrgName": state.departments.get(item["issuer"], item["issuer"]),
            "issuedOn": item["issued_on"],
            "expiresOn": item["expires_on"],
            "status": item.get("status", "valid"),
            "fields": item["fields"],
        },
    ]
